"""What Discord is told of the commands."""

from typing import Any

import discord

from bot import sync
from tests.world import World


async def test_every_command_and_option_is_described(world: World) -> None:
    for command in world.bot.tree.walk_commands():
        assert len(command.description) > 10
        if isinstance(command, discord.app_commands.Group):
            continue
        for parameter in command.parameters:
            assert len(str(parameter.description)) > 10


async def test_what_is_about_a_servers_members_works_there_and_all_else_everywhere(world: World) -> None:
    sent: Any
    (sent,) = [e.json for e in world.env.http_requests if e.method == "PUT" and e.path.endswith("/commands")]

    assert {command["name"] for command in sent} == {c.name for c in world.bot.tree.get_commands()}
    for command in sent:
        in_a_server = command["name"] in {"vote", "poll", "watched", "progress", "party"}
        assert command["contexts"] == ([0] if in_a_server else [0, 1, 2])
        assert command["integration_types"] == ([0] if in_a_server else [0, 1])


async def test_a_changed_command_is_sent_again(world: World) -> None:
    tree = world.bot.tree
    before = sync.digest_of(tree, None)

    command = tree.get_command("episode")
    assert isinstance(command, discord.app_commands.Command)
    command.description = "Something else entirely."

    assert sync.digest_of(tree, None) != before
    command.description = "One episode: what it is about, where to watch it, how it is rated."
    assert sync.digest_of(tree, None) == before


async def test_only_the_least_intents_are_asked_for(world: World) -> None:
    asked = {name for name, on in world.bot.intents if on}

    assert asked == {"guilds", "voice_states", "guild_scheduled_events"}
