"""What the cards of polls say: labels, lines and sentences, each within the room there is."""

from collections.abc import Sequence

from bot.domain.catalogue import Show
from bot.domain.panels import may_see
from bot.domain.polls import Poll
from bot.domain.server_settings import Reveal
from bot.domain.spoilers import Viewer
from bot.names import choice_name
from bot.text import clip, counted, escape, listed, moment
from bot.ui import small
from cogs.polls.actions import PollView

NAMED = 10
"""Voters that are named for one option, at most."""
FEW = 10
"""Options up to which each has its line in a result, chosen or not."""
_LEAST = 24
"""Characters of each label that the names of voters must leave."""
_TIED = 5
"""Options that a sentence names, at most."""


def labels(poll: Poll, show: Show | None, viewer: Viewer) -> tuple[str, ...]:
    """What the options are called, as plain text: `8 · An Amazing Show`, or what the author wrote."""
    if poll.show_id is None or show is None:
        return poll.options
    known = show.by_key
    return tuple(choice_name(known[key], viewer) if key in known else key for key in poll.options)


def facts(poll: Poll) -> str:
    """Who made it, until when, how many one may choose, whether it is secret."""
    many = "choose 1" if poll.choices == 1 else f"choose up to {poll.choices}"
    secret = "anonymous" if poll.anonymous else "with names"
    return f"by <@{poll.author_id}> · {ending(poll)} · {many} · {secret}"


def ending(poll: Poll) -> str:
    """When it closes, or closed."""
    if poll.closed_at:
        return f"closed {moment(poll.closed_at, 'f')}"
    return f"closes {moment(poll.closes_at)}" if poll.closes_at else "open until closed"


def have_voted(view: PollView) -> str:
    """How many have voted."""
    voters = view.results.voters
    if not voters:
        return "Nobody has voted yet."
    return f"**{voters:,}** {'has' if voters == 1 else 'have'} voted."


def when_shown(poll: Poll) -> str:
    """When one may see how an open poll stands, where that is not always."""
    when = {Reveal.VOTED: " Results show once you have.", Reveal.CLOSED: " Results show when this closes."}
    return when.get(poll.reveal, "")


def option_lines(view: PollView, names: Sequence[str], room: int, *, figures: bool) -> str:
    """A line for every option in its order, in at most `room` characters: long ones are cut evenly.

    `figures` adds counts and shares.
    """
    return _lines(view, names, room, range(len(names)), figures=figures, named=0)


def result_lines(view: PollView, names: Sequence[str], room: int) -> str:
    """How it stands, the leaders first, with the names of voters as far as there is room.

    Of many options those that nobody chose are only counted.
    """
    shown = _order(view)
    if len(shown) > FEW:
        shown = [number for number in shown if view.results.counts[number]]
    left = len(names) - len(shown)
    rest = small(f"Nobody chose {'the' if shown else 'any of the'} {left}{' others' if shown else ''}.")
    lines = _lines(view, names, room - len(rest) - 1, shown, figures=True, named=NAMED)
    return "\n".join(filter(None, (lines, rest if left else "")))


def _lines(
    view: PollView, names: Sequence[str], room: int, numbers: Sequence[int], *, figures: bool, named: int
) -> str:
    """The lines of some options. As many voters are named, `named` at most, as leaves labels some room."""
    escaped = [escape(names[number]) for number in numbers]
    heads = [_head(view, number) if figures else "" for number in numbers]
    while True:
        tails = [_tail(view, number, named) if figures else "" for number in numbers]
        taken = sum(len(head) + len(tail) + len("****\n") for head, tail in zip(heads, tails, strict=True))
        width = _width([len(text) for text in escaped], room - taken)
        if named == 0 or width >= min(_LEAST, max(map(len, escaped), default=0)):
            break
        named -= 1
    called = [
        f"**{clip(text, width)}**" if figures and number in view.results.leaders else clip(text, width)
        for number, text in zip(numbers, escaped, strict=True)
    ]
    return "\n".join(map("".join, zip(heads, called, tails, strict=True)))


def outcome(view: PollView, names: Sequence[str]) -> str:
    """Who won, whether it is a tie, or that nobody voted: one sentence."""
    leaders = view.results.leaders
    if not leaders:
        return "Nobody voted."
    votes = view.results.counts[leaders[0]]
    called = [f"**{clip(escape(names[number]), 120)}**" for number in leaders[:_TIED]]
    if len(leaders) > _TIED:
        called.append(f"{len(leaders) - _TIED} more")
    if len(leaders) > 1:
        return f"A tie between {listed(tuple(called))}, {counted(votes, 'vote')} each."
    if view.poll.choices > 1:
        return f"{called[0]} wins, chosen by {votes:,} of {counted(view.results.voters, 'voter')}."
    return f"{called[0]} wins with {votes:,} of {counted(view.results.voters, 'vote')}."


def choice(view: PollView, names: Sequence[str], room: int) -> str:
    """What a member has chosen, in at most `room` characters."""
    escaped = [escape(names[number]) for number in sorted(view.mine)]
    width = _width([len(text) for text in escaped], room - 20 - 9 * len(escaped))
    return f"You chose {listed(tuple(f'**{clip(text, width)}**' for text in escaped))}."


def best_first(view: PollView) -> Sequence[int]:
    """The numbers of the options, those chosen most often first."""
    return _order(view)


def share(view: PollView, number: int) -> str:
    """`47%` of those who voted."""
    return f"{round(100 * view.results.share(number))}%"


def shows_everybody(poll: Poll) -> bool:
    """Whether the channel may see how the poll stands."""
    return may_see(poll.reveal, has_voted=False, is_open=poll.is_open)


def _order(view: PollView) -> Sequence[int]:
    counts = view.results.counts
    return sorted(range(len(counts)), key=lambda number: -counts[number])


def _head(view: PollView, number: int) -> str:
    """The share, so that all stand in one column: padded with spaces as wide as a figure."""
    return f"`{share(view, number):\u2007>4}` "


def _tail(view: PollView, number: int, named: int) -> str:
    """The count and, in a line of small print, the names of at most `named` of the voters."""
    count = view.results.counts[number]
    votes = " · " + counted(count, "vote").replace(" ", "\u00a0")  # a line never breaks within
    known = view.names.get(number, ())[:named]
    if not known:
        return votes
    rest = f" and {count - len(known):,} more" if count > len(known) else ""
    return f"{votes}\n" + small(" ".join(f"<@{voter}>" for voter in known) + rest)


def _width(lengths: Sequence[int], room: int) -> int:
    """The greatest length to which all can be cut so that they fit into `room` together; at least 1."""
    width = max(lengths, default=1)
    while width > 1 and sum(min(length, width) for length in lengths) > room:
        width -= 1
    return width
