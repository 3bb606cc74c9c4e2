"""The button that checks what the bot may do: pressed again, by others, with a forged id."""

import pytest
import simcord

from tests.cogs.servers.support import deny, manager
from tests.world import World, answer, words


@pytest.fixture
def mika(world: World) -> simcord.MemberActor:
    return manager(world)


async def test_checking_again_shows_what_was_mended_in_place(world: World, mika: simcord.MemberActor) -> None:
    deny(world, "send_messages")
    shown = answer(await mika.slash(world.channel, "settings check"))
    deny(world)
    before = len(world.env.http_requests)

    await mika.click(shown, label="Check again")

    (call,) = world.calls(before)
    assert call.endswith("/callback")
    assert "Nothing is missing" in words(shown)


@pytest.mark.parametrize("row_id", ["77", "x", "-1", "9" * 30, "1/2"])
async def test_a_forged_server_is_refused(world: World, mika: simcord.MemberActor, row_id: str) -> None:
    message = await world.post_button(f"settings:check:{row_id}")

    told = answer(await mika.click(message, label="Press"))

    assert told.ephemeral
    assert words(told) == "That is about another server. Use the command there."


async def test_a_button_without_a_server_checks_this_one(world: World, mika: simcord.MemberActor) -> None:
    message = await world.post_button("settings:check:")

    assert "Nothing is missing" in words(answer(await mika.click(message, label="Press")))


async def test_who_no_longer_manages_the_server_is_refused(world: World, mika: simcord.MemberActor) -> None:
    shown = answer(await mika.slash(world.channel, "settings check"))
    world.env.backend.edit_role(world.guild.id, world.guild.roles["managers"].id, {"permissions": 0})

    refused = answer(await mika.click(shown, label="Check again"))

    assert "*Manage Server*" in words(refused)
    assert "*Manage Server*" in words(
        answer(
            await world.hana.click(await world.post_button(f"settings:check:{world.guild.id}"), label="Press")
        )
    )
