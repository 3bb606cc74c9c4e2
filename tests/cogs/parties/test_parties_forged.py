"""What no client would send to planning: each gets a sentence, and nothing changes."""

import discord
import pytest

from cogs.parties.view import GONE
from tests.cogs.parties.asking import only, plan
from tests.world import World, answer, words


@pytest.mark.parametrize("verb", ["cancel", "cancelled", "list", "past"])
@pytest.mark.parametrize("row", ["", "1", "x", "1" + "0" * 30, "²", "-1", "1/1", "1/all", "1/"])
async def test_forged_buttons_get_an_answer(world: World, verb: str, row: str) -> None:
    await plan(world)
    message = await world.post_button(f"party:{verb}:{row}")

    told = answer(await world.hana.click(message, label="Press"))

    assert told.ephemeral
    assert words(told).startswith((GONE, "## Watch parties", "## Parties that were"))
    assert (await only(world)).phase == "planned"


@pytest.mark.parametrize("verb", ["show", "edit", "cancel", "calendar"])
@pytest.mark.parametrize("typed", ["nothing", "1" * 40, "²", "1", "-1", "x" * 5900])
async def test_a_party_that_was_typed_and_not_chosen_gets_a_sentence(
    world: World, verb: str, typed: str
) -> None:
    await plan(world)
    options = {"seats": 3} if verb == "edit" else {}

    told = answer(await world.hana.slash(world.channel, f"party {verb}", party=typed, **options))

    assert told.ephemeral
    assert words(told) == GONE


async def test_a_party_of_another_server_is_not_there(world: World) -> None:
    await plan(world, title="Ours")
    party = await only(world)
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("hall")
    admin = elsewhere.create_role("admin", permissions=discord.Permissions.all())
    mighty = elsewhere.add_member(world.env.create_user("mighty"), roles=[admin])
    await world.env.settle()

    told = [
        answer(await mighty.slash(channel, "party show", party=str(party.id))),
        answer(await mighty.slash(channel, "party edit", party=str(party.id), seats=3)),
        answer(await mighty.slash(channel, "party cancel", party=str(party.id))),
        answer(await mighty.slash(channel, "party calendar", party=str(party.id))),
        answer(await mighty.slash(channel, "party calendar", party=str(party.id), season=True)),
    ]

    assert {words(message) for message in told} == {GONE}
    assert await mighty.autocomplete(channel, "party show", "party", "") == []
    assert "Ours" not in words(answer(await mighty.slash(channel, "party list")))
    assert (await only(world)).seats is None
