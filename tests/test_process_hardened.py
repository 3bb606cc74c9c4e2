"""The real process under what the systemd unit forbids, asked by the image's health check."""

import asyncio
import signal
import sys
from asyncio.subprocess import DEVNULL, create_subprocess_exec
from pathlib import Path

import pytest

from tests import hardened
from tests.stand_in import StandIn
from tests.stand_in.process import TOKEN, running
from tests.test_deploy import is_healthy
from tests.test_health import PATIENCE, free_port


async def test_the_bot_works_under_what_the_unit_forbids_and_says_that_it_is_well(tmp_path: Path) -> None:
    if lacking := hardened.lacking():
        pytest.skip(lacking)
    port = str(free_port())
    env = hardened.environment() | {
        "PYTHONPATH": str(hardened.UNIT.parents[1]),
        "ENCORE_DATABASE_URL": "sqlite:///encore.db",
        "ENCORE_METRICS_PORT": port,
    }
    assert not await is_healthy(port)
    async with (
        StandIn(TOKEN) as stand_in,
        running(tmp_path, port=stand_in.port, env=env, beforehand=hardened.restrictions()) as process,
    ):
        await stand_in.ready()
        await stand_in.slash("vote", {"episode": "26", "score": 9})
        ranking = await stand_in.slash("ranking")
        planned = await stand_in.slash("party plan", {"episodes": "26", "when": "tomorrow 8pm UTC"})
        async with asyncio.timeout(PATIENCE):
            while not await is_healthy(port):
                pass
        ending = await process.stop()

    assert ranking["data"]["attachments"], "no picture was drawn"
    assert "party:maybe:" in str(planned)
    assert ending.code == 0, ending.err
    assert '"ERROR"' not in ending.err
    assert (tmp_path / "encore.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("forbidden", "code"),
    [
        ("import os; os.nice(1)", -signal.SIGSYS),
        ("import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)", 1),
        ("import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)", 1),
        ("import os; os.open('made', os.O_CREAT, 0o777); assert os.stat('made').st_mode & 0o077", 1),
        ("import sqlite3; sqlite3.connect('well.db').execute('CREATE TABLE well (id)')", 0),
    ],
)
async def test_what_is_forbidden_there_cannot_be_done(tmp_path: Path, forbidden: str, code: int) -> None:
    if lacking := hardened.lacking():
        pytest.skip(lacking)
    tried = await create_subprocess_exec(
        *(sys.executable, "-c", forbidden),
        cwd=tmp_path,
        stderr=DEVNULL,
        preexec_fn=hardened.restrictions(),
    )

    assert await tried.wait() == code
