"""The disk is full or failing, and file descriptors run out, while members use the bot."""

import asyncio
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bot.text import counted
from db.sqlite import MIGRATIONS
from tests.db.support import opened
from tests.faults import fault
from tests.faults.conftest import Seen
from tests.faults.stage import Stage, is_refusal, playing, words

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("faults-host-disk"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of another process: Linux alone"),
]

AREA = "The disk and the system"
OUT_OF_REACH = "I cannot get at my notes just now"
FEW = 6
"""Descriptors of which all are in use, whichever of the others is given back."""


@contextmanager
def limited(stage: Stage, what: int, most: int) -> Generator[None]:
    """Let the system refuse the process more of something for as long as this lasts."""
    pid = stage.process.pid
    soft, hard = resource.prlimit(pid, what)
    resource.prlimit(pid, what, (most, hard))
    try:
        yield
    finally:
        resource.prlimit(pid, what, (soft, hard))


@fault(
    AREA,
    happens="The disk takes no more: every write fails, as on one that is read-only, failing or over a quota",
    expected="Who changes something is told that nothing was changed, and the log says why; what is only read"
    " is answered; once the disk takes something, all goes on by itself",
)
async def test_a_disk_that_refuses_writes_is_told_and_outlived(stage: Stage) -> None:
    panel = await stage.voted()
    with limited(stage, resource.RLIMIT_FSIZE, 0):
        for answer in await asyncio.gather(*(panel.vote(3) for _ in range(3))):
            assert OUT_OF_REACH in words(answer)
        answer = await stage.stand_in.slash("watched", {"episodes": "1-3"}, user_id=stage.somebody())
        assert OUT_OF_REACH in words(answer)
        assert "full, failing or at its limit" in stage.log
        assert not is_refusal(await stage.stand_in.slash("ranking", user_id=stage.somebody()))
        assert panel.votes == [8]
    assert not is_refusal(await panel.vote(9))
    assert panel.votes == [8, 9]
    await panel.shows(2)


@fault(
    AREA,
    happens="No file or connection can be opened any more, and the line to Discord breaks",
    expected="It connects again as soon as there is one; what members did before counts, once",
)
async def test_descriptors_that_run_out_are_outlived(stage: Stage) -> None:
    panel = await stage.panel()
    with limited(stage, resource.RLIMIT_NOFILE, FEW):
        assert not is_refusal(await panel.vote(8))
        await stage.stand_in.go_away()
        await stage.stand_in.come_back()
        await stage.hears("Too many open files")
        assert not stage.stand_in.is_connected
    await stage.until(lambda: stage.stand_in.is_connected)
    await stage.stand_in.caught_up()
    assert not is_refusal(await panel.vote(9))
    assert panel.votes == [8, 9]


@pytest.fixture
def small_disk(tmp_path: Path) -> Generator[Path]:
    """A disk of 8 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    command = ["/bin/mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  as written here
    if mounted.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["/bin/umount", "--lazy", str(place)], check=True)  # noqa: S603  as written here


@fault(
    AREA,
    happens="The disk fills up in the middle of votes; then the bot is killed, too",
    expected="Members are told from the first vote that finds no room; what was acknowledged is all there,"
    " what was not is not; once there is room votes count again",
)
async def test_a_disk_that_fills_up_loses_no_vote(small_disk: Path, seen: Seen) -> None:
    async with playing(small_disk) as stage:
        stage.begin()
        panel = await stage.panel(3)
        filler = small_disk / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        answers = [await panel.vote(5) for _ in range(20)]
        told = [OUT_OF_REACH in words(answer) for answer in answers]
        assert told[-1]
        assert len(panel.votes) == told.count(False)
        assert "the disk of the database is full" in stage.log
        filler.unlink()
        assert not is_refusal(await panel.vote(9))
        taken = counted(told.count(False), "vote")
        seen(f"{taken} counted, {told.count(True)} told, then the next counted")
        crashed = small_disk / "crashed"  # what a process that is killed here leaves behind
        crashed.mkdir()
        for name in ("encore.db", "encore.db-wal"):
            shutil.copyfile(small_disk / name, crashed / name)
        async with opened(crashed / "encore.db", MIGRATIONS) as db, db.snapshot() as tx:
            rows = await tx.all("SELECT score FROM votes WHERE episode = 's1e3' ORDER BY score")
        assert [row["score"] for row in rows] == [5] * told.count(False) + [9]
