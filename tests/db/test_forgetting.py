"""All that is kept of a server is deleted, table by table, some rows at a time, and nothing else is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import forgetting
from db.database import Database, Tx
from db.servers import FORGET
from db.sqlite import MIGRATIONS

GONE, OTHER = 1, 2

# What a column must hold where its table says so.
ODD: Mapping[tuple[str, str], Any] = {
    ("reviews", "kind"): "comment",
    ("reviews", "title"): None,
    ("reviews", "verdict"): None,
    ("server_log", "kind"): "setting",
    ("parties", "phase"): "planned",
    ("rsvps", "answer"): "going",
    ("rsvps", "how"): "off",
    ("presences", "seen"): "voice",
    ("servers", "forgotten_at"): None,
}


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def columns(tx: Tx, table: str) -> list[Mapping[str, Any]]:
    return await tx.all("SELECT name, type, pk FROM pragma_table_info(:name)", name=table)


async def tables(tx: Tx) -> dict[str, list[Mapping[str, Any]]]:
    """The tables with rows of servers, and their columns."""
    names = await tx.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    found = {row["name"]: await columns(tx, row["name"]) for row in names}
    return {name: each for name, each in found.items() if any(c["name"] == "guild_id" for c in each)}


async def test_every_table_of_servers_rows_is_among_them_with_its_key(db: Database) -> None:
    async with db.snapshot() as tx:
        keys = {
            name: tuple(c["name"] for c in sorted(each, key=lambda c: c["pk"]) if c["pk"])
            for name, each in (await tables(tx)).items()
        }

    assert {name: ("guild_id", *key) for name, key in forgetting.TABLES.items()} == keys


async def test_what_refers_to_another_table_comes_before_it(db: Database) -> None:
    order = list(forgetting.TABLES)
    async with db.snapshot() as tx:
        for table in order:
            for row in await tx.all("SELECT * FROM pragma_foreign_key_list(:name)", name=table):
                assert order.index(table) < order.index(row["table"]), f"{table} refers to {row['table']}"


async def fill(tx: Tx, guild_id: int, rows: int) -> None:
    """So many rows of a server in every table, and one where there can be no more."""
    found = await tables(tx)
    for table in reversed(list(forgetting.TABLES)):  # what is referred to comes first
        alone = not forgetting.TABLES[table]
        for number in range(1, 2 if alone else rows + 1):
            values = {c["name"]: _value(table, c, guild_id, number) for c in found[table]}
            names = ", ".join(values)
            params = ", ".join(f":{name}" for name in values)
            sql = f"INSERT INTO {table} ({names}) VALUES ({params})"  # noqa: S608  names of the schema
            await tx.run(sql, **values)


def _value(table: str, column: Mapping[str, Any], guild_id: int, number: int) -> Any:
    if column["name"] == "guild_id":
        return guild_id
    if (table, column["name"]) in ODD:
        return ODD[table, column["name"]]
    if table == "due" and column["name"] == "kind":
        return FORGET if number == 1 else "panel:close"
    if column["name"] in {"visible", "watched", "spoils", "anonymous", "running", "reminded"}:
        return 1
    if column["name"] in {"score", "former"}:
        return 5
    return number if column["type"] == "INTEGER" else f"text {number}"


async def counts(tx: Tx, guild_id: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for table in await tables(tx):
        sql = f"SELECT count(*) AS n FROM {table} WHERE guild_id = :id"  # noqa: S608  names of the schema
        row = await tx.one(sql, id=guild_id)
        found[table] = row["n"] if row else 0
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(rows=st.integers(1, 7), most=st.integers(1, 40))
async def test_nothing_of_a_server_is_left_and_others_are_untouched(
    db: Database, rows: int, most: int
) -> None:
    async with db.transaction() as tx:
        await fill(tx, GONE, rows)
        await fill(tx, OTHER, rows)
        before = await counts(tx, OTHER)
        assert all(before.values())

    over = False
    while not over:
        async with db.transaction() as tx:
            left = sum((await counts(tx, GONE)).values())
            over = await forgetting.forget_some(tx, guild_id=GONE, most=most)
            now = sum((await counts(tx, GONE)).values())
            assert left - now <= most + 1  # and the piece of work that deletes
            if now:  # whoever looks after a crash is led back here
                again = await tx.all(
                    "SELECT 1 FROM due WHERE guild_id = :id AND kind = :kind", id=GONE, kind=FORGET
                )
                assert again

    async with db.transaction() as tx:
        assert not any((await counts(tx, GONE)).values())
        assert await counts(tx, OTHER) == before
        await forgetting.forget_some(tx, guild_id=OTHER, most=10**6)


async def test_no_row_is_deleted_along_with_another(db: Database) -> None:
    async with db.transaction() as tx:
        await fill(tx, GONE, 5)
    while True:
        async with db.transaction() as tx:
            before = await counts(tx, GONE)
            over = await forgetting.forget_some(tx, guild_id=GONE, most=1)
            after = await counts(tx, GONE)
        changed = [table for table in before if before[table] != after[table]]
        assert len(changed) <= 1 or over
        if over:
            return
