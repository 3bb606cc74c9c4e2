"""Who looks, as the spoiler rule has to know it: marks of all servers, choices, and what the server hides."""

from pathlib import Path

import pytest

from bot.domain.progress import Source
from bot.domain.spoilers import Viewer
from db import marks, member_settings, server_settings, viewers
from db.database import Database
from db.sqlite import MIGRATIONS
from tests.db.support import NOW

SHOW, HERE, ELSEWHERE = "kaleido-star", 1, 2**63 - 1


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def look(db: Database, guild_id: int | None = HERE, member_id: int = 11) -> Viewer:
    async with db.snapshot() as tx:
        return await viewers.member(tx, guild_id=guild_id, member_id=member_id, show_id=SHOW)


async def mark(db: Database, *episodes: str, guild_id: int = HERE, show_id: str = SHOW) -> None:
    async with db.transaction() as tx:
        await marks.mark(
            tx,
            guild_id=guild_id,
            member_id=11,
            show_id=show_id,
            episodes=episodes,
            source=Source.HAND,
            change_id=1,
            now=NOW,
        )


async def choose(db: Database, mode: str, *warned: str) -> None:
    async with db.transaction() as tx:
        await member_settings.put(tx, member_id=11, name="spoilers", value=mode)
        for show_id in warned:
            await member_settings.note_warning(tx, member_id=11, show_id=show_id)


async def hide_titles(db: Database, guild_id: int = HERE) -> None:
    async with db.transaction() as tx:
        await server_settings.put(tx, guild_id=guild_id, name="hides_titles", value="yes")


async def test_who_was_never_heard_of_has_watched_nothing(db: Database) -> None:
    assert await look(db) == Viewer()


async def test_marks_of_all_servers_count_together_for_their_member_and_show(db: Database) -> None:
    await mark(db, "s1e1")
    await mark(db, "s1e1", "s1e2", guild_id=ELSEWHERE)
    await mark(db, "s1e3", show_id="new-wings")

    for guild_id in (HERE, ELSEWHERE, 3, None):
        assert await look(db, guild_id) == Viewer(watched=frozenset({"s1e1", "s1e2"}))
    assert await look(db, member_id=12) == Viewer()


async def test_a_mark_that_was_taken_back_counts_no_more(db: Database) -> None:
    await mark(db, "s1e1", "s1e2")
    async with db.transaction() as tx:
        await marks.unmark(tx, guild_id=HERE, member_id=11, show_id=SHOW, episodes=["s1e1"], change_id=2)

    assert (await look(db)).watched == {"s1e2"}


async def test_progress_kept_to_oneself_counts_for_oneself(db: Database) -> None:
    await mark(db, "s1e1")
    async with db.transaction() as tx:
        await marks.set_visible(tx, guild_id=HERE, member_id=11, visible=False)

    assert (await look(db)).watched == {"s1e1"}


@pytest.mark.parametrize(
    ("mode", "warned_of", "warned"),
    [
        ("strict", (), False),
        ("strict", (SHOW,), False),
        ("relaxed", (), False),
        ("relaxed", ("new-wings",), False),
        ("relaxed", (SHOW,), True),
        ("off", (), True),
        ("nonsense", (SHOW,), False),
    ],
)
async def test_who_needs_no_warning_is_as_good_as_warned(
    db: Database,
    mode: str,
    warned_of: tuple[str, ...],
    warned: bool,  # noqa: FBT001  pytest passes it by name
) -> None:
    await choose(db, mode, *warned_of)

    assert await look(db) == Viewer(warned=warned)
    assert await look(db, None) == Viewer(warned=warned)
    assert await look(db, member_id=12) == Viewer()


async def test_titles_are_hidden_where_the_server_says_so_and_in_no_direct_message(db: Database) -> None:
    await hide_titles(db)

    assert [(await look(db, guild_id)).hides_titles for guild_id in (HERE, ELSEWHERE, None)] == [
        True,
        False,
        False,
    ]


async def test_a_channel_has_watched_nothing_and_needs_every_warning(db: Database) -> None:
    await mark(db, "s1e1")
    await choose(db, "off")
    await hide_titles(db)

    async with db.snapshot() as tx:
        found = [await viewers.everybody(tx, guild_id=guild_id) for guild_id in (HERE, ELSEWHERE, None)]

    assert found == [Viewer(hides_titles=True), Viewer(), Viewer()]


async def test_a_mark_is_found_in_its_server_until_it_is_taken_back(db: Database) -> None:
    async def is_watched(episode: str = "s1e1", guild_id: int = HERE, member_id: int = 11) -> bool:
        async with db.snapshot() as tx:
            return await marks.is_watched(
                tx, guild_id=guild_id, member_id=member_id, show_id=SHOW, episode=episode
            )

    assert not await is_watched()
    await mark(db, "s1e1")
    assert await is_watched()
    assert not await is_watched("s1e2")
    assert not await is_watched(guild_id=ELSEWHERE)
    assert not await is_watched(member_id=12)
    async with db.transaction() as tx:
        await marks.undo(tx, guild_id=HERE, member_id=11, change_id=1, new_change_id=2)
    assert not await is_watched()
