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


HERE = {"vote", "poll", "watched", "progress", "party", "review", "settings", "Watch progress"}
"""What is about the members of a server, and works there alone."""


def sent_of(world: World) -> list[dict[str, Any]]:
    (sent,) = [e.json for e in world.env.http_requests if e.method == "PUT" and e.path.endswith("/commands")]
    return sent or []


async def test_what_is_about_a_servers_members_works_there_and_all_else_everywhere(world: World) -> None:
    sent = sent_of(world)

    assert {command["name"] for command in sent} == {c.name for c in world.bot.tree.get_commands()}
    everywhere = {"episode", "episodes", "series", "ranking", "privacy", "help"}
    assert {command["name"] for command in sent} == HERE | everywhere
    for command in sent:
        in_a_server = command["name"] in HERE
        assert command["contexts"] == ([0] if in_a_server else [0, 1, 2])
        assert command["integration_types"] == ([0] if in_a_server else [0, 1])


async def test_who_may_use_a_command_is_for_the_servers_owner_to_decide(world: World) -> None:
    """Discord's Integrations page gives and takes each; settings are kept from members at first."""
    asked = {command["name"]: command["default_member_permissions"] for command in sent_of(world)}

    manage_guild = discord.Permissions(manage_guild=True).value
    assert {name: needed for name, needed in asked.items() if needed is not None} == {
        "settings": manage_guild
    }


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
