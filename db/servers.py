"""The servers that the bot is in: when it came, whether it said how to begin, when it was removed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from db import due
from db.database import Tx
from db.times import seconds

WELCOME = "server:welcome"
"""What is due when the bot came to a server: saying how to begin. The subject is the server's id."""
FORGET = "server:forget"
"""What is due when it was removed and `GRACE` has gone by: deleting the server's rows. Subject likewise."""
SETTLING = timedelta(seconds=30)
"""After the bot came, the time until it says how to begin: its roles are given by then."""
GRACE = timedelta(days=30)
"""How long the rows of a server that removed the bot are kept."""


async def come(tx: Tx, *, guild_id: int, now: datetime, welcome: bool) -> bool:
    """Note that the bot is in a server, so that nothing of it is deleted; whether it was not known before.

    `welcome`: have it said how to begin, where that was never said.
    """
    await due.cancel(tx, guild_id=guild_id, kind=FORGET, subject_id=guild_id)
    new = await tx.run(
        """
        INSERT INTO servers (guild_id, joined_at, welcomed_at) VALUES (:guild_id, :now, :welcomed_at)
        ON CONFLICT (guild_id) DO NOTHING
        """,
        guild_id=guild_id,
        now=seconds(now),
        welcomed_at=None if welcome else seconds(now),
    )
    if not new:
        await tx.run(
            "UPDATE servers SET left_at = NULL WHERE guild_id = :guild_id AND left_at IS NOT NULL",
            guild_id=guild_id,
        )
    if new and welcome:
        await due.schedule(tx, guild_id=guild_id, kind=WELCOME, subject_id=guild_id, at=now + SETTLING)
    return bool(new)


async def leave(tx: Tx, *, guild_id: int, now: datetime) -> datetime | None:
    """Note that the bot was removed, and have the server's rows deleted later; None where that was noted before.

    What was due for it is left: whoever does it finds the server closed.
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
    await due.schedule(tx, guild_id=guild_id, kind=FORGET, subject_id=guild_id, at=now + GRACE)
    return now + GRACE


async def present(tx: Tx) -> frozenset[int]:
    """The ids of the servers in which the bot is, as far as it was told."""
    rows = await tx.all("SELECT guild_id FROM servers WHERE left_at IS NULL")
    return frozenset(row["guild_id"] for row in rows)


async def is_gone(tx: Tx, *, guild_id: int) -> bool:
    """Whether the bot was removed from a server and did not come back."""
    row = await tx.one("SELECT left_at FROM servers WHERE guild_id = :guild_id", guild_id=guild_id)
    return row is not None and row["left_at"] is not None


async def awaits_welcome(tx: Tx, *, guild_id: int) -> bool:
    """Whether it was never said in a server how to begin."""
    row = await tx.one("SELECT welcomed_at FROM servers WHERE guild_id = :guild_id", guild_id=guild_id)
    return row is not None and row["welcomed_at"] is None


async def note_welcome(tx: Tx, *, guild_id: int, now: datetime) -> None:
    """Note that it was said."""
    await tx.run(
        "UPDATE servers SET welcomed_at = :now WHERE guild_id = :guild_id AND welcomed_at IS NULL",
        guild_id=guild_id,
        now=seconds(now),
    )


async def with_rows(tx: Tx, known: Iterable[int]) -> frozenset[int]:
    """The ids of servers, other than those known, that have settings, members or parties: from before they were noted."""
    rows = await tx.all(
        """
        SELECT guild_id FROM server_settings UNION SELECT guild_id FROM member_counts UNION SELECT guild_id FROM parties
        UNION SELECT guild_id FROM polls UNION SELECT guild_id FROM panels
        """
    )
    return frozenset(row["guild_id"] for row in rows) - frozenset(known)
