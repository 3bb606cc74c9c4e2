"""Messages of the bot's own that are to be deleted, because what they show was."""

from dataclasses import dataclass
from datetime import datetime

from db import due
from db.database import Tx

DELETE = "message:delete"
"""What is due for such a message; its subject is the message's id."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A message that is to be deleted."""

    guild_id: int
    channel_id: int
    id: int


async def add(tx: Tx, message: Withdrawn, *, now: datetime) -> None:
    """Have a message deleted."""
    await tx.run(
        """
        INSERT INTO withdrawn_messages (guild_id, id, channel_id) VALUES (:guild_id, :id, :channel_id)
        ON CONFLICT (guild_id, id) DO NOTHING
        """,
        guild_id=message.guild_id,
        id=message.id,
        channel_id=message.channel_id,
    )
    await due.schedule(tx, guild_id=message.guild_id, kind=DELETE, subject_id=message.id, at=now)


async def again(tx: Tx, *, guild_id: int, now: datetime) -> None:
    """Have all such messages of a server deleted now: they were out of reach until then."""
    rows = await tx.all("SELECT id FROM withdrawn_messages WHERE guild_id = :guild_id", guild_id=guild_id)
    for row in rows:
        await due.schedule(tx, guild_id=guild_id, kind=DELETE, subject_id=row["id"], at=now)


async def find(tx: Tx, *, guild_id: int, message_id: int) -> Withdrawn | None:
    """The message of that id, where it is to be deleted."""
    row = await tx.one(
        "SELECT channel_id FROM withdrawn_messages WHERE guild_id = :guild_id AND id = :id",
        guild_id=guild_id,
        id=message_id,
    )
    return Withdrawn(guild_id, row["channel_id"], message_id) if row else None


async def done(tx: Tx, *, guild_id: int, message_id: int) -> None:
    """Note that it was."""
    await tx.run(
        "DELETE FROM withdrawn_messages WHERE guild_id = :guild_id AND id = :id",
        guild_id=guild_id,
        id=message_id,
    )
