"""The demo as a process: one address, a clock that runs, a database that is kept."""

import asyncio
import os
import re
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import discord
import pytest

from bot.demo import RealClock
from bot.demo.typed import read_command
from tests.world import World

ROOT = Path(__file__).parent.parent


@asynccontextmanager
async def demo(folder: Path, *options: str) -> AsyncGenerator[str]:
    """Start the demo in `folder`; gives its address. Leaving it checks that it ends well on SIGINT."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = (sys.executable, "-m", "bot", "demo", "--port", "0", *options)
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    told = ""
    try:
        async with asyncio.timeout(30):
            while not (address := re.search(r"http://127\.0\.0\.1:\S+", told)):
                line = await process.stdout.readline()
                assert line, f"ended without an address: {told}"
                told += line.decode()
        yield address[0]
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = await asyncio.wait_for(process.communicate(), timeout=10)
    assert process.returncode == 0
    assert "Traceback" not in errors.decode()


async def test_the_database_is_kept_between_runs_until_a_fresh_one_is_asked_for(tmp_path: Path) -> None:
    def rows() -> int:
        with closing(sqlite3.connect(tmp_path / "encore-demo.db")) as db:
            return db.execute("SELECT count(*) FROM command_syncs").fetchone()[0]

    async with demo(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "encore-demo.db")) as db, db:
        db.execute("INSERT INTO command_syncs VALUES (1, 2, 'digest', '{}', 3)")
    async with demo(tmp_path):
        assert rows() == 1
    async with demo(tmp_path, "--fresh"):
        assert rows() == 0


async def test_a_port_that_is_taken_is_no_hindrance(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with demo(tmp_path, "--port", str(port)) as address:
            assert f":{port}/" not in address


def test_the_demos_clock_runs_with_real_time_and_can_skip_ahead() -> None:
    clock = RealClock()
    begun = discord.utils.utcnow()

    assert abs((clock.now() - begun).total_seconds()) < 1
    clock.advance(3600)
    assert 3599 < (clock.now() - begun).total_seconds() < 3601


@pytest.mark.parametrize(
    ("typed", "name", "filled"),
    [
        ("/episode 26", "episode", "26"),
        ("/episode episode:26", "episode", "26"),
        ("/episode  an amazing comeback ", "episode", "an amazing comeback"),
        ("/series", "series", None),
        ("/series please", "series", None),
    ],
)
async def test_a_command_typed_as_text_is_understood(
    world: World, typed: str, name: str, filled: str | None
) -> None:
    assert read_command(typed, world.bot.tree) == (name, {"episode": filled} if filled else {})


@pytest.mark.parametrize("typed", ["/episode", "/nothing", "/", "// comment"])
async def test_text_that_is_no_command_stays_text(world: World, typed: str) -> None:
    assert read_command(typed, world.bot.tree) is None
