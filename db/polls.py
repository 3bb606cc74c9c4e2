"""Polls, and what is due for them. Their votes are in `db.poll_votes`."""

from collections.abc import Iterable
from datetime import UTC, datetime

from bot.domain.pace import PACE
from bot.domain.polls import Poll
from bot.domain.server_settings import Reveal
from db import due, withdrawals
from db.database import Row, Tx
from db.withdrawals import Withdrawn

CLOSE = "poll:close"
"""What is due when a poll closes: posting its result."""
REFRESH = "poll:refresh"
"""What is due when votes have come in: bringing the message up to date."""


async def open_poll(tx: Tx, poll: Poll) -> None:
    """Store a poll with its options, to be closed at its time."""
    await tx.run(
        """
        INSERT INTO polls
            (guild_id, id, channel_id, message_id, result_id, author_id, question, show_id, choices,
             anonymous, reveal, voters, opened_at, closes_at, edited_at)
        VALUES
            (:guild_id, :id, :channel_id, :message_id, NULL, :author_id, :question, :show_id, :choices,
             :anonymous, :reveal, 0, :opened_at, :closes_at, :edited_at)
        """,
        guild_id=poll.guild_id,
        id=poll.id,
        channel_id=poll.channel_id,
        message_id=poll.message_id,
        author_id=poll.author_id,
        question=poll.question,
        show_id=poll.show_id,
        choices=poll.choices,
        anonymous=int(poll.anonymous),
        reveal=poll.reveal.value,
        opened_at=int(poll.opened_at.timestamp()),
        closes_at=int(poll.closes_at.timestamp()) if poll.closes_at else None,
        edited_at=due.whole_seconds(poll.edited_at),
    )
    for number, content in enumerate(poll.options):
        await tx.run(
            """
            INSERT INTO poll_options (guild_id, poll_id, number, content, votes)
            VALUES (:guild_id, :poll_id, :number, :content, 0)
            """,
            guild_id=poll.guild_id,
            poll_id=poll.id,
            number=number,
            content=content,
        )
    if poll.closes_at:
        await due.schedule(tx, guild_id=poll.guild_id, kind=CLOSE, subject_id=poll.id, at=poll.closes_at)


async def find(tx: Tx, *, guild_id: int, poll_id: int) -> Poll | None:
    """The poll of that id in that server."""
    rows = await tx.all(
        f"SELECT {_FIELDS} FROM polls WHERE guild_id = :guild_id AND id = :poll_id",
        guild_id=guild_id,
        poll_id=poll_id,
    )
    return next(iter(await _polls(tx, rows)), None)


async def count_open(tx: Tx, *, guild_id: int, author_id: int) -> tuple[int, int]:
    """How many polls of a server are open, and how many of those are this author's."""
    row = await tx.one(
        """
        SELECT count(*) AS polls, count(*) FILTER (WHERE author_id = :author_id) AS own
        FROM polls WHERE guild_id = :guild_id AND closed_at IS NULL
        """,
        guild_id=guild_id,
        author_id=author_id,
    )
    return (row["polls"], row["own"]) if row else (0, 0)


async def all_open(tx: Tx, *, guild_id: int) -> list[Poll]:
    """The open polls of a server, the newest first."""
    rows = await tx.all(
        f"SELECT {_FIELDS} FROM polls WHERE guild_id = :guild_id AND closed_at IS NULL ORDER BY id DESC",
        guild_id=guild_id,
    )
    return await _polls(tx, rows)


async def last_closed(tx: Tx, *, guild_id: int, limit: int) -> list[Poll]:
    """At most `limit` closed polls of a server, the last one first."""
    rows = await tx.all(
        f"""
        SELECT {_FIELDS} FROM polls WHERE guild_id = :guild_id AND closed_at IS NOT NULL
        ORDER BY closed_at DESC, id DESC LIMIT :limit
        """,
        guild_id=guild_id,
        limit=limit,
    )
    return await _polls(tx, rows)


async def remember_message(tx: Tx, *, guild_id: int, poll_id: int, message_id: int) -> None:
    """Note which message shows the poll, where that is not known yet."""
    await tx.run(
        """
        UPDATE polls SET message_id = :message_id
        WHERE guild_id = :guild_id AND id = :poll_id AND message_id IS NULL
        """,
        guild_id=guild_id,
        poll_id=poll_id,
        message_id=message_id,
    )


async def remember_result(tx: Tx, *, guild_id: int, poll_id: int, message_id: int) -> None:
    """Note which message holds the result."""
    await tx.run(
        "UPDATE polls SET result_id = :message_id WHERE guild_id = :guild_id AND id = :poll_id",
        guild_id=guild_id,
        poll_id=poll_id,
        message_id=message_id,
    )


async def close(tx: Tx, *, guild_id: int, poll_id: int, now: datetime) -> bool:
    """Take no more votes; whether it was open until now."""
    changed = await tx.run(
        """
        UPDATE polls SET closed_at = :now
        WHERE guild_id = :guild_id AND id = :poll_id AND closed_at IS NULL
        """,
        guild_id=guild_id,
        poll_id=poll_id,
        now=int(now.timestamp()),
    )
    return bool(changed)


async def finish_at(tx: Tx, *, guild_id: int, poll_id: int, at: datetime) -> None:
    """Have the worker post the result of a closed poll and show it closed, at `at`."""
    await due.schedule(tx, guild_id=guild_id, kind=CLOSE, subject_id=poll_id, at=at)


async def forget(tx: Tx, *, guild_id: int, poll_id: int) -> None:
    """Delete a poll, its votes and what is due for it."""
    for kind in (CLOSE, REFRESH):
        await due.cancel(tx, guild_id=guild_id, kind=kind, subject_id=poll_id)
    await tx.run(
        "DELETE FROM polls WHERE guild_id = :guild_id AND id = :poll_id",
        guild_id=guild_id,
        poll_id=poll_id,
    )


async def erase(tx: Tx, *, guild_id: int, member_id: int, now: datetime) -> int:
    """Forget the polls that a member asked and have their messages deleted; how many polls."""
    rows = await tx.all(
        f"SELECT {_FIELDS} FROM polls WHERE guild_id = :guild_id AND author_id = :author_id",
        guild_id=guild_id,
        author_id=member_id,
    )
    for row in rows:
        for message_id in filter(None, (row["message_id"], row["result_id"])):
            await withdrawals.add(tx, Withdrawn(guild_id, row["channel_id"], message_id), now=now)
        await forget(tx, guild_id=guild_id, poll_id=row["id"])
    return len(rows)


async def refresh_soon(tx: Tx, *, guild_id: int, poll_id: int, now: datetime) -> datetime | None:
    """Have an open poll's message show its votes: now, or `PACE` seconds after its last edit.

    When that is, None where it was arranged before. What the worker has claimed (its attempts are above 0) is
    asked for again.
    """
    row = await tx.one(
        """
        INSERT INTO due (guild_id, kind, subject_id, due_at, attempts)
        SELECT guild_id, :kind, id, CASE
            WHEN edited_at > :now + :pace THEN :now
            WHEN edited_at + :pace > :now THEN edited_at + :pace
            ELSE :now END, 0
        FROM polls WHERE guild_id = :guild_id AND id = :poll_id AND closed_at IS NULL
        ON CONFLICT (guild_id, kind, subject_id) DO UPDATE
        SET due_at = excluded.due_at, attempts = 0 WHERE due.attempts > 0
        RETURNING due_at
        """,
        guild_id=guild_id,
        poll_id=poll_id,
        kind=REFRESH,
        now=int(now.timestamp()),
        pace=int(PACE.total_seconds()),
    )
    return _time(row["due_at"]) if row else None


async def note_edit(tx: Tx, *, guild_id: int, poll_id: int, now: datetime) -> None:
    """Note that the message is being brought up to date now."""
    await tx.run(
        "UPDATE polls SET edited_at = :now WHERE guild_id = :guild_id AND id = :poll_id",
        guild_id=guild_id,
        poll_id=poll_id,
        now=due.whole_seconds(now),
    )


_FIELDS = (
    "guild_id, id, channel_id, message_id, result_id, author_id, question, show_id, choices, anonymous,"
    " reveal, opened_at, closes_at, closed_at, edited_at"
)


async def _polls(tx: Tx, rows: Iterable[Row]) -> list[Poll]:
    return [_poll(row, await _options(tx, guild_id=row["guild_id"], poll_id=row["id"])) for row in rows]


async def _options(tx: Tx, *, guild_id: int, poll_id: int) -> tuple[str, ...]:
    rows = await tx.all(
        "SELECT content FROM poll_options WHERE guild_id = :guild_id AND poll_id = :poll_id ORDER BY number",
        guild_id=guild_id,
        poll_id=poll_id,
    )
    return tuple(row["content"] for row in rows)


def _poll(row: Row, options: tuple[str, ...]) -> Poll:
    return Poll(
        guild_id=row["guild_id"],
        id=row["id"],
        channel_id=row["channel_id"],
        author_id=row["author_id"],
        question=row["question"],
        options=options,
        opened_at=datetime.fromtimestamp(row["opened_at"], UTC),
        edited_at=datetime.fromtimestamp(row["edited_at"], UTC),
        show_id=row["show_id"],
        choices=row["choices"],
        anonymous=bool(row["anonymous"]),
        reveal=Reveal(row["reveal"]),
        closes_at=_time(row["closes_at"]),
        closed_at=_time(row["closed_at"]),
        message_id=row["message_id"],
        result_id=row["result_id"],
    )


def _time(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
