"""What was written and cannot be kept is given back to who wrote it."""

from typing import Any

import pytest
import simcord

from bot.domain.reviews import LINES
from tests.cogs.reviews.support import form, put, read, send, stored, write
from tests.opened import opened
from tests.world import World, answer, buttons, words


async def test_a_text_of_too_many_lines_comes_back_in_a_block(world: World) -> None:
    body = "\n".join(f"line {number}" for number in range(LINES + 1))

    told = await write(world.hana, world, title="Lines", body=body)

    assert words(told) == (
        "A text has at most 60 lines; yours has 61. Join some of them.\n"
        f"-# This is what you wrote:\n```\nLines\n\n{body}\n```"
    )
    assert await stored(world) == []


@pytest.mark.parametrize(
    "body",
    [
        "line\n" * 61 + "```\n<@1> @everyone",
        "```js\n" + "line\n" * 61,
        "``\u200b`\n" + "# loud <@1>\n" * 61,
        "a longer line of it\n" * 80,
    ],
)
async def test_what_would_break_out_of_a_block_or_is_long_comes_back_as_a_file(
    world: World, body: str
) -> None:
    told = await write(world.hana, world, title="Lines", body=body)

    assert words(told).endswith("-# This is what you wrote:")
    assert await _file(told) == f"Lines\n\n{body}"
    assert await stored(world) == []


async def test_a_text_that_was_deleted_while_it_was_changed_comes_back(world: World) -> None:
    await put(world, world.hana.id, "Old.")
    page = await read(world.hana, world)
    shown = await world.hana.click(page, label="Edit")
    question = answer(await world.hana.slash(world.channel, "review delete"))
    await world.hana.click(question, label="Delete")

    told = answer(await world.hana.submit_modal(shown, form(shown, body="New words.")))

    assert told.ephemeral
    assert words(told).startswith("That text is no longer here.")
    assert words(told).endswith("```\nA title\n\nNew words.\n```")
    assert await stored(world) == []


async def test_a_form_that_was_open_across_a_restart_is_kept(world: World) -> None:
    shown = await world.hana.slash(world.channel, "review write")

    await world.restart()

    told = answer(await world.hana.submit_modal(shown, form(shown)))
    assert "Saved." in words(told)
    assert len(await stored(world)) == 1


async def test_nobody_changes_another_members_text_by_a_forged_form(world: World) -> None:
    review_id = await put(world, world.hana.id, "Hers.")
    await put(world, world.tomas.id, "His.")
    page = await read(world.tomas, world, member=world.tomas.user)
    edit = str(buttons(page)["Edit"]["custom_id"])
    shown = await world.tomas.click(page, label="Edit")
    forgery(shown)["custom_id"] = f"review:change:{review_id}/{edit.rpartition('/')[2]}"

    told = answer(await world.tomas.submit_modal(shown, form(shown, body="Mine now.")))

    assert words(told).startswith("Only who wrote a text can do that.")
    assert [opened(review.body) for review in await stored(world)] == ["His.", "Hers."]


async def test_a_forged_verdict_is_none(world: World) -> None:
    shown = await world.hana.slash(world.channel, "review write")
    for label in forgery(shown)["components"]:
        for option in label["component"].get("options", ()):
            option["value"] = option["value"].replace("worth", "superb")

    told = answer(await world.hana.submit_modal(shown, form(shown, verdict="superb")))

    assert words(told).startswith("A review ends in a verdict. Choose one.\n-# This is what you wrote:")
    assert await stored(world) == []


async def test_what_was_about_something_that_left_the_catalogue_comes_back(world: World) -> None:
    shown = await world.hana.slash(world.channel, "review write")
    forgery(shown)["custom_id"] = "review:send:lost-show/series"

    told = answer(await world.hana.submit_modal(shown, form(shown)))

    assert words(told).startswith("That is no longer in my catalogue.")
    assert "The second half carries it." in words(told)


async def test_a_refused_change_leaves_the_page_as_it_was(world: World) -> None:
    await put(world, world.hana.id, "Old.")
    page = await read(world.hana, world)

    told = await send(world.hana, page, "Edit", body="\u2060")

    assert words(told).startswith("There is nothing to read in it.")
    assert words(page).endswith("Old.")


def forgery(shown: simcord.InteractionResult) -> dict[str, Any]:
    """A form as the one who sends it can alter it."""
    interaction: Any = vars(shown)["_interaction"]
    return interaction.modal


async def _file(message: Any) -> str:
    (attachment,) = message.attachments
    return (await attachment.read()).decode()
