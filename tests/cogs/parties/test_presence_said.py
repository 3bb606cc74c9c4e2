"""Who says that they are there, and that they leave."""

from datetime import timedelta

from tests.cogs.parties.planning import planned
from tests.cogs.parties.watching import (
    BREAK,
    RUNTIME,
    at,
    begun,
    go_to,
    later,
    press,
    seen,
    spans_of,
    stage_of,
    stages,
)
from tests.world import World, answer, buttons, words


async def test_im_here_counts_from_the_beginning_of_what_is_on(world: World) -> None:
    party, stage = await begun(world, episodes=("s1e12", "s1e13"))
    await go_to(world, later(party, RUNTIME + BREAK + 400))

    told = answer(await world.tomas.click(stage, label="I’m here"))

    assert told.ephemeral
    assert f"since {at(later(party, RUNTIME + BREAK), 't')}" in words(told)
    assert [since for since, _ in await spans_of(world, party, world.tomas)] == [RUNTIME + BREAK]


async def test_pressed_again_it_says_so_and_leaving_ends_it(world: World) -> None:
    party, stage = await begun(world)
    await world.tomas.click(stage, label="I’m here")
    told = answer(await world.tomas.click(stage, label="I’m here"))
    assert "You are noted already." in words(told)
    await go_to(world, later(party, 300))

    await world.tomas.click(told, label="I’m leaving")
    assert "You are noted as gone." in words(told)
    await go_to(world, later(party, 400))
    await world.tomas.click(told, label="I’m here")
    await go_to(world, later(party, 500))

    assert await spans_of(world, party, world.tomas) == [(0, 300), (400, 500)]


async def test_who_left_and_says_so_again_is_not_there_for_the_time_between(world: World) -> None:
    party, stage = await begun(world, episodes=("s1e12", "s1e13"))
    told = answer(await world.tomas.click(stage, label="I’m here"))
    await go_to(world, later(party, 300))
    await world.tomas.click(told, label="I’m leaving")
    assert "not noted" in await press(world.hana, await world.post_button(f"party:gone:{party.id}"), "Press")
    await go_to(world, later(party, RUNTIME + BREAK + 60))

    await world.tomas.click(told, label="I’m here")
    await go_to(world, later(party, RUNTIME + BREAK + 100))

    assert await spans_of(world, party, world.tomas) == [
        (0, 300),
        (RUNTIME + BREAK, RUNTIME + BREAK + 100),
    ]


async def test_before_the_start_it_counts_from_the_start_and_shows_on_the_ready_check(world: World) -> None:
    party = await planned(world, starts_in=timedelta(minutes=4))
    await world.env.advance_time(10)
    told = answer(await world.tomas.click(stages(world)[0], label="I’m here"))
    assert "from the start" in words(told)
    await world.env.advance_time(6)
    assert f"**Here 1** · <@{world.tomas.id}>" in words(stages(world)[0])
    assert "Pause" not in buttons(stages(world)[0])

    await world.env.advance_time(4 * 60)

    assert world.tomas.id in await seen(world, party)


async def test_who_said_so_for_a_time_that_was_moved_is_not_there(world: World) -> None:
    party = await planned(world, starts_in=timedelta(minutes=4))
    await world.env.advance_time(10)
    await world.tomas.click(stages(world)[0], label="I’m here")

    await world.hana.slash(world.channel, "party edit", when="in 3 hours")

    assert await seen(world, party) == {}


async def test_long_before_the_start_nobody_is_there(world: World) -> None:
    party = await planned(world)
    button = await world.post_button(f"party:here:{party.id}")

    told = await press(world.tomas, button, "Press")

    assert told.startswith(f"This party begins {at(party.starts_at)}.")
    assert await seen(world, party) == {}


async def test_here_and_gone_after_the_end_are_sentences(world: World) -> None:
    party, stage = await begun(world)
    here = answer(await world.tomas.click(stage, label="I’m here"))
    await world.hana.slash(world.channel, "party end")

    assert words(answer(await world.tomas.click(here, label="I’m leaving"))) == "This party is over."
    button = await world.post_button(f"party:here:{party.id}")
    assert await press(world.tomas, button, "Press") == "This party is over."


async def test_a_press_on_a_live_card_whose_message_was_not_known_makes_it_known(world: World) -> None:
    party, stage = await begun(world)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE parties SET stage_id = NULL")

    await world.tomas.click(stage, label="I’m here")

    assert (await stage_of(world, party)).id == stage.id
