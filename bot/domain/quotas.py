"""How much of everything this bot takes on: limits that protect the host, so it is the host who sets them.

What is bounded by nature has no quota, and is neither counted nor slowed: votes, marks and totals (members ×
episodes), answers to parties (members × parties), votes of polls (members × polls), presences (a row a minute
of a party at most, however often somebody comes and goes), what members and servers set, and what is due (one
row a subject). The log of a server keeps its last entries. Panels go when they are closed, imports when the
next one comes. What would grow for ever is polls, parties and texts, with their history: `rows_per_member`
and `rows_per_server` are about those together. Nobody can delete a party that is over, or wants to: polls and
parties count for a while only, so that how fast they come is limited and no server is stuck for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from types import MappingProxyType

from bot.domain.refusal import Refusal

COUNTS = timedelta(days=180)
"""So long a poll counts from when it was opened, a party from when it starts; texts count until deleted."""
MINUTE = 60.0
"""Seconds in which as many pictures and files may be had as their quotas say."""

_ALLOWED = "as many as this bot allows"
_ONE: Mapping[str, str] = {"s": "", "ies": "y", "are": "is", "were": "was"}
_MORE: Mapping[str, str] = {form: form for form in _ONE}
"""What changes in a sentence with the number in it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a quota may be: `default`, from `least` to `most`; what it limits, and what is said when met.

    `sentence` names the quota as `{most}`, and takes `_ONE` or `_MORE` after it. Upper bounds
    keep lists and cards within what Discord shows.
    """

    default: int
    least: int
    most: int
    what: str
    sentence: str


def _limit(default: int, most: int, what: str, sentence: str, *, least: int = 1) -> int:
    limit = Limit(default, least, most, what, sentence)
    return field(default=default, metadata={"limit": limit})


@dataclass(frozen=True, slots=True)
class Quotas:
    """One figure a quota; `LIMITS` says what each may be."""

    panels_per_member: int = _limit(
        5,
        25,
        "vote panels that one member may have open on a server",
        f"You have {{most}} panel{{s}} open here, {_ALLOWED}. Close one first. {{link}}",
    )
    panels_per_server: int = _limit(
        25,
        100,
        "vote panels that may be open on a server",
        f"{{most}} panel{{s}} {{are}} open on this server, {_ALLOWED}. One has to be closed first, by who "
        "opened it or by who manages the server.",
    )
    polls_per_member: int = _limit(
        5,
        25,
        "polls that one member may have open on a server",
        f"You have {{most}} poll{{s}} open here, {_ALLOWED}. Close one first; `/poll list` shows them.",
    )
    polls_per_server: int = _limit(
        25,
        100,
        "polls that may be open on a server",
        f"{{most}} poll{{s}} {{are}} open on this server, {_ALLOWED}. One has to be closed first, by who "
        "asked it or by who manages the server; `/poll list` shows them.",
    )
    plans_per_member: int = _limit(
        5,
        25,
        "parties that one member may have planned on a server, a season counting as one",
        f"You have planned {{most}} part{{ies}} here that {{are}} still to come, {_ALLOWED}. Cancel one "
        "first, or wait until one is over; `/party list` shows them.",
    )
    plans_per_server: int = _limit(
        25,
        25,
        "parties that may be planned on a server, a season counting as one",
        f"{{most}} plan{{s}} {{are}} open on this server, {_ALLOWED}. One has to be over first, or "
        "cancelled; `/party list` shows them.",
    )
    texts_per_member: int = _limit(
        200,
        2_000,
        "reviews and comments of one member on a server",
        f"You have {{most}} text{{s}} on this server, {_ALLOWED}. Delete one first: `/review read` with "
        "yourself as `member` shows them, with a button for it.",
    )
    comments_per_subject: int = _limit(
        10,
        100,
        "comments of one member on one episode, or on the series",
        f"You have {{most}} comment{{s}} on this already, {_ALLOWED}. Delete one first: `/review read` with "
        "yourself as `member` shows them, with a button for it.",
    )
    texts_in_ten_minutes: int = _limit(
        5,
        100,
        "reviews and comments that one member may write in ten minutes; as many to report, and to show",
        f"You have {{done}} {{most}} text{{s}} within 10 minutes, {_ALLOWED}. {{go}} a little later.",
    )
    rows_per_member: int = _limit(
        2_000,
        100_000,
        "polls, parties and texts of one member on a server; polls and parties count for 180 days",
        f"You have {{most}} polls, parties and texts on this server, {_ALLOWED} a member. Delete some "
        "texts with `/review delete`, or, with `/privacy delete`, all that is kept about you here, your "
        "votes and progress, too. Polls and parties stop counting after 180 days.",
        least=100,
    )
    rows_per_server: int = _limit(
        20_000,
        1_000_000,
        "polls, parties and texts of a server; polls and parties count for 180 days",
        f"This server has {{most}} polls, parties and texts, {_ALLOWED} a server. Some have to be deleted "
        "first: members delete their texts with `/review delete`. Polls and parties stop counting after 180 "
        "days. Or whoever runs this bot allows more.",
        least=100,
    )
    pictures_per_member: int = _limit(
        30,
        1_000,
        "pictures that one member may have drawn in a minute; the same one again counts for nothing",
        f"In words this time: you had {{most}} picture{{s}} drawn in a minute, {_ALLOWED}. "
        "The next {when}.",
    )
    pictures_per_server: int = _limit(
        120,
        10_000,
        "pictures that a server's members may have drawn in a minute, together",
        f"In words this time: this server had {{most}} picture{{s}} drawn in a minute, {_ALLOWED}. "
        "The next {when}.",
    )
    files_per_member: int = _limit(
        10,
        1_000,
        "files (exports, tables, calendars, imports) that one member may take or bring in a minute",
        f"You have asked for {{most}} file{{s}} in a minute, {_ALLOWED}. Ask again {{when}}.",
    )
    files_per_server: int = _limit(
        60,
        10_000,
        "files that a server's members may take or bring in a minute, together",
        f"{{most}} file{{s}} {{were}} asked for on this server in a minute, {_ALLOWED}. Ask again {{when}}.",
    )

    def check(self, name: str, count: int, **words: str) -> None:
        """See that there is room for one more where there are `count`.

        `name` is the quota's; `words` are what its sentence names besides.

        Raises:
            Refusal: there is not, or more are there already; what is full, how many that is, what to do.
        """
        most: int = getattr(self, name)
        if count >= most:
            raise Refusal(self.sentence(name, **words))

    def sentence(self, name: str, **words: str) -> str:
        """What somebody is told who meets a quota."""
        most: int = getattr(self, name)
        forms = _ONE if most == 1 else _MORE
        return LIMITS[name].sentence.format(most=f"{most:,}", **forms, **words).strip()

    def check_rows(self, *, server: int, own: int, more: int = 1) -> None:
        """See that a server keeps `more` rows that last where there are so many, a member's `own` among them.

        Raises:
            Refusal: it does not.
        """
        self.check("rows_per_member", own + more - 1)
        self.check("rows_per_server", server + more - 1)


LIMITS: Mapping[str, Limit] = MappingProxyType({each.name: each.metadata["limit"] for each in fields(Quotas)})
"""What each quota may be, by its name, in the order in which they are explained."""

DEFAULTS = Quotas()
"""What holds where the host has set nothing."""


def taken(busy_until: float, now: float, *, most: int) -> tuple[float, float]:
    """Take one of `most` a `MINUTE`: until when one is busy then, and the seconds to wait for it.

    That is 0 where one was left; where none was, all is as before. After a pause `most` can be taken at once,
    and then one each `MINUTE / most`; who takes none for a minute has all of them again. `busy_until` is all
    that has to be remembered; it lies behind `now` where it says nothing more. Seconds of any clock that is
    never set back.
    """
    step = MINUTE / most
    after = max(busy_until, now) + step
    wait = after - now - MINUTE
    return (busy_until, wait) if wait > _NOTHING else (after, 0.0)


_NOTHING = 1e-6
"""Seconds that a sum of steps may be off."""
