"""Polls: what may be asked, what may be chosen, and who may see and close; plain functions."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from bot.domain.panels import may_see
from bot.domain.refusal import Refusal
from bot.domain.server_settings import Reveal

QUESTION = 200
"""Characters of a question."""
OPTION = 80
"""Characters of an option."""
FEWEST, MOST = 2, 50
"""Options of a poll."""
PER_LIST = 25
"""Options in one select menu (Discord)."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll in a channel. `id` is the id of the interaction that made it.

    `options` are texts, or episode keys where there is a `show_id`. `choices`: how many one may choose, at
    most. `message_id` is None until Discord has said it, `result_id` until the result was posted; `edited_at`
    is when the message was last brought up to date.
    """

    guild_id: int
    id: int
    channel_id: int
    author_id: int
    question: str
    options: tuple[str, ...]
    opened_at: datetime
    edited_at: datetime
    show_id: str | None = None
    choices: int = 1
    anonymous: bool = True
    reveal: Reveal = Reveal.ALWAYS
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    message_id: int | None = None
    result_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody and nothing has closed it yet."""
        return self.closed_at is None

    @property
    def lists(self) -> int:
        """How many select menus its options take."""
        return -(-len(self.options) // PER_LIST)

    def on_list(self, page: int) -> range:
        """The numbers of the options on list `page`, both counted from 0; the lists are about as long."""
        size = -(-len(self.options) // self.lists)
        return range(page * size, min(len(self.options), (page + 1) * size))


@dataclass(frozen=True, slots=True)
class Results:
    """How often each option was chosen, in the options' order, and by how many members in all."""

    counts: tuple[int, ...]
    voters: int

    @property
    def leaders(self) -> tuple[int, ...]:
        """The numbers of the options chosen most often, none where nobody voted."""
        most = max(self.counts, default=0)
        return tuple(number for number, count in enumerate(self.counts) if count == most and most)

    def share(self, number: int) -> float:
        """The part of the voters who chose an option, 0 to 1."""
        return self.counts[number] / self.voters if self.voters else 0.0


def check_question(text: str) -> str:
    """The question, without the space around it.

    Raises:
        Refusal: there is nothing to read, or more than `QUESTION` characters.
    """
    text = text.strip()
    if not _shows(text):
        raise Refusal("What is the question? Write it into `question`.")
    if len(text) > QUESTION:
        raise Refusal(f"The question has {len(text)} characters. {QUESTION} fit; shorten it.")
    return text


def split_options(text: str) -> tuple[str, ...]:
    """The options written in one line, between `|` or `;`, or between commas where neither occurs.

    Raises:
        Refusal: one is empty, too long, or there twice; or they are too few or too many.
    """
    separator = r"[|;]" if re.search(r"[|;]", text) else ","
    options = [option.strip() for option in re.split(separator, text)]
    while options and not options[-1]:
        options.pop()
    _check_number(len(options))
    seen: dict[str, int] = {}
    for number, option in enumerate(options, 1):
        if not _shows(option):
            raise Refusal(f"Option {number} is empty. Write something between the separators.")
        if len(option) > OPTION:
            raise Refusal(f"Option {number} has {len(option)} characters. {OPTION} fit; shorten it.")
        other = seen.setdefault(_looks(option), number)
        if other != number:
            raise Refusal(f"Options {other} and {number} are the same. Each must be there once.")
    return tuple(options)


_BLANK = "\u115f\u1160\u2800\u3164\uffa0\ufe0e\ufe0f"
"""Letters and signs that show nothing: Hangul fillers, the empty Braille cell, variation selectors."""


def _looks(text: str) -> str:
    """What a text looks like: without capitals, and without what does not show."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if _shows(c) or c == " ").casefold().strip()


def check_episodes(keys: Sequence[str]) -> tuple[str, ...]:
    """Episode keys as the options of a poll.

    Raises:
        Refusal: they are too few or too many.
    """
    _check_number(len(keys))
    return tuple(keys)


def check_choices(choices: int, *, options: int) -> int:
    """How many one may choose.

    Raises:
        Refusal: less than one, or more than there are.
    """
    if not 1 <= choices <= options:
        raise Refusal(f"There are {options} options, so `choices` can be 1 to {options}.")
    return choices


def choose(poll: Poll, before: AbstractSet[int], *, page: int, numbers: Iterable[int]) -> frozenset[int]:
    """What a member has chosen after choosing `numbers` on list `page`, and `before` until then.

    A list replaces what was chosen on it before; where only one may be chosen, what was chosen anywhere.

    Raises:
        Refusal: an option that is not on the list, or more than may be chosen.
    """
    chosen = list(numbers)
    allowed = poll.on_list(page)
    if page < 0 or len(set(chosen)) != len(chosen) or not all(number in allowed for number in chosen):
        raise Refusal("This poll has no such option. Choose from its list again.")
    elsewhere = frozenset[int]() if poll.choices == 1 and chosen else before - set(allowed)
    after = elsewhere | set(chosen)
    if len(after) > poll.choices:
        raise Refusal(_too_many(poll, len(chosen), len(elsewhere)))
    return frozenset(after)


def check_vote(poll: Poll, *, is_bot: bool, now: datetime) -> None:
    """Let members vote while the poll is open; it is over at its time, even where nobody has closed it yet.

    Raises:
        Refusal: a bot, or too late.
    """
    if is_bot:
        raise Refusal("Bots do not vote.")
    if not poll.is_open or (poll.closes_at is not None and poll.closes_at <= now):
        raise Refusal("This poll is closed.")


def check_reveal(poll: Poll, *, has_voted: bool) -> None:
    """Let those see the results who may.

    Raises:
        Refusal: not yet, and when.
    """
    if not may_see(poll.reveal, has_voted=has_voted, is_open=poll.is_open):
        voted = poll.reveal is Reveal.VOTED
        when = "once you have voted" if voted else "when the poll closes"
        raise Refusal(f"You can see the results {when}.")


def check_closer(poll: Poll, *, member_id: int, may_manage: bool) -> None:
    """Let the author close a poll, and who manages here.

    Raises:
        Refusal: anybody else, or it is closed already.
    """
    if not may_manage and member_id != poll.author_id:
        raise Refusal("Only the one who made this poll, and whoever manages messages here, can close it.")
    if not poll.is_open:
        raise Refusal("This poll is closed already.")


def _check_number(options: int) -> None:
    if options < FEWEST:
        raise Refusal(
            "A poll needs at least two options. Write them with `|` between them, like `tea | coffee`, "
            "or give `episodes`, like `1-8`."
        )
    if options > MOST:
        raise Refusal(f"Those are {options} options. A poll holds {MOST}; leave some out.")


def _too_many(poll: Poll, here: int, elsewhere: int) -> str:
    sentence = (
        f"You may choose {poll.choices} here, and that would be {here + elsewhere}. Nothing was changed."
    )
    if elsewhere:
        sentence += f" {elsewhere} of them are from the other list: take some off there first."
    return sentence


def _shows(text: str) -> bool:
    return any(unicodedata.category(c)[0] not in "ZC" and c not in _BLANK for c in text)
