"""Voting in a poll, as members do."""

from datetime import timedelta

from cogs.polls import timed_actions
from db.due import Agenda
from tests.cogs.polls.support import choose, lists, make_poll, poll_id, shown, stored
from tests.world import World, answer, buttons, options, words


async def test_a_poll_shows_its_question_its_terms_and_its_options(world: World) -> None:
    poll = await make_poll(world, question="What *shall* we drink?")

    assert words(poll) == (
        "## What \\*shall\\* we drink?\n"
        f"-# by <@{world.hana.id}> · open until closed · choose 1 · anonymous\n"
        "`\u2007\u20070%` tea · 0\u00a0votes\n"
        "`\u2007\u20070%` coffee · 0\u00a0votes\n"
        "`\u2007\u20070%` cocoa · 0\u00a0votes\n"
        "Nobody has voted yet."
    )
    assert list(buttons(poll)) == ["Results", "Withdraw my vote", "Close"]
    assert [option["label"] for option in options(poll)] == ["tea", "coffee", "cocoa"]


async def test_a_choice_is_answered_at_once_in_one_call_for_the_voter_alone(world: World) -> None:
    poll = await make_poll(world)
    before = len(world.env.http_requests)

    told = await choose(world.tomas, poll, 1)

    assert [call for call in world.calls(before) if "/interactions/" in call] == [world.calls(before)[0]]
    assert told.ephemeral
    assert "You chose **coffee**." in words(told)
    assert "`100%` **coffee** · 1\u00a0vote" in words(told)
    assert (await stored(world, poll_id(poll))).counts == (0, 1, 0)


async def test_a_changed_choice_replaces_the_one_before(world: World) -> None:
    poll = await make_poll(world)
    await choose(world.tomas, poll, 1)

    told = await choose(world.tomas, poll, 2)

    assert "You chose **cocoa**." in words(told)
    assert (await stored(world, poll_id(poll))).counts == (0, 0, 1)


async def test_the_same_choice_twice_counts_once_and_says_so(world: World) -> None:
    poll = await make_poll(world)
    await choose(world.tomas, poll, 1)

    told = await choose(world.tomas, poll, 1)

    assert "You chose **coffee**. It counts once." in words(told)
    assert (await stored(world, poll_id(poll))).counts == (0, 1, 0)


async def test_a_vote_is_withdrawn_from_the_poll_or_from_the_answer(world: World) -> None:
    poll = await make_poll(world)
    await choose(world.hana, poll, 0)
    own = await choose(world.tomas, poll, 1)

    told = answer(await world.hana.click(poll, label="Withdraw my vote"))
    await world.tomas.click(own, label="Withdraw my vote")

    assert told.ephemeral
    assert "Your vote is withdrawn." in words(told)
    assert "Your vote is withdrawn." in words(own)
    assert (await stored(world, poll_id(poll))).voters == 0
    again = answer(await world.hana.click(poll, label="Withdraw my vote"))
    assert "You have no vote in this poll." in words(again)


async def test_several_may_be_chosen_where_the_poll_says_so(world: World) -> None:
    poll = await make_poll(world, choices=2)

    told = await choose(world.hana, poll, 0, 2)

    assert "You chose **tea** and **cocoa**." in words(told)
    assert "That is all you may choose. Choosing again replaces" in words(told)
    results = await stored(world, poll_id(poll))
    assert (results.counts, results.voters) == ((1, 0, 1), 1)


async def test_choosing_nothing_takes_back_what_was_chosen(world: World) -> None:
    poll = await make_poll(world, choices=2)
    await choose(world.hana, poll, 0, 2)

    told = await choose(world.hana, poll)

    assert "Your vote is withdrawn." in words(told)
    assert (await stored(world, poll_id(poll))).counts == (0, 0, 0)


async def test_twenty_five_options_take_one_list_and_twenty_six_take_two(world: World) -> None:
    one = await make_poll(world, episodes="1-25")
    two = await make_poll(world, episodes="all")

    assert len(lists(one)) == 1
    assert len(lists(two)) == 2
    assert "'Options 1–13'" in str(two.components)
    assert "'Options 14–26'" in str(two.components)
    assert options(one)[0]["label"] == "1 · My Amazing Stage Debut"
    assert "`\u2007\u20070%` 26 · An Amazing Comeback · 0\u00a0votes" in words(two)


async def test_fifty_options_are_all_there_and_can_all_be_chosen(world: World) -> None:
    poll = await make_poll(world, options="|".join(f"option {n}" for n in range(1, 51)))

    await choose(world.hana, poll, 24)
    await choose(world.tomas, poll, 49, page=1)

    assert (await stored(world, poll_id(poll))).leaders == (24, 49)
    assert all(f"option {n} ·" in words(poll) for n in range(1, 51))


async def test_with_one_choice_the_second_list_replaces_the_first(world: World) -> None:
    poll = await make_poll(world, episodes="all")
    await choose(world.hana, poll, 3)

    await choose(world.hana, poll, 25, page=1)

    assert (await stored(world, poll_id(poll))).leaders == (25,)


async def test_with_several_choices_each_list_keeps_its_own(world: World) -> None:
    poll = await make_poll(world, episodes="all", choices=3)
    await choose(world.hana, poll, 3, 4)
    await choose(world.hana, poll, 25, page=1)

    await choose(world.hana, poll, 5, 6)

    assert (await stored(world, poll_id(poll))).leaders == (5, 6, 25)


async def test_too_many_over_both_lists_change_nothing(world: World) -> None:
    poll = await make_poll(world, episodes="all", choices=2)
    await choose(world.hana, poll, 3, 4)

    told = await choose(world.hana, poll, 25, page=1)

    assert "You may choose 2 here, and that would be 3. Nothing was changed." in words(told)
    assert (await stored(world, poll_id(poll))).leaders == (3, 4)


async def test_the_message_follows_the_votes_at_most_once_in_five_seconds(world: World) -> None:
    poll = await make_poll(world)
    await world.env.advance_time(60)
    before = len(world.env.http_requests)

    await choose(world.hana, poll, 0)
    assert "**1** has voted." in words(shown(world, poll))
    await choose(world.tomas, poll, 0)
    await choose(world.tomas, poll, 1)
    await choose(world.hana, poll, 1)

    assert "**1** has voted." in words(shown(world, poll))
    await world.env.advance_time(6)
    assert "`100%` **coffee** · 2\u00a0votes" in words(shown(world, poll))
    assert "**2** have voted." in words(shown(world, poll))
    assert len([call for call in world.calls(before) if call.startswith("PATCH")]) == 2


async def test_a_refresh_that_comes_too_soon_is_left_for_later(world: World) -> None:
    poll = await make_poll(world)
    here = {"guild_id": world.guild.id, "poll_id": poll_id(poll)}
    now = world.env.now()

    assert await timed_actions.begin_refresh(world.db, **here, now=now) is None
    later = now + timedelta(seconds=5)
    assert await Agenda(world.db).next_at() == int(later.timestamp())
    assert await timed_actions.begin_refresh(world.db, **here, now=later) is not None


async def test_polls_work_on_after_a_restart(world: World) -> None:
    poll = await make_poll(world)
    await choose(world.hana, poll, 0)

    await world.restart()

    await choose(world.tomas, poll, 1)
    await world.env.advance_time(6)
    assert "**2** have voted." in words(shown(world, poll))


async def test_an_episode_poll_tells_the_ranking_nothing(world: World) -> None:
    poll = await make_poll(world, episodes="8,13,26")

    await choose(world.hana, poll, 2)

    async with world.db.snapshot() as tx:
        assert await tx.all("SELECT * FROM votes") == []


async def test_a_bot_does_not_vote(world: World) -> None:
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    poll = await make_poll(world)

    told = await choose(robot, poll, 0)

    assert words(told) == "Bots do not vote."
    assert (await stored(world, poll_id(poll))).voters == 0
