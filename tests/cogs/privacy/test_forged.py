"""Buttons of /privacy that somebody else presses, or that nobody was ever given."""

import pytest

from tests.cogs.privacy.support import ask, kept
from tests.world import World, answer, buttons, words

VERBS = ("ask", "erase", "export", "keep")


async def vote_both(world: World) -> list[dict[str, int]]:
    for member in (world.hana, world.tomas):
        await member.slash(world.channel, "vote", episode="3", score=8)
    return [await kept(world, member.id) for member in (world.hana, world.tomas)]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("where", ["here", "everywhere"])
async def test_somebody_elses_button_does_nothing_to_either(world: World, verb: str, where: str) -> None:
    before = await vote_both(world)
    guild_id = world.guild.id if where == "here" else 0
    message = await world.post_button(f"privacy:{verb}:{world.hana.id}/{guild_id}")

    told = answer(await world.tomas.click(message, label="Press"))

    assert told.ephemeral
    assert words(told) == "That is about somebody else. Ask for yourself with `/privacy`."
    assert [await kept(world, member.id) for member in (world.hana, world.tomas)] == before


@pytest.mark.parametrize("verb", VERBS)
async def test_a_button_about_another_server_does_nothing_here_nor_there(world: World, verb: str) -> None:
    before = await vote_both(world)
    other = world.env.create_guild("Elsewhere")
    channel = other.create_text_channel("lounge")
    member = other.add_member(world.hana.user)
    await member.slash(channel, "vote", episode="3", score=8)
    message = await world.post_button(f"privacy:{verb}:{world.hana.id}/{other.id}")

    told = answer(await world.hana.click(message, label="Press"))

    assert words(told) == "That is about another server. Use `/privacy` here."
    assert [await kept(world, member.id) for member in (world.hana, world.tomas)] == before
    assert (await kept(world, world.hana.id, guild_id=other.id))["votes"] == 1


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    "row_id", ["", "/", "x/0", "{hana}", "{hana}/", "{hana}/x", "{hana}/-1", "{hana}/0/0", "9" * 40 + "/0"]
)
async def test_what_nobody_was_given_does_nothing(world: World, verb: str, row_id: str) -> None:
    before = await vote_both(world)
    message = await world.post_button(f"privacy:{verb}:{row_id.format(hana=world.hana.id)}")

    told = answer(await world.hana.click(message, label="Press"))

    assert words(told) == "That is nothing I know of. Use the command again."
    assert [await kept(world, member.id) for member in (world.hana, world.tomas)] == before


@pytest.mark.parametrize("verb", VERBS)
async def test_a_message_that_others_see_keeps_what_it_shows(world: World, verb: str) -> None:
    await vote_both(world)
    message = await world.post_button(f"privacy:{verb}:{world.hana.id}/0")

    told = answer(await world.hana.click(message, label="Press"))

    assert told.ephemeral
    (shown,) = [each for each in world.channel.history() if each.id == message.id]
    assert list(buttons(shown)) == ["Press"]


async def test_in_a_direct_message_no_servers_button_works(world: World) -> None:
    before = await vote_both(world)
    card = await ask(world.hana.user, world, "privacy delete", where="everywhere")
    stored = world.env.backend.get_message(card.channel_id, card.id)
    stored.components = [
        {
            "type": 1,
            "components": [
                {
                    "type": 2,
                    "style": 4,
                    "label": "Press",
                    "custom_id": f"privacy:erase:{world.hana.id}/{world.guild.id}",
                }
            ],
        }
    ]

    told = answer(await world.hana.user.click(card, label="Press"))

    assert words(told) == "That is about another server. Use `/privacy` here."
    assert [await kept(world, member.id) for member in (world.hana, world.tomas)] == before
