"""The machine's clock is set forward or back while the bot runs."""

import asyncio
from datetime import timedelta

import pytest

from tests.faults import fault
from tests.faults.party import plan
from tests.faults.stage import PATIENCE, POSTS, Panel, Stage, is_refusal, words

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("faults-host-clock")]

AREA = "The machine's clock"
A_MOMENT = 1.0
"""Seconds in which the worker, which looks every 20 ms here, would have done what it is not to do."""


def results(stage: Stage, panel: Panel) -> int:
    """How often the result of a panel was posted."""
    heading = f"## Result: {panel.episode.removeprefix('s1e')}"
    return sum(heading in words(each) for each in stage.stand_in.written)


def posted(stage: Stage, marker: str) -> int:
    """How many messages hold a button of this kind."""
    return sum(f'"{marker}' in words(each) for each in stage.stand_in.written)


async def warm_up(stage: Stage) -> None:
    """Have a date read, far off: the first takes the bot longer than it allows itself on a busy machine."""
    asked = {"episodes": "1", "when": f"{stage.clock() + timedelta(days=9):%Y-%m-%d %H:%M} UTC"}
    for _ in range(5):
        if not is_refusal(await stage.stand_in.slash("party plan", asked, user_id=stage.somebody())):
            return


async def closing(stage: Stage, when: str) -> Panel:
    """A panel that closes by itself, with a vote."""
    panel = Panel(stage, f"s1e{next(stage.episodes)}", stage.somebody())
    options = {"episode": panel.episode, "closes": when}
    await stage.stand_in.slash("vote", options, user_id=panel.opened_by)
    await stage.until(lambda: panel.row and panel.row["message_id"])
    await panel.vote(8)
    return panel


@fault(
    AREA,
    happens="It is set forward by a day, past the end of a vote and past a party, and back again",
    expected="The vote closes and its result is posted, once; the party's reminder is not sent late, and the"
    " log says so; nothing of it comes a second time",
)
async def test_a_day_that_was_none_repeats_nothing(stage: Stage) -> None:
    panel = await closing(stage, "2h")
    await warm_up(stage)
    party = await plan(stage)
    await party.going()

    stage.clock.advance(timedelta(days=1))
    await panel.gone()
    await stage.hears(f"the reminder of party {party.id} came too late")
    assert results(stage, panel) == 1
    assert posted(stage, f"party:quiet:{party.id}") == 0

    before = len(stage.stand_in.written)
    stage.clock.set_back(timedelta(days=1))
    await asyncio.sleep(A_MOMENT)
    assert results(stage, panel) == 1
    assert [words(each) for each in stage.stand_in.written[before:] if "## Result" in words(each)] == []
    assert posted(stage, f"party:maybe:{party.id}") == 1


@fault(
    AREA,
    happens="It is set back by an hour while votes come in",
    expected="The panel shows them within seconds, not an hour later",
)
async def test_an_hour_back_does_not_hold_up_a_panel(stage: Stage) -> None:
    panel = await stage.voted()
    await panel.shows(1)
    stage.clock.set_back(timedelta(hours=1))
    await panel.vote(4)
    await panel.shows(2)
    assert sorted(panel.votes) == [4, 8]
    stage.clock.advance(timedelta(hours=1))


@fault(
    AREA,
    happens="It is set back by an hour before a vote is to close",
    expected="The vote closes when the clock shows its time, once, and not before",
)
async def test_an_hour_back_closes_nothing_early(stage: Stage) -> None:
    panel = await closing(stage, "10m")
    stage.clock.set_back(timedelta(hours=1))
    stage.clock.advance(timedelta(minutes=30))
    await asyncio.sleep(A_MOMENT)
    assert results(stage, panel) == 0
    assert panel.known["closed_at"] is None
    stage.clock.advance(timedelta(minutes=45))
    await panel.gone()
    assert results(stage, panel) == 1


@fault(
    AREA,
    happens="It is set forward by ten minutes while a result is on its way to Discord",
    expected="The result is there once, though the lease of that work is over by the clock",
)
async def test_a_lease_that_the_clock_ends_does_not_post_twice(stage: Stage) -> None:
    panel = await stage.voted()
    stage.stand_in.fail("POST", POSTS, None, delay=PATIENCE / 3)
    stage.pass_time()
    await panel.close()
    await stage.until(lambda: stage.asked("POST", POSTS))
    stage.clock.advance(timedelta(minutes=10))
    await panel.gone()
    await asyncio.sleep(A_MOMENT)
    assert results(stage, panel) == 1
