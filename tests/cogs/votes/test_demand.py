"""A server may ask that an episode be watched before it is voted on."""

from bot.domain.tally import Tally
from tests.cogs.votes.support import opened, score, set_to, tally
from tests.marking import joined, mark, unmark, watched
from tests.world import World, answer, words

DEMAND = "On this server one votes on what one has watched. Mark the episode with `/watched`, then vote."


async def test_a_vote_on_what_is_not_marked_is_refused_and_leaves_nothing(world: World) -> None:
    await set_to(world, demand="watched")

    refused = answer(await world.hana.slash(world.channel, "vote", episode="26", score=9))

    assert refused.ephemeral
    assert words(refused) == DEMAND
    assert await tally(world) == Tally()
    assert await watched(world, world.hana) == {}
    assert await joined(world) == 0


async def test_panel_and_card_ask_the_same(world: World) -> None:
    await set_to(world, demand="watched")
    panel = await opened(world)
    card = answer(await world.hana.slash(world.channel, "episode", episode="26"))
    rated = answer(await world.tomas.click(card, label="Rate it"))

    refused = answer(await world.tomas.select(rated, ["9"]))

    assert words(refused) == DEMAND
    assert await score(world.tomas, panel, 9) == DEMAND
    assert await tally(world) == Tally()


async def test_who_has_marked_it_votes(world: World) -> None:
    await set_to(world, demand="watched")
    panel = await opened(world)
    await mark(world, world.tomas.id, ["s1e26"])

    assert "Your score is **9**." in await score(world.tomas, panel, 9)

    assert (await tally(world)).total == 9


async def test_another_episode_or_another_server_is_not_enough(world: World) -> None:
    await set_to(world, demand="watched")
    elsewhere = world.env.create_guild("Elsewhere")
    await mark(world, world.hana.id, ["s1e26"], guild_id=elsewhere.id)
    await mark(world, world.hana.id, ["s1e25"])

    refused = answer(await world.hana.slash(world.channel, "vote", episode="26", score=9))

    assert words(refused) == DEMAND
    assert await tally(world) == Tally()


async def test_a_vote_from_before_can_be_withdrawn_but_not_changed(world: World) -> None:
    told = answer(await world.hana.slash(world.channel, "vote", episode="26", score=9))
    await unmark(world, world.hana.id, ["s1e26"])
    await set_to(world, demand="watched")

    refused = answer(await world.hana.select(told, ["2"]))
    assert words(refused) == DEMAND
    assert (await tally(world)).total == 9

    await world.hana.click(told, label="Withdraw my vote")

    assert "Your vote (**9**) is withdrawn." in words(told)
    assert await tally(world) == Tally()


async def test_undo_brings_no_vote_back_on_what_is_no_longer_marked(world: World) -> None:
    await set_to(world, demand="watched")
    await mark(world, world.hana.id, ["s1e26"])
    told = answer(await world.hana.slash(world.channel, "vote", episode="26", score=9))
    await world.hana.click(told, label="Withdraw my vote")
    await unmark(world, world.hana.id, ["s1e26"])

    refused = answer(await world.hana.click(told, label="Undo"))

    assert words(refused) == DEMAND
    assert await tally(world) == Tally()
