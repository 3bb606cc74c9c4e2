"""A server in which everybody presses at once: the real bot, its network cut away, all that it says kept."""

import asyncio
import itertools
import json
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import discord

from benchmarks import cut
from benchmarks.cut import COMMAND, PRESS, Session, Wire
from bot.client import Bot
from bot.domain.quotas import DEFAULTS, Quotas
from bot.lookup import Lookup
from db import catalogue, server_settings
from db.database import connect
from db.due import Agenda
from tests.stand_in.objects import GUILD_ID, MESSAGE, USER_ID, Json

FORM = 5
"""Kind of an interaction (Discord, "Interaction Type")."""
PRIVATE = 64
"""Flag of a message for one alone (Discord, "Message Flags")."""
PATIENCE = 60.0
"""Real seconds that the worker is given: a machine may be busy with other things."""
ACKNOWLEDGED = (5, 6)
"""Types of answers that announce one (Discord, "Interaction Callback Type")."""


@dataclass
class Clock:
    """A clock that stands still until it is put forward."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Heard:
    """A request of the bot's."""

    method: str
    path: str
    json: Any


class Ear(Session):
    """Keeps every request, and hands out files."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Heard] = []
        self.file = b""

    @asynccontextmanager
    async def request(self, _: str, url: str, **how: Any) -> AsyncGenerator[Any]:
        self.heard.append(Heard(_, url.partition("/api/v10")[2].partition("?")[0], _body(how["data"])))
        async with super().request(_, url, **how) as answer:
            yield answer

    @asynccontextmanager
    async def get(self, _: str) -> AsyncGenerator[Any]:
        yield _File(self.file)


@dataclass
class _File:
    data: bytes
    status: int = 200

    async def read(self) -> bytes:
        return self.data


def _body(data: Any) -> Any:
    if isinstance(data, aiohttp.FormData):
        inside: Any = data
        data = next(value for options, _, value in inside._fields if options["name"] == "payload_json")
    return json.loads(data) if data else None


@dataclass
class Flood:
    """The server. What is done is heard of at once; `settle` waits until all of it has been dealt with."""

    bot: Bot
    clock: Clock
    ear: Ear
    wire: "Unhurried"
    resting: set["asyncio.Task[Any]"] = field(default_factory=set[Any])
    """Tasks that go on for as long as the bot runs."""

    async def command(self, data: Json, *, member: int = 0) -> int:
        """Let a member, counted from 0, use a command; the interaction's id."""
        return await self.wire.do(COMMAND, data, member)

    async def press(self, custom_id: str, *values: str, member: int = 0, on: Json | None = None) -> int:
        """Let a member press a button, or choose `values`, on a message."""
        data: Json = {"custom_id": custom_id, "component_type": 3 if values else 2}
        if values:
            data["values"] = list(values)
        return await self.wire.do(PRESS, data, member, on or message(77))

    async def send(self, custom_id: str, *, member: int = 0, **fields: str | list[str]) -> int:
        """Let a member send a form."""
        parts = [
            {"type": 3, "custom_id": name, "values": put}
            if isinstance(put, list)
            else {"type": 4, "custom_id": name, "value": put}
            for name, put in fields.items()
        ]
        data = {"custom_id": custom_id, "components": [{"type": 18, "component": part} for part in parts]}
        return await self.wire.do(FORM, data, member, message(77))

    async def set_zone(self) -> None:
        """Let the server have a time zone, so that times need name none."""
        async with self.bot.db.transaction() as tx:
            await server_settings.put(tx, guild_id=GUILD_ID, name="zone", value="Europe/Berlin")

    async def settle(self) -> None:
        """Wait until everything that was heard of has been dealt with."""
        own = asyncio.current_task()
        while busy := {task for task in asyncio.all_tasks() if task not in self.resting and task is not own}:
            await asyncio.wait(busy)

    async def pass_by(self, seconds: float) -> None:
        """Put the clock forward once all is answered, and let the worker do what is due then."""
        await self.settle()
        self.clock.now += timedelta(seconds=seconds)
        now = int(self.clock.now.timestamp())
        async with asyncio.timeout(PATIENCE):
            while await self.count("due", f"due_at <= {now} OR attempts > 0"):
                self.bot.wake(self.clock.now)
                await asyncio.sleep(0.01)
                await self.settle()

    def answers(self, ids: Iterable[int]) -> list[Any]:
        """The one answer to each, in the order of `ids`: at once, or after one acknowledgement."""
        found: list[Any] = []
        told, later = self._by("/interactions/", 2), self._by("/webhooks/", 3)
        for number in ids:
            (answer,) = told.get(str(number), [None])
            assert answer is not None, "each is answered"
            if answer["type"] in ACKNOWLEDGED:
                (answer,) = later.pop(f"token{number}")
            found.append(answer)
            assert f"token{number}" not in later, "and once"
        return found

    def acknowledged(self) -> list[int]:
        """When something was acknowledged before it was answered: how much had been said before."""
        return [
            place
            for place, heard in enumerate(self.ear.heard)
            if heard.path.endswith("/callback") and heard.json["type"] in ACKNOWLEDGED
        ]

    def _by(self, start: str, part: int) -> dict[str, list[Any]]:
        """What was sent to such addresses, by a part of them: an interaction's id, or its token."""
        sent: dict[str, list[Any]] = {}
        for heard in self.ear.heard:
            if heard.path.startswith(start):
                sent.setdefault(heard.path.split("/")[part], []).append(heard.json)
        return sent

    def edits(self) -> list[Any]:
        """The edits of messages in channels, which the worker makes."""
        return [h.json for h in self.ear.heard if h.method == "PATCH" and h.path.startswith("/channels/")]

    async def count(self, table: str, where: str = "1 = 1") -> int:
        """Rows of a table."""
        async with self.bot.db.snapshot() as tx:
            row = await tx.one(f"SELECT count(*) AS found FROM {table} WHERE {where}")  # noqa: S608
        return row["found"] if row else 0


class Unhurried(Wire):
    """Says what was done, and does not wait for the answer."""

    async def do(self, kind: int, data: Json, member: int, on: Json | None = None) -> int:
        return int(await self.send(kind, data, member_id=USER_ID + member, message=on))

    async def hear(self, payload: Json) -> bytes:
        await self.event("INTERACTION_CREATE", payload)
        return payload["id"].encode()


def words(answer: Any) -> str:
    """All text of an answer, or of what took its place."""
    data = answer.get("data", answer)
    return "\n".join(_texts(data.get("components", [])))


def _texts(components: Any) -> Iterable[str]:
    for part in components:
        if part["type"] == 10:
            yield part["content"]
        yield from _texts(part.get("components", ()))


def message(number: int) -> Json:
    """A message of the bot's."""
    return MESSAGE | {"id": str(number), "channel_id": str(GUILD_ID + 1)}


def options(name: str, /, *subcommand: str, **given: str | int | bool) -> Json:
    """What Discord sends of a command."""
    kinds = {str: 3, int: 4, bool: 5}
    put: Any = [{"name": key, "type": kinds[type(value)], "value": value} for key, value in given.items()]
    for each in reversed(subcommand):
        put = [{"name": each, "type": 1, "options": put}]
    return {"id": "1", "name": name, "type": 1, "options": put}


@asynccontextmanager
async def flooded(folder: Path, *, quotas: Quotas = DEFAULTS) -> AsyncGenerator[Flood]:
    """The bot in a server, heard of nothing yet."""
    library = catalogue.load(catalogue.SHIPPED)
    clock = Clock(discord.utils.utcnow().replace(microsecond=0))
    db = await connect(f"sqlite:///{folder / 'encore.db'}", now=clock.now)
    bot = Bot(
        db=db,
        library=library,
        lookup=Lookup(library, choose=lambda e: e[0]),
        agenda=Agenda(db),
        clock=clock,
        idle=3600,
        quotas=quotas,
    )
    try:
        wire = await cut.wired(bot)
        ear = Ear()
        setattr(bot.http, "_HTTPClient__session", ear)  # noqa: B010  mangled
        ids = itertools.count(discord.utils.time_snowflake(clock.now))
        flood = Flood(bot, clock, ear, Unhurried(wire.bot, wire.gateway, ear, ids))
        await asyncio.sleep(0.05)  # what coming up began
        flood.resting = set(asyncio.all_tasks())
        yield flood
    finally:
        await bot.close()
        await db.close()
