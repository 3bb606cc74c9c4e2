"""Texts that their authors marked as spoiling: who reads them at once, and who after a warning."""

import pytest
import simcord

from tests.cogs.reviews.support import labels, put, read, write
from tests.marking import choose, keys, mark, set_to
from tests.world import World, answer, words

ANYWAY = "Show it anyway"
STORY = "Her hand slips, and the net holds."


async def marked(world: World, *, episode: str = "s1e3", body: str = STORY) -> int:
    """A marked review by tomás."""
    return await put(world, world.tomas.id, body, episode=episode, title="Slips", spoils=True)


async def ask(world: World) -> simcord.ResponseMessage:
    return await read(world.hana, world, episode="3")


def is_warning(page: simcord.ResponseMessage) -> bool:
    assert ("⚠️ **Spoilers.**" in words(page)) == (ANYWAY in labels(page))
    assert (STORY in words(page)) != (ANYWAY in labels(page))
    return ANYWAY in labels(page)


async def test_who_has_not_watched_is_told_all_but_the_text_and_asked_again(world: World) -> None:
    await marked(world)

    page = await ask(world)

    assert is_warning(page)
    assert "Slips" not in words(page)
    assert f"by <@{world.tomas.id}> · " in words(page)
    assert " · ◆ mixed · marked as spoiling" in words(page)
    assert labels(page) == [ANYWAY, "Report", "Write a review"]
    await world.hana.click(page, label=ANYWAY)
    assert f"**Slips**\n\n{STORY}" in words(page)


async def test_who_has_watched_it_reads_at_once(world: World) -> None:
    await marked(world)
    await mark(world, world.hana.id, ["s1e3"])

    assert not is_warning(await ask(world))


async def test_a_text_on_the_series_takes_all_of_it(world: World) -> None:
    await marked(world, episode="")
    await mark(world, world.hana.id, keys(1, 25))
    assert is_warning(await read(world.hana, world))

    await mark(world, world.hana.id, ["s1e26"])

    assert not is_warning(await read(world.hana, world))


async def test_authors_read_their_own_whatever_they_have_watched(world: World) -> None:
    told = await write(world.hana, world, "3", body=STORY, spoils="yes")

    assert STORY in words(told)
    assert STORY in words(await ask(world))


@pytest.mark.parametrize(("mode", "warned_again"), [("strict", True), ("relaxed", False)])
async def test_one_is_warned_as_one_chose(world: World, mode: str, *, warned_again: bool) -> None:
    await choose(world, world.hana, mode)
    await marked(world)
    page = await ask(world)
    assert is_warning(page)
    await world.hana.click(page, label=ANYWAY)

    assert is_warning(await ask(world)) == warned_again


async def test_who_wants_no_warnings_gets_none(world: World) -> None:
    await choose(world, world.hana, "off")
    await marked(world)

    assert not is_warning(await ask(world))


async def test_what_was_opened_stays_open_while_one_does_something_with_it(world: World) -> None:
    await marked(world)
    page = await ask(world)
    await world.hana.click(page, label=ANYWAY)

    await world.hana.click(page, label="Helpful")

    assert not is_warning(page)
    assert "✓ Helpful · 1" in labels(page)


async def test_turning_on_warns_of_the_next_text(world: World) -> None:
    await marked(world)
    await put(world, 9, "Another.", episode="s1e3", spoils=True)
    page = await ask(world)
    await world.hana.click(page, label=ANYWAY)
    assert "Another." in words(page)

    await world.hana.click(page, label="Older →")

    assert is_warning(page)


async def test_a_long_text_that_was_opened_is_read_to_its_end(world: World) -> None:
    await marked(world, body=f"{'*_' * 1400} {STORY}")
    page = await ask(world)
    await world.hana.click(page, label=ANYWAY)

    for _ in range(5):
        if STORY in words(page):
            break
        await world.hana.click(page, label="Read on →")

    assert STORY in words(page)
    await world.hana.click(page, label="← From the beginning")
    assert "part 1 of" in words(page)
    assert "**Slips**" in words(page)


async def test_where_titles_are_hidden_the_page_names_the_episode_by_its_number(world: World) -> None:
    await set_to(world, hides_titles="yes")
    await marked(world)

    assert words(await ask(world)).startswith("## Episode 3\n")


async def test_a_private_page_never_takes_the_place_of_a_public_message(world: World) -> None:
    review_id = await marked(world)
    message = await world.post_button(f"review:open:{review_id}/sen")

    told = answer(await world.hana.click(message, label="Press"))

    assert told.ephemeral
    assert STORY in words(told)
    assert all(STORY not in words(shown) for shown in world.channel.history(viewer=world.tomas))
