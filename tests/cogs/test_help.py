"""/help, as a member meets it."""

import re
from collections.abc import Iterator
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands

from cogs.help.jobs import BEGIN
from cogs.help.steps import STEPS
from db import server_settings
from tests.cogs.overriding import override
from tests.world import World, answer, buttons, options, walk, words

LINK = re.compile(r"</([a-z_ ]+):(\d+)>")


async def ask(world: World, member: simcord.MemberActor | None = None) -> simcord.ResponseMessage:
    return answer(await (member or world.hana).slash(world.channel, "help"))


async def pages(message: simcord.ResponseMessage, member: simcord.MemberActor) -> dict[str, str]:
    """Every page that the list leads to, by what is chosen."""
    wanted = [option["value"] for option in options(message)]
    return {value: words(answer(await member.select(message, [value]))) for value in wanted}


async def linked(world: World, member: simcord.MemberActor) -> set[str]:
    """The commands on all jobs' pages."""
    front = await ask(world, member)
    if not any("options" in part for part in walk(front.components)):
        return set()
    found = await pages(front, member)
    return {name for text in found.values() for name, _ in LINK.findall(text)}


def leaves(world: World) -> Iterator[app_commands.Command[Any, ..., Any]]:
    for command in world.bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            yield command


async def put(world: World, **values: str) -> None:
    async with world.db.transaction() as tx:
        for name, value in values.items():
            await server_settings.put(tx, guild_id=world.guild.id, name=name, value=value)


async def test_the_front_page_has_every_job_and_links_what_one_begins_with(world: World) -> None:
    boss = world.guild.add_member(world.env.create_user("boss"), roles=[_admin(world)])
    told = words(await ask(world, boss))

    ids = world.bot.command_ids
    menus = {menu.name for menu in world.bot.tree.walk_commands(type=discord.AppCommandType.user)}
    assert set(ids) == {command.name for command in leaves(world) if not command.parent} | menus | {
        command.parent.name for command in leaves(world) if command.parent
    }
    headings = re.findall(r"^### (.+)$", told, re.MULTILINE)
    assert headings[:6] == [
        "Look up",
        "Vote",
        "Rank",
        "Ask the server",
        "Keep progress",
        "Watch together",
    ]
    for command in leaves(world):
        name = command.qualified_name
        is_shown = f"</{name}:{ids[name.partition(' ')[0]]}> {command.description}" in told
        assert is_shown == (name in BEGIN), name


async def test_each_command_is_on_the_page_of_its_job_and_nowhere_else(world: World) -> None:
    boss = world.guild.add_member(world.env.create_user("boss"), roles=[_admin(world)])
    front = await ask(world, boss)

    found = await pages(front, boss)

    jobs = [text for value, text in found.items() if value != "first"]
    for command in leaves(world):
        name = command.qualified_name
        line = f"</{name}:{world.bot.command_ids[name.partition(' ')[0]]}> {command.description}"
        assert sum(line in text for text in jobs) == (name != "help"), name
    (keeping,) = [text for text in jobs if text.startswith("## Keep progress")]
    assert keeping.endswith("**Watch progress** in a member’s menu, under Apps: how far they are.")


async def test_what_help_names_is_there(world: World) -> None:
    names = {command.qualified_name for command in leaves(world)}

    assert {*BEGIN, *STEPS} - names == set()
    assert len(set(BEGIN)) == len(BEGIN)


async def test_the_pages_turn_in_place_also_after_a_restart(world: World) -> None:
    front = await ask(world)
    before = words(front)

    await world.restart()
    job = answer(await world.hana.select(front, ["parties"]))
    assert job.id == front.id
    assert words(job).startswith("## Watch together\n-# ")
    assert [option["value"] for option in options(job) if option.get("default")] == ["parties"]
    steps = answer(await world.hana.select(job, ["first"]))
    assert words(steps).startswith("## The first steps\n-# Kaleido Star\n1. ")
    back = answer(await world.hana.click(steps, label="Show all jobs"))

    assert back.id == front.id
    assert words(back) == before
    assert list(buttons(back)) == []


async def test_help_is_for_the_asker_alone_and_works_in_direct_messages(world: World) -> None:
    assert (await ask(world)).ephemeral
    told = answer(await world.hana.user.slash("help"))
    assert "Kaleido Star" in words(told)
    assert "### Vote" not in words(told)
    found = {name for name, _ in LINK.findall(words(answer(await world.hana.user.select(told, ["lookup"]))))}
    assert found == {"episode", "episodes", "series"}


async def test_help_offers_what_discord_offers_and_nothing_else(world: World) -> None:
    roles = [world.guild.create_role(name) for name in ("fans", "guests")]
    ines = world.guild.add_member(world.env.create_user("ines"), roles=roles)
    boss = world.guild.add_member(world.env.create_user("boss"), roles=[_admin(world)])
    everyone = world.guild.default_role
    await override(world, "vote", (everyone, False), (roles[0], True))
    await override(world, "party", (world.channel, False))
    await override(world, "ranking", (world.hana, False))
    await override(world, "poll", (everyone, False))

    for member in (world.hana, world.tomas, ines, boss):
        offered = set(member.available_commands(world.channel)) - {"help"}
        assert await linked(world, member) == offered
        assert ("vote" in offered) == (member in (ines, boss))
        assert ("ranking" in offered) == (member is not world.hana)


async def test_settings_are_for_those_who_may_manage_the_server(world: World) -> None:
    manager = world.guild.create_role("manager", permissions=discord.Permissions(manage_guild=True))
    boss = world.guild.add_member(world.env.create_user("boss"), roles=[manager])
    await world.env.settle()

    assert "settings show" not in await linked(world, world.hana)
    assert "settings show" in await linked(world, boss)
    await override(world, "settings", (world.hana, True))
    assert "settings show" in await linked(world, world.hana)


async def test_a_role_that_the_server_demands_hides_what_it_is_for(world: World) -> None:
    fans = world.guild.create_role("fans")
    events = world.guild.create_role("events", permissions=discord.Permissions(manage_events=True))
    ines = world.guild.add_member(world.env.create_user("ines"), roles=[fans])
    guide = world.guild.add_member(world.env.create_user("guide"), roles=[events])
    await world.env.settle()

    await put(world, voter_role=str(fans.id), plan_role=str(fans.id))

    for member, votes, plans in ((world.hana, False, False), (ines, True, True), (guide, False, True)):
        found = await linked(world, member)
        assert ("vote" in found) is votes
        assert ("party plan" in found) is plans
        assert "party list" in found


async def test_where_everything_is_taken_away_a_sentence_says_so(world: World) -> None:
    for command in world.bot.command_ids:
        if command != "help":
            await override(world, command, (world.guild.default_role, False))

    told = await ask(world)

    assert words(told) == (
        "## What you can do here\nNothing, in this place: those who run this server have taken my commands "
        "away from you here. Try another channel, or ask them."
    )
    assert [part for part in walk(told.components) if "custom_id" in part] == []


async def test_a_job_that_was_taken_away_meanwhile_is_not_shown(world: World) -> None:
    front = await ask(world)
    await override(world, "vote", (world.guild.default_role, False))

    told = answer(await world.hana.select(front, ["votes"]))

    assert words(told) == "There is nothing of that for you here now. Use `/help` again to see what is."


@pytest.mark.parametrize("value", ["", "x", "x" * 100, "help", "../votes"])
async def test_a_job_that_is_none_gets_a_sentence(world: World, value: str) -> None:
    message = await world.post_select("help:job:", [value or " "])

    told = answer(await world.hana.select(message, [value or " "]))

    assert told.ephemeral
    assert words(told).startswith("There is nothing of that for you here now.")


async def test_links_survive_a_restart_that_sends_no_commands(world: World) -> None:
    before = len(world.env.http_requests)

    await world.restart()

    assert [call for call in world.calls(before) if "commands" in call] == []
    assert f"</episode:{world.bot.command_ids['episode']}>" in words(await ask(world))


def _admin(world: World) -> simcord.RoleHandle:
    return world.guild.create_role("admin", permissions=discord.Permissions(administrator=True))
