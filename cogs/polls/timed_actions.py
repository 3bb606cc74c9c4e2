"""What the worker notes about a poll: one transaction each."""

from datetime import datetime

from bot.domain.pace import next_edit
from bot.domain.polls import Poll
from cogs.polls.actions import PollView, view, withdraw_if_gone
from db import due, polls
from db.database import Database, Tx


async def begin_refresh(db: Database, *, guild_id: int, poll_id: int, now: datetime) -> PollView | None:
    """What an open poll's message is to show from now on; None where there is nothing to bring up to date.

    Where it was edited a moment ago, it is left for later.
    """

    async def work(tx: Tx) -> PollView | None:
        poll = await polls.find(tx, guild_id=guild_id, poll_id=poll_id)
        if poll is None or not poll.is_open or poll.message_id is None:
            return None
        if not may_edit(poll, now=now):
            await polls.refresh_soon(tx, guild_id=guild_id, poll_id=poll_id, now=now)
            return None
        await polls.note_edit(tx, guild_id=guild_id, poll_id=poll_id, now=now)
        return await view(tx, poll)

    return await db.write(work)


async def begin_closing(db: Database, *, guild_id: int, poll_id: int, now: datetime) -> PollView | None:
    """Close a poll whose time has come, if it is still open, and see what there is to show of it."""

    async def work(tx: Tx) -> PollView | None:
        await polls.close(tx, guild_id=guild_id, poll_id=poll_id, now=now)
        poll = await polls.find(tx, guild_id=guild_id, poll_id=poll_id)
        return await view(tx, poll) if poll else None

    return await db.write(work)


async def look(db: Database, poll: Poll) -> PollView | None:
    """How the poll stands by now; None where it is gone."""

    async def work(tx: Tx) -> PollView | None:
        found = await polls.find(tx, guild_id=poll.guild_id, poll_id=poll.id)
        return await view(tx, found) if found else None

    return await db.read(work)


async def note_edit(db: Database, poll: Poll, *, now: datetime) -> None:
    """Note that the message is being brought up to date now."""
    await db.write(lambda tx: polls.note_edit(tx, guild_id=poll.guild_id, poll_id=poll.id, now=now))


async def note_result(db: Database, poll: Poll, *, message_id: int, now: datetime) -> datetime | None:
    """Note which message holds the result; when that is deleted, where the poll is gone by now."""

    async def work(tx: Tx) -> datetime | None:
        await polls.remember_result(tx, guild_id=poll.guild_id, poll_id=poll.id, message_id=message_id)
        return await withdraw_if_gone(tx, poll, message_id=message_id, now=now)

    return await db.write(work)


async def finish_later(db: Database, poll: Poll, *, now: datetime) -> None:
    """Have the closed poll's message brought up to date as soon as it may be edited again."""
    await db.write(
        lambda tx: polls.finish_at(
            tx, guild_id=poll.guild_id, poll_id=poll.id, at=next_edit(poll.edited_at, now=now)
        )
    )


async def give_up(db: Database, poll: Poll, *, now: datetime) -> None:
    """Close a poll whose channel the bot has lost; nothing more is due for it."""

    async def work(tx: Tx) -> None:
        await polls.close(tx, guild_id=poll.guild_id, poll_id=poll.id, now=now)
        await due.cancel(tx, guild_id=poll.guild_id, kind=polls.CLOSE, subject_id=poll.id)

    await db.write(work)


def may_edit(poll: Poll, *, now: datetime) -> bool:
    """Whether the message may be edited again."""
    return next_edit(poll.edited_at, now=now) <= now
