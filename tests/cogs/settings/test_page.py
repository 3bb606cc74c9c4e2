"""The page of all settings, and the view of each."""

from dataclasses import fields as parts_of

import pytest

from bot.domain.server_settings import ServerSettings
from cogs.settings.fields import FIELDS, Group
from db import server_settings
from tests.cogs.settings.support import manager, menu, page, private_channel, put, view
from tests.world import World, answer, buttons, options, words

NAMES = [field.name for field in FIELDS]


def test_every_setting_there_is_has_a_line_and_a_control() -> None:
    assert sorted(NAMES) == sorted(part.name for part in parts_of(ServerSettings))
    assert len(NAMES) <= 25
    assert len({field.label for field in FIELDS}) == len(FIELDS)


def test_the_settings_stand_in_the_order_of_their_groups() -> None:
    order = list(Group)
    places = [order.index(field.group) for field in FIELDS]

    assert places == sorted(places)
    assert set(places) == set(range(len(order)))


async def test_a_server_that_set_nothing_sees_every_default_marked_as_such(world: World) -> None:
    mia = manager(world)

    shown = await page(world, mia)

    said = words(shown)
    assert shown.ephemeral
    assert said.startswith("## Settings of Stage\n-# All at their defaults\n### Show and time\n")
    assert said.count(" · *default*") == len(FIELDS)
    assert "\nShow: Kaleido Star, the first I have · *default*" in said
    assert "\nReminder: 30 minutes before the start · *default*" in said
    assert [(each["value"], each["label"]) for each in options(shown)] == [
        (field.name, field.label) for field in FIELDS
    ]
    assert {each["value"]: each["description"] for each in options(shown)}["minimum"] == "3 votes"
    assert list(buttons(shown)) == ["Show changes", "Check permissions"]


async def test_what_was_set_stands_on_the_page_without_the_mark(world: World) -> None:
    mia = manager(world)
    crew = world.guild.create_role("crew")
    await put(world, mia, "voter_role", "crew")
    await put(world, mia, "zone", "Tokyo")

    shown = await page(world, mia)

    assert "-# 2 of 16 changed from the default" in words(shown)
    assert f"\nWho may vote: **<@&{crew.id}>**\n" in words(shown)
    assert "\nTime zone: **Asia/Tokyo \\(" in words(shown)
    assert {each["value"]: each["description"] for each in options(shown)}["voter_role"] == "@crew"


@pytest.mark.parametrize("name", NAMES)
async def test_a_setting_is_chosen_and_the_page_turns_into_its_view_in_one_call(
    world: World, name: str
) -> None:
    mia = manager(world)
    field = next(field for field in FIELDS if field.name == name)
    shown = await page(world, mia)
    before = len(world.env.http_requests)

    await mia.select(shown, [name])

    said = words(shown)
    assert [call for call in world.calls(before) if "/commands/permissions" not in call] == [
        world.calls(before)[-1]
    ]
    assert said.startswith(f"## {field.label}\n{field.what}\n**Now** ")
    assert said.endswith(" · *default*")
    assert menu(shown)["custom_id"] == f"settings:put:{name}"
    assert buttons(shown)["Reset to default"]["disabled"]

    await mia.click(shown, label="All settings")
    assert words(shown).startswith("## Settings of Stage")


async def test_a_view_says_what_it_is_what_it_was_and_who_set_it_when(world: World) -> None:
    mia = manager(world)
    await put(world, mia, "minimum", "5")

    shown = await view(world, mia, "minimum")

    now = int(world.env.now().timestamp())
    assert words(shown).endswith(
        f"**Now** 5 votes\n**Default** 3 votes\n-# Set by <@{mia.id}> <t:{now}:R>; before that 3 votes"
    )
    assert not buttons(shown)["Reset to default"]["disabled"]
    assert [each["value"] for each in options(shown) if each["default"]] == ["5"]


async def test_a_number_that_is_not_offered_stands_among_the_others_in_order(world: World) -> None:
    mia = manager(world)
    await put(world, mia, "minimum", "7")

    offered = [int(each["value"]) for each in options(await view(world, mia, "minimum"))]

    assert 7 in offered
    assert offered == sorted(offered)


async def test_a_role_and_a_channel_that_were_deleted_are_said_to_be(world: World) -> None:
    mia = manager(world)
    crew, news = world.guild.create_role("crew"), world.guild.create_text_channel("news")
    await world.env.settle()
    await put(world, mia, "voter_role", str(crew.id))
    await put(world, mia, "announce", str(news.id))
    world.env.backend.delete_role(world.guild.id, crew.id)
    world.env.backend.delete_channel(news.id)
    await world.env.settle()

    shown = await page(world, mia)
    told = await view(world, mia, "voter_role")

    assert "\nWho may vote: ⚠️ **a role that was deleted**\n" in words(shown)
    assert "\nAnnouncements: ⚠️ **a channel that was deleted**\n" in words(shown)
    assert "⚠️ Nobody can have it, so nobody may vote." in words(told)
    assert not menu(told).get("default_values")


async def test_the_page_works_after_a_restart(world: World) -> None:
    mia = manager(world)
    shown = await page(world, mia)

    await world.restart()
    await mia.select(shown, ["pause"])
    await mia.select(shown, ["10"])

    assert "✅ **Changed** 5 minutes → 10 minutes" in words(shown)


async def test_a_channel_that_a_manager_does_not_see_is_not_named_to_them(world: World) -> None:
    mia = manager(world)
    office = await private_channel(world)
    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=world.guild.id, name="log", value=str(office.id))

    shown = await page(world, mia)

    assert "\nLog: **a channel that you do not see**" in words(shown)
    assert "office" not in str(shown.components)
    assert str(office.id) not in str((await view(world, mia, "log")).components)


async def test_the_check_is_a_command_and_a_button_of_the_page(world: World) -> None:
    mia = manager(world)
    shown = await page(world, mia)

    await mia.click(shown, label="Check permissions")
    told = answer(await mia.slash(world.channel, "settings check"))

    assert told.ephemeral
    assert words(told) == words(shown)
