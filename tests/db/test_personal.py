"""Every column that holds a member is known, to be shown, taken along and deleted; so is what they wrote."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from db import personal, personal_export
from db.database import Database, Tx
from db.personal import KEPT, Fate
from db.sqlite import MIGRATIONS
from tests.db.lives import GUILDS, LEFT, MEMBERS, Step

HERE, THERE = GUILDS
HANA, TOMAS, _ = MEMBERS


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


NO_MEMBER: Mapping[str, str] = {
    "attendances": "guild_id party_id episode",
    "board": "guild_id show_id number visible episodes",
    "board_counts": "guild_id show_id episodes members",
    "board_slots": "guild_id show_id episodes slot members",
    "command_syncs": "application_id scope digest ids synced_at",
    "due": "guild_id kind due_at attempts",
    "health": "id written_at",
    "imports": "guild_id id show_id episodes made_at",
    "marks": "guild_id show_id episode watched source marked_at change_id",
    "member_counts": "guild_id members",
    "member_settings": "name value",
    "members": "guild_id visible number joined_at",
    "panels": (
        "guild_id id channel_id message_id show_id episode opened_at closes_at closed_at result posted_at"
        " edited_at"
    ),
    "parties": (
        "guild_id id season_id channel_id message_id card_gone_at stage_id result_id event_id event_fault"
        " show_id episodes title voice_id seats starts_at zone phase reminded_at ready_at started_at ended_at"
        " lengths pause version changed_at edited_at"
    ),
    "party_clocks": "guild_id party_id number at shown running",
    "poll_options": "guild_id poll_id number votes",
    "poll_votes": "guild_id poll_id number cast_at",
    "polls": (
        "guild_id id channel_id message_id result_id question show_id choices anonymous reveal voters"
        " opened_at closes_at closed_at edited_at"
    ),
    "presences": "guild_id party_id seen since until",
    "review_posts": "guild_id id review_id channel_id message_id posted_at",
    "review_reports": "guild_id review_id reason reported_at",
    "review_thanks": "guild_id review_id thanked_at",
    "reviews": (
        "guild_id id show_id episode kind title body verdict spoils thanks reports written_at edited_at"
        " kept_at hidden_at hidden_why"
    ),
    "rsvps": "guild_id party_id id answer number how minutes reminded",
    "schema_migrations": "version name checksum applied_at",
    "server_faults": "guild_id channel_id feature met_at told_at",
    "server_log": "guild_id id kind subject before after reason logged_at",
    "server_settings": "guild_id name value",
    "servers": "guild_id joined_at welcomed_at left_at forgotten_at",
    "vote_totals": "guild_id show_id episode votes total squares s1 s2 s3 s4 s5 s6 s7 s8 s9 s10",
    "votes": "guild_id show_id episode score former version cast_at changed_at",
    "watcher_counts": "guild_id show_id episode members",
    "withdrawn_messages": "guild_id id channel_id",
}
"""Columns by table that hold nobody's id. What stands beside one is exported and deleted with it.

A new column fails a test until it is here or in `db.personal.KEPT`. Before it comes here: does it hold a
member's id, or something that leads to one?
"""
NO_WORDS = {
    *("board_counts", "board_slots", "command_syncs", "schema_migrations", "server_faults"),
    *("server_settings", "vote_totals", "watcher_counts"),
}
"""Tables with text that no member wrote, and that are not exported."""


async def columns(tx: Tx, *types: str) -> set[tuple[str, str]]:
    """The columns of the real schema, of some types or of all."""
    tables = await tx.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return {
        (table["name"], column["name"])
        for table in tables
        for column in await tx.all(f"SELECT name, type FROM pragma_table_info('{table['name']}')")  # noqa: S608
        if not types or column["type"] in types
    }


def undecided(found: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The columns of which nobody has said whether they hold a member."""
    personal_ones = {(kept.table, kept.column) for kept in KEPT}
    others = {(table, column) for table, names in NO_MEMBER.items() for column in names.split()}
    assert personal_ones.isdisjoint(others)
    return set(found) - personal_ones - others


async def test_of_every_column_it_is_decided_whether_it_holds_a_member(db: Database) -> None:
    async with db.snapshot() as tx:
        found = await columns(tx)

    assert undecided(found) == set()
    named = {(table, column) for table, names in NO_MEMBER.items() for column in names.split()}
    assert named <= found  # what is gone is no longer listed


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        (
            "CREATE TABLE visits (guild_id INTEGER, guest INTEGER)",
            {("visits", "guild_id"), ("visits", "guest")},
        ),
        ("ALTER TABLE votes ADD COLUMN given_by INTEGER", {("votes", "given_by")}),
        ("ALTER TABLE server_settings ADD COLUMN set_by INTEGER", {("server_settings", "set_by")}),
    ],
)
async def test_a_new_column_has_to_be_decided_on(db: Database, sql: str, found: set[tuple[str, str]]) -> None:
    async with db.transaction() as tx:
        await tx.run(sql)
        assert undecided(await columns(tx)) == found


async def test_whatever_members_write_is_in_a_table_that_is_exported(db: Database) -> None:
    async with db.snapshot() as tx:
        texts = {table for table, _ in await columns(tx, "TEXT")}

    assert texts - NO_WORDS <= {kept.table for kept in KEPT}
    assert texts >= NO_WORDS


async def test_of_a_row_that_is_exported_no_column_hides_another(db: Database) -> None:
    async with db.snapshot() as tx:
        found = await columns(tx)

    for table in {kept.table for kept in KEPT}:
        names = [column for of, column in found if of == table]
        assert len({personal_export.readable(name) for name in names}) == len(names)


def test_what_is_told_has_words_of_its_own() -> None:
    assert len({kept.noun for kept in KEPT}) == len({kept.nouns for kept in KEPT}) == len(KEPT)
    assert {kept.fate for kept in KEPT} == set(Fate)


async def leave(db: Database, *found: Step) -> None:
    async with db.transaction() as tx:
        for number, step in enumerate(found):
            await LEFT[step.verb](tx, Step(*_fields(step), id=100 + number))


def _fields(step: Step) -> tuple[str, int, int, int, bool]:
    return step.verb, step.guild_id, step.member_id, step.pick, step.yes


async def test_figures_are_of_one_server_and_one_member(db: Database) -> None:
    await leave(
        db,
        *(Step("mark", HERE, HANA, pick, yes=True) for pick in range(3)),
        Step("vote", HERE, HANA, 0, yes=True),
        Step("vote", HERE, TOMAS, 0, yes=True),
        Step("vote", THERE, HANA, 0, yes=True),
        Step("choose", HERE, HANA, 0, yes=True),
    )

    async with db.snapshot() as tx:
        here = await personal.counts(tx, guild_id=HERE, member_id=HANA)
        alike = await personal.choices(tx, member_id=HANA)
        where = await personal.guild_ids(tx, member_id=HANA)
        his = await personal.guild_ids(tx, member_id=TOMAS)

    assert {kept.nouns: n for kept, n in here.items()} == {
        "marks": 3,
        "votes": 1,
        "entries among those who take part": 1,
    }
    assert {kept.nouns: n for kept, n in alike.items()} == {"choices for all servers": 1}
    assert (where, his) == ([HERE, THERE], [HERE])


async def test_of_who_was_never_there_nothing_is_found(db: Database) -> None:
    await leave(db, Step("vote", HERE, HANA, 0, yes=True))

    async with db.snapshot() as tx:
        assert await personal.counts(tx, guild_id=HERE, member_id=TOMAS) == {}
        assert await personal.choices(tx, member_id=TOMAS) == {}
        assert await personal.guild_ids(tx, member_id=TOMAS) == []
        assert await personal_export.of_server(tx, guild_id=HERE, member_id=TOMAS) == {}
        assert await personal_export.of_all_servers(tx, member_id=TOMAS) == {}
