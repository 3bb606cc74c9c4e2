"""The real process: `python -m bot` in a folder of its own, with no environment but what it is given."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import NamedTuple

TOKEN = "MTAwMDAwMDAwMDAwMDAxMDAw.GaBcDe.nothing-but-the-stand-in-takes-this"  # noqa: S105
ROOT = Path(__file__).parents[2]
NOBODY = 1  # a port of 127.0.0.1 on which nothing listens


def stored(folder: Path, sql: str, **values: object) -> list[sqlite3.Row]:
    """What a query yields of the database in the process's folder, seen from outside."""
    file = f"file:{folder / 'encore.db'}?mode=ro"
    with closing(sqlite3.connect(file, uri=True, timeout=10)) as db:
        db.row_factory = sqlite3.Row
        return db.execute(sql, values).fetchall()


class Ending(NamedTuple):
    """How a process ended, and all that it printed."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> list[str]:
        """The lines on standard error that are no log records: sentences for the person who started it."""
        return [line for line in self.err.splitlines() if not line.startswith(("20", "{"))]


class Process:
    """A process that runs. What it prints is read as it comes, so that it never waits for a reader."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._out, self._err = bytearray(), bytearray()
        self._output = asyncio.create_task(self._read())

    @property
    def log(self) -> str:
        """All that it printed on standard error up to now."""
        return self._err.decode(errors="replace")

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    async def _read(self) -> None:
        async def take(stream: asyncio.StreamReader | None, into: bytearray) -> None:
            while stream and (read := await stream.read(2**16)):
                into += read

        await asyncio.gather(take(self._process.stdout, self._out), take(self._process.stderr, self._err))
        await self._process.wait()

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    async def end(self, *, within: float = 30.0) -> Ending:
        """Wait until it has ended by itself; TimeoutError past `within` seconds."""
        await asyncio.wait_for(asyncio.shield(self._output), within)
        return Ending(self._process.returncode or 0, self._out.decode(), self._err.decode())

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> Ending:
        """Send a signal and wait for the end, which has to come within the 5 s that Encore promises."""
        self.send(number)
        return await self.end(within=5.0)

    async def kill(self) -> None:
        """Make sure that nothing is left of it."""
        if self._process.returncode is None:
            self._process.kill()
        await self._output


@asynccontextmanager
async def running(
    folder: Path,
    *arguments: str,
    port: int = NOBODY,
    env: Mapping[str, str] | None = None,
    beforehand: Callable[[], None] | None = None,
) -> AsyncGenerator[Process]:
    """Start it in `folder`, towards a stand-in's port. `env` is all its environment, but for the token.

    `beforehand` is called in the new process.
    """
    process = Process(
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.stand_in.bot", str(port), *arguments),
            cwd=folder,
            env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": TOKEN} | dict(env or {}),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            preexec_fn=beforehand,
        )
    )
    try:
        yield process
    finally:
        await process.kill()


async def ended(
    folder: Path,
    *arguments: str,
    port: int = NOBODY,
    env: Mapping[str, str] | None = None,
    beforehand: Callable[[], None] | None = None,
) -> Ending:
    """Start it and wait until it has ended by itself."""
    async with running(folder, *arguments, port=port, env=env, beforehand=beforehand) as process:
        return await process.end()
