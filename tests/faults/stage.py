"""A real process towards a stand-in, in real use, for many faults one after the other."""

import asyncio
import re
import signal
import sqlite3
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from tests.faults.panel import Panel
from tests.faults.telling import is_refusal, words
from tests.stand_in import GUILD_ID, Json, Request, StandIn
from tests.stand_in.clocked import Clock
from tests.stand_in.process import TOKEN, Process, running, stored

GUILDS = tuple(GUILD_ID + 100 * number for number in range(6))
CHANNEL = GUILD_ID + 1
CALLBACK = r"/interactions/\d+/[^/]+/callback"
POSTS = rf"/channels/{CHANNEL}/messages"
PATIENCE = 6.0
"""Seconds that a piece of work may take and a gateway may be silent, instead of 45 and 60."""
LONG = 30.0
"""Seconds that a test waits for anything."""
PACE = timedelta(seconds=6)
"""Until a message may be edited again, and a little more."""
REFERENCE = re.compile(r"this reference: `([0-9A-F]{6})`")
_RECORD = re.compile(r"\d{4}-\d\d-\d\d ")
_EXPLAINED = re.compile(r"reference [0-9A-F]{6}")


@dataclass
class Stage:
    """The bot in a server, members who use it, and what is seen of it from outside."""

    folder: Path
    stand_in: StandIn
    process: Process
    clock: Clock
    forgiven: list[str] = field(default_factory=list[str])
    """Expressions for the log records that may carry a traceback in this test."""
    _heard: int = 0
    _asked: int = 0
    episodes: "count[int]" = field(default_factory=lambda: count(1))
    """Numbers of episodes on which nobody has voted."""
    _people: "count[int]" = field(default_factory=lambda: count(10**17 + 50_000, 10))

    def somebody(self) -> int:
        """The id of a member who has done nothing yet."""
        return next(self._people)

    def rows(self, sql: str, **values: object) -> list[sqlite3.Row]:
        """What the database holds, seen from outside."""
        return stored(self.folder, sql, **values)

    def only(self, sql: str, **values: object) -> Any:
        """The one value that a query yields."""
        ((value,),) = self.rows(sql, **values)
        return value

    def pass_time(self, time: timedelta = PACE) -> None:
        """Let time pass, which the bot notices within a moment."""
        self.clock.advance(time)

    async def until(self, condition: Callable[[], object], within: float = LONG) -> None:
        """Wait for what is to be seen in the database or the log; TimeoutError past `within` seconds."""
        try:
            async with asyncio.timeout(within):
                while not condition():  # noqa: ASYNC110  what happens in another process wakes nobody
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise TimeoutError(f"{self.stand_in.events[-8:]}\n{self.log[-3000:]}") from None

    async def panel(self, number: int | None = None, guild_id: int = GUILD_ID) -> Panel:
        """A panel that somebody opened and whose message the bot knows; on an episode of its own."""
        number = next(self.episodes) if number is None else number
        key = f"s1e{number}"
        panel = Panel(self, key, self.somebody(), guild_id)
        opening = {"episode": key}
        answer = await self.stand_in.slash("vote", opening, user_id=panel.opened_by, guild_id=guild_id)
        assert not is_refusal(answer), words(answer)
        await self.until(lambda: panel.row and panel.row["message_id"])
        return panel

    async def voted(self, number: int | None = None, guild_id: int = GUILD_ID) -> Panel:
        """The same, with a vote of 8."""
        panel = await self.panel(number, guild_id)
        await panel.vote()
        return panel

    async def hears(self, said: str, *, times: int = 1) -> None:
        """Wait until the process has logged that so often since the test began."""
        await self.until(lambda: self.log.count(said) >= times)

    def asked(self, method: str, path: str) -> list[Request]:
        """The requests of one kind, an expression, since the test began."""
        return [
            each
            for each in self.stand_in.requests[self._asked :]
            if each.method == method and re.fullmatch(path, each.path)
        ]

    async def is_well(self) -> None:
        """Fail unless it runs, answers, and neither a total is off nor a traceback without an explanation."""
        assert self.process.is_running, self.log
        answer = await self.stand_in.slash("episode", {"episode": "26"}, user_id=self.somebody())
        assert "An Amazing Comeback" in words(answer)
        assert self.rows("SELECT * FROM vote_totals") != []
        off = self.rows(
            "SELECT * FROM vote_totals t WHERE (t.votes, t.total) <>"
            " (SELECT count(score), coalesce(sum(score), 0) FROM votes v"
            " WHERE (v.guild_id, v.show_id, v.episode) = (t.guild_id, t.show_id, t.episode))"
        )
        assert [tuple(row) for row in off] == []
        assert self.unexplained() == []

    @property
    def log(self) -> str:
        """What the process logged since the test began."""
        return self.process.log[self._heard :]

    def begin(self) -> None:
        """Have what is logged from now on count, and nothing that an earlier test made fail."""
        self._heard, self._asked = len(self.process.log), len(self.stand_in.requests)
        self.forgiven.clear()
        self.stand_in.heal()
        self.stand_in.hold, self.stand_in.acks = 0.0, True
        self.stand_in.answer_within = self.stand_in.patience = LONG  # a busy machine is no fault of the bot's

    def unexplained(self) -> list[str]:
        """Log records with a traceback that names neither a reference nor what the test forgives."""
        found, record = list[str](), ""
        for text in self.log.splitlines():
            record = text if _RECORD.match(text) else record
            known = _EXPLAINED.search(record) or any(re.search(each, record) for each in self.forgiven)
            if text.startswith("Traceback") and not known:
                found.append(record)
        return found


def direct(member_id: int) -> str:
    """Where somebody is written to: the path of a direct message."""
    return rf"/channels/{member_id + 1}/messages"


async def unanswered(stage: Stage, doing: Coroutine[object, object, Json], said: str) -> None:
    """Let a member do something that is not answered, until the log says so."""
    task = asyncio.create_task(doing)
    await stage.hears(said)
    assert not task.done()
    task.cancel()


async def came_up(stand_in: StandIn, process: Process) -> None:
    """Wait until the bot is ready; fail with what it said where it ends instead."""
    ready, ended = asyncio.create_task(stand_in.ready()), asyncio.create_task(process.end(within=LONG))
    await asyncio.wait({ready, ended}, return_when=asyncio.FIRST_COMPLETED)
    ended.cancel()
    assert process.is_running, process.log
    await ready


@asynccontextmanager
async def playing(
    folder: Path, *, guilds: Sequence[int] = GUILDS, heartbeat: float = 2.0
) -> AsyncGenerator[Stage]:
    """A Discord with these servers and a bot that is ready, with a first vote."""
    async with StandIn(TOKEN, guilds=guilds, heartbeat=heartbeat) as stand_in:
        clock = Clock(folder / "clock")
        stand_in.clock, stand_in.patience = clock, LONG
        env = clock.env | {"STAND_IN_PATIENCE": str(PATIENCE)}
        async with running(folder, port=stand_in.port, env=env) as process:
            await came_up(stand_in, process)
            stage = Stage(folder, stand_in, process, clock)
            await stand_in.slash("vote", {"episode": "26", "score": 7}, user_id=stage.somebody())
            await stage.hears("online as")
            yield stage
            process.send(signal.SIGTERM)
            ending = await process.end(within=LONG)
            assert ending.code == 0, ending.err
