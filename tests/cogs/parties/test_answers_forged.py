"""What no client would send about answers and reminders: each gets a sentence, and nothing is stored."""

from typing import Any

import discord
import pytest

from bot import permissions
from bot.domain.rsvps import How
from cogs.parties.view import GONE
from tests.cogs.parties.coming import announced, rsvp, say
from tests.world import World, answer, words

VERBS = ("going", "maybe", "cant", "remind", "quiet")
NONE = ["", "1", "x", "0", "-1", "²", "1" + "0" * 30, "1/1", "4242 ", "٤٢٤٢"]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("row", NONE)
async def test_ids_that_are_none_get_a_sentence(world: World, verb: str, row: str) -> None:
    party, _ = await announced(world)
    message = await world.post_button(f"party:{verb}:{row}")

    told = answer(await world.tomas.click(message, label="Press"))

    assert told.ephemeral
    assert words(told) == GONE
    assert await rsvp(world, party, world.tomas) is None


@pytest.mark.parametrize(
    "value", ["", "direct", "direct:", "direct:-1", "direct:10081", "direct:1e3", "direct:²", "OFF", "x" * 90]
)
async def test_ways_to_be_reminded_that_are_none_get_a_sentence(world: World, value: str) -> None:
    party, _ = await announced(world)
    message = await world.post_select(f"party:how:{party.id}", [value or " "])

    told = answer(await world.tomas.select(message, [value or " "]))

    assert words(told) == "I cannot remind you like that. Choose from the list."
    assert await rsvp(world, party, world.tomas) is None


async def test_a_party_of_another_server_is_not_there(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id)
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    admin = elsewhere.create_role("admin", permissions=discord.Permissions.all())
    mighty = elsewhere.add_member(world.env.create_user("mighty"), roles=[admin])
    await world.env.settle()

    for verb in VERBS:
        there: Any = world.bot.get_channel(hall.id)
        view = discord.ui.LayoutView()
        view.add_item(
            discord.ui.ActionRow[Any](
                discord.ui.Button[Any](label="Press", custom_id=f"party:{verb}:{party.id}")
            )
        )
        message = await there.send(view=view)
        assert words(answer(await mighty.click(message, label="Press"))) == GONE
    choice = await world.post_select(f"party:how:{party.id}", ["off"], channel=hall)
    assert words(answer(await mighty.select(choice, ["off"]))) == GONE
    typed = await mighty.slash(hall, "party remind", how="not at all", party=str(party.id))
    assert words(answer(typed)) == GONE
    assert await mighty.autocomplete(hall, "party remind", "party", "") == []

    assert await rsvp(world, party, mighty) is None
    stored = await rsvp(world, party, world.tomas)
    assert stored
    assert stored.how is How.CHANNEL


async def test_a_party_in_a_channel_that_they_do_not_see_is_not_there(world: World) -> None:
    secret = world.guild.create_text_channel(
        "secret", overwrites={world.tomas: discord.PermissionOverwrite(view_channel=False)}
    )
    party, _ = await announced(world, channel_id=secret.id)
    await world.env.settle()

    for verb in VERBS:
        message = await world.post_button(f"party:{verb}:{party.id}")
        assert words(answer(await world.tomas.click(message, label="Press"))) == GONE
    typed = await world.tomas.slash(
        world.channel, "party remind", how="by direct message", party=str(party.id)
    )
    assert words(answer(typed)) == GONE
    assert await rsvp(world, party, world.tomas) is None


@pytest.mark.parametrize("typed", ["nothing", "1" * 40, "²", "-4242", "4243", "@everyone"])
async def test_a_party_that_was_typed_and_not_picked_gets_a_sentence(world: World, typed: str) -> None:
    await announced(world)

    told = answer(await world.tomas.slash(world.channel, "party remind", how="not at all", party=typed))

    assert told.ephemeral
    assert words(told) == GONE


async def test_who_left_and_presses_a_message_that_is_still_open_answers_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    party, card = await announced(world)
    # Discord then tells of a user and no member; simcord lets nobody press who has left.
    monkeypatch.setattr(permissions, "isinstance", _is_nothing, raising=False)

    told = answer(await world.tomas.click(card, label="Going"))

    assert words(told).startswith("You are not a member of this server")
    assert await rsvp(world, party, world.tomas) is None


async def test_a_name_acts_as_nothing_where_it_is_said_back(world: World) -> None:
    party, _ = await announced(world, title="**@everyone** <@1> [x](https://x.y)")
    button = await world.post_button(f"party:going:{party.id}")

    told = words(answer(await world.tomas.click(button, label="Press")))

    assert r"\*\*\@everyone\*\* \<\@1\> \[x\]\(" in told


def _is_nothing(*_: object) -> bool:
    return False
