"""What is kept about a member comes out as rows that people can read, and holds nobody else."""

import json
from pathlib import Path

import pytest

from db import personal_export
from db.database import Database
from db.personal_export import Entries
from db.sqlite import MIGRATIONS
from tests.db.lives import GUILDS, LEFT, MEMBERS, Step
from tests.db.texts import SAID

HERE, THERE = GUILDS
HANA, TOMAS, _ = MEMBERS


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


AT = "2026-04-03T20:00:00+00:00"
HERS: Entries = {
    "votes": [
        {
            "show": "kaleido-star",
            "episode": "s1e1",
            "score": 7,
            "score_before": None,
            "changes": 1,
            "first_cast": AT,
            "changed": AT,
        }
    ],
    "marks": [
        {
            "show": "kaleido-star",
            "episode": "s1e1",
            "watched": True,
            "marked_by": "hand",
            "first_marked": AT,
            "last_change": "102",
        }
    ],
    "lists_waiting_to_be_applied": [
        {"id": "103", "show": "kaleido-star", "episodes": ["s1e1", "s1e2", "sp1"], "brought": AT}
    ],
    "entries_among_those_who_take_part": [{"seen_by_everyone_here": True, "number": 1, "joined": AT}],
    "places_on_the_board": [
        {"show": "kaleido-star", "number": 1, "seen_by_everyone_here": True, "episodes": 1}
    ],
}


async def live(db: Database, *steps: Step) -> None:
    async with db.transaction() as tx:
        for step in steps:
            await {**LEFT, **SAID}[step.verb](tx, step)


async def exported(db: Database, member_id: int = HANA, guild_id: int = HERE) -> Entries:
    async with db.snapshot() as tx:
        return await personal_export.of_server(tx, guild_id=guild_id, member_id=member_id)


async def test_ids_are_text_moments_are_iso_and_flags_are_true_or_false(db: Database) -> None:
    await live(
        db,
        Step("vote", HERE, HANA, 6, yes=True, id=101),
        Step("mark", HERE, HANA, 0, yes=True, id=102),
        Step("bring", HERE, HANA, 0, yes=True, id=103),
        Step("choose", HERE, HANA, 0, yes=True, id=104),
    )

    assert await exported(db) == HERS
    async with db.snapshot() as tx:
        alike = await personal_export.of_all_servers(tx, member_id=HANA)
    assert alike == {"choices_for_all_servers": [{"name": "zone", "value": "Europe/Berlin"}]}


async def test_a_poll_comes_with_its_options_and_a_party_with_its_title(db: Database) -> None:
    await live(
        db,
        Step("ask", HERE, HANA, 0, yes=True, id=101),
        Step("plan", HERE, HANA, 0, yes=True, id=102),
        Step("answer a party", HERE, HANA, 0, yes=True, id=103),
    )

    found = await exported(db)

    assert [poll["question"] for poll in found["polls_you_asked"]] == [f"written by {HANA}"]
    assert [each["option"] for each in found["options_of_your_polls"]] == [f"written by {HANA}", "tea"]
    assert [party["title"] for party in found["parties_you_planned"]] == [f"written by {HANA}"]
    assert [each["reminded_by"] for each in found["answers_to_parties"]] == ["direct"]
    assert [each["what"] for each in found["reminders_to_come"]] == ["party:direct"]


async def test_of_what_others_did_to_a_text_the_reason_is_told_and_not_who(db: Database) -> None:
    await live(
        db,
        Step("review", HERE, HANA, 0, yes=True, id=101),
        Step("thank", HERE, TOMAS, 0, yes=True, id=102),
        Step("report", HERE, TOMAS, 0, yes=True, id=103),
        Step("hide a text", HERE, TOMAS, 0, yes=True, id=104),
    )

    hers, his = await exported(db), await exported(db, TOMAS)

    assert [(each["thanks"], each["hidden_why"]) for each in hers["reviews_and_comments"]] == [
        (1, f"written by {TOMAS}")
    ]
    assert [set(each) for each in his["texts_you_hid"]] == [{"id", "hidden", "hidden_why"}]
    assert his["texts_you_found_helpful"] == [{"review": "101", "thanked": AT}]
    assert f'"{TOMAS}"' not in json.dumps(hers)
    assert str(HANA) not in json.dumps(his)


async def test_nothing_of_another_server_or_member_is_in_it(db: Database) -> None:
    await live(
        db,
        Step("vote", THERE, HANA, 0, yes=True, id=101),
        Step("vote", HERE, TOMAS, 0, yes=True, id=102),
        Step("ask", HERE, TOMAS, 0, yes=True, id=103),
        Step("answer a poll", HERE, HANA, 0, yes=True, id=104),
    )

    found = await exported(db)

    assert set(found) == {"choices_in_polls"}
    assert [each["poll"] for each in found["choices_in_polls"]] == ["103", "103"]
