"""Which party is meant: what is suggested while one types, and what is not theirs to know."""

from datetime import timedelta
from typing import Any

import discord

from tests.cogs.parties.planning import planned
from tests.world import World, answer, words


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
