"""What can be done with a poll: one transaction each, for commands, buttons and the worker alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import polls as rules
from bot.domain import ranges
from bot.domain.catalogue import Show
from bot.domain.panels import may_see
from bot.domain.polls import Poll, Results
from bot.domain.quotas import DEFAULTS, Quotas
from bot.domain.refusal import Refusal
from bot.text import one_line
from db import poll_votes, polls, withdrawals
from db import quotas as rows
from db.database import Database, Tx
from db.withdrawals import Withdrawn

GONE = "That poll is no longer here. `/poll list` shows those that are."
SHOWN_CLOSED = 10
"""Closed polls that are still listed."""


@dataclass(frozen=True, slots=True)
class PollView:
    """A poll and how it stands, for one member who has chosen the options `mine`.

    `names` holds the ids of the first members who chose each option, by its number; nothing where the poll is
    anonymous.
    """

    poll: Poll
    results: Results
    mine: frozenset[int] = frozenset()
    names: Mapping[int, Sequence[int]] = field(default_factory=dict[int, Sequence[int]])

    @property
    def shows_results(self) -> bool:
        """Whether the member who has chosen `mine` may see the results."""
        return may_see(self.poll.reveal, has_voted=bool(self.mine), is_open=self.poll.is_open)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a member's vote stands now, and whether this very action changed it.

    The poll's message follows at `refresh_at`.
    """

    view: PollView
    changed: bool
    refresh_at: datetime | None


@dataclass(frozen=True, slots=True)
class Press:
    """Who pressed what: a member, on a poll of a server, on the poll's own message where that is known."""

    guild_id: int
    poll_id: int
    member_id: int
    is_bot: bool = False
    message_id: int | None = None


def read_options(show: Show, options: str | None, episodes: str | None) -> tuple[tuple[str, ...], str | None]:
    """The options of a poll as they were written, and the show's id where they are its episodes' keys.

    Raises:
        Refusal: neither or both were written, or what was written cannot be a poll.
    """
    if bool(options) == bool(episodes):
        raise Refusal("Give either `options`, like `tea | coffee`, or `episodes`, like `1-8`; not both.")
    if episodes:
        return rules.check_episodes([episode.key for episode in ranges.parse(show, episodes)]), show.id
    return rules.split_options(one_line(options or "")), None


async def open_poll(db: Database, poll: Poll, *, quotas: Quotas = DEFAULTS) -> PollView:
    """Open a poll.

    Raises:
        Refusal: too many are open, or too much is kept, of the server's or of this member's.
    """

    async def work(tx: Tx) -> PollView:
        count, own = await polls.count_open(tx, guild_id=poll.guild_id, author_id=poll.author_id)
        quotas.check("polls_per_member", own)
        quotas.check("polls_per_server", count)
        lasting = await rows.lasting(tx, guild_id=poll.guild_id, member_id=poll.author_id, now=poll.opened_at)
        quotas.check_rows(server=lasting.server, own=lasting.own)
        await polls.open_poll(tx, poll)
        return await view(tx, poll)

    return await db.write(work)


async def remember_message(db: Database, poll: Poll, *, message_id: int) -> None:
    """Note which message shows the poll; where the poll is gone by now, have that deleted."""

    async def work(tx: Tx) -> None:
        await polls.remember_message(tx, guild_id=poll.guild_id, poll_id=poll.id, message_id=message_id)
        await withdraw_if_gone(tx, poll, message_id=message_id, now=poll.opened_at)  # that is over: at once

    await db.write(work)


async def withdraw_if_gone(tx: Tx, poll: Poll, *, message_id: int, now: datetime) -> datetime | None:
    """Have a poll's message deleted where its author deleted the poll while it was posted; when, or None."""
    if await polls.find(tx, guild_id=poll.guild_id, poll_id=poll.id) is not None:
        return None
    await withdrawals.add(tx, Withdrawn(poll.guild_id, poll.channel_id, message_id), now=now)
    return now


async def forget(db: Database, poll: Poll) -> None:
    """Forget a poll whose message is not there, and its votes."""
    await db.write(lambda tx: polls.forget(tx, guild_id=poll.guild_id, poll_id=poll.id))


async def choose(db: Database, press: Press, *, page: int, numbers: Sequence[int], now: datetime) -> Outcome:
    """Choose options of list `page`, counted from 0 as they are.

    Raises:
        Refusal: the poll is closed or not here, or it has no such options, or they are too many.
    """
    async with db.transaction() as tx:
        poll = await _find(tx, press)
        rules.check_vote(poll, is_bot=press.is_bot, now=now)
        before = await poll_votes.chosen(tx, **_mine(press))
        after = rules.choose(poll, before, page=page, numbers=numbers)
        stored = await _put(tx, press, poll, after, now=now)
    return await _told(db, stored)


async def withdraw(db: Database, press: Press, *, now: datetime) -> Outcome:
    """Take one's vote back.

    Raises:
        Refusal: the poll is closed or not here.
    """
    async with db.transaction() as tx:
        poll = await _find(tx, press)
        rules.check_vote(poll, is_bot=press.is_bot, now=now)
        stored = await _put(tx, press, poll, frozenset(), now=now)
    return await _told(db, stored)


async def results(db: Database, press: Press) -> PollView:
    """How a poll stands, for one member.

    Raises:
        Refusal: they may not see it yet, or the poll is not here.
    """

    async def work(tx: Tx) -> PollView:
        poll = await _find(tx, press)
        mine = await poll_votes.chosen(tx, **_mine(press))
        rules.check_reveal(poll, has_voted=bool(mine))
        return await view(tx, poll, mine)

    return await db.read(work)


async def close(db: Database, press: Press, *, manages: Callable[[int], bool], now: datetime) -> PollView:
    """Close a poll at a member's word, and have its result posted now.

    `manages` says of a channel's id whether they may close there what others opened.

    Raises:
        Refusal: they may not, or it is closed already, or not here.
    """
    async with db.transaction() as tx:  # `manages` asks what may change in this thread alone
        poll = await _find(tx, press)
        rules.check_closer(poll, member_id=press.member_id, may_manage=manages(poll.channel_id))
        await polls.close(tx, guild_id=poll.guild_id, poll_id=poll.id, now=now)
        await polls.finish_at(tx, guild_id=poll.guild_id, poll_id=poll.id, at=now)
        if press.message_id is not None and press.message_id == poll.message_id:
            await polls.note_edit(tx, guild_id=poll.guild_id, poll_id=poll.id, now=now)
        return await view(tx, await _find(tx, press))


async def listed(db: Database, *, guild_id: int) -> list[PollView]:
    """The open polls of a server and the last closed ones, the newest first, the open ones before."""

    async def work(tx: Tx) -> list[PollView]:
        found = await polls.all_open(tx, guild_id=guild_id)
        found += await polls.last_closed(tx, guild_id=guild_id, limit=SHOWN_CLOSED)
        return [
            PollView(poll, await poll_votes.results(tx, guild_id=guild_id, poll_id=poll.id)) for poll in found
        ]

    return await db.read(work)


async def all_open(db: Database, *, guild_id: int) -> list[Poll]:
    """The open polls of a server, the newest first."""
    return await db.read(lambda tx: polls.all_open(tx, guild_id=guild_id))


async def view(tx: Tx, poll: Poll, mine: frozenset[int] = frozenset()) -> PollView:
    """A poll and how it stands, for one who has chosen `mine`."""
    results = await poll_votes.results(tx, guild_id=poll.guild_id, poll_id=poll.id)
    names = {} if poll.anonymous else await poll_votes.names(tx, guild_id=poll.guild_id, poll_id=poll.id)
    return PollView(poll, results, mine, names)


_Stored = tuple[Poll, frozenset[int], bool, datetime | None]
"""A poll, what the member has chosen of it, whether that is new, and when the message follows."""


async def _find(tx: Tx, press: Press) -> Poll:
    poll = await polls.find(tx, guild_id=press.guild_id, poll_id=press.poll_id)
    if poll is None:
        raise Refusal(GONE)
    return poll


async def _put(tx: Tx, press: Press, poll: Poll, numbers: frozenset[int], *, now: datetime) -> _Stored:
    changed = await poll_votes.put(tx, **_mine(press), numbers=numbers, now=now)
    if poll.message_id is None and press.message_id is not None:  # a crash kept it from being known
        await polls.remember_message(tx, guild_id=poll.guild_id, poll_id=poll.id, message_id=press.message_id)
    soon = await polls.refresh_soon(tx, guild_id=poll.guild_id, poll_id=poll.id, now=now) if changed else None
    return poll, numbers, changed, soon


async def _told(db: Database, stored: _Stored) -> Outcome:
    """What to tell the member. Read after the vote was stored, so that votes do not wait for it."""
    poll, numbers, changed, soon = stored

    async def work(tx: Tx) -> Outcome:
        return Outcome(await view(tx, poll, numbers), changed, soon)

    return await db.read(work)


def _mine(press: Press) -> dict[str, int]:
    return {"guild_id": press.guild_id, "poll_id": press.poll_id, "member_id": press.member_id}
