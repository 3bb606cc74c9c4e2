"""The longest texts, every character in need of a backslash, on every page, within Discord's limits."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import simcord

from bot.domain.catalogue import Library
from bot.domain.reviews import BODY, LINES, REASON, TITLE
from bot.text import MESSAGE_TEXT
from tests import shows
from tests.cogs.reviews.support import comment, labels, manager, put, read, send, show_of, write
from tests.world import World, answer, buttons, open_world, walk, words

STARS = "*_~`|" * (BODY // 5)


@pytest.fixture
async def long_world(tmp_path: Path) -> AsyncGenerator[World]:
    async with open_world(tmp_path, Library((shows.longest(),))) as world:
        yield world


def check(message: simcord.ResponseMessage) -> None:
    parts = list(walk(message.components))
    assert 0 < len(words(message)) <= MESSAGE_TEXT
    assert len(parts) <= 40
    rows = [part for part in parts if part["type"] == 1]
    assert len(rows) <= 2
    assert all(len(row["components"]) <= 5 for row in rows)
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    assert len(ids) == len(set(ids))
    assert max(map(len, ids)) <= 100


async def test_the_longest_text_is_read_to_its_end_by_everybody_concerned(long_world: World) -> None:
    world = long_world
    episode = show_of(world).episodes[0].key
    mila = manager(world)
    told = await write(world.hana, world, episode, title="*" * TITLE, body=STARS, spoils="no")
    check(told)
    await put(world, 9, STARS, episode=episode, title="_" * TITLE)
    for number in range(4):
        reader = world.guild.add_member(world.env.create_user(f"reader{number}"))
        page = await read(reader, world, episode=episode, member=world.hana.user)
        await send(reader, page, "Report", reason="*" * REASON)
    for reader in (world.hana, world.tomas, mila):
        page = await read(reader, world, episode=episode, member=world.hana.user)
        told = ""
        for _ in range(4):
            check(page)
            told += words(page).rpartition("\n")[2]
            if "Read on →" not in buttons(page):
                break
            await reader.click(page, label="Read on →")
        assert told.replace("\\", "") == STARS
        assert "← From the beginning" in buttons(page)
    page = await read(mila, world, episode=episode, member=world.hana.user)
    await send(mila, page, "Hide", reason="*" * REASON)
    check(page)
    check(await read(world.hana, world, episode=episode))
    question = answer(await world.hana.slash(world.channel, "review delete", episode=episode))
    check(question)
    await world.hana.click(question, label="Delete")
    check(question)


async def test_a_text_of_many_lines_fits_too(long_world: World) -> None:
    told = await write(long_world.hana, long_world, body="\n".join(["-" * 49] * LINES))

    check(told)
    assert "part 1 of" not in words(told)


async def test_every_other_card_fits(long_world: World) -> None:
    world = long_world
    series = answer(await world.hana.slash(world.channel, "series"))
    check(series)
    check(await read(world.hana, world))
    check(await comment(world.hana, series, body=STARS))
    check(await write(world.hana, world, title="*" * TITLE, body=STARS, spoils="no"))
    page = await read(world.hana, world)
    check(answer(await world.hana.click(page, label="Show it here")))
    await put(world, 9, STARS, title="*" * TITLE, spoils=True)
    marked = await read(world.tomas, world, member=world.hana.user)
    check(marked)


async def test_authors_who_manage_find_two_rows_on_the_page_of_the_series(long_world: World) -> None:
    world = long_world
    mila = manager(world)
    await put(world, 9, "Another.")
    await write(mila, world, title="*" * TITLE, body=STARS, spoils="no")
    await send(world.hana, await read(world.hana, world), "Report")

    page = await read(mila, world)

    check(page)
    assert labels(page) == [
        *("← Newer", "Older →", "Read on →", "Most helpful", "All reports · 1"),
        *("Edit", "Delete", "Show it here", "Keep", "All texts here"),
    ]
