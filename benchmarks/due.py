"""Thousands of messages falling due at once in many servers, and commands meanwhile; Discord is a stand-in.

`python -m benchmarks.due --all` takes 10,000 within a minute; without it, as many a second, but fewer.
"""

import asyncio
import logging
import random
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot import once, rate_limit, ui
from bot.client import Bot
from bot.domain.work import Work
from bot.lookup import Lookup
from db import catalogue, due
from db.command_ledger import CommandLedger
from db.database import Database, connect
from tests.stand_in import RESET, Json, Request, StandIn
from tests.stand_in.objects import MESSAGE
from tests.stand_in.process import TOKEN

SOME, ALL = 2_000, 10_000
DENSITY = ALL / 60
"""Rows that fall due in a second."""
GUILDS = range(10**17, 10**17 + 10 * 500, 10)
KIND = "bench:post"
BEFORE = 20
"""Commands used before anything is due, to compare with."""
EVERY = 0.25
"""Seconds between two commands. With each, the answer to one message is lost after Discord took it."""
LIMIT, GOAL = 50, 1.0
"""Discord's requests a second; seconds for a command."""


class Channels:
    """The channels of a Discord that remembers no nonces: only a look tells what was posted."""

    def __init__(self, stand_in: StandIn) -> None:
        self.posted = Counter[int]()
        self._messages: dict[str, list[Json]] = {}
        stand_in.on("POST", r"/channels/(\d+)/messages", self._post)
        stand_in.on("GET", r"/channels/(\d+)/messages", self._read)

    def _post(self, request: Request, channel_id: str) -> Json:
        number = int(request.body["nonce"])
        self.posted[number] += 1
        message_id = discord.utils.time_snowflake(discord.utils.utcnow()) + self.posted.total() % 2**22
        given: Json = {"id": str(message_id), "channel_id": channel_id, "attachments": []}
        given["components"] = request.body["components"]
        self._messages.setdefault(channel_id, []).insert(0, MESSAGE | given)
        return self._messages[channel_id][0]

    def _read(self, _: Request, channel_id: str) -> list[Json]:
        return self._messages.get(channel_id, [])[:100]


async def fill(bot: Bot, rows: int) -> None:
    """Have so many messages fall due from three seconds from now on, each in any server."""
    chance = random.Random(26)  # noqa: S311  no secret
    start = discord.utils.utcnow() + timedelta(seconds=3)
    async with bot.db.transaction() as tx:
        for number in range(rows):
            at = start + timedelta(seconds=number / DENSITY)
            guild_id = chance.choice(GUILDS)
            await due.schedule(tx, guild_id=guild_id, kind=KIND, subject_id=number, at=at)
    bot.wake(start)


@asynccontextmanager
async def online(db: Database, stand_in: StandIn) -> AsyncGenerator[Bot]:
    """The real bot, with one more kind of work: to post a message."""
    library = catalogue.load(catalogue.SHIPPED)
    agenda, ledger = due.Agenda(db), CommandLedger(db)
    bot = Bot(
        db=db, library=library, lookup=Lookup(library, choose=random.choice), agenda=agenda, ledger=ledger
    )

    async def post(work: Work) -> None:
        marker = f"bench:here:{work.subject_id}"
        await once.post(
            bot,
            work.guild_id + 1,
            ui.card("It begins in ten minutes.", ui.row(ui.button("I’m here", marker))),
            nonce=work.subject_id,
            marker=marker,
            since=bot.clock() - timedelta(hours=1),
            first=work.attempts == 1,
        )

    bot.worker.add(KIND, post)
    gateway = yarl.URL(stand_in.ws)
    with (
        patch.object(Route, "BASE", stand_in.rest),
        patch.object(DiscordWebSocket, "DEFAULT_GATEWAY", gateway),
    ):
        running = asyncio.create_task(bot.start(TOKEN))
        try:
            await stand_in.ready()
            yield bot
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
            await bot.close()


async def use(stand_in: StandIn) -> float:
    """Use a command; seconds from the gateway's event to the answer that Discord took."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    await stand_in.slash("episode", {"episode": "1"})
    return loop.time() - began


async def measure(db: Database, stand_in: StandIn, rows: int) -> None:
    """Print what became of the messages, how fast they went, and how long commands took."""
    loop = asyncio.get_running_loop()
    channels = Channels(stand_in)
    async with online(db, stand_in) as bot:
        before = [await use(stand_in) for _ in range(BEFORE)]
        await fill(bot, rows)
        began, meanwhile = loop.time(), list[float]()
        patience = 30 + 2 * rows / rate_limit.RATE
        while await due.Agenda(db).next_at() is not None and loop.time() < began + patience:
            stand_in.fail("POST", r"/channels/\d+/messages", RESET, done=True)
            meanwhile.append(await use(stand_in))
            await asyncio.sleep(EVERY)
        took = loop.time() - began
    sent = [request for request in stand_in.requests if request.path.startswith("/channels/")]
    most = busiest_second([request.at for request in sent])
    lost, doubled = rows - len(channels.posted), channels.posted.total() - len(channels.posted)
    astray = sum(request.status is None for request in sent)
    good = lost == doubled == 0 and most < LIMIT and max(meanwhile) < GOAL
    print(f"{rows:,} messages falling due within {rows / DENSITY:.0f} s in {len(GUILDS)} servers")
    print(f"  lost {lost}, doubled {doubled}, though {astray} answers to them went astray")
    print(f"  sent in {took:.0f} s; in the busiest second {most} requests of Discord's {LIMIT}")
    print(f"  a command meanwhile {figures(meanwhile)}, before {figures(before)}")
    print(
        f"  {'good' if good else 'NOT GOOD'}: all once, below {LIMIT} a second, a command within {GOAL} s\n"
    )


def busiest_second(times: Sequence[float]) -> int:
    """The most that came within any second. `times`: in order."""
    most = first = 0
    for last, at in enumerate(times):
        while at - times[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def figures(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} ms (longest {max(seconds) * 1000:.0f} ms)"


async def main(rows: int = SOME) -> None:
    # Of each lost answer the worker says that it tries again; and a heartbeat may be answered too fast for
    # discord.py, which then counts from the one before.
    for name in ("bot.due", "discord.gateway"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    with tempfile.TemporaryDirectory() as folder:
        db = await connect(f"sqlite:///{Path(folder) / 'encore.db'}", now=discord.utils.utcnow())
        try:
            async with StandIn(TOKEN, guilds=GUILDS) as stand_in:
                await measure(db, stand_in, rows)
        finally:
            await db.close()


if __name__ == "__main__":
    asyncio.run(main(ALL if "--all" in sys.argv else SOME))
