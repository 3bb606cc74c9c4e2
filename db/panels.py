"""Vote panels, and what is due for them."""

from datetime import UTC, datetime, timedelta

from bot.domain.pace import PACE
from bot.domain.panels import Panel
from bot.domain.tally import Tally
from db import due, votes
from db.database import Database, Row, Tx

CLOSE = "panel:close"
"""What is due when a panel closes: posting its result."""
OPEN = "panel:open"
"""What is due when a panel was opened that nobody is answered with: posting it."""
REFRESH = "panel:refresh"
"""What is due when votes have come in: bringing the message up to date."""


async def add(tx: Tx, panel: Panel, *, now: datetime) -> None:
    """Store a panel, to be closed at its time."""
    await tx.run(
        """
        INSERT INTO panels (
            guild_id, id, channel_id, message_id, show_id, episode, opened_by, opened_at, closes_at, edited_at
        ) VALUES (
            :guild_id, :id, :channel_id, :message_id, :show_id, :episode, :opened_by, :now, :closes_at,
            :edited_at
        )
        """,
        guild_id=panel.guild_id,
        id=panel.id,
        channel_id=panel.channel_id,
        message_id=panel.message_id,
        show_id=panel.show_id,
        episode=panel.episode,
        opened_by=panel.opened_by,
        now=int(now.timestamp()),
        closes_at=int(panel.closes_at.timestamp()) if panel.closes_at else None,
        edited_at=due.whole_seconds(now),
    )
    if panel.closes_at:
        await due.schedule(tx, guild_id=panel.guild_id, kind=CLOSE, subject_id=panel.id, at=panel.closes_at)


async def find(tx: Tx, *, guild_id: int, panel_id: int) -> Panel | None:
    """The panel of that id in that server."""
    row = await tx.one(
        f"SELECT {_FIELDS} FROM panels WHERE guild_id = :guild_id AND id = :panel_id",
        guild_id=guild_id,
        panel_id=panel_id,
    )
    return _panel(row) if row else None


async def recall(rows: Tx | Database, *, guild_id: int, panel_id: int) -> Panel | None:
    """The same, out of memory where the server's panels have not changed."""
    return await rows.recall(
        ("panel", guild_id, panel_id), lambda tx: find(tx, guild_id=guild_id, panel_id=panel_id)
    )


async def all_open(tx: Tx, *, guild_id: int, show_id: str) -> list[Panel]:
    """The panels of a show that still take scores, the oldest first."""
    rows = await tx.all(
        f"""
        SELECT {_FIELDS} FROM panels
        WHERE guild_id = :guild_id AND show_id = :show_id AND closed_at IS NULL
        ORDER BY id
        """,
        guild_id=guild_id,
        show_id=show_id,
    )
    return [_panel(row) for row in rows]


async def count_open(tx: Tx, *, guild_id: int, member_id: int) -> tuple[int, int]:
    """How many panels of a server are open, of whichever show, and how many of those a member opened."""
    row = await tx.one(
        """
        SELECT count(*) AS panels, count(*) FILTER (WHERE opened_by = :member_id) AS own
        FROM panels WHERE guild_id = :guild_id AND closed_at IS NULL
        """,
        guild_id=guild_id,
        member_id=member_id,
    )
    return (row["panels"], row["own"]) if row else (0, 0)


async def remember_message(tx: Tx, *, guild_id: int, panel_id: int, message_id: int) -> None:
    """Note which message shows the panel."""
    await tx.run(
        """
        UPDATE panels SET message_id = :message_id
        WHERE guild_id = :guild_id AND id = :panel_id AND message_id IS NULL
        """,
        guild_id=guild_id,
        panel_id=panel_id,
        message_id=message_id,
    )


async def close(tx: Tx, panel: Panel, *, now: datetime) -> Panel:
    """Take no more scores, and keep how it was voted on until now: the caller sees to showing it."""
    tally = await votes.tally(tx, guild_id=panel.guild_id, show_id=panel.show_id, episode=panel.episode)
    row = await tx.one(
        f"""
        UPDATE panels SET closed_at = :now, result = :result
        WHERE guild_id = :guild_id AND id = :panel_id AND closed_at IS NULL
        RETURNING {_FIELDS}
        """,
        guild_id=panel.guild_id,
        panel_id=panel.id,
        now=int(now.timestamp()),
        result=" ".join(map(str, tally.spread)),
    )
    return _panel(row) if row else panel


async def finish_at(tx: Tx, panel: Panel, *, at: datetime) -> None:
    """Have the worker post the result and show the panel closed, at `at`."""
    await due.schedule(tx, guild_id=panel.guild_id, kind=CLOSE, subject_id=panel.id, at=at)


async def post_at(tx: Tx, panel: Panel, *, at: datetime) -> None:
    """Have the worker post a panel that has no message yet, at `at`."""
    await due.schedule(tx, guild_id=panel.guild_id, kind=OPEN, subject_id=panel.id, at=at)


async def post_waiting(tx: Tx, *, guild_id: int, at: datetime) -> None:
    """Have a server's panels that wait for their first attempt posted from `at` on, in order."""
    rows = await tx.all(
        """
        SELECT subject_id FROM due WHERE guild_id = :guild_id AND kind = :kind AND attempts = 0
        ORDER BY due_at, subject_id
        """,
        guild_id=guild_id,
        kind=OPEN,
    )
    for number, row in enumerate(rows):
        then = at + timedelta(seconds=number)
        await due.schedule(tx, guild_id=guild_id, kind=OPEN, subject_id=row["subject_id"], at=then)


async def note_post(tx: Tx, *, guild_id: int, panel_id: int, now: datetime) -> None:
    """Note that the result was posted."""
    await tx.run(
        "UPDATE panels SET posted_at = :now WHERE guild_id = :guild_id AND id = :panel_id",
        guild_id=guild_id,
        panel_id=panel_id,
        now=int(now.timestamp()),
    )


async def forget(tx: Tx, *, guild_id: int, panel_id: int) -> None:
    """Delete a panel and what is due for it; the votes stay."""
    for kind in (OPEN, CLOSE, REFRESH):
        await due.cancel(tx, guild_id=guild_id, kind=kind, subject_id=panel_id)
    await tx.run(
        "DELETE FROM panels WHERE guild_id = :guild_id AND id = :panel_id",
        guild_id=guild_id,
        panel_id=panel_id,
    )


async def hand_over(tx: Tx, *, guild_id: int, member_id: int, heir_id: int) -> int:
    """Make the panels that a member opened somebody else's; how many."""
    return await tx.run(
        "UPDATE panels SET opened_by = :heir_id WHERE guild_id = :guild_id AND opened_by = :member_id",
        guild_id=guild_id,
        member_id=member_id,
        heir_id=heir_id,
    )


async def refresh_soon(
    tx: Tx, *, guild_id: int, show_id: str, episode: str, now: datetime
) -> datetime | None:
    """Have the open panels of an episode show its votes: now, or `PACE` seconds after their last edit.

    A clock that was set back makes them wait no longer. When the first of them is due, None where that was
    arranged before.
    """
    rows = await tx.all(
        """
        INSERT INTO due (guild_id, kind, subject_id, due_at, attempts)
        SELECT guild_id, :kind, id, CASE
            WHEN edited_at > :now + :pace THEN :now
            WHEN edited_at + :pace > :now THEN edited_at + :pace
            ELSE :now END, 0
        FROM panels
        WHERE guild_id = :guild_id AND show_id = :show_id AND episode = :episode AND closed_at IS NULL
        ON CONFLICT (guild_id, kind, subject_id) DO UPDATE
        SET due_at = excluded.due_at, attempts = 0 WHERE due.attempts > 0
        RETURNING due_at
        """,
        guild_id=guild_id,
        show_id=show_id,
        episode=episode,
        kind=REFRESH,
        now=due.whole_seconds(now),
        pace=int(PACE.total_seconds()),
    )
    return _time(min((row["due_at"] for row in rows), default=None))


async def note_edit(tx: Tx, *, guild_id: int, panel_id: int, now: datetime) -> None:
    """Note that the message is being brought up to date now. Rounded up: the next edit is counted from it."""
    await tx.run(
        "UPDATE panels SET edited_at = :edited_at WHERE guild_id = :guild_id AND id = :panel_id",
        guild_id=guild_id,
        panel_id=panel_id,
        edited_at=due.whole_seconds(now),
    )


_FIELDS = (
    "guild_id, id, channel_id, message_id, show_id, episode, opened_by,"
    " closes_at, closed_at, result, posted_at, edited_at"
)


def _panel(row: Row) -> Panel:
    return Panel(
        guild_id=row["guild_id"],
        id=row["id"],
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        show_id=row["show_id"],
        episode=row["episode"],
        opened_by=row["opened_by"],
        closes_at=_time(row["closes_at"]),
        closed_at=_time(row["closed_at"]),
        result=Tally.of(tuple(map(int, row["result"].split()))) if row["result"] else None,
        posted_at=_time(row["posted_at"]),
        edited_at=_time(row["edited_at"]),
    )


def _time(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
