"""All that stands open in a server, brought up to date; and reminders that a new time passes over."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.panels import Panel
from bot.domain.parties import Party, Phase
from bot.domain.polls import Poll
from bot.domain.rsvps import How
from db import open_messages, panels, party_times, polls, server_settings
from db.database import Database
from db.sqlite import MIGRATIONS
from tests.db.planning import PARTY, TWO, add, after, answer, due_rows, find, plan, say
from tests.db.support import NOW

PANEL = Panel(
    guild_id=1, id=7, channel_id=70, message_id=71, show_id="kaleido-star", episode="s1e26", opened_by=11,
    closes_at=None,
)  # fmt: skip
POLL = Poll(1, 8, 70, 11, "Again?", ("yes", "no"), NOW, NOW, message_id=72)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def refresh_all(db: Database, *, guild_id: int = 1, now: datetime = NOW) -> datetime | None:
    async with db.transaction() as tx:
        return await open_messages.refresh_all(tx, guild_id=guild_id, now=now)


async def await_reminders(db: Database, minutes: int, *, now: datetime = NOW) -> int:
    async with db.transaction() as tx:
        return await open_messages.await_reminders(tx, guild_id=1, minutes=minutes, now=now)


async def test_every_open_panel_poll_and_party_is_brought_up_to_date_and_none_of_another_server(
    db: Database,
) -> None:
    async with db.transaction() as tx:
        await panels.add(tx, PANEL, now=NOW)
        await panels.add(tx, replace(PANEL, id=9, episode="s1e25", show_id="lantern-row"), now=NOW)
        await panels.add(tx, replace(PANEL, guild_id=2), now=NOW)
        await polls.open_poll(tx, POLL)
    await add(db, replace(PARTY, message_id=73), replace(PARTY, guild_id=2, message_id=74))

    first = await refresh_all(db, now=after(60))

    rows = await due_rows(db)
    assert {key: at for key, at in rows.items() if key[0] in {"panel:refresh", "poll:refresh", "card"}} == {
        ("panel:refresh", 7): 60,
        ("panel:refresh", 9): 60,
        ("poll:refresh", 8): 60,
        ("card", PARTY.id): 60,
    }
    assert await due_rows(db, guild_id=2) == {}
    assert first == after(60)


async def test_where_nothing_stands_open_nothing_is_due(db: Database) -> None:
    await add(db, replace(PARTY, phase=Phase.CANCELLED, message_id=73))

    assert await refresh_all(db) is None
    assert await due_rows(db) == {}


async def test_parties_are_reminded_of_by_the_time_that_is_set_now(db: Database) -> None:
    await plan(db, replace(PARTY, message_id=73))
    async with db.transaction() as tx:
        await server_settings.put(tx, guild_id=1, name="reminder", value="60")

    await refresh_all(db)

    assert (await due_rows(db))["remind", PARTY.id] == 3600


async def test_sessions_of_many_seasons_are_all_brought_up_to_date(db: Database) -> None:
    some = [
        replace(PARTY, id=1000 + n, season_id=1000, starts_at=PARTY.starts_at + timedelta(days=n))
        for n in range(400)
    ]
    await add(db, *some)

    await refresh_all(db)

    assert sum(kind == "remind" for kind, _ in await due_rows(db)) == 400


@pytest.mark.parametrize("minutes", [1, 30, 119, 120, 121, 1440])
async def test_a_party_is_passed_over_just_where_planning_it_now_would(db: Database, minutes: int) -> None:
    await add(db, PARTY)
    expected = PARTY.await_reminder(NOW, minutes=minutes)

    passed = await await_reminders(db, minutes)

    assert passed == (expected.reminded_at is not None)
    assert await find(db) == expected


@pytest.mark.parametrize(
    ("party", "passed"),
    [
        (PARTY, True),
        (PARTY.start(TWO, NOW), True),
        (replace(PARTY, reminded_at=after(-60)), False),
        (PARTY.cancel(NOW), False),
        (PARTY.start(TWO, NOW).end(NOW), False),
        (replace(PARTY, guild_id=2), False),
    ],
)
async def test_only_what_is_open_and_was_not_reminded_of_is_passed_over_and_what_is_on_is_not_counted(
    db: Database,
    party: Party,
    passed: bool,  # noqa: FBT001  pytest passes it by name
) -> None:
    await add(db, party)

    counted = await await_reminders(db, 1440)

    found = await find(db, party)
    assert found is not None
    assert counted == (passed and party.phase is Phase.PLANNED)
    assert found.reminded_at == (party.starts_at if passed else party.reminded_at)
    assert party_times.REMIND.removeprefix("party:") not in {kind for kind, _ in await due_rows(db)}


@given(
    then=st.lists(st.tuples(st.integers(0, 1440), st.integers(1, 60)), max_size=6),
    minutes=st.integers(1, 1440),
    posted=st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
async def test_whatever_was_set_before_the_last_number_of_minutes_holds_unless_a_reminder_was_posted(
    db: Database, then: list[tuple[int, int]], minutes: int, *, posted: bool
) -> None:
    async with db.transaction() as tx:
        await tx.run("DELETE FROM parties")
    party = replace(PARTY, starts_at=after(20 * 3600), reminded_at=NOW if posted else None)
    await add(db, party)
    now = NOW
    for each, wait in then:
        now += timedelta(minutes=wait)
        if each:
            await await_reminders(db, each, now=now)

    await await_reminders(db, minutes, now=now)

    expected = party if posted else party.await_reminder(now, minutes=minutes)
    assert await find(db) == expected


async def test_a_setting_leaves_direct_messages_as_they_are(db: Database) -> None:
    await plan(db, replace(PARTY, message_id=73))
    late = answer(11, how=How.DIRECT)
    await say(db, late)

    first = await refresh_all(db, now=after(5500))

    assert first == after(5500)
    assert (await due_rows(db))["direct", late.id] == 5400
