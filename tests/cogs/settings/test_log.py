"""The log of a server: what is posted in the channel that was set for it."""

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.domain.server_log import Deed, Entry
from db import due, server_log
from db.database import Row
from db.server_log import POST
from tests.cogs.settings.noting import latest, note, office
from tests.cogs.settings.support import demote, manager, put
from tests.cogs.starting import begin
from tests.world import World, answer, buttons, words


async def repeat_the_last(world: World) -> None:
    """Have the last entry posted as after a crash, when it is not known whether it was."""
    entry = await latest(world)
    async with world.db.transaction() as tx:
        await due.schedule(tx, guild_id=world.guild.id, kind=POST, subject_id=entry.id, at=world.env.now())
        await tx.run("UPDATE due SET attempts = 1 WHERE kind = :kind", kind=POST)
    world.bot.wake(world.env.now())
    await world.env.settle()


async def posts_to_come(world: World) -> list[Row]:
    """What is due for the log."""
    async with world.db.snapshot() as tx:
        return await tx.all("SELECT * FROM due WHERE kind = :kind", kind=POST)


async def test_a_change_is_told_in_the_channel_of_the_log(world: World) -> None:
    mia = manager(world)
    channel = await office(world, mia)
    before = len(world.env.http_requests)

    await put(world, mia, "pause", "10")

    (told,) = channel.history()
    now = int(world.env.now().timestamp())
    assert words(told) == (
        f"<@{mia.id}> set **Break between episodes**: 5 minutes → 10 minutes.\n-# <t:{now}:f>"
    )
    assert list(buttons(told)) == ["Change it", "Show changes"]
    sent = [entry.json for entry in world.env.http_requests[before:] if entry.path.endswith("/messages")]
    assert [body["allowed_mentions"] for body in sent if body] == [{"parse": []}]


async def test_its_buttons_lead_to_the_setting_and_to_all_changes(world: World) -> None:
    mia = manager(world)
    channel = await office(world, mia)
    await put(world, mia, "pause", "10")
    (told,) = channel.history()

    one = answer(await mia.click(told, label="Change it"))
    changes = answer(await mia.click(told, label="Show changes"))

    assert one.ephemeral
    assert words(one).startswith("## Break between episodes\n")
    assert changes.ephemeral
    assert words(changes).startswith("## Changes\n- <t:")
    demote(world, mia)
    await world.env.settle()
    refused = answer(await mia.click(told, label="Change it"))
    assert words(refused).startswith("The settings are for those who may manage")


async def test_without_a_channel_nothing_is_posted_and_nothing_is_left_to_do(world: World) -> None:
    mia = manager(world)

    await put(world, mia, "pause", "10")

    assert world.channel.history() == []
    assert await posts_to_come(world) == []


async def test_that_there_is_a_log_and_that_there_is_none_any_more_is_told_where_it_is(
    world: World,
) -> None:
    mia = manager(world)

    await put(world, mia, "log", "lounge")
    await put(world, mia, "log", "default")

    off, on = (words(message).partition("\n")[0] for message in world.channel.history())
    if "nowhere → " not in on:
        on, off = off, on
    assert on == f"<@{mia.id}> set **Log**: nowhere → <#{world.channel.id}>."
    assert off == f"<@{mia.id}> set **Log**: <#{world.channel.id}> → nowhere."


async def test_that_the_log_moves_is_told_where_it_was_and_where_it_is_once_each(world: World) -> None:
    mia = manager(world)
    old = await office(world, mia)

    await put(world, mia, "log", "lounge")
    await repeat_the_last(world)
    await put(world, mia, "pause", "10")

    moved = f"<@{mia.id}> set **Log**: <#{old.id}> → <#{world.channel.id}>."
    assert [words(message).partition("\n")[0] for message in old.history()] == [moved]
    assert moved in {words(message).partition("\n")[0] for message in world.channel.history()}
    assert len(world.channel.history()) == 2


async def test_that_the_log_moves_from_a_channel_that_was_deleted_is_told_in_the_new_one(
    world: World,
) -> None:
    mia = manager(world)
    old = await office(world, mia)
    world.env.backend.delete_channel(old.id)
    await world.env.settle()

    await put(world, mia, "log", "lounge")

    assert len(world.channel.history()) == 1
    assert await posts_to_come(world) == []


async def test_what_is_due_before_discord_tells_which_servers_there_are_waits_for_that(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = await office(world)
    begin(world, monkeypatch)

    await note(world, Deed.SETTING, "pause", after="10")

    assert len(channel.history()) == 1


async def test_what_is_due_in_an_outage_is_told_after_it(world: World) -> None:
    mia = manager(world)
    channel = await office(world, mia)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    async with world.db.transaction() as tx:
        now = world.env.now()
        await server_log.add(tx, Entry(world.guild.id, 99 << 22, Deed.SETTING, mia.id, "pause", now))
    world.bot.wake(now)
    await world.env.settle()
    assert channel.history() == []

    guild.unavailable = False
    await world.env.advance_time(600)

    assert len(channel.history()) == 1


async def test_an_entry_is_posted_once_though_its_doer_is_repeated(world: World) -> None:
    mia = manager(world)
    channel = await office(world, mia)
    await put(world, mia, "pause", "10")

    for _ in range(2):
        await repeat_the_last(world)

    assert len(channel.history()) == 1


async def test_what_was_noted_while_the_bot_was_away_is_told_after(world: World) -> None:
    mia = manager(world)
    channel = await office(world, mia)
    await put(world, mia, "pause", "10")
    now = world.env.now()
    async with world.db.transaction() as tx:
        await server_log.add(
            tx, Entry(world.guild.id, 99 << 22, Deed.SETTING, mia.id, "pause", now, before="10")
        )

    await world.restart()
    await world.env.settle()

    assert len(channel.history()) == 2


@pytest.mark.parametrize("gone", ["closed", "deleted"])
async def test_a_channel_that_was_closed_or_deleted_is_given_up(world: World, gone: str) -> None:
    mia = manager(world)
    channel = await office(world, mia)
    missed: list[tuple[int, int, str]] = []

    async def hear(guild_id: int, channel_id: int, feature: str) -> None:
        missed.append((guild_id, channel_id, feature))

    world.bot.add_listener(hear, "on_permission_missed")
    if gone == "deleted":
        world.env.backend.delete_channel(channel.id)
    else:
        view, me = discord.Permissions.view_channel.flag, world.env.backend.bot_user.id
        world.env.backend.set_overwrite(channel.id, Overwrite(me, OverwriteType.MEMBER, 0, view))
    await world.env.settle()

    told = await put(world, mia, "pause", "10")

    assert "✅ **Changed**" in told
    assert await posts_to_come(world) == []
    assert missed == ([(world.guild.id, channel.id, "log")] if gone == "closed" else [])
