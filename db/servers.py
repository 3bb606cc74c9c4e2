"""The servers that the bot is in: when it came, whether it said how to begin, when it was removed."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from db import due, open_messages, withdrawals
from db.database import Tx
from db.times import seconds

WELCOME = "server:welcome"
"""What is due when the bot came to a server: saying how to begin. The subject is the server's id."""
FORGET = "server:forget"
"""What is due when it was removed and `GRACE` has gone by: deleting the server's rows. Subject likewise."""
SETTLING = timedelta(seconds=30)
"""After the bot came, the time until it says how to begin: its roles are given by then."""
GRACE = timedelta(days=30)
"""How long the rows of a server that removed the bot are kept, at least."""
SPREAD = timedelta(days=1)
"""How much longer at most: what many servers did on one day is not deleted in one second."""
AWAY = timedelta(days=10_000)
"""How much later all is due that is due for a server, for as long as the bot is not in it."""


async def come(tx: Tx, *, guild_id: int, now: datetime, welcome: bool) -> datetime | None:
    """Note that the bot is in a server, so that nothing of it is deleted; when what follows is due, or None.

    `welcome`: have it said how to begin where that was never done. After a removal all goes on that was due,
    and what stands open is brought up to date. Where deleting the server's rows has begun that is finished
    first, and nothing is noted: who deletes them notes it after.
    """
    if await _is_being_forgotten(tx, guild_id):
        return None
    await due.cancel(tx, guild_id=guild_id, kind=FORGET, subject_id=guild_id)
    resumed_at = await _resume(tx, guild_id, now) if await is_gone(tx, guild_id=guild_id) else None
    await tx.run(
        """
        INSERT INTO servers (guild_id, joined_at, welcomed_at) VALUES (:guild_id, :now, :welcomed_at)
        ON CONFLICT (guild_id) DO UPDATE SET left_at = NULL
        """,
        guild_id=guild_id,
        now=seconds(now),
        welcomed_at=None if welcome else seconds(now),
    )
    if not welcome or await awaits_welcome(tx, guild_id=guild_id) is None:
        return resumed_at
    await due.schedule(tx, guild_id=guild_id, kind=WELCOME, subject_id=guild_id, at=now + SETTLING)
    return min(filter(None, (resumed_at, now + SETTLING)))


async def leave(tx: Tx, *, guild_id: int, now: datetime) -> datetime | None:
    """Note that the bot was removed, and have the server's rows deleted later; None where that was noted.

    What is due for it waits until the bot is back: whoever did it would find the server closed.
    """
    await tx.run(
        """
        INSERT INTO servers (guild_id, joined_at, welcomed_at) VALUES (:guild_id, :now, :now)
        ON CONFLICT (guild_id) DO NOTHING
        """,
        guild_id=guild_id,
        now=seconds(now),
    )
    left = await tx.run(
        "UPDATE servers SET left_at = :now WHERE guild_id = :guild_id AND left_at IS NULL",
        guild_id=guild_id,
        now=seconds(now),
    )
    if not left:
        return None
    await due.cancel(tx, guild_id=guild_id, kind=WELCOME, subject_id=guild_id)
    await tx.run(
        "UPDATE due SET due_at = due_at + :away WHERE guild_id = :guild_id AND due_at < :parked",
        guild_id=guild_id,
        away=_AWAY,
        parked=_parked(now),
    )
    await due.schedule(tx, guild_id=guild_id, kind=FORGET, subject_id=guild_id, at=now + grace(guild_id))
    return now + grace(guild_id)


def grace(guild_id: int) -> timedelta:
    """How long a server's rows are kept after it removed the bot: by its id, which spreads them evenly."""
    return GRACE + timedelta(seconds=(guild_id >> 22) % _SPREAD)


async def begin_forgetting(tx: Tx, *, guild_id: int, now: datetime) -> bool:
    """Note that deleting a server's rows begins or goes on; False where the bot is in it, or has none."""
    begun = await tx.run(
        """
        UPDATE servers SET forgotten_at = coalesce(forgotten_at, :now)
        WHERE guild_id = :guild_id AND left_at IS NOT NULL
        """,
        guild_id=guild_id,
        now=seconds(now),
    )
    return bool(begun)


async def resume_forgetting(tx: Tx) -> None:
    """Have the rows of servers that removed the bot deleted where that failed until it was given up."""
    await tx.run(
        """
        INSERT INTO due (guild_id, kind, subject_id, due_at, attempts)
        SELECT guild_id, :kind, guild_id, left_at + :grace + (guild_id >> 22) % :spread, 0
        FROM servers WHERE left_at IS NOT NULL
        ON CONFLICT (guild_id, kind, subject_id) DO NOTHING
        """,
        kind=FORGET,
        grace=int(GRACE.total_seconds()),
        spread=_SPREAD,
    )


async def present(tx: Tx) -> frozenset[int]:
    """The ids of the servers in which the bot is, as far as it was told."""
    rows = await tx.all("SELECT guild_id FROM servers WHERE left_at IS NULL")
    return frozenset(row["guild_id"] for row in rows)


async def is_present(tx: Tx, *, guild_id: int) -> bool:
    """Whether the bot is in a server, as far as it was told."""
    row = await tx.one(
        "SELECT 1 AS found FROM servers WHERE guild_id = :guild_id AND left_at IS NULL", guild_id=guild_id
    )
    return row is not None


async def with_rows(tx: Tx, known: Iterable[int]) -> frozenset[int]:
    """The ids of servers that have anything from before servers were noted, other than those known.

    Looks once into each server's part of a table, by its index: no table is read as a whole.
    """
    found: set[int] = set()
    for table in _BEFORE:
        rows = await tx.all(
            f"""
            WITH RECURSIVE here (guild_id) AS (
                SELECT min(guild_id) FROM {table}
                UNION ALL
                SELECT (SELECT min(t.guild_id) FROM {table} AS t WHERE t.guild_id > here.guild_id)
                FROM here WHERE here.guild_id IS NOT NULL
            )
            SELECT guild_id FROM here WHERE guild_id IS NOT NULL
            """
        )
        found |= {row["guild_id"] for row in rows}
    return frozenset(found) - frozenset(known)


async def is_gone(tx: Tx, *, guild_id: int) -> bool:
    """Whether the bot was removed from a server and did not come back."""
    row = await tx.one("SELECT left_at FROM servers WHERE guild_id = :guild_id", guild_id=guild_id)
    return row is not None and row["left_at"] is not None


async def awaits_welcome(tx: Tx, *, guild_id: int) -> datetime | None:
    """Since when the bot is in a server in which it never said how to begin; None where it did."""
    row = await tx.one(
        "SELECT joined_at, welcomed_at FROM servers WHERE guild_id = :guild_id", guild_id=guild_id
    )
    return datetime.fromtimestamp(row["joined_at"], UTC) if row and row["welcomed_at"] is None else None


async def note_welcome(tx: Tx, *, guild_id: int, now: datetime) -> None:
    """Note that it was said."""
    await tx.run(
        "UPDATE servers SET welcomed_at = :now WHERE guild_id = :guild_id AND welcomed_at IS NULL",
        guild_id=guild_id,
        now=seconds(now),
    )


_AWAY, _SPREAD = int(AWAY.total_seconds()), int(SPREAD.total_seconds())
_BEFORE = ("server_settings", "members", "member_counts", "imports", "parties", "polls", "panels")


def _parked(now: datetime) -> int:
    """What is due from then on waits for the bot: nothing else is due so far ahead."""
    return due.whole_seconds(now) + _AWAY // 2


async def _resume(tx: Tx, guild_id: int, now: datetime) -> datetime | None:
    """Have all done that waited for the bot; when the first of it is due, None where nothing is."""
    await tx.run(
        "UPDATE due SET due_at = due_at - :away WHERE guild_id = :guild_id AND due_at >= :parked",
        guild_id=guild_id,
        away=_AWAY,
        parked=_parked(now),
    )
    await withdrawals.again(tx, guild_id=guild_id, now=now)
    await open_messages.refresh_all(tx, guild_id=guild_id, now=now)
    row = await tx.one("SELECT min(due_at) AS at FROM due WHERE guild_id = :guild_id", guild_id=guild_id)
    return datetime.fromtimestamp(row["at"], UTC) if row and row["at"] is not None else None


async def _is_being_forgotten(tx: Tx, guild_id: int) -> bool:
    row = await tx.one("SELECT forgotten_at FROM servers WHERE guild_id = :guild_id", guild_id=guild_id)
    return row is not None and row["forgotten_at"] is not None
