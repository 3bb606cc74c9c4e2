"""Tells Discord about the commands, only when they have changed."""

import hashlib
import json
import logging
from datetime import datetime
from typing import Any, Protocol

import discord
from discord import app_commands

_log = logging.getLogger(__name__)


class Ledger(Protocol):
    """Remembers what Discord was last told, by application and scope (a guild's id, 0 for everywhere)."""

    async def recall(self, *, application_id: int, scope: int) -> tuple[str, dict[str, int]] | None:
        """The digest of the commands and their ids by name; None where nothing was told yet."""
        ...

    async def record(
        self, *, application_id: int, scope: int, digest: str, ids: dict[str, int], now: datetime
    ) -> None:
        """Remember what was told now."""
        ...


async def sync(
    tree: app_commands.CommandTree[Any], ledger: Ledger | None, *, guild_id: int | None, now: datetime
) -> dict[str, int]:
    """Send the commands if they differ from what was sent last; return their ids by name.

    With `guild_id` they are sent to that server alone. Without a ledger they are sent at every start.

    Raises:
        discord.HTTPException: Discord did not take them.
    """
    scope = guild_id or 0
    guild = discord.Object(guild_id) if guild_id else None
    if guild is not None:
        tree.copy_global_to(guild=guild)
    application_id = tree.client.application_id or 0
    digest = digest_of(tree, guild)
    known = await ledger.recall(application_id=application_id, scope=scope) if ledger else None
    if known is not None and known[0] == digest:
        return known[1]
    ids = {command.name: command.id for command in await tree.sync(guild=guild)}
    if ledger:
        await ledger.record(application_id=application_id, scope=scope, digest=digest, ids=ids, now=now)
    _log.info(
        "sent %d commands to Discord, %s", len(ids), f"for server {guild_id}" if guild_id else "everywhere"
    )
    return ids


def digest_of(tree: app_commands.CommandTree[Any], guild: discord.abc.Snowflake | None) -> str:
    """A digest of the commands as they would be sent, the same in whatever order they were added."""
    definitions = [command.to_dict(tree) for command in tree.get_commands(guild=guild)]
    definitions.sort(key=lambda definition: (definition["type"], definition["name"]))
    return hashlib.sha256(json.dumps(definitions, sort_keys=True).encode()).hexdigest()
