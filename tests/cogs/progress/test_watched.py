"""/watched and /progress unwatch, as a member meets them."""

from pathlib import Path
from typing import Any

import pytest

from bot.domain.catalogue import Library
from tests import shows
from tests.cogs.progress.support import ask, keys, marked, watch
from tests.world import World, answer, buttons, open_world, words


async def test_marking_says_what_changed_how_far_one_is_and_what_is_next(world: World) -> None:
    await watch(world.hana, world, "1-5")

    told = await watch(world.hana, world, "1-8")

    assert told == (
        "## Your progress\n-# Kaleido Star\n"
        "Marked **3 episodes** as watched: 6–8. 5 were already.\n"
        "▰▰▰▱▱▱▱▱▱▱ **8 of 26 · 31 %**\n"
        "Next: 9 · My Amazing Challenge For the Lead Role"
    )
    assert await marked(world, world.hana) == keys(*range(1, 9))


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ({"episodes": "5"}, [5]),
        ({"episodes": "1,3,5-7"}, [1, 3, 5, 6, 7]),
        ({"episodes": "all"}, [*range(1, 27)]),
        ({"episodes": "s1e26"}, [26]),
        ({"episodes": "comebak"}, [26]),
        ({"episodes": "next"}, [1]),
        ({"episodes": "3", "through": True}, [1, 2, 3]),
        ({"episodes": "2,4", "through": True}, [1, 2, 3, 4]),
        ({"episodes": "lonely challenge", "through": True}, [1, 2]),
    ],
)
async def test_episodes_can_be_named_in_many_ways(
    world: World, options: dict[str, Any], numbers: list[int]
) -> None:
    await ask(world.hana, world, "watched", **options)

    assert await marked(world, world.hana) == keys(*numbers)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("8-3", "8 comes after 3."),
        ("1-", "A range needs a first and a last episode."),
        ("1-99", "There is no episode 99 here."),
        ("27", "season 2 (27–51), which is not in my catalogue yet."),
        ("", "Which episodes?"),
        ("random", "Which episodes you have watched is not for me to guess."),
        ("the harbour of fog", "No title here is like"),
        ("1," * 2_000, "That is too long to be a list of episodes."),
        ("x" * 6_000, "That is too long to be an episode."),
        ("@everyone <@1>", "\\@everyone \\<\\@1\\>"),
    ],
)
async def test_what_names_no_episodes_gets_a_sentence_and_marks_nothing(
    world: World, typed: str, said: str
) -> None:
    for command in ("watched", "progress unwatch"):
        told = await ask(world.hana, world, command, episodes=typed)
        assert said in words(told)
        assert buttons(told) == {}
    assert await marked(world, world.hana) == []


async def test_a_change_is_answered_in_one_call_and_nobody_else_sees_it(world: World) -> None:
    before = len(world.env.http_requests)

    await watch(world.hana, world, "1-3")

    (call,) = world.calls(before)
    assert call.endswith("/callback")
    assert world.channel.history(viewer=world.tomas) == []


async def test_undo_takes_back_this_very_change_and_can_be_undone(world: World) -> None:
    await watch(world.hana, world, "5")
    card = await ask(world.hana, world, "watched", episodes="4-6")
    before = len(world.env.http_requests)

    await world.hana.click(card, label="Undo")
    assert "Undone: 2 episodes (4, 6) are no longer marked." in words(card)
    assert await marked(world, world.hana) == keys(5)
    await world.hana.click(card, label="Undo")
    assert "Undone: 2 episodes (4, 6) are marked again." in words(card)
    assert await marked(world, world.hana) == keys(4, 5, 6)
    assert len(world.calls(before)) == 2


async def test_an_undo_after_another_change_undoes_only_what_is_still_as_it_was(world: World) -> None:
    card = await ask(world.hana, world, "watched", episodes="1-2")
    await ask(world.hana, world, "progress unwatch", episodes="1")

    await world.hana.click(card, label="Undo")

    assert "Undone: episode 2 is no longer marked." in words(card)
    assert await marked(world, world.hana) == []


async def test_an_undo_that_finds_nothing_says_so(world: World) -> None:
    card = await ask(world.hana, world, "watched", episodes="1")
    await ask(world.hana, world, "progress unwatch", episodes="1")

    refused = answer(await world.hana.click(card, label="Undo"))

    assert words(refused) == "Those marks have changed since, so there is nothing to undo here."


async def test_undo_works_after_a_restart(world: World) -> None:
    card = await ask(world.hana, world, "watched", episodes="1-3")

    await world.restart()
    await world.hana.click(card, label="Undo")

    assert await marked(world, world.hana) == []


async def test_one_episode_can_be_rated_and_read_about_at_once(world: World) -> None:
    one = buttons(await ask(world.hana, world, "watched", episodes="1"))
    without = buttons(await ask(world.hana, world, "watched", episodes="14"))
    several = buttons(await ask(world.hana, world, "watched", episodes="2-3"))

    assert list(one) == ["Undo", "Rate it", "Synopsis"]
    assert one["Rate it"]["custom_id"] == "vote:rate:kaleido-star/s1e1"
    assert one["Synopsis"]["custom_id"] == "spoiler:ask:kaleido-star/s1e1"
    assert not one["Synopsis"]["disabled"]
    assert without["Synopsis"]["disabled"]
    assert list(several) == ["Undo"]


async def test_marking_again_changes_nothing_and_has_nothing_to_undo(world: World) -> None:
    await watch(world.hana, world, "1-3")

    several = await ask(world.hana, world, "watched", episodes="1-3")
    one = await ask(world.hana, world, "watched", episodes="2")

    assert "Nothing changed: 3 episodes (1–3) are marked already." in words(several)
    assert "Nothing changed: episode 2 is marked already." in words(one)
    assert "Undo" not in {**buttons(several), **buttons(one)}


async def test_the_last_episode_completes_the_show(world: World) -> None:
    told = await watch(world.hana, world, "all")

    assert "▰▰▰▰▰▰▰▰▰▰ **26 of 26 · 100 %**\nYou have watched them all." in told
    assert "You have watched every episode there is." in await watch(world.hana, world, "next")


async def test_marks_are_taken_back_and_that_is_undone(world: World) -> None:
    await watch(world.hana, world, "1-8")

    card = await ask(world.hana, world, "progress unwatch", episodes="7-9")
    assert "Took back **2 marks**: 7–8. 1 was not marked." in words(card)
    assert await marked(world, world.hana) == keys(*range(1, 7))
    await world.hana.click(card, label="Undo")
    assert await marked(world, world.hana) == keys(*range(1, 9))


async def test_what_is_not_marked_cannot_be_taken_back(world: World) -> None:
    told = await ask(world.hana, world, "progress unwatch", episodes="4")
    following = await ask(world.hana, world, "progress unwatch", episodes="next")

    assert "Nothing changed: episode 4 is not marked." in words(told)
    assert buttons(told) == {}
    assert words(following).startswith("`next` is what you have not watched")
    assert await marked(world, world.hana) == []


async def test_specials_are_counted_apart_and_come_only_where_they_are_named(tmp_path: Path) -> None:
    async with open_world(tmp_path, Library((shows.two_seasons(),))) as world:
        told = await watch(world.hana, world, "14", through=True)
        assert "Marked **15 episodes** as watched: 1–14." in told
        assert "Specials" not in told
        told = await watch(world.hana, world, "sp1")
        assert "▰▰▰▰▰▱▱▱▱▱ **15 of 27 · 56 %**\n▰▰▰▰▰▱▱▱▱▱ Specials: **1 of 2 · 50 %**" in told
        refused = await watch(world.hana, world, "sp2", through=True)
        assert refused.startswith("SP2 is a special, so nothing comes before it in order.")


async def test_the_button_of_an_episodes_card_marks_it_for_whoever_presses(world: World) -> None:
    message = await world.post_button("progress:watched:kaleido-star/s1e7")

    told = answer(await world.tomas.click(message, label="Press"))

    assert told.ephemeral
    assert "Marked **1 episode** as watched: 7." in words(told)
    assert (await marked(world, world.tomas), await marked(world, world.hana)) == (keys(7), [])
