"""What servers set for themselves, a row for each setting that is not at its default."""

from bot.domain.server_settings import ServerSettings
from db.database import Tx


async def read(tx: Tx, *, guild_id: int) -> ServerSettings:
    """The settings of a server."""

    async def stored(tx: Tx) -> ServerSettings:
        rows = await tx.all(
            "SELECT name, value FROM server_settings WHERE guild_id = :guild_id", guild_id=guild_id
        )
        return ServerSettings.of({row["name"]: row["value"] for row in rows})

    return await tx.recall(("server_settings", guild_id), stored)


async def put(tx: Tx, *, guild_id: int, name: str, value: str) -> None:
    """Store one setting, in place of what was set before."""
    await tx.run(
        """
        INSERT INTO server_settings (guild_id, name, value) VALUES (:guild_id, :name, :value)
        ON CONFLICT (guild_id, name) DO UPDATE SET value = excluded.value
        """,
        guild_id=guild_id,
        name=name,
        value=value,
    )


async def unset(tx: Tx, *, guild_id: int, name: str) -> None:
    """Let one setting be at its default again."""
    await tx.run(
        "DELETE FROM server_settings WHERE guild_id = :guild_id AND name = :name",
        guild_id=guild_id,
        name=name,
    )


async def shows(tx: Tx) -> dict[int, str]:
    """The id of the show that each server has chosen, by server; those that have not are left out."""
    rows = await tx.all("SELECT guild_id, value FROM server_settings WHERE name = 'show'")
    return {row["guild_id"]: row["value"] for row in rows}
