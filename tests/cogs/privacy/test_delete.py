"""/privacy delete, as a member meets it."""

from typing import Any

import pytest

from cogs.privacy.actions import TOGETHER
from db import erasing, member_settings
from tests.cogs.polls import support as polls
from tests.cogs.privacy.support import ask, deleted, fill, heading, kept
from tests.marking import choose
from tests.world import World, answer, buttons, words

VOTED = {"marks": 1, "votes": 1, "entries among those who take part": 1}


async def vote(world: World, member: Any) -> None:
    await member.slash(world.channel, "vote", episode="3", score=8)


async def test_nothing_goes_before_the_button_and_all_of_it_after(world: World) -> None:
    await vote(world, world.hana)
    await vote(world, world.tomas)

    card = await ask(world.hana, world, "privacy delete", where="here")

    assert words(card).startswith(
        "## Delete what I keep about you here?\n-# on this server\n"
        "**This goes:** 1 mark, 1 vote and 1 entry among those who take part."
    )
    assert "**This cannot be undone.**" in words(card)
    assert list(buttons(card)) == ["Delete", "Keep"]
    assert await kept(world, world.hana.id) == VOTED
    await world.hana.click(card, label="Delete")
    assert words(card).startswith(
        "## Done\n-# on this server\n**Deleted:** 1 mark, 1 vote and 1 entry among those who take part."
    )
    assert buttons(card) == {}
    assert await kept(world, world.hana.id) == {}
    assert await kept(world, world.tomas.id) == VOTED


async def test_other_servers_and_choices_stay_where_here_alone_is_meant(world: World) -> None:
    await fill(world, world.hana.id, range(101, 102))
    await choose(world, world.hana, "off")
    await vote(world, world.hana)

    await deleted(world, world.hana)

    assert await kept(world, world.hana.id, guild_id=101) == {"votes": 1}
    again = await ask(world.hana, world, "privacy delete", where="here")
    assert words(again) == (
        "I keep nothing about you on this server, so there is nothing to delete. "
        "What I keep elsewhere goes with `where:everywhere`."
    )
    assert "1 choice for all servers" in words(await ask(world.hana, world, "privacy show"))


async def test_everywhere_is_everywhere(world: World) -> None:
    await fill(world, world.hana.id, range(101, 103))
    await choose(world, world.hana, "off")
    await vote(world, world.hana)

    card = await ask(world.hana, world, "privacy delete", where="everywhere")
    asked = words(card)
    await world.hana.click(card, label="Delete")

    all_of_it = "1 mark, 3 votes, 1 entry among those who take part and 1 choice for all servers."
    where = "-# on 3 servers, and for all alike"
    assert asked.startswith(
        f"## Delete what I keep about you everywhere?\n{where}\n**This goes:** {all_of_it}"
    )
    assert words(card).startswith(f"## Done\n{where}\n**Deleted:** {all_of_it}")
    for guild_id in (101, 102, world.guild.id):
        assert await kept(world, world.hana.id, guild_id=guild_id) == {}
    refused = await ask(world.hana, world, "privacy delete", where="everywhere")
    assert words(refused) == "I keep nothing about you, so there is nothing to delete."


async def test_a_question_that_was_asked_before_finds_nothing_left(world: World) -> None:
    await vote(world, world.hana)
    older = [await ask(world.hana, world, "privacy delete", where=w) for w in ("here", "everywhere")]
    await deleted(world, world.hana)

    for card in older:
        told = answer(await world.hana.click(card, label="Delete"))
        assert words(told) == "There was nothing left about you to delete."


async def test_in_a_direct_message_only_everywhere_makes_sense(world: World) -> None:
    await vote(world, world.hana)

    refused = await ask(world.hana.user, world, "privacy delete", where="here")
    card = await ask(world.hana.user, world, "privacy delete", where="everywhere")
    await world.hana.user.click(card, label="Delete")

    assert words(refused).startswith("Here is no server. Choose `where:everywhere`")
    assert heading(card) == "## Done"
    assert await kept(world, world.hana.id) == {}


async def test_many_servers_are_announced_and_then_deleted(world: World) -> None:
    many = range(101, 102 + 2 * TOGETHER)
    await fill(world, world.hana.id, many)
    card = await ask(world.hana, world, "privacy delete", where="everywhere")

    told = answer(await world.hana.click(card, label="Delete"))

    assert words(told).startswith(f"## Done\n-# on {len(many)} servers, and for all alike")
    assert [await kept(world, world.hana.id, guild_id=guild_id) for guild_id in many] == [{}] * len(many)


async def test_where_it_breaks_off_the_next_press_does_the_rest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = range(101, 101 + 2 * TOGETHER)
    await fill(world, world.hana.id, many)
    await choose(world, world.hana, "off")
    card = await ask(world.hana, world, "privacy delete", where="everywhere")
    real = erasing.erase

    async def break_off(tx: Any, **params: Any) -> Any:
        if params["guild_id"] == many[-1]:
            raise LookupError
        return await real(tx, **params)

    monkeypatch.setattr(erasing, "erase", break_off)
    world.provoked.append(LookupError)
    failed = answer(await world.hana.click(card, label="Delete"))
    monkeypatch.undo()

    assert words(failed).startswith("Something went wrong on my side")
    left = [guild_id for guild_id in many if await kept(world, world.hana.id, guild_id=guild_id)]
    assert left == [*many[TOGETHER:]]  # some servers are wholly done, the others not at all
    await world.restart()
    again = answer(await world.hana.click(card, label="Delete"))
    assert words(again).startswith(
        f"## Done\n-# on {TOGETHER} servers, and for all alike\n"
        f"**Deleted:** {TOGETHER} votes and 1 choice for all servers."
    )
    assert [await kept(world, world.hana.id, guild_id=guild_id) for guild_id in many] == [{}] * len(many)


async def test_of_a_few_servers_all_goes_or_nothing_does(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = range(101, 101 + TOGETHER)
    await fill(world, world.hana.id, few)
    await choose(world, world.hana, "off")
    card = await ask(world.hana, world, "privacy delete", where="everywhere")

    async def break_off(*_: object, **__: object) -> None:
        raise LookupError

    monkeypatch.setattr(member_settings, "erase", break_off)
    world.provoked.append(LookupError)
    failed = answer(await world.hana.click(card, label="Delete"))

    assert words(failed).startswith("Something went wrong on my side")
    assert [await kept(world, world.hana.id, guild_id=each) for each in few] == [{"votes": 1}] * TOGETHER


async def test_what_is_done_afterwards_is_kept_anew(world: World) -> None:
    await vote(world, world.hana)
    await deleted(world, world.hana)

    await vote(world, world.hana)

    assert await kept(world, world.hana.id) == VOTED


async def test_the_question_tells_of_polls_where_there_are_any(world: World) -> None:
    await world.hana.slash(world.channel, "vote", episode="3", score=8)
    without = words(await ask(world.hana, world, "privacy delete", where="here"))
    await polls.make_poll(world)
    among = words(await ask(world.hana, world, "privacy delete", where="here"))

    assert "The polls you asked" not in without
    assert "within seconds. The polls you asked disappear with all answers. What else" in among
