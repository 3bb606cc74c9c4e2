"""Of a member who was deleted no trace is left, the others keep what is theirs, and all counts are right."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import erasing, member_settings, personal, poll_votes, recount, review_votes, votes
from db.database import Database, Row, Tx
from db.personal import KEPT, Fate
from db.sqlite import MIGRATIONS
from tests.db.lives import GUILDS, HEIR, LEFT, MEMBERS, SHOW, Step, steps
from tests.db.support import NOW
from tests.db.texts import SAID

one_database = settings(
    max_examples=settings().max_examples // 2, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
"""Each example wipes the database that they share. They are long: half as many do."""

DOES = {**LEFT, **SAID}
HISTORIES = steps(tuple(DOES))
Dump = Mapping[str, Sequence[Row]]
"""All rows by table."""


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def dump(tx: Tx) -> Dump:
    names = await tx.all(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
    )
    return {
        row["name"]: await tx.all(f"SELECT * FROM {row['name']}")  # noqa: S608  tables' names
        for row in names
        if row["name"] != "schema_migrations"
    }


async def live(db: Database, history: list[Step]) -> Dump:
    """Begin with nothing, do all that, and see what is there."""
    async with db.transaction() as tx:
        for table in await dump(tx):
            await tx.run(f"DELETE FROM {table}")  # noqa: S608  tables' names
        for step in history:
            await DOES[step.verb](tx, step)
        return await dump(tx)


async def erase(db: Database, member_id: int, *guild_ids: int) -> Dump:
    """Delete a member in these servers, and see what is there."""
    async with db.transaction() as tx:
        for guild_id in guild_ids:
            await erasing.erase(tx, guild_id=guild_id, member_id=member_id, heir_id=HEIR, now=NOW)
        return await dump(tx)


def of(rows: Dump, guild_id: int) -> Dump:
    """What is of one server."""
    return {table: [row for row in found if row.get("guild_id") == guild_id] for table, found in rows.items()}


def traces(rows: Dump, member_id: int) -> list[tuple[str, Row]]:
    """The rows in which a member is named, as a number or in what they wrote."""
    return [
        (table, row)
        for table, found in rows.items()
        for row in found
        if any(str(member_id) in str(value) for value in row.values())
    ]


async def agrees(tx: Tx) -> None:
    """Hold every count against a recount."""
    assert await recount.differences(tx) == {}
    assert await review_votes.recount(tx) == 0
    assert await tx.all("PRAGMA foreign_key_check") == []
    for guild_id in GUILDS:
        counted = await votes.recount(tx, guild_id=guild_id, show_id=SHOW)
        assert await votes.tallies(tx, guild_id=guild_id, show_id=SHOW) == counted
        for row in await tx.all("SELECT id FROM polls WHERE guild_id = :guild_id", guild_id=guild_id):
            poll = {"guild_id": guild_id, "poll_id": row["id"]}
            assert await poll_votes.results(tx, **poll) == await poll_votes.recount(tx, **poll)


@given(history=HISTORIES, member_id=st.sampled_from(MEMBERS))
@one_database
async def test_deleted_on_one_server_no_trace_is_left_there_and_the_other_is_as_it_was(
    db: Database, history: list[Step], member_id: int
) -> None:
    before = await live(db, history)
    here, elsewhere = GUILDS

    after = await erase(db, member_id, here)

    assert traces(of(after, here), member_id) == []
    assert of(after, elsewhere) == of(before, elsewhere)
    assert after["member_settings"] == before["member_settings"]
    async with db.snapshot() as tx:
        await agrees(tx)
        assert await personal.counts(tx, guild_id=here, member_id=member_id) == {}
        assert here not in await personal.guild_ids(tx, member_id=member_id)


@given(history=HISTORIES, member_id=st.sampled_from(MEMBERS))
@one_database
async def test_deleted_everywhere_no_trace_is_left_anywhere(
    db: Database, history: list[Step], member_id: int
) -> None:
    await live(db, history)
    async with db.snapshot() as tx:
        guild_ids = await personal.guild_ids(tx, member_id=member_id)

    await erase(db, member_id, *guild_ids)
    async with db.transaction() as tx:
        await member_settings.erase(tx, member_id=member_id)
        assert traces(await dump(tx), member_id) == []
        await agrees(tx)


@given(history=HISTORIES, member_id=st.sampled_from(MEMBERS))
@one_database
async def test_the_others_keep_what_is_theirs(db: Database, history: list[Step], member_id: int) -> None:
    before = await live(db, history)

    after = await erase(db, member_id, *GUILDS)

    gone = {
        table: {(row["guild_id"], row["id"]) for row in before[table] if row[column] == member_id}
        for table, column in (("polls", "author_id"), ("reviews", "member_id"))
    }
    for kept in KEPT:
        if kept.fate is Fate.DELETED and kept.owner is None:
            theirs = _others(before[kept.table], kept.column, member_id, gone)
            assert theirs == _others(after[kept.table], kept.column, member_id, gone)
    for table, column in (("parties", "organiser_id"), ("panels", "opened_by")):
        heirs = {row["id"]: HEIR if row[column] == member_id else row[column] for row in before[table]}
        assert {row["id"]: row[column] for row in after[table]} == heirs


_COUNTED = {"thanks", "reports", "voters", "hidden_by", "hidden_why"}
"""Columns in which what a member did to others' rows is counted or named."""


def _others(
    rows: Sequence[Row], column: str, member_id: int, gone: Mapping[str, set[tuple[int, int]]]
) -> list[Row]:
    """The others' rows, but for those that belong to a poll or a text of the member's."""
    return [
        {name: value for name, value in row.items() if name not in _COUNTED}
        for row in rows
        if row[column] != member_id
        and (row.get("guild_id"), row.get("poll_id")) not in gone["polls"]
        and (row.get("guild_id"), row.get("review_id")) not in gone["reviews"]
    ]


@given(history=HISTORIES, member_id=st.sampled_from(MEMBERS))
@one_database
async def test_where_anything_is_kept_is_found_without_reading_it_all(
    db: Database, history: list[Step], member_id: int
) -> None:
    rows = await live(db, history)

    async with db.snapshot() as tx:
        found = await personal.guild_ids(tx, member_id=member_id)

    there = {row.get("guild_id") for _, row in traces(rows, member_id)} - {None}
    assert set(found) == there
