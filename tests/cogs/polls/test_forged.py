"""What no client would send: each gets a sentence, and nothing is counted."""

import discord
import pytest

from cogs.polls.actions import GONE
from tests.cogs.polls.support import choose, custom_ids, forge, make_poll, poll_id, stored
from tests.world import World, answer, words


@pytest.mark.parametrize(
    "values",
    [["3"], ["-1"], ["1" + "0" * 30], ["²"], ["٢"], [""], ["tea"], ["0", "1"], ["0", "00"], ["+1"], ["1.0"]],
)
async def test_options_that_are_none_get_a_sentence_and_count_nothing(
    world: World, values: list[str]
) -> None:
    poll = await make_poll(world)
    found = poll_id(poll)

    told = await forge(world, world.tomas, poll, f"poll:choose:{found}/0", values)

    assert told.ephemeral
    assert words(told) in (
        GONE,
        "This poll has no such option. Choose from its list again.",
        "You may choose 1 here, and that would be 2. Nothing was changed.",
    )
    assert (await stored(world, found)).voters == 0


@pytest.mark.parametrize(
    "row", ["{}/1", "{}/9", "{}/-1", "{}/" + "9" * 30, "{}/", "{}", "{}/0/0", "/0", "²/0", "0/0"]
)
async def test_lists_that_are_none_get_a_sentence_and_count_nothing(world: World, row: str) -> None:
    poll = await make_poll(world)
    found = poll_id(poll)

    told = await forge(world, world.tomas, poll, f"poll:choose:{row.format(found)}", ["0"])

    assert told.ephemeral
    assert words(told).endswith(("that are.", "again."))
    assert (await stored(world, found)).voters == 0


@pytest.mark.parametrize("verb", ["results", "withdraw", "close", "list"])
@pytest.mark.parametrize("row", ["", "1", "x", "1" + "0" * 30, "²", "-1", "1/1"])
async def test_forged_buttons_get_an_answer(world: World, verb: str, row: str) -> None:
    message = await world.post_button(f"poll:{verb}:{row}")

    told = answer(await world.hana.click(message, label="Press"))

    assert told.ephemeral
    assert words(told).startswith(("That poll is no longer here.", "## Polls"))
    assert "Press" in str([c.to_dict() for c in world.channel.history()[-1].components])


async def test_a_poll_of_another_server_is_not_there(world: World) -> None:
    poll = await make_poll(world)
    found = poll_id(poll)
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("hall")
    owner = elsewhere.add_member(world.env.create_user("owner"))
    admin = elsewhere.create_role("admin", permissions=discord.Permissions.all())
    mighty = elsewhere.add_member(world.env.create_user("mighty"), roles=[admin])
    await world.env.settle()
    own = answer(await owner.slash(channel, "poll create", question="Here?", options="yes|no")).message

    stored_message = world.env.backend.get_message(channel.id, own.id)
    for component in _components(stored_message.components):
        if "custom_id" in component:
            component["custom_id"] = component["custom_id"].replace(str(poll_id(own)), str(found))
    told = [
        answer(await owner.select(own, ["1"], custom_id=f"poll:choose:{found}/0")),
        *[
            answer(await mighty.click(own, custom_id=f"poll:{v}:{found}"))
            for v in ("results", "withdraw", "close")
        ],
        answer(await mighty.slash(channel, "poll close", poll=str(found))),
    ]

    assert {words(message) for message in told} == {GONE}
    assert (await stored(world, found)).voters == 0
    assert await mighty.autocomplete(channel, "poll close", "poll", "drink") == []
    assert "drink" not in words(answer(await mighty.slash(channel, "poll list")))
    assert custom_ids(poll)


NOT_PICKED = "Choose the poll from the list that opens while you type, or press its Close button."


@pytest.mark.parametrize("typed", ["", "nothing", "1" * 40, "²", "What shall we drink?"])
async def test_a_poll_that_was_typed_and_not_picked_gets_a_sentence(world: World, typed: str) -> None:
    await make_poll(world)

    told = answer(await world.hana.slash(world.channel, "poll close", poll=typed or " "))

    assert words(told) == (GONE if typed.isascii() and typed.isdecimal() else NOT_PICKED)


async def test_two_devices_at_once_count_once(world: World) -> None:
    poll = await make_poll(world)
    await choose(world.tomas, poll, 1)
    phone = await choose(world.tomas, poll, 2)
    desk = await choose(world.tomas, poll, 2)

    assert "You chose **cocoa**." in words(phone)
    assert "It counts once." in words(desk)
    assert (await stored(world, poll_id(poll))).counts == (0, 0, 1)


def _components(found: list[dict[str, object]]) -> list[dict[str, str]]:
    flat: list[dict[str, str]] = []
    for component in found:
        flat.append(component)  # pyright: ignore[reportArgumentType]  Discord's JSON
        flat += _components(component.get("components") or [])  # pyright: ignore[reportArgumentType]
    return flat
