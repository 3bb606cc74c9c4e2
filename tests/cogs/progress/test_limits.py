"""The cards of progress hold the longest texts and the most episodes a catalogue may have."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.catalogue import Library
from bot.text import MESSAGE_TEXT
from db import catalogue
from db.catalogue import limits
from tests import discord_api, shows
from tests.cogs.progress.support import NoStudio, ask, equip
from tests.world import World, answer, open_world, walk, words

PATH = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"


@pytest.fixture
async def long_world(tmp_path: Path) -> AsyncGenerator[World]:
    async with open_world(tmp_path, Library((shows.longest(),))) as world:
        equip(world, NoStudio())
        yield world


@pytest.fixture
async def large_world(tmp_path: Path) -> AsyncGenerator[World]:
    """As many episodes as a show may have, in one season."""
    data = shows.plain()
    data["episodes"] = [
        {"season": 1, "number": number, "title": f"Title {number}"}
        for number in range(1, limits.EPISODES + 1)
    ]
    show = catalogue.read_show(data, file="large.toml")
    async with open_world(tmp_path, Library((show,))) as world:
        yield world


async def every_card(world: World, some: str) -> list[Any]:
    """Whatever a member can be shown of their progress; `some` is a file with some of the episodes."""
    hana, shown = world.hana, list[Any]()
    shown.append(await ask(hana, world, "progress import", file=("list.csv", some.encode())))
    shown.append(await ask(hana, world, "watched", episodes="all"))
    undone = await ask(hana, world, "watched", episodes="all")
    shown.extend((undone, await ask(hana, world, "progress show")))
    equip(world, NoStudio())
    shown.append(await ask(hana, world, "progress show"))
    board = answer(await hana.slash(world.channel, "progress board"))
    shown.extend((board, answer(await hana.click(board, label="Where am I?"))))
    shown.append(await ask(hana, world, "progress export"))
    shown.append(await ask(hana, world, "progress unwatch", episodes="all"))
    return shown


def assert_fit(world: World, shown: list[Any]) -> None:
    for message in shown:
        assert 0 < len(words(message)) <= MESSAGE_TEXT
        parts = list(walk(message.components))
        assert len(parts) <= 40
        pressed = [part["custom_id"] for part in parts if "custom_id" in part and not part.get("disabled")]
        known = {*world.bot.routes, "vote:rate"}
        assert {":".join(custom_id.split(":")[:2]) for custom_id in pressed} <= known
    edits = [e.json for e in world.env.http_requests if e.method == "PATCH" and "/webhooks/" in e.path]
    assert [fault for body in edits for fault in discord_api.faults("PATCH", PATH, body)] == []


async def test_the_longest_texts_fit_into_every_card(long_world: World) -> None:
    junk = "\n".join("*_~`|" * 40 + str(number) for number in range(40))
    (show,) = long_world.library.shows
    some = "\n".join(episode.key for episode in show.episodes[::2])

    assert_fit(long_world, await every_card(long_world, f"episode\n{some}\n{junk}"))


async def test_the_most_episodes_fit_into_every_card(large_world: World) -> None:
    some = "\n".join(str(number) for number in range(1, limits.EPISODES + 1, 2))

    shown = await every_card(large_world, f"episode\n{some}")

    assert_fit(large_world, shown)
    assert "New: **2,500 episodes** (1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 and 2,488 more)." in words(
        shown[0]
    )
