"""/progress import and export, as a member meets them."""

import gzip

import pytest

from bot.domain.progress import Source
from tests.cogs.progress.support import CSV, ask, bring, keys, marked, watch
from tests.marking import watched
from tests.world import World, answer, buttons, words

XML = (
    b"<myanimelist><myinfo></myinfo><anime><series_title><![CDATA[Kaleido Star]]></series_title>"
    b"<my_watched_episodes>12</my_watched_episodes></anime></myanimelist>"
)


async def test_a_file_is_shown_first_and_marks_nothing_until_the_button(world: World) -> None:
    await watch(world.hana, world, "2")

    card = await bring(world.hana, world, CSV)

    assert words(card) == (
        "## What your file would mark\n-# Kaleido Star · read as CSV · a preview: press to apply it\n"
        "New: **3 episodes** (1, 3, 7).\nMarked already: **1 episode** (2).\n"
        "Left out, for my catalogue has nothing for them: **2 entries** of your file\n"
        "- “\u206899\u2069”\n- “\u2068\\*bold\\* \\@everyone\u2069”"
    )
    assert await marked(world, world.hana) == keys(2)
    await world.hana.click(card, label="Mark 3 episodes")
    assert "Marked **3 episodes** as watched: 1, 3, 7." in words(card)
    assert list(buttons(card)) == ["Undo"]
    found = await watched(world, world.hana)
    assert {key: found[key].source for key in found} == {
        "s1e1": Source.IMPORT,
        "s1e2": Source.HAND,
        "s1e3": Source.IMPORT,
        "s1e7": Source.IMPORT,
    }
    assert await marked(world, world.hana) == keys(1, 2, 3, 7)


async def test_an_import_is_undone_with_one_press(world: World) -> None:
    await watch(world.hana, world, "2")
    card = await bring(world.hana, world, CSV)
    await world.hana.click(card, label="Mark 3 episodes")

    await world.hana.click(card, label="Undo")

    assert await marked(world, world.hana) == keys(2)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [("animelist.xml", XML, "MyAnimeList"), ("animelist.xml.gz", gzip.compress(XML), "MyAnimeList")],
)
async def test_lists_of_other_sites_are_read(world: World, name: str, data: bytes, kind: str) -> None:
    card = await bring(world.hana, world, data, name)

    assert f"read as {kind}" in words(card)
    assert "New: **12 episodes** (1–12)." in words(card)


async def test_the_same_file_again_has_nothing_new(world: World) -> None:
    await world.hana.click(await bring(world.hana, world, CSV), label="Mark 4 episodes")

    again = await bring(world.hana, world, CSV)

    assert "It holds nothing new of Kaleido Star." in words(again)
    assert buttons(again) == {}
    assert await marked(world, world.hana) == keys(1, 2, 3, 7)


async def test_pressed_twice_it_marks_once(world: World) -> None:
    custom_id = buttons(await bring(world.hana, world, CSV))["Mark 4 episodes"]["custom_id"]
    message = await world.post_button(custom_id)
    first = answer(await world.hana.click(message, label="Press"))
    await ask(world.hana, world, "progress unwatch", episodes="1")

    second = answer(await world.hana.click(message, label="Press"))

    assert first.ephemeral
    assert words(second).startswith("That file was applied already, or a newer one took its place.")
    assert await marked(world, world.hana) == keys(2, 3, 7)


async def test_a_newer_file_takes_the_place_of_the_one_before(world: World) -> None:
    older = await bring(world.hana, world, CSV)
    newer = await bring(world.hana, world, b"9")

    refused = answer(await world.hana.click(older, label="Mark 4 episodes"))
    await world.hana.click(newer, label="Mark 1 episode")

    assert words(refused).startswith("That file was applied already, or a newer one took its place.")
    assert await marked(world, world.hana) == keys(9)


async def test_a_stranger_applies_nothing(world: World) -> None:
    card = await bring(world.hana, world, CSV)
    message = await world.post_button(buttons(card)["Mark 4 episodes"]["custom_id"])

    refused = answer(await world.tomas.click(message, label="Press"))

    assert "newer one took its place" in words(refused)
    assert (await marked(world, world.hana), await marked(world, world.tomas)) == ([], [])
    await world.hana.click(card, label="Mark 4 episodes")
    assert await marked(world, world.hana) == keys(1, 2, 3, 7)


async def test_a_file_is_applied_after_a_restart(world: World) -> None:
    card = await bring(world.hana, world, CSV)

    await world.restart()
    await world.hana.click(card, label="Mark 4 episodes")

    assert await marked(world, world.hana) == keys(1, 2, 3, 7)


async def test_of_many_things_that_match_nothing_ten_are_named(world: World) -> None:
    card = await bring(world.hana, world, b"1\n" + b"".join(b"junk %d\n" % n for n in range(500)))

    assert words(card).count("- “\u2068junk") == 10
    assert words(card).endswith("-# and 490 more")


async def test_an_export_is_a_file_that_imports_as_the_same_marks(world: World) -> None:
    await watch(world.hana, world, "1-3,13")
    card = await ask(world.hana, world, "progress export")

    (file,) = card.attachments
    data = await file.read()

    assert "Kaleido Star · 4 episodes · CSV" in words(card)
    assert file.filename == "kaleido-star-progress.csv"
    brought = await bring(world.tomas, world, data, file.filename)
    await world.tomas.click(brought, label="Mark 4 episodes")
    assert await marked(world, world.tomas) == keys(1, 2, 3, 13)


async def test_who_has_marked_nothing_has_nothing_to_take_along(world: World) -> None:
    told = words(await ask(world.hana, world, "progress export"))

    assert told == "You have marked nothing here yet, so there is nothing to take along."
