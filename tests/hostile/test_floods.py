"""A thousand members, or one very fast one, on vote panels: each press is answered, and nothing is lost."""

import json
import logging

import pytest

from bot.crowd import CALM
from bot.domain.tally import Tally
from bot.metrics import Meter
from db import votes
from tests.hostile.floods import PRIVATE, Flood, message, options, words
from tests.stand_in.objects import GUILD_ID, USER_ID

SHOW, EPISODE = "kaleido-star", "s1e26"
CROWD = 1_000


@pytest.fixture
def flood(flood: Flood) -> Flood:
    """A server with a metered bot."""
    flood.bot.meter = Meter()
    return flood


@pytest.fixture(autouse=True)
def nothing_fails(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)


async def opened(flood: Flood) -> int:
    """A panel on an episode; its id."""
    number = await flood.command(options("vote", episode="26"), member=5_000)
    await flood.settle()
    (card,) = flood.answers([number])
    return int(json.dumps(card).split("panel:score:")[1].split('"')[0])


def recount(*scores: int) -> Tally:
    """What these votes come to."""
    return Tally.of([scores.count(score) for score in range(1, 11)])


async def tally(flood: Flood) -> Tally:
    async with flood.bot.db.snapshot() as tx:
        return await votes.tally(tx, guild_id=GUILD_ID, show_id=SHOW, episode=EPISODE)


async def test_a_thousand_members_press_one_panel_at_once(
    flood: Flood, caplog: pytest.LogCaptureFixture
) -> None:
    panel = await opened(flood)

    pressed = [
        await flood.press(f"panel:score:{panel}", str(1 + n % 10), member=n, on=message(5))
        for n in range(CROWD)
    ]
    assert len(flood.ear.heard) == 1, "all were heard of before any was answered"
    await flood.settle()

    told = flood.answers(pressed)
    assert all(f"Your score is **{1 + n % 10}**." in words(each) for n, each in enumerate(told))
    assert await flood.count("votes") == await flood.count("marks") == CROWD
    assert await tally(flood) == recount(*(1 + n % 10 for n in range(CROWD)))
    places = flood.acknowledged()
    assert len(places) >= CROWD // 2, "who would have to wait long is told at once that they were heard"
    assert max(places) <= len(places) + CALM, "before anything else is said"
    assert flood.edits() == [], "no press edits the panel"
    await flood.pass_by(5)
    (edit,) = flood.edits()
    assert "**1,000** have voted" in words(edit)
    await flood.pass_by(60)
    assert len(flood.edits()) == 1
    assert await flood.count("due") == 0
    assert caplog.records == []


async def test_one_member_changes_their_score_a_hundred_times_a_second(
    flood: Flood, caplog: pytest.LogCaptureFixture
) -> None:
    panel = await opened(flood)
    scores: dict[int, int] = {}

    for second in range(3):
        for n in range(100):
            score = 1 + (n * 7 + second) % 10
            number = await flood.press(f"panel:score:{panel}", str(score), member=1, on=message(5))
            scores[number] = score
        await flood.pass_by(1)

    told = flood.answers(scores)
    last = max(scores)
    assert f"Your score is **{scores[last]}**" in words(told[-1])
    assert await tally(flood) == recount(scores[last]), "the last press is the one that counts"
    assert (await flood.count("votes"), await flood.count("marks")) == (1, 1)
    await flood.pass_by(10)
    assert 1 <= len(flood.edits()) <= 3
    assert "**1** has voted" in words(flood.edits()[-1])
    assert caplog.records == []


async def test_undo_pressed_over_and_over_undoes_once(flood: Flood) -> None:
    panel = await opened(flood)
    first = await flood.press(f"panel:score:{panel}", "3", member=1)
    await flood.settle()
    second = await flood.press(f"panel:score:{panel}", "9", member=1)
    await flood.settle()
    told = json.dumps(flood.answers([first, second])[1])
    undo = "vote:undo:" + told.split("vote:undo:")[1].split('"')[0]

    flags = message(5) | {"flags": PRIVATE}
    pressed = [await flood.press(undo, member=1, on=flags) for _ in range(100)]
    await flood.settle()

    flood.answers(pressed)
    assert await tally(flood) == recount(3)


async def test_what_is_measured_grows_with_no_flood(flood: Flood) -> None:
    panel = await opened(flood)

    pressed = [await flood.press(f"panel:score:{panel}", "9", member=n) for n in range(50)]
    pressed += [await flood.press(f"junk{n}:press:{n}", member=n) for n in range(50)]
    await flood.settle()

    flood.answers(pressed)
    meter = flood.bot.meter
    assert isinstance(meter, Meter)
    page = (await meter.page(_nothing_due, flood.clock.now)).decode()
    counted = [line for line in page.splitlines() if line.startswith("encore_interactions_total{")]
    assert {line.split('what="')[1].split('"')[0] for line in counted} == {"vote", "panel:score", "unknown"}


async def test_more_panels_than_allowed_are_not_opened_however_they_come(flood: Flood) -> None:
    pressed = [
        await flood.command(options("vote", episode=str(1 + n % 26)), member=n % 13) for n in range(104)
    ]
    await flood.settle()

    told = flood.answers(pressed)
    assert await flood.count("panels") == 25
    assert await flood.count("panels", f"opened_by = {USER_ID}") <= 5
    refused = [words(each) for each in told if "has to be closed first" in words(each)]
    assert refused
    assert all("25 panels are open on this server, as many as this bot allows" in each for each in refused)


async def _nothing_due() -> None:
    return None
