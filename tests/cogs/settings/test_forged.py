"""Who may use the settings, and what no client would send: each gets a sentence, and nothing changes."""

from typing import Any

import pytest
import simcord

from cogs.settings import presses
from tests.cogs.settings.support import demote, logged, manager, page, put, stored, view
from tests.world import World, answer, words

REFUSED = "The settings are for those who may manage this server"
VERBS = ("open", "view", "one", "put", "reset", "changes", "ask")


async def test_a_member_without_the_permission_is_not_offered_the_command(world: World) -> None:
    for command in ("settings show", "settings check"):
        with pytest.raises(simcord.SetupError, match="default-member-permissions"):
            await world.hana.slash(world.channel, command)
    with pytest.raises(simcord.SetupError, match="default-member-permissions"):
        await world.hana.slash(world.channel, "settings set", setting="pause", value="9")
    assert await stored(world) == {}


def test_every_route_is_tried_below() -> None:
    assert {f"settings:{verb}" for verb in (*VERBS, "send")} == set(presses.ROUTES)


async def test_nobody_presses_who_has_lost_the_permission(world: World) -> None:
    mia = manager(world)
    shown, one = await page(world, mia), await view(world, mia, "pause")
    form = await mia.click(one, label="Another number…")
    demote(world, mia)
    await world.env.settle()

    told = [
        answer(await mia.select(shown, ["zone"])),
        answer(await mia.click(shown, label="Show changes")),
        answer(await mia.select(one, ["10"])),
        answer(await mia.click(one, label="Another number…")),
        answer(await mia.submit_modal(form, {"value": "9"})),
        answer(await mia.click(one, label="All settings")),
    ]

    assert all(message.ephemeral and words(message).startswith(REFUSED) for message in told)
    assert words(shown).startswith("## Settings of Stage")
    assert await stored(world) == {}


@pytest.mark.parametrize("verb", VERBS)
async def test_a_member_who_meets_a_button_of_the_settings_is_refused(world: World, verb: str) -> None:
    message = await world.post_button(f"settings:{verb}:pause")

    told = answer(await world.hana.click(message, label="Press"))

    assert told.ephemeral
    assert words(told).startswith(REFUSED)


@pytest.mark.parametrize("target", ["member", "role"])
async def test_who_was_given_the_command_by_the_owner_may_press_and_who_lost_it_may_not(
    world: World, target: str
) -> None:
    keeper = world.guild.create_role("keeper")
    kim = world.guild.add_member(world.env.create_user("kim"), roles=[keeper])
    given: Any = kim if target == "member" else keeper
    world.guild.set_command_permissions(world.bot.command_ids["settings"], {given: True})

    one = await view(world, kim, "pause")
    await kim.select(one, ["10"])
    assert await stored(world) == {"pause": "10"}

    world.guild.set_command_permissions(world.bot.command_ids["settings"], {given: False})
    await world.env.advance_time(61)
    told = answer(await kim.select(one, ["15"]))

    assert words(told).startswith(REFUSED)
    assert await stored(world) == {"pause": "10"}


@pytest.mark.parametrize("row", ["", "pauses", "x" * 80, "-1", "²", "2" * 40, "pause:1", "__class__"])
@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "open"])
async def test_a_forged_button_gets_a_sentence(world: World, verb: str, row: str) -> None:
    mia = manager(world)
    message = await world.post_button(f"settings:{verb}:{row}")

    told = answer(await mia.click(message, label="Press"))

    assert told.ephemeral
    assert words(told) in {"There is no such setting. Choose one from the list.", presses.GONE}
    assert await stored(world) == {}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("pause", "99", "from 0 to 60"),
        ("pause", "ten", "from 0 to 60"),
        ("reveal", "never", "Choose among"),
        ("show", "another", "No show of my catalogue"),
        ("zone", "Mars/Olympus", "I do not know that time zone."),
        ("voter_role", "1", "This server has no role like"),
        ("voter_role", "crew", "This server has no role like"),
        ("announce", "1", "is no text channel here that you see"),
        ("announce", "lounge", "is no text channel here that you see"),
    ],
)
async def test_a_forged_choice_gets_a_sentence(world: World, name: str, value: str, said: str) -> None:
    mia = manager(world)
    world.guild.create_role("crew")
    await world.env.settle()
    message = await world.post_select(f"settings:put:{name}", [value])

    told = answer(await mia.select(message, [value]))

    assert told.ephemeral
    assert said in words(told)
    assert await stored(world) == {}
    assert await logged(world) == []


@pytest.mark.parametrize("name", ["voter_role", "announce"])
async def test_what_another_server_has_is_not_here(world: World, name: str) -> None:
    mia = manager(world)
    elsewhere = world.env.create_guild("Elsewhere", owner=world.env.create_user("olga"))
    there = elsewhere.create_role("crew") if name == "voter_role" else elsewhere.create_text_channel("hall")
    await world.env.settle()
    message = await world.post_select(f"settings:put:{name}", [str(there.id)])

    told = answer(await mia.select(message, [str(there.id)]))

    assert "Choose one from the list." in words(told)
    assert await stored(world) == {}


async def test_a_role_whose_name_is_anothers_id_is_not_taken_for_it(world: World) -> None:
    mia = manager(world)
    crew = world.guild.create_role("crew")
    world.guild.create_role(str(crew.id))
    await world.env.settle()

    await mia.select(await view(world, mia, "voter_role"), [crew])

    assert await stored(world) == {"voter_role": str(crew.id)}


async def test_a_page_that_somebody_else_sees_is_answered_alone(world: World) -> None:
    mia = manager(world)
    message = await world.post_button("settings:one:pause")

    told = answer(await mia.click(message, label="Press"))

    assert told.ephemeral
    assert words(told).startswith("## Break between episodes")


@pytest.mark.parametrize("row", ["9223372036854775807", "0", "1"])
async def test_the_changes_from_any_number_on_are_a_page(world: World, row: str) -> None:
    mia = manager(world)
    await put(world, mia, "pause", "10")
    message = await world.post_button(f"settings:changes:{row}")

    told = answer(await mia.click(message, label="Press"))

    assert words(told).startswith("## Changes\n")


async def test_names_of_roles_and_channels_do_not_act(world: World) -> None:
    mia = manager(world)
    crew = world.guild.create_role("**crew** @everyone <@1>", mentionable=True)
    hall = world.guild.create_text_channel("hall")
    await world.env.settle()
    await put(world, mia, "voter_role", str(crew.id))
    told = await put(world, mia, "announce", str(hall.id))

    shown = await page(world, mia)

    assert "@everyone" not in words(shown) + told
    assert all(
        entry.json["data"]["allowed_mentions"] == {"parse": []}
        for entry in world.env.http_requests
        if entry.path.endswith("/callback")
        and entry.json
        and "allowed_mentions" in entry.json.get("data", {})
    )
