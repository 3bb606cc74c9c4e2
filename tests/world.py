"""A small simulated Discord with Encore in it, and eyes to see what a member sees."""

from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands

from bot import ui
from bot.client import Bot
from bot.demo import overrides
from bot.domain.catalogue import Library
from bot.domain.quotas import Quotas
from bot.domain.refusal import Refusal
from bot.lookup import Lookup
from db import catalogue, servers
from db.command_ledger import CommandLedger
from db.database import Database, connect
from db.due import Agenda
from tests import copies, discord_api
from tests.laid import lay
from tests.peek import Peek

overrides.teach()
copies.hasten()

TEXT, BUTTON, SELECT = 10, 2, 3

IDLE = 24 * 3600.0
"""Seconds that the worker rests where nothing is due, so that hours are skipped in one go."""


PATIENCE = 30.0
"""Real seconds in which the bot has to come to rest: a machine may be busy with other things."""

UNHURRIED = Quotas(
    pictures_per_member=1_000, pictures_per_server=10_000, files_per_member=1_000, files_per_server=10_000
)
"""What is counted by the minute is counted by the machine's: a test's hours pass within one."""

Message = discord.Message | simcord.ResponseMessage


@dataclass
class World:
    """A server with a channel and two members; the bot is online."""

    env: simcord.Env
    db: Database
    peek: Peek
    library: Library
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    hana: simcord.MemberActor
    tomas: simcord.MemberActor
    provoked: list[type[Exception]] = field(default_factory=list[type[Exception]])
    """Errors that a test makes happen on purpose."""

    @property
    def bot(self) -> Bot:
        assert isinstance(self.env.bot, Bot)
        return self.env.bot

    async def restart(self) -> None:
        """Restart the bot; Discord, its messages and the database stay."""
        await self.env.restart_bot(make_bot(self.db, self.library))

    async def post_button(self, custom_id: str) -> discord.Message:
        """Post a message with one button, labelled Press."""
        channel: Any = self.bot.get_channel(self.channel.id)
        return await channel.send(view=ui.page(ui.card(ui.row(ui.button("Press", custom_id)))))

    async def post_select(
        self, custom_id: str, values: list[str], *, channel: simcord.ChannelHandle | None = None
    ) -> discord.Message:
        """Post a message with one list of these values."""
        there: Any = self.bot.get_channel((channel or self.channel).id)
        options = [discord.SelectOption(label=value, value=value) for value in values]
        return await there.send(view=ui.page(ui.card(ui.row(ui.select("Choose", custom_id, options)))))

    def calls(self, since: int = 0) -> list[str]:
        """What the bot asked of Discord, as `POST /interactions/…/callback`."""
        return [f"{entry.method} {entry.path}" for entry in self.env.http_requests[since:]]


class Quick(simcord.Env):
    """Looks fifty times as often whether the bot has come to rest: most of a test's time went by waiting."""

    async def _settle_internal(self, *, idle: float = 0.001, **others: Any) -> None:
        await super()._settle_internal(idle=idle, **others)

    def _schedule_timer(self, record: Any, *args: Any, **others: Any) -> None:
        """A timer of the bot's goes off when a test skips that far; for real only if that is soon.

        Otherwise each that the bot gives up would stay for a day, and all of them are looked through at
        every step.
        """
        super()._schedule_timer(record, *args, **others)
        if record.when - self._virtual_time > PATIENCE:
            record.real_handle.cancel()


@cache
def _shipped() -> Library:
    return catalogue.load(catalogue.SHIPPED)


@asynccontextmanager
async def open_world(folder: Path, library: Library | None = None) -> AsyncGenerator[World]:
    """Bring up a world over a database in `folder`. At its end nothing but refusals was raised."""
    library = library or _shipped()
    await lay(folder / "encore.db")
    db = await connect(f"sqlite:///{folder / 'encore.db'}", now=discord.utils.utcnow())
    try:
        env = Quick(make_bot(db, library), check_errors=False, settle_timeout=PATIENCE)
        guild = env.create_guild("Stage")
        async with db.transaction() as tx:  # the bot knows it, and need not say how to begin
            await servers.come(tx, guild_id=guild.id, now=env.now(), welcome=False)
        await env.start()
        try:
            channel = guild.create_text_channel("lounge")
            hana = guild.add_member(env.create_user("hana"))
            tomas = guild.add_member(env.create_user("tomás"))
            with closing(Peek(folder / "encore.db")) as peek:
                world = World(env, db, peek, library, guild, channel, hana, tomas)
                yield world
        finally:
            await env.shutdown()
        check_payloads(env)
        # simcord counts a refusal as an error although it was answered: forgive it, and it alone.
        forgiven = (Refusal, *world.provoked)
        assert [error for error in env.errors if not isinstance(_cause(error), forgiven)] == []
    finally:
        await db.close()


def make_bot(db: Database, library: Library) -> Bot:
    lookup = Lookup(library, choose=lambda episodes: episodes[-1])
    return Bot(
        db=db,
        library=library,
        lookup=lookup,
        agenda=Agenda(db),
        ledger=CommandLedger(db),
        idle=IDLE,
        quotas=UNHURRIED,
    )


def check_payloads(env: simcord.Env) -> None:
    """Hold every answer, message and command definition against Discord's description of its API."""
    for entry in env.http_requests:
        if entry.path.endswith("/callback"):
            assert discord_api.faults("POST", discord_api.CALLBACK, entry.json) == []
        if entry.path.endswith("/commands") and entry.method == "PUT":
            assert discord_api.faults("PUT", discord_api.COMMANDS, entry.json) == []
        if entry.path.startswith("/channels/") and entry.method == "POST":
            assert discord_api.faults("POST", discord_api.MESSAGES, entry.json) == []
        if entry.path.startswith("/channels/") and entry.method == "PATCH":
            assert discord_api.faults("PATCH", discord_api.MESSAGE, entry.json) == []
        if entry.path.startswith("/webhooks/") and entry.method == "POST":
            assert discord_api.faults("POST", discord_api.FOLLOWUP, entry.json) == []
        if entry.path.startswith("/webhooks/") and entry.method == "PATCH":
            assert discord_api.faults("PATCH", discord_api.ORIGINAL, entry.json) == []


def _cause(error: BaseException) -> BaseException | None:
    return error.__cause__ if isinstance(error, app_commands.CommandInvokeError) else error


def count_transactions(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows by each `snapshot` and `transaction` from now on, in one trip or in several."""
    opened: list[str] = []
    for kind in ("snapshot", "transaction"):
        real = getattr(world.db, kind)

        @asynccontextmanager
        async def noted(real: Any = real, kind: str = kind) -> AsyncGenerator[Any]:
            opened.append(kind)
            async with real() as tx:
                yield tx

        monkeypatch.setattr(world.db, kind, noted)
    for name, kind in (("read", "snapshot"), ("recall", "snapshot"), ("write", "transaction")):
        monkeypatch.setattr(world.db, name, _noted(getattr(world.db, name), kind, opened))
    return opened


def _noted(real: Any, kind: str, opened: list[str]) -> Any:
    async def work_of(*given: Any) -> Any:
        opened.append(kind)
        return await real(*given)

    return work_of


def walk(components: object) -> Iterator[Mapping[str, Any]]:
    """Every component of a message, however deep."""
    if isinstance(components, list):
        for component in components:  # pyright: ignore[reportUnknownVariableType]  Discord's JSON
            yield component
            yield from walk(component.get("components"))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]


def words(message: Message) -> str:
    """All text of a message, paragraph by paragraph."""
    return "\n".join(part["content"] for part in _parts(message) if part["type"] == TEXT)


def buttons(message: Message) -> dict[str, Mapping[str, Any]]:
    """The buttons of a message by their labels, in order."""
    return {part["label"]: part for part in _parts(message) if part["type"] == BUTTON}


def options(message: Message) -> list[Mapping[str, Any]]:
    """The options of a message's list."""
    return next(part["options"] for part in _parts(message) if part["type"] == SELECT)


def answer(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """The one message that answered."""
    assert result.response is not None
    assert result.followups == []
    return result.response


def _parts(message: Message) -> Iterator[Mapping[str, Any]]:
    if isinstance(message, discord.Message):
        return walk([component.to_dict() for component in message.components])
    return walk(message.components)
