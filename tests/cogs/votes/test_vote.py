"""One's own vote, by command and by the buttons of the answer."""

import pytest

from bot.domain.tally import Tally
from tests.cogs.votes.support import set_to, tally
from tests.world import World, answer, buttons, options, words


async def test_a_score_is_counted_and_answered_for_the_voter_alone(world: World) -> None:
    before = len(world.env.http_requests)

    told = answer(await world.hana.slash(world.channel, "vote", episode="26", score=8))

    assert told.ephemeral
    assert words(told) == (
        "## 26 · An Amazing Comeback\nYour score is **8**.\n-# Marked as watched.\n**Here** ★ 8.00 · 1 vote"
    )
    assert list(buttons(told)) == ["Undo", "Withdraw my vote"]
    assert len(world.calls(before)) == 1
    assert await tally(world) == Tally.of((0, 0, 0, 0, 0, 0, 0, 1, 0, 0))


async def test_a_changed_score_shows_the_former_one_and_counts_once(world: World) -> None:
    await world.tomas.slash(world.channel, "vote", episode="26", score=10)
    await world.hana.slash(world.channel, "vote", episode="26", score=7)

    told = answer(await world.hana.slash(world.channel, "vote", episode="26", score=8))

    assert "Your score is **8**. It was 7 before." in words(told)
    assert "**Here** ★ 9.00 · 2 votes" in words(told)
    assert (await tally(world)).votes == 2


async def test_the_same_score_again_counts_once_and_offers_nothing_to_undo(world: World) -> None:
    await world.hana.slash(world.channel, "vote", episode="26", score=8)

    told = answer(await world.hana.slash(world.channel, "vote", episode="26", score=8))

    assert "Your score is **8** already; it counts once." in words(told)
    assert list(buttons(told)) == ["Withdraw my vote"]
    assert (await tally(world)).votes == 1


async def test_undo_takes_back_that_very_change_and_can_be_undone(world: World) -> None:
    await world.hana.slash(world.channel, "vote", episode="26", score=7)
    told = answer(await world.hana.slash(world.channel, "vote", episode="26", score=2))

    await world.hana.click(told, label="Undo")

    assert "Undone. Your score is **7**. It was 2 before." in words(told)
    await world.hana.click(told, label="Undo")
    assert "Your score is **2**. It was 7 before." in words(told)
    assert (await tally(world)).total == 2


async def test_a_first_vote_undone_leaves_no_vote(world: World) -> None:
    told = answer(await world.hana.slash(world.channel, "vote", episode="26", score=7))

    await world.hana.click(told, label="Undo")

    assert words(told).endswith(
        "Your vote (**7**) is withdrawn.\n-# No longer marked as watched.\n**Here** · no votes yet"
    )
    assert await tally(world) == Tally()


async def test_undo_of_a_vote_that_changed_since_changes_nothing(world: World) -> None:
    first = answer(await world.hana.slash(world.channel, "vote", episode="26", score=7))
    await world.hana.slash(world.channel, "vote", episode="26", score=9)

    refused = answer(await world.hana.click(first, label="Undo"))

    assert "Your vote has changed since" in words(refused)
    assert (await tally(world)).total == 9


async def test_a_vote_is_withdrawn_and_the_withdrawal_undone(world: World) -> None:
    told = answer(await world.hana.slash(world.channel, "vote", episode="26", score=7))

    await world.hana.click(told, label="Withdraw my vote")

    assert "Your vote (**7**) is withdrawn." in words(told)
    assert list(buttons(told)) == ["Undo"]
    assert await tally(world) == Tally()
    await world.hana.click(told, label="Undo")
    assert "Your score is **7**." in words(told)
    assert (await tally(world)).total == 7


async def test_the_answer_has_the_ten_scores_to_change_it_with(world: World) -> None:
    told = answer(await world.hana.slash(world.channel, "vote", episode="26", score=7))
    assert [option["value"] for option in options(told)] == [str(score) for score in range(10, 0, -1)]

    await world.hana.select(told, ["10"])

    assert "Your score is **10**. It was 7 before." in words(told)
    assert (await tally(world)).total == 10


async def test_without_an_episode_the_one_voted_on_last_is_meant(world: World) -> None:
    await world.hana.slash(world.channel, "vote", episode="3", score=7)
    await world.env.advance_time(1)
    await world.hana.slash(world.channel, "vote", episode="5", score=7)

    told = answer(await world.hana.slash(world.channel, "vote", score=9))

    assert words(told).startswith("## 5 · ")


async def test_without_an_episode_and_a_vote_one_is_asked_for(world: World) -> None:
    refused = answer(await world.hana.slash(world.channel, "vote", score=9))

    assert words(refused) == "Which episode? Name one, like `/vote episode:26`."


async def test_a_score_has_no_closing_time(world: World) -> None:
    refused = answer(await world.hana.slash(world.channel, "vote", episode="26", score=9, closes="2h"))

    assert "leave out `score` or `closes`" in words(refused)
    assert await tally(world) == Tally()


async def test_a_server_may_let_only_a_role_vote(world: World) -> None:
    role = world.guild.create_role("Crew")
    await set_to(world, voter_role=str(role.id))
    crew = world.guild.add_member(world.env.create_user("priya"), roles=[role])

    refused = answer(await world.hana.slash(world.channel, "vote", episode="26", score=9))
    await crew.slash(world.channel, "vote", episode="26", score=4)

    assert f"only members with the role <@&{role.id}> vote" in words(refused)
    assert (await tally(world)).total == 4


async def test_bots_do_not_vote(world: World) -> None:
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    message = await world.post_button("vote:undo:kaleido-star/s1e26/1")

    refused = answer(await robot.click(message, label="Press"))

    assert words(refused) == "Bots do not vote."
    assert await tally(world) == Tally()


async def test_votes_stay_in_their_server(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("lounge")
    visitor = elsewhere.add_member(world.env.create_user("visitor"))
    await world.hana.slash(world.channel, "vote", episode="26", score=2)

    told = answer(await visitor.slash(channel, "vote", episode="26", score=10))

    assert "★ 10.00 · 1 vote" in words(told)
    assert (await tally(world)).total == 2


async def test_votes_outlive_a_restart(world: World) -> None:
    told = answer(await world.hana.slash(world.channel, "vote", episode="26", score=7))

    await world.restart()

    await world.hana.click(told, label="Withdraw my vote")
    assert "Your vote (**7**) is withdrawn." in words(told)


@pytest.mark.parametrize(
    "custom_id",
    [
        "vote:undo:kaleido-star/s1e26/",
        "vote:undo:kaleido-star/s1e26/-1",
        "vote:undo:kaleido-star/s1e26/²",
        "vote:undo:kaleido-star/s1e26/" + "9" * 60,
        "vote:undo:kaleido-star/s1e99/1",
        "vote:undo:another/s1e26/1",
        "vote:withdraw:kaleido-star",
        "vote:withdraw:",
        "vote:score:kaleido-star/s1e26",
    ],
)
async def test_a_forged_button_gets_a_sentence_and_changes_nothing(world: World, custom_id: str) -> None:
    await world.hana.slash(world.channel, "vote", episode="26", score=7)
    message = await world.post_button(custom_id)

    refused = answer(await world.hana.click(message, label="Press"))

    assert refused.ephemeral
    assert "`/vote`" in words(refused) or "whole number from 1 to 10" in words(refused)
    assert (await tally(world)).total == 7
