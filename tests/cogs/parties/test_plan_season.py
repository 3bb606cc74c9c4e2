"""/party plan every: a whole season of parties."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import discord
import pytest

from bot.domain.attendance import Seen
from bot.domain.parties import Party
from db import presences
from tests.cogs.parties.asking import BERLIN, all_parties, at, due, plan, set_server
from tests.cogs.parties.planning import planned
from tests.world import World, words


async def season(world: World, **options: Any) -> list[Party]:
    """A season of Hana's, on Saturdays at 20:00 in Berlin where `options` say nothing else; its sessions."""
    await set_server(world, zone="Europe/Berlin")
    settings: dict[str, Any] = {"episodes": "all", "when": "sat 20:00", "every": "week"} | options
    card = await plan(world, **settings)
    assert not card.ephemeral, words(card)
    return await all_parties(world)


async def test_a_season_keeps_its_wall_time_through_both_changes_of_the_clock(world: World) -> None:
    found = await season(world, episodes="1-26", every="2 weeks")

    local = [party.starts_at.astimezone(BERLIN) for party in found]
    assert len(found) == 26
    assert {(start.weekday(), start.hour, start.minute) for start in local} == {(5, 20, 0)}
    assert {later.date() - earlier.date() for earlier, later in pairwise(local)} == {timedelta(days=14)}
    assert {start.utcoffset() for start in local} == {timedelta(hours=1), timedelta(hours=2)}


async def test_its_sessions_are_one_season_of_rows_that_count_on_from_the_first(world: World) -> None:
    found = await season(world, per_session=3, seats=4, title="Marathon")

    assert [party.episodes for party in found][:2] == [("s1e1", "s1e2", "s1e3"), ("s1e4", "s1e5", "s1e6")]
    assert found[-1].episodes == ("s1e25", "s1e26")
    assert [party.id for party in found] == sorted({party.id for party in found})
    assert {party.season_id for party in found} == {found[0].id}
    assert {(party.title, party.seats) for party in found} == {("Marathon", 4)}


async def test_the_answer_is_the_first_sessions_card_and_says_the_whole_plan(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")

    card = await plan(world, episodes="1-4", when="sat 20:00", every="week")

    found = await all_parties(world)
    assert found[0].message_id == card.message.id
    assert f"## {at(found[0].starts_at)}" in words(card)
    assert "-# Session 1 of 4" in words(card)
    assert (
        "-# **4 sessions**, every Saturday at 20:00 (Europe/Berlin), "
        f"from {at(found[0].starts_at, 'D')} to {at(found[-1].starts_at, 'D')}.\n"
        "-# Each session gets its card in this channel, 6 days before it starts."
    ) in words(card)


@pytest.mark.parametrize(
    ("every", "said"), [("day", "every day at"), ("2 weeks", "every second Saturday at")]
)
async def test_the_rhythm_is_said_in_words(world: World, every: str, said: str) -> None:
    await set_server(world, zone="Europe/Berlin")

    assert said in words(await plan(world, episodes="1-4", when="sat 20:00", every=every))


async def test_what_was_watched_together_or_is_planned_is_skipped_and_said(world: World) -> None:
    past = await planned(world, episodes=("s1e1", "s1e2"), starts_in=timedelta(days=-7))
    async with world.db.transaction() as tx:
        await presences.come(
            tx, guild_id=world.guild.id, party_id=past.id, member_ids=[1], seen=Seen.SAID, now=world.env.now()
        )
        await presences.settle(
            tx, guild_id=world.guild.id, party_id=past.id, attended={1: ["s1e1", "s1e2"]}, now=world.env.now()
        )
        await tx.run("UPDATE parties SET phase = 'ended'")
    await planned(world, id=4243, episodes=("s1e5",))
    await set_server(world, zone="Europe/Berlin")

    card = await plan(world, episodes="1-8", when="sat 20:00", every="week")

    found = [party.episodes for party in await all_parties(world) if party.season_id]
    assert found == [("s1e3",), ("s1e4",), ("s1e6",), ("s1e7",), ("s1e8",)]
    assert "-# Skipped, as watched together or planned already: 1–2, 5." in words(card)


async def test_where_nothing_is_left_the_season_is_refused(world: World) -> None:
    await planned(world, episodes=("s1e5",))
    await set_server(world, zone="Europe/Berlin")

    told = await plan(world, episodes="5", when="sat 20:00", every="week")

    assert "All of these were watched together here, or are planned already." in words(told)


async def test_what_remains_as_one_session_is_a_party_of_its_own(world: World) -> None:
    (party,) = await season(world, episodes="1-4", per_session=12)

    assert party.season_id is None


async def test_a_season_that_meets_a_planned_party_is_not_planned_at_all(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")
    await plan(world, episodes="26", when="sat 20:00")
    taken = (await all_parties(world))[0]

    told = await plan(world, world.tomas, episodes="1-5", when="fri 20:00", every="day")

    assert "starts at the same time in that channel" in words(told)
    assert [party.id for party in await all_parties(world)] == [taken.id]


async def test_a_session_whose_time_the_clock_skips_is_moved_and_that_is_said(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")
    now = datetime(2027, 3, 20, 12, 0, tzinfo=BERLIN)
    await world.env.advance_time((now - world.env.now()).total_seconds())

    card = await plan(world, episodes="1-2", when="2027-03-21 02:30", every="week")

    second = (await all_parties(world))[1].starts_at
    assert second.astimezone(BERLIN) == datetime(2027, 3, 28, 3, 0, tzinfo=BERLIN)
    assert f"so these start when they have: {at(second, 'f')}." in words(card)


async def test_even_a_duration_needs_a_zone_for_a_season(world: World) -> None:
    told = await plan(world, episodes="all", when="in 2 hours", every="week")

    assert "Which time zone is that in?" in words(told)
    assert await all_parties(world) == []


async def test_a_sessions_card_comes_six_days_before_it_and_the_first_at_once(world: World) -> None:
    found = await season(world, episodes="1-3")
    assert len(world.channel.history()) == 1

    await world.env.advance_time((found[1].starts_at - world.env.now()).total_seconds() - 6 * 24 * 3600 - 60)
    assert (await all_parties(world))[-2].message_id is None
    await world.env.advance_time(120)

    second = next(party for party in await all_parties(world) if party.id == found[1].id)
    posted = next(m for m in world.channel.history() if m.id == second.message_id)
    assert "Session 2 of 3" in words(posted)
    assert f"## {at(second.starts_at)}" in words(posted)


async def test_an_answer_that_cannot_be_sent_leaves_no_season(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")
    world.provoked.append(discord.HTTPException)
    world.env.inject_error("POST", "/interactions/*/*/callback", status=500, times=1)

    await world.hana.slash(world.channel, "party plan", episodes="all", when="sat 20:00", every="week")

    assert await all_parties(world) == []
    assert await due(world) == {}
