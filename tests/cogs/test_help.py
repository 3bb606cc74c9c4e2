"""/help, as a member meets it."""

import discord

from tests.world import World, answer, words


async def test_help_links_every_command_under_its_job(world: World) -> None:
    told = words(answer(await world.hana.slash(world.channel, "help")))

    ids = world.bot.command_ids
    assert set(ids) == {command.name for command in world.bot.tree.get_commands()}
    assert "### Look up\n" in told
    for command in world.bot.tree.walk_commands():
        if isinstance(command, discord.app_commands.Command):
            root = command.qualified_name.partition(" ")[0]
            assert f"</{command.qualified_name}:{ids[root]}> " in told


async def test_help_is_for_the_asker_alone_and_works_in_direct_messages(world: World) -> None:
    assert answer(await world.hana.slash(world.channel, "help")).ephemeral
    assert "Kaleido Star" in words(answer(await world.hana.user.slash("help")))


async def test_links_survive_a_restart_that_sends_no_commands(world: World) -> None:
    before = len(world.env.http_requests)

    await world.restart()

    assert [call for call in world.calls(before) if "commands" in call] == []
    told = words(answer(await world.hana.slash(world.channel, "help")))
    assert f"</episode:{world.bot.command_ids['episode']}>" in told
