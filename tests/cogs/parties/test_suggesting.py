"""Which party is meant: what is suggested while one types, and what is not theirs to know."""

from datetime import timedelta
from typing import Any

import discord

from tests.cogs.parties.planning import planned, stored
from tests.world import World, answer, buttons, words


async def test_the_suggestions_are_the_open_parties_by_name_and_date(world: World) -> None:
    await planned(world, id=1, title="The finale")
    await planned(world, id=2, starts_in=timedelta(days=3), title="Another @everyone")

    async def names(typed: str) -> list[Any]:
        return await world.hana.autocomplete(world.channel, "party start", "party", typed)

    assert [choice["value"] for choice in await names("")] == ["1", "2"]
    (found,) = await names("FINALE")
    assert found["name"].startswith("The finale · ")
    assert [choice["value"] for choice in await names("everyone")] == ["2"]


async def test_a_party_in_a_channel_that_is_not_theirs_to_see_is_neither_suggested_nor_meant(
    world: World,
) -> None:
    nobody = discord.PermissionOverwrite(view_channel=False)
    hidden = world.guild.create_text_channel("hidden", overwrites={world.guild.default_role: nobody})
    await planned(world, channel_id=hidden.id)

    assert await world.tomas.autocomplete(world.channel, "party start", "party", "") == []
    told = answer(await world.tomas.slash(world.channel, "party now"))
    assert "No party is planned here." in words(told)
    asked = answer(await world.tomas.slash(world.channel, "party now", party="4242"))
    assert "That is no party of this server." in words(asked)


async def test_a_party_is_meant_by_its_name_too(world: World) -> None:
    await planned(world, id=1, title="The finale")
    await planned(world, id=2, title="The finale of all", starts_in=timedelta(hours=3))
    await planned(world, id=3, title="Opening", starts_in=timedelta(hours=4))

    async def shown(text: str) -> str:
        return words(answer(await world.tomas.slash(world.channel, "party show", party=text)))

    assert (await shown("the FINALE")).startswith("### The finale\n")
    assert (await shown("of all")).startswith("### The finale of all\n")
    assert (await shown("open")).startswith("### Opening\n")
    assert (await shown("final")).startswith("Several parties are called so: choose one from the list")
    for text in ("nothing of that", " ", "99"):
        assert (await shown(text)).startswith("That is no party of this server.")


async def test_sessions_of_one_title_are_told_apart_by_their_episodes(world: World) -> None:
    await planned(world, id=1, title="Marathon", episodes=("s1e1", "s1e2"))
    await planned(world, id=2, title="Marathon", episodes=("s1e3",), starts_in=timedelta(hours=3))
    await planned(world, id=3, starts_in=timedelta(hours=4))

    choices = await world.hana.autocomplete(world.channel, "party show", "party", "")

    first, second, untitled = [choice["name"] for choice in choices]
    assert first.startswith("Marathon · episodes 1–2 · ")
    assert second.startswith("Marathon · episode 3 · ")
    assert "· episode" not in untitled


async def test_who_names_none_to_change_means_one_of_their_own(world: World) -> None:
    first = await planned(world, id=1)
    own = await planned(world, id=2, organiser_id=world.tomas.id, starts_in=timedelta(hours=3))

    await world.tomas.slash(world.channel, "party edit", seats=3)
    asked = answer(await world.tomas.slash(world.channel, "party cancel"))
    await world.tomas.slash(world.channel, "party start")

    assert (await stored(world, first)).seats is None
    assert (await stored(world, own)).seats == 3
    assert f":cancelled:{own.id}" in str([b["custom_id"] for b in buttons(asked).values()])
    assert (await stored(world, own)).phase == "live"


async def test_who_manages_events_and_names_none_means_the_next_one(world: World) -> None:
    crew = world.guild.create_role("crew", permissions=discord.Permissions(manage_events=True))
    manager = world.guild.add_member(world.env.create_user("manager"), roles=[crew])
    first = await planned(world, id=1)
    await planned(world, id=2, organiser_id=manager.id, starts_in=timedelta(hours=3))

    await manager.slash(world.channel, "party edit", seats=3)

    assert (await stored(world, first)).seats == 3


async def test_who_has_planned_none_is_told_whose_the_next_one_is(world: World) -> None:
    await planned(world)

    told = words(answer(await world.tomas.slash(world.channel, "party edit", seats=3)))

    assert told == (
        f"Only <@{world.hana.id}>, who planned it, and those who manage events here can do that. "
        "To change a party of yours, choose it as `party` of the command."
    )
