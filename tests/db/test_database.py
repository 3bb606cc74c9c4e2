"""The URL of a database, and which file it means."""

# ruff: noqa: ASYNC240  a test has its event loop to itself

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.database import DatabaseError, connect, inspect
from db.migrate import load
from db.sqlite import MIGRATIONS
from tests.db.support import NOW

VERSION = len(load(MIGRATIONS))
"""Of the schema."""


async def test_connect_makes_the_database_and_opens_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for url in ("sqlite:///my%20bot.db", f"sqlite:///{tmp_path}/my bot.db"):
        database = await connect(url, now=NOW)
        async with database.snapshot() as tx:
            versions = [row["version"] for row in await tx.all("SELECT version FROM schema_migrations")]
            assert versions == list(range(1, VERSION + 1))
        await database.close()
    assert [path.name for path in tmp_path.iterdir()] == ["my bot.db"]
    assert await inspect("sqlite:///my%20bot.db") == f"my bot.db: schema {VERSION}, up to date"


@given(name=st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), max_size=40))
async def test_any_name_can_be_written_with_percent_escapes(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"not there{name}"
    assert await inspect(f"sqlite:///{quote(str(path))}") == f"{path} does not exist yet; it will be made"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://bot:hunter2@localhost/encore", "PostgreSQL is not supported yet"),
        ("postgres://bot:hunter2@localhost/encore", "PostgreSQL is not supported yet"),
        ("mysql://bot:hunter2@localhost/encore", "must look like"),
        ("hunter2", "must look like"),
        ("", "must look like"),
        ("sqlite://", "not in memory"),
        ("sqlite:///", "not in memory"),
        ("sqlite:///:memory:", "not in memory"),
        ("sqlite://encore.db", "three slashes"),
        ("sqlite:///encore.db?mode=ro", "no options"),
        ("sqlite:///encore.db#1", "no options"),
        ("sqlite:///encore%00.db", "no options"),
    ],
)
async def test_a_url_that_cannot_be_used_is_explained_without_its_password(url: str, sentence: str) -> None:
    tries: tuple[Callable[[], object], ...] = (lambda: inspect(url), lambda: connect(url, now=NOW))
    for attempt in tries:
        with pytest.raises(DatabaseError, match=sentence) as refused:
            await attempt()  # pyright: ignore[reportGeneralTypeIssues]
        assert refused.value.sentence.endswith(".")
        assert "hunter2" not in str(refused.value)
