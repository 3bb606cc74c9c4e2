"""The menu of a member that shows how far they are."""

from typing import Any

import pytest
from discord import AppCommandType

from tests.cogs.progress.support import watch
from tests.world import World, answer, words

MENU = "Watch progress"


async def test_the_menu_shows_what_the_command_shows_alone(world: World) -> None:
    await watch(world.tomas, world, "1-5")

    by_menu = answer(await world.hana.context_menu(world.channel, MENU, world.tomas))
    by_command = answer(await world.hana.slash(world.channel, "progress show", member=world.tomas))

    assert by_menu.ephemeral
    assert words(by_menu) == words(by_command)
    assert f"## Progress of <@{world.tomas.id}>" in words(by_menu)


async def test_ones_own_menu_shows_ones_own_progress(world: World) -> None:
    await watch(world.hana, world, "1-3")

    own = answer(await world.hana.context_menu(world.channel, MENU, world.hana))

    assert words(own).startswith("## Your progress")


async def test_who_keeps_to_themselves_is_kept_from_the_menu_too(world: World) -> None:
    await watch(world.tomas, world, "1-5")
    await world.tomas.slash(world.channel, "progress privacy", visible="nobody")

    refused = answer(await world.hana.context_menu(world.channel, MENU, world.tomas))

    assert refused.ephemeral
    assert words(refused) == f"<@{world.tomas.id}> lets nobody see their progress here."


async def test_bots_watch_nothing(world: World) -> None:
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    await world.env.settle()

    refused = answer(await world.hana.context_menu(world.channel, MENU, robot))

    assert words(refused) == "Bots watch nothing. Name a member."


async def test_the_menu_is_told_to_discord_for_servers_alone(world: World) -> None:
    sent: Any
    (sent,) = [e.json for e in world.env.http_requests if e.method == "PUT" and e.path.endswith("/commands")]
    (menu,) = [command for command in sent if command["type"] == AppCommandType.user.value]

    assert menu["name"] == MENU
    assert menu["contexts"] == [0]
    assert menu["integration_types"] == [0]
    assert menu["default_member_permissions"] is None


@pytest.mark.parametrize("times", [1, 2])
async def test_the_menu_comes_and_goes_with_the_feature(world: World, times: int) -> None:
    tree = world.bot.tree
    cog = world.bot.cogs["Keep progress"]

    for _ in range(times):
        await world.bot.remove_cog(cog.qualified_name)
        assert tree.get_command(MENU, type=AppCommandType.user) is None
        await world.bot.add_cog(cog)
        assert tree.get_command(MENU, type=AppCommandType.user) is not None
