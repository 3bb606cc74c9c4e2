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


async def test_a_database_that_another_demo_uses_is_left_to_it(tmp_path: Path) -> None:
    async with demo(tmp_path):
        told, code = await _refused(tmp_path, "--fresh")
        assert told == "encore-demo.db is in use; stop the demo that runs first.\n"
        assert code == 2
    assert (tmp_path / "encore-demo.db").exists()


@pytest.mark.parametrize("port", ["65536", "-1", "1e3", "٣", "8".rjust(5_000, "8")])
async def test_what_is_no_port_is_refused(tmp_path: Path, port: str) -> None:
    told, code = await _refused(tmp_path, f"--port={port}")
    assert told.endswith("is no port: 0 (any) to 65535\n")
    assert code == 2


async def _refused(folder: Path, *options: str) -> tuple[str, int | None]:
    """What a demo says that does not start, and its exit code."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", *options), cwd=folder, env=env, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(30):
        _, told = await process.communicate()
    return told.decode(), process.returncode


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


async def test_the_sample_server_starts_with_votes_that_a_fresh_database_has_too(tmp_path: Path) -> None:
    def votes() -> list[tuple[int, str, int, int]]:
        with closing(sqlite3.connect(tmp_path / "encore-demo.db")) as db:
            rows = db.execute("SELECT guild_id, episode, member_id, score FROM votes")
            return sorted(rows.fetchall())

    async with demo(tmp_path):
        first = votes()
    async with demo(tmp_path):
        assert votes() == first
    async with demo(tmp_path, "--fresh"):
        assert votes() == first
    assert len(first) > 150
    assert len({member for _, _, member, _ in first}) == 10
