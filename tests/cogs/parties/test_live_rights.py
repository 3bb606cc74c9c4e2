"""Who may do what with a party that is on; and what cannot be done."""

import discord
import pytest

from tests.cogs.parties.planning import planned, stored
from tests.cogs.parties.watching import (
    TWO,
    begun,
    press,
    stage_of,
)
from tests.world import World, answer, words


@pytest.mark.parametrize("label", ["Pause", "Next episode", "−30 s", "+30 s", "End"])
async def test_a_stranger_changes_nothing(world: World, label: str) -> None:
    party, stage = await begun(world, episodes=TWO)
    before = await stored(world, party)

    told = await press(world.tomas, stage, label)

    assert "who planned it, and those who manage events here can do that." in told
    assert (await stored(world, party)).clock == before.clock


async def test_who_manages_events_does_and_no_longer_when_the_role_is_taken(world: World) -> None:
    role = world.guild.create_role("crew", permissions=discord.Permissions(manage_events=True))
    mia = world.guild.add_member(world.env.create_user("mia"), roles=[role])
    party, stage = await begun(world)
    await mia.click(stage, label="Pause")
    assert (await stored(world, party)).is_paused

    world.env.backend.remove_member_role(world.guild.id, mia.id, role.id)
    told = await press(mia, await stage_of(world, party), "Resume")

    assert "who planned it" in told
    assert (await stored(world, party)).is_paused


@pytest.mark.parametrize("verb", ["now", "here", "gone", "pause", "resume", "back", "on", "next", "end"])
async def test_forged_ids_find_nothing(world: World, verb: str) -> None:
    other = world.env.create_guild("Elsewhere")
    await planned(world, guild_id=other.id, id=77)
    for row_id in ("77", "99", "x", "9" * 30):
        forged = await world.post_button(f"party:{verb}:{row_id}")
        assert "That is no party of this server." in await press(world.hana, forged, "Press")


@pytest.mark.parametrize("verb", ["pause", "resume", "back", "on", "next/1", "end"])
async def test_what_has_not_begun_and_what_is_over_cannot_be_moved(world: World, verb: str) -> None:
    party = await planned(world)
    name, _, more = verb.partition("/")
    button = await world.post_button(f"party:{name}:{party.id}{'/' + more if more else ''}")
    assert await press(world.hana, button, "Press") == "This party has not begun yet."

    await world.hana.slash(world.channel, "party start")
    await world.hana.slash(world.channel, "party end")
    assert await press(world.hana, button, "Press") == "This party is over."


async def test_commands_without_a_party_that_is_on_say_so(world: World) -> None:
    await planned(world)
    for command in ("party pause", "party resume", "party end"):
        told = words(answer(await world.hana.slash(world.channel, command)))
        assert "No party is on here." in told
