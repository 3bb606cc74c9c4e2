"""A bot in a process of its own whose gateway is its standard input: what `benchmarks.memory` looks at.

`python -m benchmarks.memory_child bot` runs `python -m bot`, main() and all, in which only the connecting is
replaced: gateway messages come as lines, HTTP calls end in memory. It imports nothing else of this project:
what is resident is the bot. Another line is a question, answered with what is resident: `ready`, when all
servers are in; `answered`, when all interactions are.
"""

import asyncio
import json
import runpy
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import discord
from discord.gateway import DiscordWebSocket

LONGEST = 2**24
"""Bytes of a line, at most."""
PROMPT = 10.0
"""Seconds within which the interactions have to be answered."""


class Calls:
    """Stands where discord.py has its aiohttp session: every request is well received."""

    def __init__(self) -> None:
        self.closed = False
        self.answered = 0

    @asynccontextmanager
    async def request(self, _: str, url: str, **how: object) -> AsyncGenerator["_Answer"]:
        """Take a request."""
        path, body = str(url).partition("?")[0], how.get("data")
        self.answered += path.endswith("/callback")
        yield _Answer(_commands(cast("bytes", body)) if path.endswith("/commands") else "{}")

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


class _NoSocket:
    closed = False


def _commands(sent: bytes) -> str:
    """The commands as Discord gives them back: each with an id."""
    own = {"application_id": "1", "version": "1", "default_member_permissions": None, "description": ""}
    return json.dumps([own | command | {"id": str(n)} for n, command in enumerate(json.loads(sent), 1)])


async def start(bot: discord.Client, *_: object, **__: object) -> None:
    """What takes the place of `Client.start`: comes up, and listens until the lines end."""
    inside: Any = bot
    await inside._async_setup_hook()
    inside.http._HTTPClient__session = calls = Calls()
    inside.http._global_over = asyncio.Event()
    inside.http._global_over.set()
    inside._connection.application_id = 1
    gateway: Any = DiscordWebSocket(cast("Any", _NoSocket()), loop=bot.loop)
    gateway._connection = inside._connection
    gateway._discord_parsers = inside._connection.parsers
    gateway._dispatch = bot.dispatch
    gateway.shard_id = None
    await bot.setup_hook()
    await _listen(bot, gateway, calls)


async def _listen(bot: discord.Client, gateway: DiscordWebSocket, calls: Calls) -> None:
    lines = asyncio.StreamReader(limit=LONGEST)
    await bot.loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    asked = 0
    while line := (await lines.readline()).decode().strip():
        if line.startswith("{"):
            asked += '"INTERACTION_CREATE"' in line[:60]
            await gateway.received_message(line)
            continue
        if line == "answered":
            async with asyncio.timeout(PROMPT):
                while calls.answered < asked:  # noqa: ASYNC110  a count, not an event
                    await asyncio.sleep(0.001)
        else:  # the servers are in
            await bot.wait_until_ready()
        print(_resident(), flush=True)


def _resident() -> int:
    """Kilobytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))


def main() -> None:
    program = sys.argv.pop(1)
    discord.Client.start = start  # pyright: ignore[reportAttributeAccessIssue]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
