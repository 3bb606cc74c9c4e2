"""Discord's REST API: commands, callbacks of interactions, messages."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import discord
from aiohttp import web

from tests.stand_in.gateway import Gateway
from tests.stand_in.objects import (
    APPLICATION,
    BOT_ID,
    COMMAND,
    EPHEMERAL,
    MESSAGE,
    SESSION_LIMIT,
    Json,
    user,
)
from tests.stand_in.wire import Refusal, Request, read, reset, respond

Handler = Callable[..., object]  # (request, *groups of the path) -> JSON, None for 204, or a Refusal
Watch = Callable[
    [Request, bool], Awaitable[bool]
]  # (request, whether Discord has done it) -> is who asked gone?
PAGE = 50  # messages of a channel's history, where the bot does not say how many


@dataclass
class Interaction:
    """One interaction that was sent: Discord takes one answer to it, in time."""

    deadline: float
    answer: asyncio.Future[Json]
    message: Json | None  # that of its button, then that of its answer


class Rest(Gateway):
    """What the bot asks over HTTP, and what Discord then holds."""

    def __init__(self, token: str, guilds: Sequence[int], heartbeat: float) -> None:
        super().__init__(token, guilds, heartbeat)
        self.requests: list[Request] = []
        self.messages: dict[int, Json] = {}
        self.commands: dict[int | None, list[Json]] = {}  # by guild, None for the global ones
        self.hold = 0.0  # how long the answer to an interaction's callback is held back
        self.clock: Callable[[], datetime] = discord.utils.utcnow
        self.nonces_last = timedelta(minutes=5)  # of the clock; then the same nonce is another message
        self.watch: Watch | None = None  # called for each request: as it comes, and before it is answered
        self.written: list[Json] = []  # every message as it was at first, those that were deleted too
        self._nonces: dict[tuple[str, str], tuple[datetime, Json]] = {}
        self._interactions: dict[str, Interaction] = {}
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []
        self.on("GET", "/users/@me", lambda *_: user(BOT_ID, bot=True))
        self.on("GET", r"/users/(\d+)", self._user)
        self.on("GET", "(/oauth2)?/applications/@me", lambda *_: APPLICATION)
        self.on("GET", "/gateway(/bot)?", lambda *_: {"url": self.ws, "shards": 1} | SESSION_LIMIT)
        self.on("GET|PUT", r"/applications/\d+(?:/guilds/(\d+))?/commands", self._synced)
        self.on("POST", r"/interactions/(\d+)/([^/]+)/callback", self._callback)
        self.on("POST", r"/(channels)/(\d+)/messages|/webhooks/\d+/[^/]+", self._posted)
        self.on("GET", r"/channels/(\d+)/messages", self._history)
        self.on("POST", "/users/@me/channels", self._direct)
        self.on("GET|PATCH|DELETE", r"/(?:channels|webhooks/\d+)/([^/]+)/messages/([^/]+)", self._message)

    @property
    def public(self) -> list[Json]:
        """Of all that was `written`, what more than one member sees."""
        return [each for each in self.written if not each["flags"] & EPHEMERAL]

    def on(self, methods: str, path: str, handler: Handler) -> None:
        """Answer a REST path, an expression without /api/v10; the latest registered goes first."""
        self._routes.insert(0, (methods, re.compile(path), handler))

    async def _serve_rest(self, http: web.Request) -> web.StreamResponse:
        request = await read(http)
        self.requests.append(request)
        self.note(f"{request.method} {request.path}")
        if await self._is_gone(http, request, taken=False):
            return web.Response()
        fault = self._fault(request)
        works = fault is None or fault.done
        truth = self._answer(request, http.headers.get("Authorization")) if works else (500, None)
        if await self._is_gone(http, request, taken=True):
            return web.Response()
        await asyncio.sleep(self.hold if request.path.endswith("/callback") else 0)
        response = await respond(http, request, fault, truth)
        self.note()
        return response

    async def _is_gone(self, http: web.Request, request: Request, *, taken: bool) -> bool:
        """Whether whoever watches says that nobody is left to be answered."""
        if self.watch is None or not await self.watch(request, taken):
            return False
        reset(http.transport)
        return True

    def _answer(self, request: Request, authorization: str | None) -> tuple[int, object]:
        carries_token = request.path.startswith(("/interactions/", "/webhooks/"))
        if not carries_token and authorization != f"Bot {self.token}":
            return 401, {"code": 0, "message": "401: Unauthorized"}
        for methods, path, handler in self._routes:
            found = path.fullmatch(request.path)
            if found and request.method in methods.split("|"):
                body = handler(request, *found.groups())
                if isinstance(body, Refusal):
                    return body.status, {"code": body.code, "message": body.message}
                return (204 if body is None else 200), body
        return 404, {"code": 0, "message": "404: Not Found"}

    def _synced(self, request: Request, guild_id: str | None) -> list[Json]:
        key = int(guild_id) if guild_id else None
        if request.method == "PUT":
            known = {
                (command["type"], command["name"]): command["id"] for command in self.commands.get(key, ())
            }
            own = {"application_id": str(BOT_ID), "guild_id": guild_id, "version": self._snowflake()}
            self.commands[key] = [COMMAND | command | own for command in request.body]
            for command in self.commands[key]:
                command["id"] = known.get((command["type"], command["name"])) or self._snowflake()
        return self.commands.get(key, [])

    def _callback(self, request: Request, interaction_id: str, token: str) -> Json | Refusal:
        interaction = self._interactions.get(token)
        if interaction is not None and interaction.answer.done():
            return Refusal(400, 40060, "Interaction has already been acknowledged.")
        if interaction is None or request.at > interaction.deadline:
            return Refusal(404, 10062, "Unknown interaction")
        interaction.answer.set_result(request.body)
        kind, data = request.body["type"], request.body.get("data", {})
        if kind in (4, 5):  # a message, or one that is to come
            interaction.message = self._keep(data)
        elif kind == 7 and interaction.message:
            interaction.message.update(data)
            self.messages.get(int(interaction.message["id"]), {}).update(data)
        resource = {"type": kind} | ({"message": interaction.message} if kind in (4, 5, 7) else {})
        told: Json = {"id": interaction_id, "type": 2}
        if kind == 4 and interaction.message:
            told["response_message_id"] = interaction.message["id"]
        return {"interaction": told, "resource": resource}

    def _posted(self, request: Request, _: str | None, channel_id: str | None) -> Json:
        nonce, now = (channel_id or "", str(request.body.get("nonce"))), self.clock()
        if request.body.get("enforce_nonce") and nonce in self._nonces:
            sent_at, message = self._nonces[nonce]
            if now < sent_at + self.nonces_last:
                return message  # sent before: it is the same message
        message = self._keep(request.body, channel_id)
        self._nonces[nonce] = now, message
        return message

    def _history(self, request: Request, channel_id: str) -> list[Json]:
        """The newest first, as always; with `after`, of those that follow it at once."""
        asked = request.query
        found = sorted(
            (
                each
                for each in self.messages.values()
                if each["channel_id"] == channel_id and not each["flags"] & EPHEMERAL
            ),
            key=lambda message: int(message["id"]),
            reverse=True,
        )
        limit = int(asked.get("limit", PAGE))
        if "after" in asked:
            return [each for each in found if int(each["id"]) > int(asked["after"])][-limit:]
        return [each for each in found if int(each["id"]) < int(asked.get("before", 2**63))][:limit]

    def _user(self, _: Request, user_id: str) -> Json:
        return user(int(user_id))

    def _direct(self, request: Request) -> Json:
        """The channel of direct messages with somebody, whose id is one more than theirs."""
        user_id = int(request.body["recipient_id"])
        return {"id": str(user_id + 1), "type": 1, "recipients": [user(user_id)], "last_message_id": None}

    def _message(self, request: Request, place: str, message_id: str) -> Json | Refusal | None:
        original = message_id == "@original"
        message = self._interactions[place].message if original else self.messages.get(int(message_id))
        if message is None:
            return Refusal(404, 10008, "Unknown Message")
        if request.method == "DELETE":
            self.messages.pop(int(message["id"]), None)
            return None
        message.update(request.body or {})
        if request.method == "PATCH":
            message["attachments"] = []
        return message

    def _written(self, data: Json, channel_id: str | None = None) -> Json:
        own = {"id": self._snowflake(), "channel_id": channel_id or str(self._home + 1)}
        given = {key: value for key, value in data.items() if value is not None}
        return MESSAGE | own | given | {"attachments": []}

    def _keep(self, data: Json, channel_id: str | None = None) -> Json:
        """A message that stands from now on."""
        message = self._written(data, channel_id)
        self.messages[int(message["id"])] = message
        self.written.append(dict(message))
        return message

    def _snowflake(self) -> str:
        # Of the present time, since discord.py reads an interaction's age from its id.
        return str(discord.utils.time_snowflake(self.clock()) + next(self._counter) % 4096)
