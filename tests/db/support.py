"""What several of the database's tests need."""

import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.database import Database, DatabaseError
from db.sqlite import MIGRATIONS, SqliteDatabase, inspect, open_database
from tests.laid import lay

NOW = datetime(2026, 4, 3, 20, tzinfo=UTC)
ROOT = Path(__file__).parents[2]

INSERT = "INSERT INTO seats (guest) VALUES (:guest)"

PRELUDE = """
import asyncio, os, sys
from datetime import UTC, datetime
from pathlib import Path
from db.database import DatabaseError
from db.sqlite import inspect, open_database
NOW = datetime(2026, 4, 3, 20, tzinfo=UTC)
"""


def python(script: str, *args: object) -> subprocess.Popen[str]:
    """Start another process on `script`, which finds `args` in `sys.argv`. To be used in a `with`."""
    return subprocess.Popen(  # noqa: S603  the tests' own scripts
        [sys.executable, "-W", "error", "-c", PRELUDE + script, *map(str, args)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def printed(script: str, *args: object) -> str:
    """What `script` prints in another process, which must end well."""
    with python(script, *args) as process:
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    return out.strip()


def write_migrations(folder: Path, *sql: str) -> Path:
    """Make `folder` hold one migration for each of `sql`, in order, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.sql"):
        old.unlink()
    for version, text in enumerate(sql, start=1):
        (folder / f"{version:04}_step.sql").write_text(text, encoding="utf-8")
    return folder


def litter(path: Path) -> list[str]:
    """What stands beside the file at `path` under its name."""
    return sorted(p.name for p in path.parent.glob(f"{path.name}*") if p != path)


async def take_seats(db: Database, *guests: str) -> None:
    async with db.transaction() as tx:
        for guest in guests:
            await tx.run(INSERT, guest=guest)


async def guests(db: Database) -> list[str]:
    async with db.snapshot() as tx:
        return [row["guest"] for row in await tx.all("SELECT guest FROM seats ORDER BY id")]


@asynccontextmanager
async def opened(path: Path, folder: Path) -> AsyncGenerator[SqliteDatabase]:
    """The database at `path`, migrated by `folder`, closed at the end."""
    if folder == MIGRATIONS:
        await lay(path)
    database = await open_database(path, now=NOW, folder=folder)
    try:
        yield database
    finally:
        await database.close()


async def bring_up(path: Path, folder: Path) -> None:
    """Open and close the database: what is left is its file."""
    async with opened(path, folder):
        pass


async def refusal(path: Path, folder: Path) -> str:
    """The sentence with which opening is refused."""
    with pytest.raises(DatabaseError) as refused:
        await bring_up(path, folder)
    assert refused.value.sentence.endswith(".")
    return refused.value.sentence


async def refusal_of_both(path: Path, folder: Path) -> str:
    """As `refusal`; looking alone must find the same."""
    with pytest.raises(DatabaseError) as refused:
        await inspect(path, folder=folder)
    assert refused.value.sentence == await refusal(path, folder)
    return refused.value.sentence
