"""Where a server hides titles: rankings, their pictures and files, and polls."""

import csv
import io
from typing import Any

import pytest
import simcord

from tests.cogs.polls.support import choose as choose_options
from tests.cogs.polls.support import make_poll, poll_id, shown
from tests.cogs.ranking.support import Sketches, alternatives, cast, equip, file_of
from tests.marking import keys, mark, set_to
from tests.opened import title
from tests.world import World, answer, options, words


@pytest.fixture
async def hiding(world: World) -> World:
    await set_to(world, hides_titles="yes")
    return world


def titles(world: World, text: str) -> list[str]:
    """The keys of the episodes whose titles are in a text."""
    return [episode.key for episode in world.library.shows[0].episodes if title(episode) in text]


async def ranking(world: World, **chosen: str) -> simcord.ResponseMessage:
    return answer(await world.hana.slash(world.channel, "ranking", **chosen))


@pytest.mark.parametrize("view", ["server", "web", "divisive", "difference"])
async def test_a_public_ranking_is_text_picture_and_words_without_titles(hiding: World, view: str) -> None:
    sketches = Sketches()
    equip(hiding, sketches)
    await mark(hiding, hiding.hana.id, keys(1, 26))
    await cast(hiding, dict.fromkeys(keys(1, 12), (7, 9, 5)))

    card = await ranking(hiding, view=view)

    assert not card.ephemeral
    (alt,) = alternatives(card)
    assert [line.partition(":")[0] for line in alt.split("\n")[1:]] == [
        f"{bar.place} {bar.label.replace('Ep', 'episode')}" for bar in sketches.specs[-1].bars
    ]
    assert [bar.title for bar in sketches.specs[-1].bars] == [None] * 10
    assert titles(hiding, words(card) + alt + str(card.components)) == []


async def test_a_ranking_without_a_picture_names_episodes_by_number(hiding: World) -> None:
    class NoStudio:
        async def draw(self, *_: object, **__: object) -> None:
            return None

    equip(hiding, NoStudio())

    card = await ranking(hiding, view="web")

    assert "**#1** · Episode 1\n-# **9.40** · 40 votes\n**#2** · Episode 26\n" in words(card)
    await hiding.hana.click(card, label="11–20 →")
    assert titles(hiding, words(card)) == []


async def test_turned_by_who_has_watched_it_stays_without_titles(hiding: World) -> None:
    sketches = Sketches()
    equip(hiding, sketches)
    await mark(hiding, hiding.hana.id, keys(1, 26))
    card = await ranking(hiding, view="web")

    await hiding.hana.click(card, label="11–20 →")

    assert titles(hiding, str(card.components)) == []
    assert {bar.title for bar in sketches.specs[-1].bars} == {None}
    await mark(hiding, hiding.tomas.id, ["s1e26"])
    own = answer(await hiding.tomas.click(card, label="← 1–10"))
    assert own.ephemeral
    assert titles(hiding, str(own.components)) == ["s1e26"]
    assert [bar.title for bar in sketches.specs[-1].bars[:3]] == [None, "An Amazing Comeback", None]


async def test_ones_own_scores_are_named_as_far_as_one_has_watched(hiding: World) -> None:
    equip(hiding, Sketches())
    told = answer(await hiding.hana.slash(hiding.channel, "vote", episode="26", score=9))
    await hiding.hana.slash(hiding.channel, "vote", episode="25", score=8)
    assert "Marked as watched." in words(told)

    card = await ranking(hiding, view="mine")

    assert card.ephemeral
    assert titles(hiding, str(card.components)) == ["s1e25", "s1e26"]


@pytest.mark.parametrize("view", ["server", "web"])
async def test_the_file_leaves_the_cells_of_hidden_titles_empty(hiding: World, view: str) -> None:
    equip(hiding, Sketches())
    await cast(hiding, {"s1e1": (9, 9), "s1e26": (8, 8)})
    await mark(hiding, hiding.tomas.id, ["s1e26"])
    card = await ranking(hiding, view=view)

    told: Any = answer(await hiding.tomas.click(card, label="CSV"))

    rows = list(csv.reader(io.StringIO((await file_of(told)).lstrip("\ufeff"))))
    named = {row[1]: row[2] for row in rows[1:]}
    assert rows[0][:3] == ["place", "episode", "title"]
    assert (named["1"], named["26"]) == ("", "An Amazing Comeback")
    assert [name for name in named.values() if name] == ["An Amazing Comeback"]


async def test_the_explanation_reckons_with_an_episode_by_number(hiding: World) -> None:
    equip(hiding, Sketches())
    await cast(hiding, {"s1e1": (9, 9), "s1e26": (8, 8)})
    card = await ranking(hiding)

    told = words(answer(await hiding.tomas.click(card, label="How is this computed?")))

    assert "**Example** · #1 · Episode 1:" in told
    assert titles(hiding, told) == []


async def test_a_poll_over_episodes_numbers_its_options_for_everybody(hiding: World) -> None:
    await mark(hiding, hiding.hana.id, keys(1, 26))

    poll = await make_poll(hiding, episodes="1-3,26", closes="1h")

    assert [option["label"] for option in options(poll)] == [f"Episode {n}" for n in (1, 2, 3, 26)]
    await choose_options(hiding.hana, poll, 3)
    await hiding.env.advance_time(3_700)
    assert poll_id(poll)
    for message in hiding.channel.history(viewer=hiding.tomas):
        assert titles(hiding, str([part.to_dict() for part in message.components])) == []
    assert "Episode 26" in words(shown(hiding, poll))


async def test_what_one_chose_in_a_poll_is_named_as_far_as_one_has_watched(hiding: World) -> None:
    await mark(hiding, hiding.hana.id, ["s1e26"])
    poll = await make_poll(hiding, episodes="1,26")

    mine = await choose_options(hiding.hana, poll, 1)
    theirs = await choose_options(hiding.tomas, poll, 1)

    assert titles(hiding, words(mine)) == ["s1e26"]
    assert "Episode 26" in words(theirs)
    assert titles(hiding, str(theirs.components)) == []
