"""Buttons of progress that are forged, another's, or of another place."""

import pytest

from bot import ui
from bot.domain.progress import Source
from bot.ui import Interaction
from db import marks, server_settings
from tests.cogs.progress.support import ask, keys, marked, watch
from tests.world import World, answer, buttons, words


@pytest.mark.parametrize(
    "custom_id",
    [
        "progress:undo:",
        "progress:undo:0",
        "progress:undo:-1",
        "progress:undo:²",
        "progress:undo:" + "9" * 60,
        "progress:apply:",
        "progress:apply:1",
        "progress:apply:x/1",
        "progress:apply:99999999999999999999",
        "progress:watched:kaleido-star/s9e9",
        "progress:watched:another-show/s1e1",
        "progress:watched:kaleido-star",
        "progress:watched:",
        "progress:board:kaleido-star",
        "progress:board:kaleido-star/-1",
        "progress:board:another-show/1",
        "progress:standing:",
        "progress:standing:another-show",
    ],
)
async def test_a_forged_button_gets_a_sentence_and_changes_nothing(world: World, custom_id: str) -> None:
    await watch(world.hana, world, "1-3")

    refused = answer(await world.hana.click(await world.post_button(custom_id), label="Press"))

    assert refused.ephemeral
    assert words(refused).endswith(".")
    assert buttons(refused) == {}
    assert await marked(world, world.hana) == keys(1, 2, 3)


async def test_marks_that_no_interaction_made_are_not_undone(world: World) -> None:
    async with world.db.transaction() as tx:
        await marks.mark(
            tx,
            guild_id=world.guild.id,
            member_id=world.hana.id,
            show_id="kaleido-star",
            episodes=keys(1, 2),
            source=Source.VOTE,
            change_id=0,
            now=world.env.now(),
        )

    await world.hana.click(await world.post_button("progress:undo:0"), label="Press")

    assert await marked(world, world.hana) == keys(1, 2)


async def test_an_answer_for_oneself_never_takes_the_place_of_a_public_message(world: World) -> None:
    custom_id = buttons(await ask(world.hana, world, "watched", episodes="1-3"))["Undo"]["custom_id"]

    async def post(interaction: Interaction, _: str) -> None:
        await ui.reply(interaction, ui.card("Public.", ui.row(ui.button("Undo", custom_id))))

    world.bot.routes.add("test:post", post)
    own = answer(await world.hana.click(await world.post_button("test:post:1"), label="Press"))

    told = answer(await world.hana.click(own, label="Undo"))

    assert told.ephemeral
    assert "Undone: 3 episodes (1–3) are no longer marked." in words(told)
    assert words(own) == "Public."


async def test_another_members_change_is_not_undone(world: World) -> None:
    custom_id = buttons(await ask(world.hana, world, "watched", episodes="1-3"))["Undo"]["custom_id"]

    refused = answer(await world.tomas.click(await world.post_button(custom_id), label="Press"))

    assert "nothing to undo" in words(refused)
    assert await marked(world, world.hana) == keys(1, 2, 3)


async def test_another_servers_change_is_not_undone(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    there = elsewhere.add_member(world.hana.user)
    card = answer(await there.slash(hall, "watched", episodes="1-3"))

    message = await world.post_button(buttons(card)["Undo"]["custom_id"])
    refused = answer(await world.hana.click(message, label="Press"))

    assert "nothing to undo" in words(refused)
    assert await marked(world, world.hana, guild_id=elsewhere.id) == keys(1, 2, 3)
    assert await marked(world, world.hana) == []


async def test_the_commands_are_not_there_in_direct_messages(world: World) -> None:
    there = world.hana.user.available_commands()

    assert "episode" in there
    assert [name for name in there if name.startswith(("watched", "progress"))] == []


async def test_marks_on_what_left_the_catalogue_are_kept_undone_and_left_out_of_sight(world: World) -> None:
    async with world.db.transaction() as tx:
        for show_id, episode in (("kaleido-star", "s1e99"), ("lost-show", "s1e1")):
            await marks.mark(
                tx,
                guild_id=world.guild.id,
                member_id=world.hana.id,
                show_id=show_id,
                episodes=[episode],
                source=Source.HAND,
                change_id=77,
                now=world.env.now(),
            )

    shown = words(await ask(world.hana, world, "progress show"))
    exported = words(await ask(world.hana, world, "progress export"))
    undone = answer(await world.hana.click(await world.post_button("progress:undo:77"), label="Press"))

    assert "**0 of 26 · 0 %**\nNothing yet" in shown
    assert exported.startswith("You have marked nothing here yet")
    assert "Undone: 2 marks changed on what my catalogue no longer has." in words(undone)
    assert await marked(world, world.hana) == []


async def test_with_titles_hidden_what_is_next_is_named_by_its_number(world: World) -> None:
    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=world.guild.id, name="hides_titles", value="yes")

    told = await watch(world.hana, world, "1-5")
    shown = words(await ask(world.hana, world, "progress show"))

    assert told.endswith("\nNext: Episode 6")
    assert "\nNext: Episode 6" in shown
    assert "Seal" not in told + shown
