"""A party that is on: where it is, pause, resume, skip and the next episode."""

import pytest

from bot.domain.parties import Phase
from bot.domain.playing import Place
from tests.cogs.parties.planning import planned, stored
from tests.cogs.parties.watching import (
    BREAK,
    COUNTDOWN,
    RUNTIME,
    TWO,
    at,
    begun,
    later,
    press,
    stage_of,
)
from tests.marking import set_to
from tests.world import World, answer, buttons, words


async def _to(world: World, party_start: float, seconds: float) -> None:
    """Go on to so many seconds after a moment in epoch seconds."""
    await world.env.advance_time(party_start + seconds - world.env.now().timestamp())


async def test_a_latecomer_is_told_where_to_go_alone(world: World) -> None:
    party, stage = await begun(world)
    await _to(world, later(party, 0).timestamp(), 462)

    told = answer(await world.tomas.click(stage, label="Where are we?"))

    assert told.ephemeral
    assert "## 07:42 into episode 12" in words(told)
    assert f"That was {at(world.env.now())}: go there" in words(told)
    typed = answer(await world.tomas.slash(world.channel, "party now"))
    assert typed.ephemeral
    assert "## 07:42 into episode 12" in words(typed)

    await world.env.advance_time(60)
    await world.tomas.click(told, label="Where are we now?")
    assert "## 08:42 into episode 12" in words(told)


async def test_where_we_are_is_said_before_in_breaks_and_after_too(world: World) -> None:
    party = await planned(world, episodes=TWO)

    async def where() -> str:
        return words(answer(await world.tomas.slash(world.channel, "party now", party="4242")))

    assert "It has not begun yet" in await where()
    await world.hana.slash(world.channel, "party start")
    party = await stored(world, party)
    began = later(party, 0).timestamp()
    assert f"## The beginning of episode 12\nPress play {at(party.started_at)}." in await where()
    await _to(world, began, RUNTIME + 60)
    assert f"## The break before episode 13\nIt begins {at(later(party, RUNTIME + BREAK))}." in await where()
    await _to(world, began, RUNTIME + BREAK + 61)
    assert "## 01:01 into episode 13" in await where()
    await _to(world, began, 2 * RUNTIME + BREAK + 60)
    assert "It was over" in await where()


async def test_the_title_is_told_to_those_alone_who_may_know_it(world: World) -> None:
    await set_to(world, hides_titles="yes")
    _, stage = await begun(world)

    told = words(answer(await world.tomas.click(stage, label="Where are we?")))

    assert "-# Episode 12" in told
    assert "## Episode 12" in words(stage)


async def test_pausing_stands_still_and_resuming_counts_down_to_the_same_place(world: World) -> None:
    party, stage = await begun(world)
    await _to(world, later(party, 0).timestamp(), 462)
    before = len(world.env.http_requests)

    await world.hana.click(stage, label="Pause")

    assert world.calls(before)[0].startswith("POST /interactions/")
    stage = await stage_of(world, party)
    assert "## Paused\n07:42 into episode 12. Stop there." in words(stage)
    assert "**Paused**" in words(stage)
    await world.env.advance_time(600)
    assert "It is paused. Go there and wait" in await press(world.tomas, stage, "Where are we?")

    await world.hana.click(await stage_of(world, party), label="Resume")
    resumed = await stored(world, party)
    assert resumed.clock is not None
    stage = await stage_of(world, party)
    assert f"## Press play {at(resumed.clock.at)}\nAt 07:42 into episode 12." in words(stage)
    assert "07:42 into episode 12\nPress play" in await press(world.tomas, stage, "Where are we?")

    await world.env.advance_time(COUNTDOWN + 60)
    assert resumed.place(world.env.now()) == Place(0, 462 + 60)
    assert "08:42 into episode 12" in await press(world.tomas, stage, "Where are we?")


async def test_a_restart_in_the_middle_changes_nothing(world: World) -> None:
    party, stage = await begun(world, episodes=TWO)
    await _to(world, later(party, 0).timestamp(), 100)
    await world.hana.click(stage, label="Pause")
    await world.env.advance_time(50)
    await world.restart()
    await world.hana.click(await stage_of(world, party), label="Resume")
    await world.env.advance_time(COUNTDOWN)
    await world.restart()
    await world.env.advance_time(20)

    assert "02:00 into episode 12" in await press(world.tomas, stage, "Where are we?")
    await world.env.advance_time(2 * RUNTIME + BREAK)
    assert (await stored(world, party)).phase is Phase.ENDED


async def test_the_live_card_follows_into_break_and_next_episode_with_few_edits(world: World) -> None:
    party, stage = await begun(world, episodes=TWO)
    began = later(party, 0).timestamp()
    assert "-# To come: 13 at <t:" in words(stage)
    edits = _edits(world)
    await _to(world, began, RUNTIME + 10)
    assert "## Break\nEpisode 13 begins" in words(await stage_of(world, party))
    await _to(world, began, RUNTIME + BREAK + 10)
    shown = await stage_of(world, party)
    assert "## 13 · " in words(shown)
    assert "To come" not in words(shown)
    assert "Next episode" not in buttons(shown)
    assert _edits(world) - edits == 2


async def test_next_episode_goes_on_at_once_and_a_second_press_skips_none(world: World) -> None:
    party, stage = await begun(world, episodes=("s1e12", "s1e13", "s1e14"))
    old = [dict(each) for each in world.env.backend.get_message(world.channel.id, stage.id).components]

    await world.hana.click(stage, label="Next episode")
    assert (await stored(world, party)).place(world.env.now()) == Place(1, 0)
    world.env.backend.get_message(world.channel.id, stage.id).components = old
    again = await press(world.hana, stage, "Next episode")

    assert again == "That episode is on already."
    assert (await stored(world, party)).place(world.env.now()) == Place(1, 0)


async def test_skipping_moves_everybody_within_the_episodes(world: World) -> None:
    party, stage = await begun(world)
    await _to(world, later(party, 0).timestamp(), 100)

    await world.hana.click(stage, label="+30 s")
    assert (await stored(world, party)).place(world.env.now()) == Place(0, 130)
    for _ in range(6):
        await world.hana.click(await stage_of(world, party), label="−30 s")
    assert (await stored(world, party)).place(world.env.now()).into < 5


@pytest.mark.parametrize(
    ("by", "into"), [("30", 130), ("-30", 70), ("−1:30", 10), ("1:30", 190), ("+45", 145), ("1:02", 162)]
)
async def test_the_command_skips_as_far_as_is_written(world: World, by: str, into: int) -> None:
    party, _ = await begun(world)
    await _to(world, later(party, 0).timestamp(), 100)

    told = answer(await world.hana.slash(world.channel, "party skip", by=by))

    assert not told.ephemeral
    assert f"into episode 12, as of {at(world.env.now())}" in words(told)
    assert (await stored(world, party)).place(world.env.now()).into == into


@pytest.mark.parametrize("by", ["", "soon", "0", "1:99", "999999", "1:2:3:4", "--30", "١٢", "30" * 2000])
async def test_what_is_no_way_to_skip_is_a_sentence(world: World, by: str) -> None:
    party, _ = await begun(world)
    before = await stored(world, party)

    told = words(answer(await world.hana.slash(world.channel, "party skip", by=by)))

    assert "Write seconds like `30` or `-30`, or `1:30`." in told
    assert (await stored(world, party)).clock == before.clock


async def test_the_command_goes_to_the_next_episode_and_suggests_that(world: World) -> None:
    party, _ = await begun(world, episodes=TWO)
    (choice,) = await world.hana.autocomplete(world.channel, "party skip", "by", "next")

    told = answer(await world.hana.slash(world.channel, "party skip", by=choice["value"]))
    assert "**Now** at the beginning of episode 13" in words(told)
    last = answer(await world.hana.slash(world.channel, "party skip", by="next"))

    assert words(last) == "This is the last episode. End the party when it is over."
    assert (await stored(world, party)).phase is Phase.LIVE


async def test_pause_and_resume_by_command_tell_the_channel_and_the_live_card_follows(world: World) -> None:
    party, _ = await begun(world)
    told = answer(await world.hana.slash(world.channel, "party pause"))
    assert (told.ephemeral, words(told)[:17]) == (False, "**Paused** at 00:")
    await world.env.advance_time(6)
    assert "## Paused" in words(await stage_of(world, party))
    assert words(answer(await world.hana.slash(world.channel, "party pause"))) == "It is paused already."

    told = answer(await world.hana.slash(world.channel, "party resume"))

    assert words(told).startswith("**Press play** at <t:")
    assert words(answer(await world.hana.slash(world.channel, "party resume"))) == "It is not paused."


def _edits(world: World) -> int:
    return sum(call.startswith("PATCH /channels/") for call in world.calls())
