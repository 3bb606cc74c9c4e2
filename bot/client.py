"""The bot itself: its connection, and what every feature may ask of it."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import due, line, rate_limit, requests, sync
from bot.domain import quotas as rules
from bot.domain.catalogue import Library, Show
from bot.domain.quotas import Quotas
from bot.domain.server_settings import ServerSettings
from bot.drawn import Drawn
from bot.due import Agenda, Worker
from bot.keystrokes import Keystrokes
from bot.lookup import Lookup
from bot.pictures.studio import Studio
from bot.routes import Routes, is_routed
from bot.text import counted
from bot.throttle import Throttle
from bot.tree import Tree
from bot.under_way import UnderWay
from db import member_settings, server_settings
from db.database import Database

_log = logging.getLogger(__name__)

# Encore is never heard: no warnings at each start that it could not send sound.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False

Interaction = discord.Interaction["Bot"]
"""An interaction whose client is known to be this bot."""

EXTENSIONS = (
    "cogs.lookup",
    "cogs.votes",
    "cogs.ranking",
    "cogs.polls",
    "cogs.progress",
    "cogs.parties",
    "cogs.reviews",
    "cogs.settings",
    "cogs.servers",
    "cogs.privacy",
    "cogs.help",
)
"""The features, loaded in this order; one that fails to load stops the start."""

INTENTS = discord.Intents(guilds=True, voice_states=True, guild_scheduled_events=True)
"""The least that work, none of them privileged."""
MEMBERS = discord.MemberCacheFlags.none()
"""Which members are kept in memory: those in voice channels, to tell people from bots there."""
MEMBERS.voice = True
EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
"""Where commands may be used, if they do not say otherwise."""

HABITS: Mapping[str, Any] = {
    "help_command": None,
    "intents": INTENTS,
    "member_cache_flags": MEMBERS,
    "chunk_guilds_at_startup": False,
    "max_messages": None,
    "guild_ready_timeout": 0.5,  # seconds without a further server until on_ready, which only logs
    "allowed_mentions": discord.AllowedMentions.none(),
    "allowed_contexts": EVERYWHERE,
    "allowed_installs": app_commands.AppInstallationType(guild=True, user=True),
}
"""How discord.py keeps memory, and what holds of every command and message."""

PATIENCE = 2.0
"""Seconds that work under way is given to end when the bot closes."""
FAREWELL = 1.0
"""Seconds that the gateway is given to answer the close."""


class Bot(commands.Bot):
    """Encore on Discord."""

    # What `tree_cls` makes; discord.py has it as a property.
    tree: Tree  # pyright: ignore[reportIncompatibleMethodOverride, reportIncompatibleVariableOverride]

    meter: requests.Meter | None = None  # who counts what is dealt with, where the host asked for it

    def __init__(
        self,
        *,
        db: Database,
        library: Library,
        lookup: Lookup,
        agenda: Agenda,
        ledger: sync.Ledger | None = None,
        dev_guild: int | None = None,
        clock: Callable[[], datetime] = discord.utils.utcnow,
        idle: float = due.IDLE,
        quotas: Quotas = rules.DEFAULTS,
    ) -> None:
        """`clock` is the only one in the house; `dev_guild` is where commands go instead of everywhere.

        `ledger` remembers which commands Discord has, so that they are sent only when they changed; `idle`
        is how many seconds the worker rests at most; `quotas` are how much of everything the host takes on.
        """
        super().__init__(
            command_prefix=commands.when_mentioned, tree_cls=Tree, http_trace=rate_limit.trace(), **HABITS
        )
        line.mend(self)
        self.db = db
        self.library = library
        self.lookup = lookup
        self.routes = Routes()
        self.clock = clock
        self.studio = Studio()
        self.drawn = Drawn()
        self.quotas = quotas
        self.throttle = Throttle(quotas)
        self.keystrokes = Keystrokes()
        self.under_way = UnderWay()
        self._heard = requests.Heard()
        self.worker = self._hire(agenda, idle)
        self.command_ids: dict[str, int] = {}
        self._shows: dict[int, str] = {}
        self._ledger = ledger
        self._dev_guild = dev_guild
        self._working: asyncio.Task[None] | None = None

    def _hire(self, agenda: Agenda, idle: float) -> Worker:
        return Worker(
            agenda,
            clock=self.clock,
            rest=self._rest,
            wake=partial(self.dispatch, "wake"),
            remember_work=self.remember_work,
            idle=idle,
        )

    async def setup_hook(self) -> None:
        """Load every feature, then tell Discord about the commands if they have changed."""
        self._shows = await self.db.read(server_settings.shows)
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        self.command_ids = await sync.sync(
            self.tree, self._ledger, guild_id=self._dev_guild, now=self.clock()
        )
        self._working = asyncio.create_task(self.worker.run(), name="worker")

    async def on_ready(self) -> None:
        """Say that the bot is online."""
        _log.info("online as %s in %s", self.user, counted(len(self.guilds), "server"))

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer presses and forms; commands are answered by the tree."""
        if is_routed(interaction) and self.begin(interaction):
            await self.routes.answer(interaction)
            self.dispatch("press_answered", interaction)

    def begin(self, interaction: Interaction) -> bool:
        """Note that an interaction is dealt with in this task; False where it was told of before."""
        if not self._heard.is_new(interaction.id):
            return False
        requests.begin(interaction, self.meter, known=self.routes)
        self.remember_work()  # closing waits for it
        return True

    def is_working(self) -> bool:
        """Whether the worker does what is due."""
        return self._working is not None and not self._working.done()

    def show(self, guild_id: int | None) -> Show:
        """The show that a server chose; in a direct message, or where it chose none, the first there is."""
        return self.library.by_id.get(self._shows.get(guild_id or 0, "")) or self.library.choose(None)

    def remember_show(self, guild_id: int, show_id: str | None) -> None:
        """Know which show a server has chosen, None for the first there is. The caller stores it."""
        if show_id is None:
            self._shows.pop(guild_id, None)
        else:
            self._shows[guild_id] = show_id

    def wake(self, at: datetime | None) -> None:
        """Let the worker know that something is due at `at`; None where nothing was scheduled."""
        if at is not None:
            self.worker.expect(at)

    def mention(self, command: str) -> str:
        """A command, `poll list`, as a link into the input line; its name until Discord has told its id."""
        known = self.command_ids.get(command.partition(" ")[0])
        return f"</{command}:{known}>" if known else f"**/{command}**"

    async def settings(self, guild_id: int) -> ServerSettings:
        """What a server has set for itself."""
        return await self.db.read(lambda tx: server_settings.read(tx, guild_id=guild_id))

    async def zone(self, interaction: discord.Interaction) -> str:
        """The IANA time zone in which what is written here is read."""
        if interaction.guild_id is None:
            return ServerSettings().zone
        return (await self.settings(interaction.guild_id)).zone

    async def member_zone(self, interaction: discord.Interaction) -> str | None:
        """The IANA time zone of the one who asks, else of the server; None where neither has chosen one."""
        async with self.db.snapshot() as tx:
            own = await member_settings.read(tx, member_id=interaction.user.id)
            here = await server_settings.read(tx, guild_id=interaction.guild_id or 0)
        return own.zone or (here.zone if here.zone != ServerSettings().zone else None)

    async def _rest(self, seconds: float) -> None:
        try:
            await self.wait_for("wake", timeout=seconds)
        except TimeoutError:
            self.dispatch("wake")  # discord.py drops the listener that timed out only with the next event

    def remember_work(self, task: asyncio.Task[Any] | None = None) -> None:
        """Let closing wait for a task, by default the one this is called from."""
        self.under_way.add(task)

    async def close(self) -> None:
        """Close in order: hear nothing new, end what is under way, then leave. The database is the caller's.

        Whoever called `start` cancels it first, or it would connect again.
        """
        if self.ws is not None and self.ws.open:  # pyright: ignore[reportUnnecessaryComparison]  None before connecting
            with suppress(TimeoutError):
                async with asyncio.timeout(FAREWELL):
                    await self.ws.close(code=1000)
        if self._working is not None:
            self._working.cancel()
        await self.under_way.end(PATIENCE)
        await self.studio.close()
        if coming_up := getattr(self._connection, "_ready_task", None):
            coming_up.cancel()  # discord.py leaves it, to fail once its loop is gone
        await super().close()
