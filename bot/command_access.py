"""Which commands a member may use where they ask, by the rules that Discord goes by.

Who manages a server gives and takes commands in Discord's own settings (Integrations): one command, or all of
the bot's, by member, role and channel. Discord holds commands to that, but no button; what a button does that
belongs to a command asks here.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import discord
from discord import AppCommandPermissionType, app_commands

from bot.client import Bot, Interaction
from bot.permissions import role_ids

if TYPE_CHECKING:  # discord.py's types import each other in a circle
    from discord.types.command import GuildApplicationCommandPermissions

_log = logging.getLogger(__name__)

KEPT = timedelta(minutes=1)
"""How long what Discord said of a server counts."""
AGAIN = timedelta(seconds=10)
"""How long it is not asked again where it said nothing."""
PATIENCE = 1.0
"""Seconds that it has to answer; after that default permissions decide."""
SERVERS = 1_000
"""Servers of which something is kept, at most."""

Command = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu
"""What Discord knows by an id of its own; a subcommand it does not."""
Entries = Mapping[tuple[int, int], bool]
"""What is given and taken: kind and id of a role, member or channel → whether they may."""
Overrides = Mapping[int, Entries]
"""Entries by the id of a command, or of the application: those are for all of its commands."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, in which channel of which server; a thread counts as the channel that it hangs on."""

    guild_id: int
    channel_id: int
    member_id: int
    roles: frozenset[int]
    permissions: discord.Permissions


async def may_use(interaction: Interaction, command: str) -> bool:
    """Whether they may use a command here, `settings` or `settings set`."""
    return (command if _is_root(interaction, command) else command.partition(" ")[0]) in await usable(
        interaction
    )


async def usable(interaction: Interaction) -> frozenset[str]:
    """The names of all commands, groups and menus that they may use here."""
    bot = interaction.client
    here = {command.name: command for command in bot.tree.get_commands() if _is_here(interaction, command)}
    if interaction.guild_id is None or _is_mighty(interaction):
        return frozenset(here)
    if not interaction.permissions.use_application_commands:
        return frozenset()
    asker = _asker(interaction, interaction.guild_id)
    known = _KEPT.setdefault(bot, _Kept())
    overrides = _NOTHING if _is_users_own(interaction) else await known.of(bot, interaction)
    everywhere = overrides.get(interaction.application_id, {})
    return frozenset(
        name
        for name, command in here.items()
        if allows(
            asker, overrides.get(bot.command_ids.get(name, 0), {}), everywhere, command.default_permissions
        )
    )


def allows(asker: Asker, own: Entries, everywhere: Entries, needed: discord.Permissions | None) -> bool:
    """Whether a command may be used, by its own entries and those for all commands of the bot.

    An entry of its own goes before one for all. Where the channel is not closed to it, the member decides,
    else their roles (one that may is enough), else everyone; else the permissions that are `needed`, which
    an entry for all commands does not replace. (Discord's "Updates to Command Permissions".)
    """
    channels = (asker.channel_id, asker.guild_id - 1)  # Discord's id for all channels
    closed = (
        entries.get((AppCommandPermissionType.channel.value, channel))
        for entries in (own, everywhere)
        for channel in channels
    )
    if next((may for may in closed if may is not None), True) is False:
        return False
    named = _for_member(asker, own)
    if named is not None:
        return named
    if _for_member(asker, everywhere) is False:
        return False
    return needed is None or (needed.value != 0 and needed.is_subset(asker.permissions))


def _for_member(asker: Asker, entries: Entries) -> bool | None:
    member = entries.get((AppCommandPermissionType.user.value, asker.member_id))
    if member is not None:
        return member
    role = AppCommandPermissionType.role.value
    said = {entries[role, each] for each in asker.roles - {asker.guild_id} if (role, each) in entries}
    return True in said if said else entries.get((role, asker.guild_id))


def _asker(interaction: Interaction, guild_id: int) -> Asker:
    channel = interaction.channel
    channel_id = channel.parent_id if isinstance(channel, discord.Thread) else interaction.channel_id
    return Asker(
        guild_id, channel_id or 0, interaction.user.id, role_ids(interaction), interaction.permissions
    )


def _is_root(interaction: Interaction, name: str) -> bool:
    return any(command.name == name for command in interaction.client.tree.get_commands())


def _is_mighty(interaction: Interaction) -> bool:
    """Whether they own or administer the server: those may use everything."""
    guild = interaction.guild
    return interaction.permissions.administrator or (
        guild is not None and guild.owner_id == interaction.user.id
    )


def _is_users_own(interaction: Interaction) -> bool:
    """Whether the bot is here for this user alone, who brought it along."""
    return interaction.is_user_integration() and not interaction.is_guild_integration()


def _is_here(interaction: Interaction, command: Command) -> bool:
    """Whether Discord offers a command in such a place at all."""
    tree, context = interaction.client.tree, interaction.context
    contexts = tree.allowed_contexts.merge(command.allowed_contexts or app_commands.AppCommandContext())
    installs = tree.allowed_installs.merge(command.allowed_installs or app_commands.AppInstallationType())
    if _is_users_own(interaction) and not installs.user:
        return False
    if interaction.guild_id is not None:
        return contexts.guild
    return contexts.private_channel if context.private_channel else contexts.dm_channel


@dataclass(slots=True)
class _Kept:
    """What Discord said of the servers lately; each is asked about once at a time."""

    _said: dict[int, tuple[datetime, Overrides]] = field(
        default_factory=dict[int, tuple[datetime, Overrides]]
    )
    _asked: dict[int, asyncio.Task[None]] = field(default_factory=dict[int, asyncio.Task[None]])

    async def of(self, bot: Bot, interaction: Interaction) -> Overrides:
        """The overrides of a server; none where Discord does not tell them in time."""
        guild_id, now = interaction.guild_id or 0, bot.clock()
        if guild_id not in self._said or self._said[guild_id][0] <= now:
            self._said.pop(guild_id, None)
            task = self._asked.get(guild_id)
            if task is None:
                task = asyncio.create_task(self._ask(bot, interaction.application_id, guild_id))
                self._asked[guild_id] = task
                bot.remember_work(task)
            await asyncio.wait({task}, timeout=PATIENCE)
        return self._said[guild_id][1] if guild_id in self._said else _NOTHING

    async def _ask(self, bot: Bot, application_id: int, guild_id: int) -> None:
        try:
            told = await bot.http.get_guild_application_command_permissions(application_id, guild_id)
            said = bot.clock() + KEPT, read(told)
        except Exception as error:  # noqa: BLE001  whatever it is: it must not keep anybody from an answer
            _log.warning("Discord did not tell who may use commands in server %s: %r", guild_id, error)
            said = bot.clock() + AGAIN, _NOTHING
        finally:
            del self._asked[guild_id]
        self._said[guild_id] = said
        while len(self._said) > SERVERS:
            del self._said[next(iter(self._said))]


def read(told: "Iterable[GuildApplicationCommandPermissions]") -> Overrides:
    """What Discord told. Two entries for the same are not foreseen: then the one that takes counts."""
    found: defaultdict[int, dict[tuple[int, int], bool]] = defaultdict(dict)
    for command in told:
        entries = found[int(command["id"])]
        for entry in command["permissions"]:
            key = int(entry["type"]), int(entry["id"])
            entries[key] = bool(entry["permission"]) and entries.get(key, True)
    return found


_NOTHING: Overrides = {}
_KEPT: WeakKeyDictionary[Bot, _Kept] = WeakKeyDictionary()
