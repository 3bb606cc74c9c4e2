"""The stand-in as tests use it: a server to enter, and a hand that uses commands and presses buttons."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Self, TypedDict, Unpack

from aiohttp import web

from tests.stand_in.guilds import Guilds
from tests.stand_in.objects import GUILD_ID, INTERACTION, PLAIN, USER_ID, Json, member, text_channel, user
from tests.stand_in.rest import Interaction
from tests.stand_in.wire import reset

ANSWER_WITHIN = 3.0  # seconds; https://discord.com/developers/docs/interactions/receiving-and-responding


class Who(TypedDict, total=False):
    """Who uses a command or button, and where."""

    guild_id: int
    user_id: int
    permissions: int
    group: bool
    """In a group of friends, where there is no server, and the bot is no member."""


class StandIn(Guilds):
    """The server, for `async with`; its times are seconds of the loop's clock."""

    def __init__(self, token: str, *, guilds: Sequence[int] = (GUILD_ID,), heartbeat: float = 41.25) -> None:
        super().__init__(token, guilds, heartbeat)
        self.answer_within = ANSWER_WITHIN
        self.told: list[Json] = []  # every interaction that the bot was told of

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2**26)
        app.router.add_get("/ws", self._serve_gateway)
        app.router.add_route("*", "/api/v10/{path:.*}", self._serve_rest)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await self._site.start()
        self._listens(int(self._site.name.rpartition(":")[2]))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.drop(code=1001)
        await self._runner.cleanup()

    async def go_away(self) -> None:
        """Be out of reach: every line is reset, and no connection is taken any more."""
        await self._site.stop()
        await self.drop(None)
        server = self._runner.server
        for connection in server.connections if server else ():
            reset(connection.transport)

    async def come_back(self) -> None:
        """Be there again, at the same port."""
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await self._site.start()

    def command(self, *arguments: str) -> list[str]:
        """The command line of `python -m bot` with these arguments, pointed here."""
        return [sys.executable, "-m", "tests.stand_in.bot", str(self.port), *arguments]

    async def slash(
        self, name: str, options: Json | None = None, *, focused: str | None = None, **who: Unpack[Who]
    ) -> Json:
        """Use a synced command, such as "party join"; `focused` names the option to autocomplete."""
        top, *path = name.split()
        synced = self.commands.get(who.get("guild_id", self._home), []) + self.commands.get(None, [])
        trail = [next(command for command in synced if command["name"] == top and command["type"] == 1)]
        for word in path:
            trail.append(next(option for option in trail[-1]["options"] if option["name"] == word))
        kinds = {option["name"]: option["type"] for option in trail[-1].get("options", ())}
        given: list[Json] = [
            {"name": key, "type": kinds[key], "value": value} | ({"focused": True} if key == focused else {})
            for key, value in (options or {}).items()
        ]
        people = [int(option["value"]) for option in given if option["type"] == 6]
        users, members = {str(i): user(i) for i in people}, {str(i): member(i, PLAIN) for i in people}
        known = self.guilds.get(who.get("guild_id", self._home), {"channels": []})["channels"]
        named = {str(option["value"]) for option in given if option["type"] == 7}
        channels = {channel["id"]: channel for channel in known if channel["id"] in named}
        for step in reversed(trail[1:]):
            given = [{"name": step["name"], "type": step["type"], "options": given}]
        data: Json = {"id": trail[0]["id"], "name": top, "type": 1, "options": given}
        data |= {
            "resolved": {"users": users, "members": members, "channels": channels},
            "guild_id": trail[0]["guild_id"],
        }
        return await self.interact(4 if focused else 2, data, **who)

    async def press(self, custom_id: str, message: Json | None = None, **who: Unpack[Who]) -> Json:
        """Press a button of a message, one of `messages` or the data of a callback."""
        button = {"custom_id": custom_id, "component_type": 2}
        return await self.interact(3, button, self._written(message or {}), **who)

    async def choose(
        self, custom_id: str, values: Sequence[str], message: Json | None = None, **who: Unpack[Who]
    ) -> Json:
        """Choose from a list of a message, likewise."""
        select = {"custom_id": custom_id, "component_type": 3, "values": list(values)}
        return await self.interact(3, select, self._written(message or {}), **who)

    async def interact(self, kind: int, data: Json, message: Json | None = None, **who: Unpack[Who]) -> Json:
        """Send INTERACTION_CREATE; returns the body of the callback that Discord accepted."""
        guild_id, token = who.get("guild_id", self._home), f"interaction-{next(self._counter)}"
        payload = INTERACTION | {"id": self._snowflake(), "token": token, "type": kind, "data": data}
        user_id = who.get("user_id", USER_ID)
        if who.get("group"):
            channel: Json = {"id": str(guild_id + 1), "type": 3, "name": "friends", "recipients": []}
            payload |= {"context": 2, "user": user(user_id), "channel": channel, "channel_id": channel["id"]}
        else:
            payload |= {"guild_id": str(guild_id), "guild": {"id": str(guild_id), "features": []}}
            payload |= {"channel_id": str(guild_id + 1), "channel": text_channel(guild_id)}
            payload["member"] = member(user_id, who.get("permissions", PLAIN))
        if message:
            payload["message"] = message
        self.told.append(payload)
        loop = asyncio.get_running_loop()
        sent = Interaction(loop.time() + self.answer_within, loop.create_future(), message)
        self._interactions[token] = sent
        await self.dispatch("INTERACTION_CREATE", payload)
        return await asyncio.wait_for(sent.answer, self.patience)
