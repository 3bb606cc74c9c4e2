"""Every setting does what it says, once it was set as a manager sets it.

What each means in all its cases is tested where it acts: `voter_role`, `demand` and `reveal` in
tests/cogs/votes, `minimum` and `weight` in tests/domain/test_ranking.py, `hides_titles` in
tests/cogs/test_hidden_titles.py, those about parties in tests/cogs/parties (`presence`: test_end.py;
`announce`: test_announce.py; `reminder_role`: test_reminder_role.py), `reminder` in
test_effects_reminder.py, and the log in test_log.py.
"""

from pathlib import Path

import simcord

from bot.domain.catalogue import Library
from db import catalogue
from tests.cogs.parties.asking import all_parties, only, plan
from tests.cogs.parties.coming import shown
from tests.cogs.settings.support import manager, put
from tests.cogs.votes.support import opened, set_to
from tests.shows import two_seasons
from tests.world import World, answer, open_world, words


async def said(world: World, member: simcord.MemberActor, command: str, **options: object) -> str:
    return words(answer(await member.slash(world.channel, command, **options)))


async def test_the_show_is_what_commands_are_about_at_once_and_after_a_restart(tmp_path: Path) -> None:
    library = Library((two_seasons(), *catalogue.load(catalogue.SHIPPED).shows))
    async with open_world(tmp_path, library) as world:
        mia = manager(world)
        before = await said(world, world.hana, "series")

        await put(world, mia, "show", "Kaleido Star")
        after = await said(world, world.hana, "series")
        await world.restart()

        assert "Lantern Row" in before
        assert "Kaleido Star" in after
        assert await said(world, world.hana, "series") == after
        await put(world, mia, "show", "default")
        assert "Lantern Row" in await said(world, world.hana, "series")


async def test_the_zone_is_the_one_in_which_times_are_read(world: World) -> None:
    await put(world, manager(world), "zone", "Tokyo")

    await plan(world, when="tomorrow 20:00")

    assert (await only(world)).zone == "Asia/Tokyo"


async def test_the_role_of_voters_lets_nobody_else_vote(world: World) -> None:
    world.guild.create_role("crew")
    await world.env.settle()
    await put(world, manager(world), "voter_role", "crew")

    assert "On this server only members with the role" in await said(
        world, world.hana, "vote", episode="1", score=8
    )


async def test_what_is_asked_before_a_vote_is_asked(world: World) -> None:
    await put(world, manager(world), "demand", "watched")

    refused = await said(world, world.hana, "vote", episode="1", score=8)

    assert "★" not in refused
    assert "watched" in refused


async def test_an_open_panel_follows_what_it_is_to_reveal(world: World) -> None:
    panel = await opened(world)
    await world.env.advance_time(10)
    assert "How they voted shows when this closes." not in words(panel)

    await put(world, manager(world), "reveal", "closed")
    await world.env.advance_time(10)

    assert "How they voted shows when this closes." in words(panel)


async def test_the_minimum_of_votes_marks_what_is_provisional(world: World) -> None:
    await said(world, world.hana, "vote", episode="1", score=8)
    mia = manager(world)
    assert "provisional" in await said(world, world.hana, "ranking")

    await put(world, mia, "minimum", "1")

    assert "provisional" not in await said(world, world.hana, "ranking")


async def test_the_weight_of_the_mean_pulls_scores_towards_it(world: World) -> None:
    await said(world, world.hana, "vote", episode="1", score=10)
    await said(world, world.hana, "vote", episode="2", score=2)
    before = answer(await world.hana.slash(world.channel, "ranking"))

    await put(world, manager(world), "weight", "0")

    after = answer(await world.hana.slash(world.channel, "ranking"))
    assert "6.67, mean 10.00" in str(before.components)
    assert "10.00, mean 10.00" in str(after.components)


async def test_titles_are_hidden_in_cards_that_stand_and_in_those_to_come(world: World) -> None:
    panel = await opened(world)
    card = await plan(world, episodes="12")
    await world.env.advance_time(10)

    await put(world, manager(world), "hides_titles", "yes")
    await world.env.advance_time(10)

    assert "Comeback" not in words(panel)
    assert "Vote: Episode 26" in words(panel)
    assert "Amazing" not in words(shown(world, card.message))
    assert "Amazing" not in await said(world, world.hana, "episode", episode="3")


async def test_the_role_of_planners_lets_nobody_else_plan(world: World) -> None:
    world.guild.create_role("crew")
    await world.env.settle()
    await put(world, manager(world), "plan_role", "crew")

    assert "Here parties are planned by" in words(await plan(world))
    assert await all_parties(world) == []


async def test_the_length_of_an_episode_and_the_break_show_on_cards_that_stand(world: World) -> None:
    mia = manager(world)
    card = await plan(world, episodes="1-2")
    await world.env.advance_time(10)
    before = words(shown(world, card.message))

    await put(world, mia, "runtime", "60")
    await world.env.advance_time(10)
    longer = words(shown(world, card.message))
    await put(world, mia, "pause", "30")
    await world.env.advance_time(10)

    assert "about 150 minutes" in words(shown(world, card.message))
    assert before != longer


async def test_at_once_all_that_stands_open_is_edited_no_more_than_once(world: World) -> None:
    await set_to(world, reveal="always")
    await opened(world)
    await plan(world)
    await world.env.advance_time(10)
    before = len(world.env.http_requests)

    await put(world, manager(world), "hides_titles", "yes")
    await world.env.advance_time(30)

    edits = [call for call in world.calls(before) if call.startswith("PATCH /channels/")]
    assert len(edits) == 2
