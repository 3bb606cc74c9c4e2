"""Each thing that may be wrong in a database is made so, found and named, mended, and found no more."""

# ruff: noqa: S608  what befalls the rows is put together from constants

import asyncio
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from db import doctor, servers
from db.database import connect
from db.doctor import stuck, totals, undone
from db.doctor.findings import BEYOND_MENDING, Ill
from db.sqlite import MIGRATIONS
from tests.db.ailing import GUILD, KNOWN, NOW_SECONDS, befall, examined, fill, ills, rows
from tests.db.ailments import AILMENTS, DAY, FIRST, STRANGERS
from tests.db.lives import GUILDS
from tests.db.support import NOW, bring_up


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "encore.db"
    asyncio.run(fill(path))
    return path


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path))


def test_where_nothing_is_wrong_nothing_is_found_and_the_file_stays_as_it_is(path: Path) -> None:
    before = path.read_bytes()

    assert examined(path) == []
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["encore.db"]


@pytest.mark.parametrize("name", AILMENTS)
def test_what_is_wrong_is_found_and_mended_and_is_found_no_more(path: Path, name: str) -> None:
    statements, ill, table = AILMENTS[name]
    befall(path, *statements)

    assert (ill, table) in ills(examined(path))
    kept = doctor.mend(path, KNOWN)

    assert examined(path) == []
    assert (ill, table) in ills(examined(kept))


@pytest.mark.parametrize("table", STRANGERS)
def test_what_the_catalogue_does_not_have_is_told(path: Path, table: str) -> None:
    befall(path, STRANGERS[table])

    (finding,) = (finding for finding in examined(path) if finding.ill is Ill.STRANGER)

    assert finding.table == ("poll_options" if table == "polls" else table)
    assert (finding.example["show_id"] == "lost-show") == ("lost-show" in STRANGERS[table])
    assert finding.example.get("episode") in {None, "s9e9", "s1e1", "tea"}
    assert not finding.can_be_mended


def test_what_the_catalogue_does_not_have_is_never_deleted(path: Path) -> None:
    befall(path, *(statement for table, statement in STRANGERS.items() if table != "parties"))
    before = {table: rows(path, f"SELECT * FROM {table}") for table in STRANGERS}

    doctor.mend(path, KNOWN)

    assert {table: rows(path, f"SELECT * FROM {table}") for table in STRANGERS} == before
    assert {finding.ill for finding in examined(path)} == {Ill.STRANGER}


def test_a_finding_says_how_many_rows_and_where_the_first_is(path: Path) -> None:
    befall(path, "UPDATE vote_totals SET votes = votes + 2 WHERE episode = 's1e1'")

    (finding,) = examined(path)

    ((votes,),) = rows(path, "SELECT votes FROM vote_totals WHERE episode = 's1e1'")
    assert (finding.ill, finding.table, finding.rows) == (Ill.TOTAL, "vote_totals", 1)
    assert finding.example == {"guild_id": GUILD, "show_id": "kaleido-star", "episode": "s1e1"}
    assert isinstance(votes, int)
    assert (finding.column, finding.kept, finding.counted) == ("votes", votes, votes - 2)


def test_work_about_a_row_that_is_gone_is_known_of_every_kind(path: Path) -> None:
    statements, ill, _ = AILMENTS["work without its row"]
    befall(path, *statements)

    assert {finding.example["kind"] for finding in examined(path) if finding.ill is ill} == set(
        stuck.SUBJECTS
    )


def test_who_takes_part_again_is_not_shown_to_the_others(path: Path) -> None:
    befall(path, f"DELETE FROM members WHERE member_id = {FIRST}")

    doctor.mend(path, KNOWN)

    assert rows(path, f"SELECT visible FROM members WHERE member_id = {FIRST}") == [(0,)]
    assert rows(path, f"SELECT count(*) > 0 FROM marks WHERE member_id = {FIRST}") == [(1,)]


def test_work_that_was_tried_before_is_no_first_attempt_once_it_is_due_again(path: Path) -> None:
    befall(path, f"UPDATE due SET due_at = {NOW_SECONDS - DAY}, attempts = 3 WHERE kind LIKE 'party:%'")

    doctor.mend(path, KNOWN)

    assert rows(path, "SELECT DISTINCT due_at, attempts FROM due WHERE kind LIKE 'party:%'") == [
        (NOW_SECONDS, 1)
    ]


def test_work_under_way_may_have_deleted_its_row_already(path: Path) -> None:
    befall(path, f"INSERT INTO due VALUES ({GUILD}, 'poll:close', 4242, {NOW_SECONDS + 60}, 1)")

    assert examined(path) == []


async def test_what_waits_for_a_server_that_removed_the_bot_is_not_stuck(path: Path) -> None:
    db = await connect(f"sqlite:///{path}", now=NOW)
    async with db.transaction() as tx:
        await servers.leave(tx, guild_id=GUILD, now=NOW)
    await db.close()

    assert examined(path) == []
    assert doctor.examine(path, replace(KNOWN, now=NOW + timedelta(days=29))) == []
    late = doctor.examine(path, replace(KNOWN, now=NOW + timedelta(days=40)))
    assert [(finding.ill, finding.example["kind"]) for finding in late] == [(Ill.LATE, servers.FORGET)]


def test_a_server_whose_rows_are_being_deleted_is_left_to_that(path: Path) -> None:
    befall(
        path,
        f"INSERT INTO servers VALUES ({GUILD}, 1, 1, 2, 3)",
        "DELETE FROM votes",
        "DELETE FROM members",
        *(f"DELETE FROM {table}" for table in ("rsvps", "party_clocks", "presences", "attendances")),
        "DELETE FROM parties",
        f"UPDATE due SET due_at = {NOW_SECONDS - 90 * DAY}",
    )

    assert examined(path) == []
    befall(path, f"UPDATE servers SET guild_id = {GUILDS[1]}")
    assert {Ill.TOTAL, Ill.UNJOINED, Ill.NO_SUBJECT} <= {finding.ill for finding in examined(path)}


async def test_every_table_is_checked_or_has_a_reason_not_to_be(tmp_path: Path) -> None:
    await bring_up(tmp_path / "encore.db", MIGRATIONS)
    names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"

    assert not doctor.CHECKED & set(doctor.UNCHECKED)
    assert {row[0] for row in rows(tmp_path / "encore.db", names)} == doctor.CHECKED | set(doctor.UNCHECKED)


def test_every_ill_every_total_and_every_reference_is_among_what_befalls(path: Path) -> None:
    at = {(ill, table) for _, ill, table in AILMENTS.values()}

    assert {ill for ill, _ in at} == set(Ill) - BEYOND_MENDING
    assert {table for ill, table in at if ill is Ill.UNDONE} == set(undone.WAITING)
    assert {table for ill, table in at if ill is Ill.TOTAL} == {total.table for total in totals.TOTALS}
    befall(path, *(f"DELETE FROM {parent}" for parent in ("polls", "poll_options", "parties", "reviews")))
    broken = {finding.table for finding in examined(path) if finding.ill is Ill.REFERENCE}
    assert broken <= {table for ill, table in at if ill is Ill.REFERENCE}
