"""What Discord forbade: who can mend it is shown the way, from others it is kept for them."""

from unittest.mock import Mock

import discord
import pytest

from bot import ui
from bot.client import Interaction
from tests.cogs.servers.support import manager
from tests.world import World, answer, buttons, words


async def _forbidden(_: Interaction, __: str) -> None:
    raise discord.Forbidden(Mock(status=403, reason="no"), "no")


@pytest.mark.parametrize("when", ["at once", "after a while", "after an answer"])
async def test_who_manages_the_server_is_shown_the_way_to_what_is_missing(world: World, when: str) -> None:
    async def broken(interaction: Interaction, row_id: str) -> None:
        if when == "after a while":
            await ui.take_time(interaction)
        elif when == "after an answer":
            await ui.reply(interaction, ui.card("First."))
        await _forbidden(interaction, row_id)

    world.bot.routes.add("panel:boom", broken)

    result = await manager(world).click(await world.post_button("panel:boom:1"), label="Press")

    told = result.followups[-1] if when == "after an answer" else result.response
    assert told is not None
    assert told.ephemeral
    assert words(told).startswith("Discord does not let me do that here: I lack a permission.")
    (button,) = buttons(told).values()
    assert button["custom_id"] == f"settings:check:{world.guild.id}"
    async with world.db.snapshot() as tx:
        assert await tx.all("SELECT 1 FROM server_faults") == []


@pytest.mark.parametrize(("name", "feature"), [("panel:boom", "panels"), ("test:boom", None)])
async def test_what_another_member_was_forbidden_is_kept_for_who_can_mend_it(
    world: World, name: str, feature: str | None
) -> None:
    world.bot.routes.add(name, _forbidden)

    told = answer(await world.hana.click(await world.post_button(f"{name}:1"), label="Press"))

    assert buttons(told) == {}
    async with world.db.snapshot() as tx:
        rows = await tx.all("SELECT channel_id, feature FROM server_faults")
    assert [tuple(row.values()) for row in map(dict, rows)] == (
        [(world.channel.id, feature)] if feature else []
    )
