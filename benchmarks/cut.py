"""The real bot with the network cut away: gateway messages go in as text, HTTP calls end in memory.

All that discord.py and Encore do between the two is done: parsing, dispatch, the command, the database, the
card, JSON. What is left out is the socket on either side, which is the same for every bot.
"""

import asyncio
import itertools
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import discord
from discord.gateway import DiscordWebSocket

from bot.client import Bot
from bot.lookup import Lookup
from db import catalogue
from db.database import connect
from db.due import Agenda
from tests.stand_in.objects import (
    BOT_ID,
    GUILD_ID,
    INTERACTION,
    MESSAGE,
    PLAIN,
    USER_ID,
    Json,
    guild,
    member,
    user,
)
from tests.stand_in.objects import COMMAND as COMMAND_

COMMAND, PRESS, SUGGESTION = 2, 3, 4
"""Kinds of interactions (Discord, "Interaction Type")."""


@dataclass
class Wire:
    """Both ends of the cut: `send` says something to the bot, and waits until it has answered."""

    bot: discord.Client
    gateway: DiscordWebSocket
    session: "Session"
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(2**60))

    async def send(
        self, kind: int, data: Json, *, member_id: int = USER_ID, message: Json | None = None
    ) -> bytes:
        """Let a member do something; the body of the answer."""
        number = next(self.ids)
        payload: Json = INTERACTION | {
            "id": str(number),
            "type": kind,
            "data": data,
            "token": f"token{number}",
            "guild_id": str(GUILD_ID),
            "guild": {"id": str(GUILD_ID), "locale": "en-US", "features": []},
            "channel_id": str(GUILD_ID + 1),
            "channel": {
                "id": str(GUILD_ID + 1),
                "type": 0,
                "guild_id": str(GUILD_ID),
                "name": "general",
                "position": 0,
            },
            "member": member(member_id, PLAIN),
        }
        if message is not None:
            payload["message"] = message
        return await self.hear(payload)

    async def hear(self, payload: Json) -> bytes:
        """Let the gateway say that there was an interaction; what was answered."""
        answered = self.session.expect(payload["token"])
        await self.event("INTERACTION_CREATE", payload)
        return await answered

    async def event(self, name: str, data: Json) -> None:
        """Let the gateway say something."""
        await self.gateway.received_message(json.dumps({"op": 0, "s": 1, "t": name, "d": data}))


class Session:
    """Stands where discord.py has its aiohttp session: every request is well received."""

    def __init__(self) -> None:
        self.closed = False
        self._waiting: dict[str, asyncio.Future[bytes]] = {}

    def expect(self, token: str) -> "asyncio.Future[bytes]":
        """What the answer to the interaction of this token will hold."""
        answered = self._waiting[token] = asyncio.get_running_loop().create_future()
        return answered

    @asynccontextmanager
    async def request(self, _: str, url: str, **how: object) -> AsyncGenerator["_Answer"]:
        """Take a request."""
        body = how.get("data")
        sent = body if isinstance(body, bytes) else str(body or "").encode()
        path = str(url).split("?", maxsplit=1)[0]
        if path.endswith("/callback") and (waiting := self._waiting.pop(path.split("/")[-2], None)):
            waiting.set_result(sent)
        if path.endswith("/scheduled-events"):
            yield _Refused('{"code": 50013, "message": "Missing Permissions"}')
        else:
            yield _Answer(_commands(sent) if path.endswith("/commands") else _told(path))

    async def close(self) -> None:
        """Close."""
        self.closed = True


class _Answer:
    status = 200
    reason = "OK"
    headers: Mapping[str, str] = {"content-type": "application/json"}

    def __init__(self, text: str) -> None:
        self._text = text

    async def text(self, encoding: str = "utf-8") -> str:  # noqa: ARG002  as aiohttp has it
        return self._text


class _Refused(_Answer):
    status = 403
    reason = "FORBIDDEN"
    headers: Mapping[str, str] = {"content-type": "application/json", "via": "cut"}


def _commands(sent: bytes) -> str:
    """The commands as Discord gives them back: each with an id."""
    own = {"application_id": str(BOT_ID), "version": "1", "guild_id": None}
    return json.dumps(
        [COMMAND_ | own | command | {"id": str(n)} for n, command in enumerate(json.loads(sent), 1)]
    )


def _told(path: str) -> str:
    return _CALLBACK if path.endswith("/callback") else _POSTED


_POSTED = json.dumps(MESSAGE | {"id": "6", "channel_id": str(GUILD_ID + 1)})
_CALLBACK = json.dumps(
    {
        "interaction": {"id": "1", "type": 2, "response_message_id": "5", "response_message_loading": False},
        "resource": {"type": 4, "message": MESSAGE | {"id": "5", "channel_id": str(GUILD_ID + 1)}},
    }
)


@asynccontextmanager
async def encore(folder: Path) -> AsyncGenerator[tuple[Wire, Bot]]:
    """Encore, online as far as it knows, in one server."""
    library = catalogue.load(catalogue.SHIPPED)
    db = await connect(f"sqlite:///{folder / 'encore.db'}", now=discord.utils.utcnow())
    bot = Bot(db=db, library=library, lookup=Lookup(library, choose=lambda e: e[0]), agenda=Agenda(db))
    try:
        yield await wired(bot), bot
    finally:
        await bot.close()
        await db.close()


async def wired(bot: discord.Client) -> Wire:
    """Cut the network away from a client and bring it up, told of one server, with all commands."""
    inside: Any = bot
    session = Session()
    await inside._async_setup_hook()
    inside.http._HTTPClient__session = session
    inside.http._global_over = asyncio.Event()
    inside.http._global_over.set()
    inside._connection.application_id = BOT_ID
    gateway: Any = DiscordWebSocket(cast("Any", _NoSocket()), loop=bot.loop)
    gateway._connection = inside._connection
    gateway._discord_parsers = inside._connection.parsers
    gateway._dispatch = bot.dispatch
    gateway.shard_id = None
    await bot.setup_hook()
    wire = Wire(bot, gateway, session)
    ready: Json = {"user": user(BOT_ID, bot=True), "guilds": [{"id": str(GUILD_ID), "unavailable": True}]}
    ready |= {
        "session_id": "cut",
        "resume_gateway_url": "wss://nowhere",
        "application": {"id": str(BOT_ID), "flags": 0},
    }
    await wire.event("READY", ready)
    await wire.event("GUILD_CREATE", guild(GUILD_ID) | {"unavailable": False})
    await bot.wait_until_ready()
    return wire


class _NoSocket:
    closed = False
