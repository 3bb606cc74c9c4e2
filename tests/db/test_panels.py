"""Panels: opened, found by server and id, followed at a pace, closed once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.panels import Panel
from db import panels
from db.database import Database
from db.due import Agenda
from db.sqlite import MIGRATIONS
from tests.db.support import NOW

PANEL = Panel(
    guild_id=1,
    id=7,
    channel_id=70,
    message_id=None,
    show_id="kaleido-star",
    episode="s1e26",
    opened_by=11,
    closes_at=NOW + timedelta(hours=2),
)
ENDLESS = replace(PANEL, id=8, closes_at=None)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


async def add(db: Database, *some: Panel, now: datetime = NOW) -> None:
    async with db.transaction() as tx:
        for panel in some:
            await panels.add(tx, panel, now=now)


async def find(db: Database, panel_id: int, *, guild_id: int = 1) -> Panel | None:
    async with db.snapshot() as tx:
        return await panels.find(tx, guild_id=guild_id, panel_id=panel_id)


async def refresh_soon(db: Database, seconds: float, *, guild_id: int = 1) -> datetime | None:
    async with db.transaction() as tx:
        return await panels.refresh_soon(
            tx, guild_id=guild_id, show_id="kaleido-star", episode="s1e26", now=after(seconds)
        )


async def note_edit(db: Database, panel_id: int, seconds: float) -> None:
    async with db.transaction() as tx:
        await panels.note_edit(tx, guild_id=1, panel_id=panel_id, now=after(seconds))


async def close(db: Database, panel_id: int, *, guild_id: int = 1) -> Panel | None:
    async with db.transaction() as tx:
        panel = await panels.find(tx, guild_id=guild_id, panel_id=panel_id)
        return await panels.close(tx, panel, now=after(60)) if panel and panel.is_open else None


async def claim(db: Database, seconds: float) -> list[tuple[str, int]]:
    work = await Agenda(db).claim(now=after(seconds), lease=timedelta(seconds=60), limit=10)
    return sorted((piece.kind, piece.subject_id) for piece in work)


async def test_a_panel_comes_back_as_it_was_stored(db: Database) -> None:
    await add(db, PANEL, ENDLESS)
    assert await find(db, 7) == replace(PANEL, edited_at=NOW)
    assert await find(db, 8) == replace(ENDLESS, edited_at=NOW)


async def test_a_panel_of_another_server_is_not_found_nor_changed(db: Database) -> None:
    await add(db, PANEL)
    assert await find(db, 7, guild_id=2) is None
    assert await close(db, 7, guild_id=2) is None
    async with db.transaction() as tx:
        await panels.remember_message(tx, guild_id=2, panel_id=7, message_id=1)
        await panels.note_post(tx, guild_id=2, panel_id=7, now=NOW)
        await panels.note_edit(tx, guild_id=2, panel_id=7, now=after(9))
        await panels.forget(tx, guild_id=2, panel_id=7)
    assert await find(db, 7) == replace(PANEL, edited_at=NOW)
    assert await claim(db, 7200) == [("panel:close", 7)]


async def test_two_servers_may_have_panels_of_one_id(db: Database) -> None:
    await add(db, PANEL, replace(PANEL, guild_id=2, channel_id=71))
    await close(db, 7)
    other = await find(db, 7, guild_id=2)
    assert other is not None
    assert other.is_open


async def test_the_message_is_noted_once(db: Database) -> None:
    await add(db, PANEL)
    async with db.transaction() as tx:
        for message_id in (700, 701):
            await panels.remember_message(tx, guild_id=1, panel_id=7, message_id=message_id)
    panel = await find(db, 7)
    assert panel is not None
    assert panel.message_id == 700


async def test_open_panels_of_a_show_are_listed_the_oldest_first(db: Database) -> None:
    await add(db, ENDLESS, PANEL, replace(PANEL, id=9, show_id="new-wings"), replace(PANEL, guild_id=2))
    async with db.snapshot() as tx:
        listed = await panels.all_open(tx, guild_id=1, show_id="kaleido-star")
    assert [panel.id for panel in listed] == [7, 8]
    await close(db, 7)
    async with db.snapshot() as tx:
        listed = await panels.all_open(tx, guild_id=1, show_id="kaleido-star")
    assert [panel.id for panel in listed] == [8]


async def test_a_panel_closes_once_and_says_so_to_one_only(db: Database) -> None:
    await add(db, PANEL)
    closed = await close(db, 7)
    assert closed is not None
    assert (closed.is_open, closed.closed_at) == (False, after(60))
    assert await close(db, 7) is None
    assert await close(db, 99) is None


async def test_a_panel_is_due_at_its_closing_time_one_without_never(db: Database) -> None:
    await add(db, PANEL, ENDLESS)
    assert await claim(db, 7199.9) == []
    assert await claim(db, 7200) == [("panel:close", 7)]


async def test_a_forgotten_panel_takes_what_was_due_for_it_along(db: Database) -> None:
    await add(db, PANEL, ENDLESS)
    await refresh_soon(db, 0)
    async with db.transaction() as tx:
        await panels.forget(tx, guild_id=1, panel_id=7)
    assert await find(db, 7) is None
    assert await claim(db, 9999) == [("panel:refresh", 8)]


async def test_the_result_is_noted_as_posted(db: Database) -> None:
    await add(db, PANEL)
    async with db.transaction() as tx:
        await panels.note_post(tx, guild_id=1, panel_id=7, now=after(61))
    panel = await find(db, 7)
    assert panel is not None
    assert panel.posted_at == after(61)


async def test_votes_are_shown_at_once_where_the_last_edit_is_long_ago(db: Database) -> None:
    await add(db, PANEL)
    assert await refresh_soon(db, 100) == after(100)
    assert await claim(db, 100) == [("panel:refresh", 7)]


async def test_many_votes_make_one_edit(db: Database) -> None:
    await add(db, PANEL)
    assert await refresh_soon(db, 1) == after(5)
    for second in (1, 2, 4):
        assert await refresh_soon(db, second) is None
    assert await claim(db, 4.9) == []
    assert await claim(db, 5) == [("panel:refresh", 7)]


@pytest.mark.parametrize("fraction", [0, 0.3, 0.9])
async def test_two_edits_are_five_seconds_apart_whatever_the_fraction(db: Database, fraction: float) -> None:
    await add(db, PANEL, now=after(fraction))
    for edited in (fraction, 100 + fraction):
        await note_edit(db, 7, edited)
        at = await refresh_soon(db, edited + 0.05)
        assert at is not None
        assert 5 <= (at - after(edited)).total_seconds() <= 6
        await claim(db, 1000 + edited)


async def test_a_vote_while_the_message_is_edited_makes_another_edit(db: Database) -> None:
    await add(db, PANEL)
    await refresh_soon(db, 0)
    (work,) = await Agenda(db).claim(now=after(5), lease=timedelta(seconds=60), limit=1)
    await note_edit(db, 7, 5)
    assert await refresh_soon(db, 5.5) == after(10)
    await Agenda(db).finish(work)
    assert await claim(db, 9) == []
    assert await claim(db, 10) == [("panel:refresh", 7)]


async def test_only_open_panels_of_that_episode_in_that_server_follow(db: Database) -> None:
    closed = replace(PANEL, id=9, closes_at=None)
    await add(
        db, PANEL, ENDLESS, closed, replace(ENDLESS, id=10, episode="s1e1"), replace(ENDLESS, guild_id=2)
    )
    await close(db, 9)
    assert await refresh_soon(db, 50, guild_id=3) is None
    assert await refresh_soon(db, 50) == after(50)
    assert await claim(db, 60) == [("panel:refresh", 7), ("panel:refresh", 8)]


async def test_times_are_aware(db: Database) -> None:
    await add(db, PANEL)
    at = await refresh_soon(db, 9)
    assert at is not None
    assert at.tzinfo is UTC
