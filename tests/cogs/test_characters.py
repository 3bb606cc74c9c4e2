"""Who is who: nobody is told of a character, or of who is behind one, before they may know."""

from pathlib import Path

import pytest

from bot.domain.catalogue import Library
from db.catalogue import read_show
from tests import shows
from tests.marking import choose, keys, mark
from tests.world import Message, World, answer, buttons, open_world, words

YUME, BEHIND = "**Yume**", "Behind it: **Layla Hamilton**"
ANYWAY = "Show it anyway, with spoilers"
KEPT = "-# What else there is to say of them shows once you have watched it."


async def ask(world: World) -> Message:
    """Hana's answer to a press on the series page that Tomás had asked for."""
    page = answer(await world.tomas.slash(world.channel, "series"))
    before = words(page)
    told = answer(await world.hana.click(page, label="Characters"))
    assert told.ephemeral
    assert words(page) == before
    return told


def told_of(message: Message) -> tuple[bool, bool]:
    """Whether a member is told of Yume, and of who the masked performer is."""
    return YUME in words(message), BEHIND in words(message)


@pytest.mark.parametrize(
    ("first", "last", "knows"),
    [
        (1, 0, (False, False)),
        (1, 18, (False, False)),
        (1, 19, (True, False)),
        (20, 21, (False, False)),
        (1, 21, (True, False)),
        (22, 22, (False, True)),
        (1, 22, (True, True)),
        (1, 26, (True, True)),
    ],
)
async def test_each_is_told_of_once_the_telling_episode_is_watched(
    world: World, first: int, last: int, knows: tuple[bool, bool]
) -> None:
    await mark(world, world.hana.id, keys(first, last))

    told = await ask(world)

    assert told_of(told) == knows
    assert "**Masked Performer**" in words(told)
    assert f"-# {24 + knows[0]} characters\n" in words(told)
    assert (ANYWAY in buttons(told)) == (last < 26) == (KEPT in words(told))


async def test_what_one_does_is_summed_up_once_their_last_episode_is_watched(world: World) -> None:
    assert "** · " not in words(await ask(world))
    await mark(world, world.hana.id, keys(22, 22))
    assert "**Masked Performer** · Unnamed attraction" in words(await ask(world))
    assert "**Sora Naegino** · " not in words(await ask(world))
    await mark(world, world.hana.id, keys(1, 26))
    assert "**Sora Naegino** · Young acrobat" in words(await ask(world))


async def test_pressing_on_shows_all_to_the_presser(world: World) -> None:
    told = await ask(world)

    await world.hana.click(told, label=ANYWAY)

    assert told_of(told) == (True, True)
    assert KEPT not in words(told)
    assert buttons(told) == {}
    assert told_of(await ask(world)) == (False, False)


async def test_relaxed_is_warned_once_and_off_never(world: World) -> None:
    await choose(world, world.hana, "relaxed")
    told = await ask(world)
    assert told_of(told) == (False, False)
    await world.hana.click(told, label=ANYWAY)
    assert told_of(await ask(world)) == (True, True)

    await choose(world, world.tomas, "off")
    page = answer(await world.hana.slash(world.channel, "series"))
    assert told_of(answer(await world.tomas.click(page, label="Characters"))) == (True, True)


async def test_what_one_may_know_a_stranger_may_not(world: World) -> None:
    await mark(world, world.hana.id, keys(1, 26))
    page = answer(await world.hana.slash(world.channel, "series"))

    mine = answer(await world.hana.click(page, label="Characters"))
    theirs = answer(await world.tomas.click(page, label="Characters"))

    assert told_of(mine) == (True, True)
    assert theirs.ephemeral
    assert told_of(theirs) == (False, False)


async def test_a_long_cast_is_paged_and_each_is_named_once(tmp_path: Path) -> None:
    async with open_world(tmp_path, Library((shows.longest(),))) as world:
        await mark(world, world.hana.id, world.library.shows[0].by_key)
        told = await ask(world)
        entries = named(told)
        pages = 1
        while not buttons(told)["Later →"]["disabled"]:
            await world.hana.click(told, label="Later →")
            entries += named(told)
            pages += 1

        assert f"page {pages} of {pages}" in words(told)
        assert pages > 1
        assert len(entries) == len(set(entries)) == len(world.library.shows[0].characters)
        assert ANYWAY not in buttons(told)
        await world.hana.click(told, label="← Earlier")
        assert f"page {pages - 1} of {pages}" in words(told)


def named(message: Message) -> list[str]:
    return [line for line in words(message).split("\n") if line.startswith("**")]


async def test_who_pressed_on_pages_through_all_of_it(tmp_path: Path) -> None:
    data = shows.two_seasons_data()
    data["characters"] += [
        {"name": f"Extra {number}", "role": "Waits." * 25, "spoils_episode": 26} for number in range(30)
    ]
    library = Library((read_show(data, file="crowd.toml"),))
    async with open_world(tmp_path, library) as world:
        told = await ask(world)
        assert "Extra" not in words(told)
        assert "Later →" not in buttons(told)

        await world.hana.click(told, label=ANYWAY)
        seen = words(told)
        while not buttons(told)["Later →"]["disabled"]:
            await world.hana.click(told, label="Later →")
            seen += words(told)

        assert all(f"**Extra {number}**" in seen for number in range(30))
        assert "Behind it: **Bo Tallow**" in seen


@pytest.mark.parametrize("row_id", ["kaleido-star", "kaleido-star/", "kaleido-star/²", "other/1", "/-1"])
@pytest.mark.parametrize("verb", ["page", "open", "all"])
async def test_a_forged_page_gets_a_sentence_and_warns_nobody(world: World, verb: str, row_id: str) -> None:
    await choose(world, world.hana, "relaxed")
    message = await world.post_button(f"characters:{verb}:{row_id}")

    refused = answer(await world.hana.click(message, label="Press"))

    assert "Use the command again" in words(refused)
    assert told_of(await ask(world)) == (False, False)


@pytest.mark.parametrize("page", ["0", "2", "9999"])
async def test_a_page_beyond_the_ends_is_the_nearest(world: World, page: str) -> None:
    message = await world.post_button(f"characters:page:kaleido-star/{page}")

    told = answer(await world.hana.click(message, label="Press"))

    assert told.ephemeral
    assert "**Sora Naegino**" in words(told)


async def test_where_nobody_may_be_known_yet_the_card_says_so(tmp_path: Path) -> None:
    data = shows.two_seasons_data()
    data["characters"] = [{"name": "Late", "role": "Comes last.", "spoils_episode": 26}]
    for episode in data["episodes"]:
        episode.pop("cast", None)
    async with open_world(tmp_path, Library((read_show(data, file="late.toml"),))) as world:
        told = await ask(world)

        assert "Nobody whom you may know yet." in words(told)
        assert ANYWAY in buttons(told)
