"""Discord's REST API: commands, callbacks of interactions, messages."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import discord
from aiohttp import web

from tests.stand_in.gateway import Gateway
from tests.stand_in.objects import APPLICATION, BOT_ID, COMMAND, MESSAGE, SESSION_LIMIT, Json, user
from tests.stand_in.wire import Refusal, Request, read, respond

Handler = Callable[..., object]  # (request, *groups of the path) -> JSON, None for 204, or a Refusal


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
        self._nonces: dict[tuple[str, str], Json] = {}
        self._interactions: dict[str, Interaction] = {}
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []
        self.on("GET", "/users/@me", lambda *_: user(BOT_ID, bot=True))
        self.on("GET", "(/oauth2)?/applications/@me", lambda *_: APPLICATION)
        self.on("GET", "/gateway(/bot)?", lambda *_: {"url": self.ws, "shards": 1} | SESSION_LIMIT)
        self.on("GET|PUT", r"/applications/\d+(?:/guilds/(\d+))?/commands", self._synced)
        self.on("POST", r"/interactions/(\d+)/([^/]+)/callback", self._callback)
        self.on("POST", r"/(channels)/(\d+)/messages|/webhooks/\d+/[^/]+", self._posted)
        self.on("GET|PATCH|DELETE", r"/(?:channels|webhooks/\d+)/([^/]+)/messages/([^/]+)", self._message)

    def on(self, methods: str, path: str, handler: Handler) -> None:
        """Answer a REST path, an expression without /api/v10; the latest registered goes first."""
        self._routes.insert(0, (methods, re.compile(path), handler))

    async def _serve_rest(self, http: web.Request) -> web.StreamResponse:
        request = await read(http)
        self.requests.append(request)
        self.note(f"{request.method} {request.path}")
        fault = self._fault(request)
        works = fault is None or fault.done
        truth = self._answer(request, http.headers.get("Authorization")) if works else (500, None)
        await asyncio.sleep(self.hold if request.path.endswith("/callback") else 0)
        response = await respond(http, request, fault, truth)
        self.note()
        return response

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
        if interaction is None or request.at > interaction.deadline:
            return Refusal(404, 10062, "Unknown interaction")
        if interaction.answer.done():
            return Refusal(400, 40060, "Interaction has already been acknowledged.")
        interaction.answer.set_result(request.body)
        kind, data = request.body["type"], request.body.get("data", {})
        if kind in (4, 5):  # a message, or one that is to come
            interaction.message = self._written(data)
            self.messages[int(interaction.message["id"])] = interaction.message
        elif kind == 7 and interaction.message:
            interaction.message.update(data)
        resource = {"type": kind} | ({"message": interaction.message} if kind in (4, 5, 7) else {})
        return {"interaction": {"id": interaction_id, "type": 2}, "resource": resource}

    def _posted(self, request: Request, _: str | None, channel_id: str | None) -> Json:
        nonce = (channel_id or "", str(request.body.get("nonce")))
        if request.body.get("enforce_nonce") and nonce in self._nonces:
            return self._nonces[nonce]  # sent before: it is the same message
        message = self._nonces[nonce] = self._written(request.body, channel_id)
        self.messages[int(message["id"])] = message
        return message

    def _message(self, request: Request, place: str, message_id: str) -> Json | Refusal | None:
        original = message_id == "@original"
        message = self._interactions[place].message if original else self.messages.get(int(message_id))
        if message is None:
            return Refusal(404, 10008, "Unknown Message")
        if request.method == "DELETE":
            self.messages.pop(int(message["id"]), None)
            return None
        message.update(request.body or {})
        return message

    def _written(self, data: Json, channel_id: str | None = None) -> Json:
        own = {"id": self._snowflake(), "channel_id": channel_id or str(self._home + 1)}
        given = {key: value for key, value in data.items() if value is not None}
        return MESSAGE | own | given | {"attachments": []}

    def _snowflake(self) -> str:
        # Of the present time, since discord.py reads an interaction's age from its id.
        return str(discord.utils.time_snowflake(discord.utils.utcnow()) + next(self._counter) % 4096)
