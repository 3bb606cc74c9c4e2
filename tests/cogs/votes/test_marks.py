"""A vote marks its episode as watched, and takes back with it just what it marked."""

import pytest

from bot.domain.progress import Source
from bot.domain.tally import Tally
from tests.cogs.votes.support import opened, score, tally
from tests.marking import joined, mark, unmark, watched
from tests.world import Message, World, answer, buttons, words

MARKED, UNMARKED = "-# Marked as watched.", "-# No longer marked as watched."


async def vote(world: World, value: int = 8) -> Message:
    """Hana's vote on episode 26."""
    return answer(await world.hana.slash(world.channel, "vote", episode="26", score=value))


async def test_a_vote_by_command_marks_its_episode_alone_and_says_so(world: World) -> None:
    told = await vote(world)

    assert MARKED in words(told)
    found = await watched(world, world.hana)
    assert {key: mark.source for key, mark in found.items()} == {"s1e26": Source.VOTE}
    assert found["s1e26"].marked_at == world.env.now().replace(microsecond=0)
    assert await joined(world) == 1


async def test_a_vote_through_a_panel_marks_too(world: World) -> None:
    panel = await opened(world)

    assert MARKED in await score(world.tomas, panel, 9)

    assert [mark.source for mark in (await watched(world, world.tomas)).values()] == [Source.VOTE]
    assert await watched(world, world.hana) == {}  # who opens a panel has watched nothing by it


async def test_a_score_given_from_the_episodes_card_marks_too(world: World) -> None:
    card = answer(await world.hana.slash(world.channel, "episode", episode="26"))
    told = answer(await world.tomas.click(card, label="Rate it"))

    await world.tomas.select(told, ["7"])

    assert f"Your score is **7**.\n{MARKED}" in words(told)
    assert list(await watched(world, world.tomas)) == ["s1e26"]


async def test_rate_it_shows_the_vote_as_it_stands_and_casts_none(world: World) -> None:
    card = answer(await world.hana.slash(world.channel, "episode", episode="26"))
    before = len(world.env.http_requests)

    told = answer(await world.tomas.click(card, label="Rate it"))

    assert told.ephemeral
    assert words(told).startswith("## 26 · An Amazing Comeback\nYou have no vote on this episode.")
    assert buttons(told) == {}
    assert len(world.calls(before)) == 1
    assert await tally(world) == Tally()
    assert await watched(world, world.tomas) == {}

    await world.tomas.slash(world.channel, "vote", episode="26", score=4)
    again = answer(await world.tomas.click(card, label="Rate it"))

    assert "Your score is **4**." in words(again)
    assert "watched" not in words(again)
    assert list(buttons(again)) == ["Withdraw my vote"]
    assert (await tally(world)).votes == 1


async def test_undo_undoes_both_and_its_undo_restores_both(world: World) -> None:
    told = await vote(world)

    await world.hana.click(told, label="Undo")

    assert f"Undone. Your vote (**8**) is withdrawn.\n{UNMARKED}" in words(told)
    assert await watched(world, world.hana) == {}
    assert await tally(world) == Tally()

    await world.hana.click(told, label="Undo")

    assert f"Your score is **8**.\n{MARKED}" in words(told)
    assert list(await watched(world, world.hana)) == ["s1e26"]
    assert (await tally(world)).total == 8

    await world.hana.click(told, label="Undo")

    assert await watched(world, world.hana) == {}
    assert await tally(world) == Tally()


async def test_what_was_marked_before_stays_as_it_was_when_the_vote_is_undone(world: World) -> None:
    await mark(world, world.hana.id, ["s1e26"])
    told = await vote(world)
    assert "watched" not in words(told)

    await world.hana.click(told, label="Undo")

    assert "watched" not in words(told)
    assert [mark.source for mark in (await watched(world, world.hana)).values()] == [Source.HAND]
    assert await tally(world) == Tally()


async def test_a_mark_that_came_later_by_hand_is_left_alone_by_the_undo(world: World) -> None:
    told = await vote(world)
    await unmark(world, world.hana.id, ["s1e26"])
    await mark(world, world.hana.id, ["s1e26"])

    await world.hana.click(told, label="Undo")

    assert "Your vote (**8**) is withdrawn." in words(told)
    assert "watched" not in words(told)
    assert [mark.source for mark in (await watched(world, world.hana)).values()] == [Source.HAND]


async def test_undo_of_a_changed_score_keeps_the_mark_of_the_first(world: World) -> None:
    await vote(world, 7)
    told = await vote(world, 2)
    assert "watched" not in words(told)

    await world.hana.click(told, label="Undo")

    assert "Undone. Your score is **7**. It was 2 before." in words(told)
    assert list(await watched(world, world.hana)) == ["s1e26"]


async def test_a_withdrawn_vote_keeps_the_mark(world: World) -> None:
    told = await vote(world)

    await world.hana.click(told, label="Withdraw my vote")

    assert await tally(world) == Tally()
    assert list(await watched(world, world.hana)) == ["s1e26"]


async def test_undo_works_after_a_restart(world: World) -> None:
    told = await vote(world)

    await world.restart()
    await world.hana.click(told, label="Undo")

    assert await watched(world, world.hana) == {}


async def test_an_undo_from_before_votes_marked_undoes_the_vote_alone(world: World) -> None:
    await vote(world)
    old = await world.post_button("vote:undo:kaleido-star/s1e26/1")

    told = answer(await world.hana.click(old, label="Press"))

    assert "Your vote (**8**) is withdrawn." in words(told)
    assert list(await watched(world, world.hana)) == ["s1e26"]


async def test_an_undo_whose_vote_has_changed_since_takes_no_mark_back(world: World) -> None:
    first = await vote(world, 7)
    await vote(world, 9)

    refused = answer(await world.hana.click(first, label="Undo"))

    assert "Your vote has changed since" in words(refused)
    assert list(await watched(world, world.hana)) == ["s1e26"]


@pytest.mark.parametrize("change", ["x", "-1", "²", "1/2", "9" * 60, " 1"])
async def test_a_forged_change_gets_a_sentence_and_changes_nothing(world: World, change: str) -> None:
    await vote(world)
    message = await world.post_button(f"vote:undo:kaleido-star/s1e26/1/{change}")

    refused = answer(await world.hana.click(message, label="Press"))

    assert words(refused) == "That is no longer here. Use `/vote` again."
    assert (await tally(world)).total == 8
    assert list(await watched(world, world.hana)) == ["s1e26"]


async def test_nobody_takes_back_what_another_member_marked(world: World) -> None:
    change_id = await mark(world, world.tomas.id, ["s1e26", "s1e25"])
    await vote(world)
    message = await world.post_button(f"vote:undo:kaleido-star/s1e26/1/{change_id}")

    await world.hana.click(message, label="Press")

    assert list(await watched(world, world.tomas)) == ["s1e25", "s1e26"]
    assert list(await watched(world, world.hana)) == ["s1e26"]


async def test_a_mark_that_came_with_a_score_given_before_can_be_undone_too(world: World) -> None:
    await vote(world)
    await unmark(world, world.hana.id, ["s1e26"])

    told = await vote(world)
    assert words(told).startswith("## 26 · An Amazing Comeback\nYour score is **8** already; it counts once.")
    await world.hana.click(told, label="Undo")

    assert await watched(world, world.hana) == {}


async def test_what_was_marked_by_hand_after_the_vote_stays_when_the_vote_is_undone(world: World) -> None:
    told = await vote(world)
    await world.hana.slash(world.channel, "watched", episodes="26")

    await world.hana.click(told, label="Undo")

    assert list(await watched(world, world.hana)) == ["s1e26"]


async def test_undoing_a_vote_touches_no_mark_but_that_of_its_episode(world: World) -> None:
    change_id = await mark(world, world.hana.id, ["s1e1", "s1e2"])
    await vote(world)
    forged = await world.post_button(f"vote:undo:kaleido-star/s1e26/1/{change_id}")

    await world.hana.click(forged, label="Press")

    assert {"s1e1", "s1e2"} <= set(await watched(world, world.hana))
