"""Changing settings from their views: with lists, forms and the button that resets."""

import pytest

from bot.domain.server_log import Deed
from tests.cogs.settings.support import logged, manager, menu, page, put, stored, view
from tests.world import World, answer, buttons, options, words


async def test_what_is_chosen_in_a_list_is_set_said_and_noted(world: World) -> None:
    mia = manager(world)
    shown = await view(world, mia, "reveal")

    await mia.select(shown, ["always"])

    assert "✅ **Changed** the votes, to those who have voted → the votes, to everybody" in (words(shown))
    assert await stored(world) == {"reveal": "always"}
    (entry,) = await logged(world)
    assert (entry.deed, entry.subject, entry.before, entry.after) == (Deed.SETTING, "reveal", None, "always")
    assert entry.member_id == mia.id
    assert entry.at == world.env.now().replace(microsecond=0)


@pytest.mark.parametrize("name", ["voter_role", "plan_role", "reminder_role"])
async def test_a_role_is_chosen_in_discords_own_list(world: World, name: str) -> None:
    mia = manager(world)
    crew = world.guild.create_role("crew", mentionable=True)
    await world.env.settle()
    shown = await view(world, mia, name)

    await mia.select(shown, [crew])

    assert f"→ <@&{crew.id}>" in words(shown)
    assert "⚠️" not in words(shown)
    assert menu(shown)["default_values"] == [{"id": crew.id, "type": "role"}]
    assert await stored(world) == {name: str(crew.id)}


@pytest.mark.parametrize("name", ["announce", "log"])
async def test_a_channel_is_chosen_in_discords_own_list(world: World, name: str) -> None:
    mia = manager(world)
    shown = await view(world, mia, name)

    await mia.select(shown, [world.channel])

    assert f"→ <#{world.channel.id}>" in words(shown)
    assert menu(shown)["default_values"] == [{"id": world.channel.id, "type": "channel"}]
    assert menu(shown)["channel_types"] == [0, 5]
    assert await stored(world) == {name: str(world.channel.id)}


async def test_a_setting_is_reset_and_has_no_row_then(world: World) -> None:
    mia = manager(world)
    await put(world, mia, "pause", "15")
    shown = await view(world, mia, "pause")

    await mia.click(shown, label="Reset to default")

    assert "✅ **Changed** 15 minutes → 5 minutes" in words(shown)
    assert await stored(world) == {}
    assert [(entry.before, entry.after) for entry in await logged(world)] == [("15", None), (None, "15")]


async def test_what_is_so_already_is_neither_written_nor_noted(world: World) -> None:
    mia = manager(world)
    shown = await view(world, mia, "minimum")

    await mia.select(shown, ["3"])

    assert "It was so already. Nothing was changed." in words(shown)
    assert await stored(world) == {}
    assert await logged(world) == []


async def test_a_value_that_is_the_default_takes_the_row_away(world: World) -> None:
    mia = manager(world)
    await put(world, mia, "minimum", "8")

    await mia.select(await view(world, mia, "minimum"), ["3"])

    assert await stored(world) == {}


async def test_another_number_is_asked_for_by_a_form(world: World) -> None:
    mia = manager(world)
    shown = await view(world, mia, "reminder")
    form = await mia.click(shown, label="Another number…")

    await mia.submit_modal(form, {"value": "25 minutes"})

    assert "✅ **Changed** 30 minutes before the start → 25 minutes before the start" in words(shown)
    assert await stored(world) == {"reminder": "25"}


async def test_a_number_out_of_range_in_a_form_gets_a_sentence_and_the_page_stands(world: World) -> None:
    mia = manager(world)
    shown = await view(world, mia, "presence")
    form = await mia.click(shown, label="Another number…")

    told = answer(await mia.submit_modal(form, {"value": "101"}))

    assert told.ephemeral
    assert words(told).startswith(
        "“Counts as watched” takes a whole number of per cent from 1 to 100, not “\u2068101\u2069”."
    )
    assert words(shown).startswith("## Counts as watched")
    assert await stored(world) == {}


async def test_a_time_zone_is_named_by_its_place_in_a_form(world: World) -> None:
    mia = manager(world)
    shown = await view(world, mia, "zone")
    form = await mia.click(shown, label="Another time zone…")

    await mia.submit_modal(form, {"value": "new york"})

    assert "→ America/New\\_York\n**Now** America/New\\_York \\(" in words(shown)
    assert await stored(world) == {"zone": "America/New_York"}
    assert [each["value"] for each in options(shown) if each["default"]] == ["America/New_York"]


async def test_a_place_with_several_time_zones_offers_those(world: World) -> None:
    mia = manager(world)
    shown = await view(world, mia, "zone")
    form = await mia.click(shown, label="Another time zone…")

    await mia.submit_modal(form, {"value": "mexico"})

    assert "“\u2068mexico\u2069” may be one of several. Choose yours from the list." in words(shown)
    assert "America/Tijuana" in [each["value"] for each in options(shown)]
    assert await stored(world) == {}
    await mia.select(shown, ["America/Tijuana"])
    assert await stored(world) == {"zone": "America/Tijuana"}


async def test_a_place_that_is_nowhere_gets_a_sentence(world: World) -> None:
    mia = manager(world)
    form = await mia.click(await view(world, mia, "zone"), label="Another time zone…")

    told = answer(await mia.submit_modal(form, {"value": "xqzzzy"}))

    assert words(told).startswith("I do not know that time zone.")
    assert await stored(world) == {}


async def test_a_form_that_was_open_across_a_restart_is_read(world: World) -> None:
    mia = manager(world)
    form = await mia.click(await view(world, mia, "weight"), label="Another number…")

    await world.restart()
    await mia.submit_modal(form, {"value": "12"})

    assert await stored(world) == {"weight": "12"}


async def test_of_two_managers_at_once_the_last_one_holds_and_each_is_told_what_they_changed(
    world: World,
) -> None:
    mia, noa = manager(world), manager(world, "noa")
    mias, noas = await view(world, mia, "pause"), await view(world, noa, "pause")

    await mia.select(mias, ["10"])
    await noa.select(noas, ["20"])

    assert "✅ **Changed** 5 minutes → 10 minutes" in words(mias)
    assert "✅ **Changed** 10 minutes → 20 minutes" in words(noas)
    assert [entry.before for entry in await logged(world)] == ["10", None]
    await mia.click(mias, label="All settings")
    assert "\nBreak between episodes: **20 minutes**\n" in words(mias)


async def test_a_stale_page_that_resets_what_is_reset_says_so(world: World) -> None:
    mia, noa = manager(world), manager(world, "noa")
    await put(world, mia, "pause", "10")
    mias, noas = await view(world, mia, "pause"), await view(world, noa, "pause")

    await noa.click(noas, label="Reset to default")
    await mia.click(mias, label="Reset to default")

    assert "It was so already. Nothing was changed." in words(mias)
    assert buttons(mias)["Reset to default"]["disabled"]
    assert len(await logged(world)) == 2


async def test_settings_of_one_server_are_not_those_of_another(world: World) -> None:
    mia = manager(world)
    await put(world, mia, "pause", "10")
    elsewhere = world.env.create_guild("Elsewhere", owner=world.env.create_user("olga"))
    async with world.db.snapshot() as tx:
        rows = await tx.all("SELECT 1 AS n FROM server_settings WHERE guild_id = :id", id=elsewhere.id)

    assert rows == []
    assert "10 minutes" in words(await page(world, mia))
