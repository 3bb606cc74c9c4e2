"""Votes of those who were there, and what a vote without an episode is about."""

from collections.abc import Iterable

import simcord

from bot.domain.parties import Phase
from bot.domain.tally import Tally
from db import parties, presences
from tests.cogs.parties.planning import planned
from tests.cogs.votes.support import opened, score, set_to, tally
from tests.marking import hide, mark
from tests.world import World, answer, words

DEMAND = (
    "On this server one votes on what one was there for, at a watch party of this server. "
    "`/party list` shows what is planned."
)


async def _together(
    world: World,
    members: Iterable[simcord.MemberActor],
    *episodes: str,
    guild_id: int | None = None,
    party_id: int = 4242,
) -> None:
    """A party that is over, at which these members watched these episodes."""
    await world.env.advance_time(1)
    now = world.env.now()
    party = await planned(world, id=party_id, episodes=episodes, guild_id=guild_id or world.guild.id)
    async with world.db.transaction() as tx:
        await tx.run("DELETE FROM due")
        await tx.run(
            "UPDATE parties SET phase = :phase, started_at = :now, ended_at = :now WHERE id = :id",
            phase=Phase.ENDED.value,
            now=int(now.timestamp()),
            id=party_id,
        )
        found = await parties.find(tx, guild_id=party.guild_id, party_id=party_id)
        assert found is not None
        await presences.settle(
            tx,
            guild_id=party.guild_id,
            party_id=party_id,
            attended={member.id: episodes for member in members},
            now=now,
        )


async def test_who_was_not_there_is_refused_and_leaves_nothing(world: World) -> None:
    await set_to(world, demand="attended")
    await mark(world, world.hana.id, ["s1e26"])
    panel = await opened(world)

    refused = answer(await world.hana.slash(world.channel, "vote", episode="26", score=9))

    assert refused.ephemeral
    assert words(refused) == DEMAND
    assert await score(world.tomas, panel, 9) == DEMAND
    assert await tally(world) == Tally()


async def test_who_was_there_votes_whether_or_not_their_mark_stands(world: World) -> None:
    await set_to(world, demand="attended")
    await _together(world, [world.tomas], "s1e26")

    told = answer(await world.tomas.slash(world.channel, "vote", episode="26", score=9))

    assert "Your score is **9**." in words(told)
    refused = answer(await world.hana.slash(world.channel, "vote", episode="26", score=1))
    assert words(refused) == DEMAND
    assert (await tally(world)).total == 9


async def test_another_episode_or_another_server_is_not_enough(world: World) -> None:
    await set_to(world, demand="attended")
    elsewhere = world.env.create_guild("Elsewhere")
    await _together(world, [world.hana], "s1e26", guild_id=elsewhere.id)
    await _together(world, [world.hana], "s1e25", party_id=4243)

    refused = answer(await world.hana.slash(world.channel, "vote", episode="26", score=9))

    assert words(refused) == DEMAND


async def test_undo_asks_the_same(world: World) -> None:
    told = answer(await world.hana.slash(world.channel, "vote", episode="26", score=9))
    await world.hana.click(told, label="Withdraw my vote")
    await set_to(world, demand="attended")

    refused = answer(await world.hana.click(told, label="Undo"))

    assert words(refused) == DEMAND
    assert await tally(world) == Tally()


async def test_without_an_episode_it_is_the_one_watched_together_last(world: World) -> None:
    await world.hana.slash(world.channel, "vote", episode="3", score=5)
    await _together(world, [world.tomas], "s1e12", "s1e13")
    await _together(world, [world.tomas], "s1e20", party_id=4243)

    told = answer(await world.hana.slash(world.channel, "vote", score=8))

    assert "## 20 · " in words(told)
    assert (await tally(world, "s1e20")).total == 8


async def test_that_is_nobodys_secret_though_they_keep_their_own(world: World) -> None:
    await hide(world, world.hana)
    await world.hana.slash(world.channel, "vote", episode="3", score=5)
    told = answer(await world.hana.slash(world.channel, "vote"))
    assert "which you keep to yourself" in words(told)
    await _together(world, [world.tomas], "s1e20")

    panel = answer(await world.hana.slash(world.channel, "vote"))

    assert not panel.ephemeral
    assert "## Vote: 20 · " in words(panel)


async def test_where_nothing_was_watched_together_it_is_the_one_voted_on_last(world: World) -> None:
    await world.hana.slash(world.channel, "vote", episode="3", score=5)

    told = answer(await world.hana.slash(world.channel, "vote", score=8))

    assert "## 3 · " in words(told)
