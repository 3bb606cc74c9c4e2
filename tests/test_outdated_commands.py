"""Somebody's Discord has the commands as they were before an update: they are told, or offered nothing."""

import logging
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cut import SUGGESTION
from tests.hostile.floods import Flood, flooded, options, words


@pytest.fixture
async def flood(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncGenerator[Flood]:
    caplog.set_level(logging.INFO)
    async with flooded(tmp_path) as flood:
        caplog.clear()
        yield flood


def typing(name: str, /, *subcommand: str, **given: str) -> Any:
    """What Discord sends while somebody types into the last of these options."""
    data: Any = options(name, *subcommand, **given)
    inside = data
    while inside["options"] and inside["options"][0]["type"] == 1:
        inside = inside["options"][0]
    for option in inside["options"][-1:]:
        option["focused"] = True
    return data


@pytest.mark.parametrize(
    "data",
    [
        typing("stories", episode="2"),
        typing("party", "dream", party="f"),
        typing("party", party="f"),
        typing("watched", "now", episodes="2"),
        typing("watched", number="2"),
        typing("party", "show", name="f"),
        typing("watched", episodes="2", through="y"),
        typing("watched"),
    ],
    ids=[
        "no such command",
        "no such subcommand",
        "a group by now",
        "no group any more",
        "no such option",
        "no such option of a subcommand",
        "an option without suggestions by now",
        "no option at all",
    ],
)
async def test_nothing_is_suggested_and_one_line_is_logged(
    flood: Flood, caplog: pytest.LogCaptureFixture, data: Any
) -> None:
    number = await flood.wire.do(SUGGESTION, data, 1)
    await flood.settle()

    (answer,) = flood.answers([number])
    assert answer == {"type": 8, "data": {"choices": []}}
    (record,) = caplog.records
    assert (record.levelno, record.exc_info) == (logging.INFO, None)
    assert "which is not as Discord has it" in record.getMessage()


async def test_what_is_as_it_was_is_suggested(flood: Flood, caplog: pytest.LogCaptureFixture) -> None:
    asked = [typing("watched", episodes="2"), typing("party", "plan", episodes="12", when="fri 8pm")]
    numbers = [await flood.wire.do(SUGGESTION, data, member) for member, data in enumerate(asked)]
    await flood.settle()

    assert all(answer["data"]["choices"] for answer in flood.answers(numbers))
    assert caplog.records == []


@pytest.mark.parametrize(
    "data", [options("stories"), options("party", "dream"), options("watched", number="2")]
)
async def test_who_uses_one_is_told_to_restart(flood: Flood, data: Any) -> None:
    number = await flood.command(data, member=1)
    await flood.settle()

    assert "Restart Discord and try again" in words(flood.answers([number])[0])
