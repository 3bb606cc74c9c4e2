"""A disk that fills up: said plainly, and nothing acknowledged is lost."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.db.support import bring_up, guests, opened, printed, refusal, take_seats


@pytest.fixture
def small_disk(tmp_path: Path) -> Generator[Path]:
    """A disk of 512 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    command = ["/bin/mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  as written here
    if mounted.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["/bin/umount", "--lazy", str(place)], check=True)  # noqa: S603  as written here


def fill_disk(disk: Path) -> Path:
    filler = disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    return filler


async def test_a_full_disk_is_named_and_opening_succeeds_once_there_is_room(
    small_disk: Path, folder: Path
) -> None:
    path = small_disk / "encore.db"
    filler = fill_disk(small_disk)
    assert f"{path} is on a disk that is full" in await refusal(path, folder)
    filler.unlink()
    await bring_up(path, folder)


async def test_a_disk_that_fills_up_loses_nothing_that_was_acknowledged(
    small_disk: Path, folder: Path
) -> None:
    path = small_disk / "encore.db"
    async with opened(path, folder) as db:
        await take_seats(db, *"0123456789")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            async with db.transaction() as tx:
                await tx.run(
                    "INSERT INTO seats (guest) SELECT hex(randomblob(500)) FROM seats a, seats b, seats c"
                )
        assert await guests(db) == list("0123456789")
    async with opened(path, folder) as db, db.transaction() as tx:
        assert await tx.run("DELETE FROM seats") == 10


LIMITED = """
import resource, sqlite3
path, folder = map(Path, sys.argv[1:])
async def main():
    db = await open_database(path, now=NOW, folder=folder)
    done = 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, -1))
    try:
        while True:
            async with db.transaction() as tx:
                await tx.run("INSERT INTO seats (guest) VALUES (:guest)", guest=f"{done:010000}")
            done += 1
    except sqlite3.OperationalError:
        async with db.snapshot() as tx:
            assert (await tx.one("SELECT count(*) AS seats FROM seats"))["seats"] == done
    print(done)
    await db.close()
asyncio.run(main())
"""


async def test_a_write_the_system_refuses_loses_nothing_that_was_acknowledged(
    path: Path, folder: Path
) -> None:
    acknowledged = int(printed(LIMITED, path, folder))
    assert acknowledged
    async with opened(path, folder) as db:
        assert len(await guests(db)) == acknowledged


LIMITED_FROM_THE_START = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, -1))
try:
    asyncio.run(open_database(Path(sys.argv[1]), now=NOW, folder=Path(sys.argv[2])))
except DatabaseError as error:
    print(error.sentence)
"""


async def test_a_file_that_may_not_grow_is_refused_and_works_once_it_may(path: Path, folder: Path) -> None:
    assert "is on a disk that is full or failing" in printed(LIMITED_FROM_THE_START, path, folder)
    await bring_up(path, folder)
