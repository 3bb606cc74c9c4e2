"""The commands by job, of those that somebody may use where they ask."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from discord import AppCommandType, app_commands
from discord.ext import commands

from bot.client import Bot, Interaction
from bot.command_access import usable
from bot.permissions import may_run_parties, role_ids

BEGIN = (
    "episode",
    "series",
    "vote",
    "ranking",
    "poll create",
    "watched",
    "progress show",
    "party list",
    "party plan",
    "review read",
    "review write",
    "settings show",
    "settings check",
    "privacy show",
)
"""The commands with which one begins, in order; a job that has none of them begins with its first."""

_EXEMPT: Mapping[str, Callable[[Interaction], bool]] = {"plan_role": may_run_parties}
"""Who needs no role that a server demands, by the setting."""

Offered = app_commands.Command[commands.Cog, ..., object] | app_commands.ContextMenu


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: its name, how it is shown, and what it does, in a sentence."""

    name: str
    shown: str
    does: str

    @property
    def short(self) -> str:
        """`plan`, of `party plan`; a menu's whole name."""
        return self.name.partition(" ")[2] if self.name.islower() and " " in self.name else self.name

    def __str__(self) -> str:
        return f"{self.shown} {self.does}"


@dataclass(frozen=True, slots=True)
class Job:
    """What belongs together: the commands of one feature. `id` is the feature's name in the code."""

    id: str
    name: str
    entries: tuple[Entry, ...]

    @property
    def first(self) -> tuple[Entry, ...]:
        """With what one begins."""
        return tuple(entry for entry in self.entries if entry.name in BEGIN) or self.entries[:1]


async def offered(interaction: Interaction) -> tuple[Job, ...]:
    """The jobs in the order of the features, with what the one who asks may use here; none that is empty."""
    bot = interaction.client
    names = await usable(interaction)
    kept = await _kept_roles(interaction)
    found: dict[str, list[Entry]] = {}
    for command in _all(bot):
        if _root(command) in names and command.extras.get("role") not in kept:
            found.setdefault(_feature(command), []).append(_entry(bot, command))
    return tuple(
        Job(feature, title, tuple(sorted(found[feature], key=_rank)))
        for feature, title in _titles(bot).items()
        if feature in found
    )


async def _kept_roles(interaction: Interaction) -> frozenset[str]:
    """The settings that demand a role which the one who asks has not."""
    if interaction.guild_id is None:
        return frozenset()
    settings, own = await interaction.client.settings(interaction.guild_id), role_ids(interaction)
    demanded = {"voter_role": settings.voter_role, "plan_role": settings.plan_role}
    return frozenset(
        name
        for name, role_id in demanded.items()
        if role_id is not None and role_id not in own and not (name in _EXEMPT and _EXEMPT[name](interaction))
    )


def _all(bot: Bot) -> Iterator[Offered]:
    """Every command and subcommand but /help itself, then the menus, in the order they were added."""
    for command in bot.tree.walk_commands():
        if not isinstance(command, app_commands.Command) or command.binding is None:
            continue
        if command.qualified_name != "help":
            yield command
    for kind in (AppCommandType.user, AppCommandType.message):
        yield from bot.tree.walk_commands(type=kind)


def _rank(entry: Entry) -> int:
    """Those with which one begins come first, the others as they are."""
    return BEGIN.index(entry.name) if entry.name in BEGIN else len(BEGIN)


def _root(command: Offered) -> str:
    if isinstance(command, app_commands.ContextMenu):
        return command.name
    return (command.root_parent or command).name


def _feature(command: Offered) -> str:
    """`progress`, of what is in `cogs.progress`."""
    module = type(command.binding).__module__ if isinstance(command, app_commands.Command) else command.module
    return (module or "").split(".")[1]


def _titles(bot: Bot) -> Mapping[str, str]:
    """What each feature is for, by its name in the code."""
    return {type(cog).__module__.split(".")[1]: name for name, cog in bot.cogs.items()}


def _entry(bot: Bot, command: Offered) -> Entry:
    if isinstance(command, app_commands.ContextMenu):
        return Entry(command.name, f"**{command.name}**", str(command.extras.get("does", "")))
    return Entry(command.qualified_name, bot.mention(command.qualified_name), command.description)


def find(jobs: Sequence[Job], feature: str) -> Job | None:
    """The job of a feature, None where nothing of it is offered."""
    return next((job for job in jobs if job.id == feature), None)
