"""Buttons of reviews that are forged: a sentence, and nothing changes."""

import pytest

from tests.cogs.reviews.support import manager, put, stored
from tests.world import World, answer, buttons, words

OF_A_TEXT = (
    *("delete", "edit", "hide", "hiding", "keep", "one", "open", "part", "post", "remove"),
    *("report", "reporting", "show", "thank"),
)
OF_A_SUBJECT = ("comment", "read", "say", "send", "write")


@pytest.mark.parametrize("verb", OF_A_TEXT)
@pytest.mark.parametrize("row_id", ["", "0", "-1", "²", "x/sen", "9" * 19, "1/sen/2", "{}/xyz", "{}/seno/-1"])
async def test_a_text_that_is_none_of_the_servers_is_gone(world: World, verb: str, row_id: str) -> None:
    review_id = await put(world, world.hana.id, "Text.")
    before = await stored(world)
    mila = manager(world)

    message = await world.post_button(f"review:{verb}:{row_id.format(review_id)}")
    refused = answer(await mila.click(message, label="Press"))

    assert refused.ephemeral
    assert words(refused).startswith("That text is no longer here.")
    assert buttons(refused) == {}
    assert await stored(world) == before


@pytest.mark.parametrize("verb", OF_A_SUBJECT)
@pytest.mark.parametrize(
    "row_id", ["", "lost-show/s1e1", "kaleido-star", "kaleido-star/s9e9", "kaleido-star/all"]
)
async def test_a_subject_that_is_not_in_the_catalogue_is_gone(world: World, verb: str, row_id: str) -> None:
    message = await world.post_button(f"review:{verb}:{row_id}")
    refused = answer(await world.hana.click(message, label="Press"))

    assert refused.ephemeral
    assert words(refused).startswith("That is no longer in my catalogue.")
    assert await stored(world) == []


@pytest.mark.parametrize(
    "row_id",
    [
        *("", "lost-show/series/0/n/1", "kaleido-star/series", "kaleido-star/s9e9/0/n/1"),
        *("kaleido-star/series/x/n/1", "kaleido-star/series/0/x/1", "kaleido-star/series/0/n/-1"),
        *("kaleido-star/series/0/n/" + "9" * 20, "kaleido-star/series//n/1"),
    ],
)
async def test_a_page_that_is_none_is_gone(world: World, row_id: str) -> None:
    message = await world.post_button(f"review:page:{row_id}")
    refused = answer(await world.hana.click(message, label="Press"))

    assert refused.ephemeral
    assert "no longer" in words(refused)


async def test_a_page_far_beyond_the_ends_is_the_nearest(world: World) -> None:
    await put(world, 1, "Text.")

    for number in (0, 2**63 - 1):
        message = await world.post_button(f"review:page:kaleido-star/series/0/n/{number}")
        assert words(answer(await world.hana.click(message, label="Press"))).endswith("Text.")


async def test_who_does_not_manage_finds_no_page_of_reports(world: World) -> None:
    await put(world, 1, "Text.")

    message = await world.post_button("review:page:kaleido-star/all/0/r/1")
    page = answer(await world.hana.click(message, label="Press"))

    assert words(page).endswith("Text.")
    assert not any(label.startswith("All reports") for label in buttons(page))


async def test_a_form_that_was_pressed_as_a_button_keeps_nothing(world: World) -> None:
    message = await world.post_button("review:send:kaleido-star/series")

    refused = answer(await world.hana.click(message, label="Press"))

    assert words(refused) == "There is nothing to read in it. Write a text."
    assert await stored(world) == []
