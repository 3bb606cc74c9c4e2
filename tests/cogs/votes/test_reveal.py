"""Who may see how an open panel was voted on, as the server sets it."""

from tests.cogs.votes.support import opened, score, set_to
from tests.world import World, answer, words


async def test_how_others_voted_shows_once_one_has_voted(world: World) -> None:
    panel = await opened(world)
    await score(world.hana, panel, 3)

    refused = answer(await world.tomas.click(panel, label="Results"))
    await score(world.tomas, panel, 8)
    told = answer(await world.tomas.click(panel, label="Results"))

    assert words(refused) == "Vote first: how the others voted shows once you have."
    assert told.ephemeral
    assert words(told) == ("## So far: 26 · An Amazing Comeback\n**5.50** from 2 votes\n-# 1 × 8 · 1 × 3")


async def test_who_has_not_voted_learns_nothing_by_withdrawing_nothing(world: World) -> None:
    panel = await opened(world)
    await score(world.hana, panel, 9)

    never = answer(await world.tomas.click(panel, label="Withdraw my vote"))
    await score(world.tomas, panel, 5)
    again = answer(await world.tomas.click(panel, label="Withdraw my vote"))
    refused = answer(await world.tomas.click(panel, label="Results"))

    assert "★" not in words(never)
    assert "★" not in words(again)
    assert words(refused).startswith("Vote first")


async def test_another_episodes_panel_hides_nothing_of_this_one(world: World) -> None:
    await set_to(world, reveal="closed")
    await opened(world)

    told = answer(await world.tomas.slash(world.channel, "vote", episode="25", score=7))

    assert "**Here** ★ 7.00 · 1 vote" in words(told)


async def test_a_server_may_always_show_how_it_voted(world: World) -> None:
    await set_to(world, reveal="always")
    panel = await opened(world)

    await score(world.tomas, panel, 8)
    await world.env.advance_time(10)

    assert "**1** has voted. Mean **8.00**." in words(panel)
    assert "**8.00** from 1 vote" in words(answer(await world.hana.click(panel, label="Results")))


async def test_a_server_may_show_it_only_when_the_panel_closes(world: World) -> None:
    await set_to(world, reveal="closed")
    panel = await opened(world)

    told = await score(world.tomas, panel, 8)
    refused = answer(await world.tomas.click(panel, label="Results"))
    command = answer(await world.tomas.slash(world.channel, "vote", episode="26", score=7))

    assert "★" not in told
    assert words(refused) == "How the votes fell is shown when this closes."
    assert "how the others voted does not show yet" in words(command)
    assert "How they voted shows when this closes." in words(panel)
