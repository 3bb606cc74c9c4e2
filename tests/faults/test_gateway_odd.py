"""A gateway out of its mind: the bot neither gives up, nor goes deaf, nor storms it."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults import fault
from tests.faults.conftest import Seen
from tests.faults.test_gateway import AREA
from tests.stand_in import Json, StandIn
from tests.stand_in.process import TOKEN, running

FEW = 10
"""Connections that are made in two seconds, at most, to a gateway that keeps none: each pause is longer."""


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    async with StandIn(TOKEN) as stand_in:
        stand_in.patience = 30.0
        yield stand_in


async def answers(stand_in: StandIn) -> bool:
    return "An Amazing Comeback" in json.dumps(await stand_in.slash("episode", {"episode": "26"}))


@fault(
    AREA,
    happens="What the gateway tells at the beginning (READY) cannot be read",
    expected="One line in the log; another session is begun within seconds, and members are answered",
)
@pytest.mark.parametrize(
    "spoilt", [{"guilds": [{"id": "no number"}]}, {"user": None}], ids=["guilds", "user"]
)
async def test_a_beginning_that_cannot_be_read_is_asked_for_again(
    stand_in: StandIn, tmp_path: Path, seen: Seen, spoilt: Json
) -> None:
    stand_in.spoil_ready = spoilt
    async with running(tmp_path, port=stand_in.port) as process:
        await stand_in.seen("gateway READY", 2)
        await stand_in.ready()
        assert await answers(stand_in)
        ending = await process.stop()
    assert ending.code == 0
    assert ending.err.count("UnreadableFrame") == 1
    assert "cannot be read" not in ending.err
    seen("answered in the second session")


@fault(
    AREA,
    happens="The gateway takes every connection, and ends it at once, at the start or later",
    expected="The bot comes back after pauses that grow, a line in the log for each, until it is taken again",
)
@pytest.mark.parametrize("was_up", [False, True], ids=["at the start", "later"])
async def test_a_gateway_that_sends_everybody_away_is_not_stormed(
    stand_in: StandIn, tmp_path: Path, seen: Seen, *, was_up: bool
) -> None:
    if not was_up:
        stand_in.turn_away = 4000
    async with running(tmp_path, port=stand_in.port) as process:
        if was_up:
            await stand_in.ready()
            stand_in.turn_away = 4000
            await stand_in.drop()
        await stand_in.seen("gateway dropped 4000", 2)
        await asyncio.sleep(2)
        assert process.is_running
        assert stand_in.events.count("gateway opened") <= FEW
        assert "Attempting a reconnect" in process.log
        ending = await process.stop()
    assert ending.code == 0
    assert "Traceback" not in ending.err
    seen(f"{stand_in.events.count('gateway opened')} connections in some seconds")


async def test_it_comes_back_to_a_gateway_that_takes_it_again(stand_in: StandIn, tmp_path: Path) -> None:
    async with running(tmp_path, port=stand_in.port) as process:
        await stand_in.ready()
        stand_in.turn_away = 4000
        await stand_in.drop()
        await stand_in.seen("gateway dropped 4000", 2)
        stand_in.turn_away = None
        await stand_in.seen("gateway RESUMED")
        assert await answers(stand_in)
        await process.stop()
