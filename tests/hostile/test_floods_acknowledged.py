"""Who was acknowledged first, since very many press, is answered after that: once, and alone."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot import crowd
from tests.hostile.floods import PRIVATE, Flood, message, options, words

PRESSES = (
    ("panel:score:{panel}", "7"),
    ("panel:withdraw:{panel}", ""),
    ("poll:choose:{poll}/0", "1"),
    ("poll:withdraw:{poll}", ""),
    ("party:going:{party}", ""),
    ("progress:watched:kaleido-star/s1e26", ""),
)
"""All presses that are acknowledged where very many come, and what is chosen with them."""


@pytest.fixture
def flood(flood: Flood, monkeypatch: pytest.MonkeyPatch) -> Flood:
    monkeypatch.setattr(crowd, "CALM", -1)
    return flood


async def ids_of(flood: Flood) -> dict[str, str]:
    """A panel, a poll and a party."""
    made = [
        await flood.command(options("vote", episode="26"), member=9),
        await flood.command(options("poll", "create", question="Which?", options="a|b"), member=9),
        await flood.command(options("party", "plan", episodes="12", when="in 20 days"), member=9),
    ]
    await flood.settle()
    found = dict(
        re.findall(r"(panel|poll|party):(?:score|choose|going):(\d+)", json.dumps(flood.answers(made)))
    )
    assert set(found) == {"panel", "poll", "party"}
    flood.ear.heard.clear()
    return found


async def pressed(flood: Flood, ids: dict[str, str]) -> list[Any]:
    """What each press was answered with after it was acknowledged: a message for one alone."""
    numbers = [
        await flood.press(custom_id.format(**ids), *filter(None, [value]), member=n, on=message(6))
        for n, (custom_id, value) in enumerate(PRESSES)
    ]
    await flood.settle()
    assert len(flood.acknowledged()) == len(PRESSES)
    answers = flood.answers(numbers)
    assert all(answer["flags"] & PRIVATE for answer in answers)
    return answers


async def test_what_was_done_is_told(flood: Flood) -> None:
    told = [words(answer) for answer in await pressed(flood, await ids_of(flood))]

    assert "Your score is **7**" in told[0]
    assert await flood.count("votes", "score IS NOT NULL") == 1
    assert await flood.count("poll_votes") == await flood.count("rsvps", "answer = 'going'") == 1
    assert all(told)


async def test_what_is_refused_is_told(flood: Flood) -> None:
    await ids_of(flood)

    told = [words(answer) for answer in await pressed(flood, dict.fromkeys(("panel", "poll", "party"), "1"))]

    assert all(told)
    assert await flood.count("votes") == await flood.count("poll_votes") == await flood.count("rsvps") == 0


async def test_what_fails_is_told_with_a_reference(flood: Flood, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = await ids_of(flood)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a slip")

    for name in ("transaction", "snapshot", "read", "recall", "write"):
        monkeypatch.setattr(flood.bot.db, name, fail)

    told = [words(answer) for answer in await pressed(flood, ids)]

    assert all("tell whoever runs me this reference" in each for each in told), told


def test_every_press_that_may_be_acknowledged_is_among_these() -> None:
    root = Path(__file__).parents[2] / "cogs"
    files = [file.read_text(encoding="utf-8") for file in root.rglob("*.py")]
    assert sum(file.count("await crowd.hear(") for file in files) == len(PRESSES)
