"""A thousand members type commands at once: who would wait long is acknowledged first, and answered alone."""

import logging
from typing import Any

import discord
import pytest
from discord import app_commands

from bot import crowd, ui
from bot.crowd import ALONE, CALM
from tests.hostile.floods import ACKNOWLEDGED, PRIVATE, Flood, options, words
from tests.stand_in.objects import Json

CROWD = 1_000
TYPED: dict[str, Json] = {
    "watched": {"episodes": "1-3"},
    "vote": {"episode": "26", "score": 7},
    "progress show": {},
    "progress unwatch": {"episodes": "1"},
    "progress privacy": {"visible": "nobody"},
    "progress spoilers": {"warn": "never"},
    "party remind": {"how": "not at all"},
    "party now": {},
    "party zone": {},
    "poll list": {},
    "help": {},
}
"""What a member types of each command that may be acknowledged first."""


@pytest.fixture(autouse=True)
def nothing_fails(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)


def typed(name: str) -> Json:
    return options(*name.split(), **TYPED[name])


def told_alone(flood: Flood, ids: list[int]) -> list[str]:
    """What each was told: once, and nobody else."""
    answers = flood.answers(ids)
    first = {
        each.path.split("/")[2]: each.json for each in flood.ear.heard if each.path.endswith("/callback")
    }
    assert all(first[str(number)]["data"]["flags"] & PRIVATE for number in ids)
    return [words(answer) for answer in answers]


async def test_a_thousand_mark_an_episode_at_once(flood: Flood, caplog: pytest.LogCaptureFixture) -> None:
    ids = [await flood.command(options("watched", episodes="26"), member=n) for n in range(CROWD)]
    await flood.settle()

    assert all("26" in text for text in told_alone(flood, ids))
    assert await flood.count("marks", "episode = 's1e26'") == CROWD
    places = flood.acknowledged()
    assert len(places) >= CROWD // 2, "who would have to wait long is told at once that they were heard"
    assert max(places) <= len(places) + CALM, "before anything else is said"
    assert caplog.records == []


async def test_a_thousand_vote_by_command_at_once(flood: Flood, caplog: pytest.LogCaptureFixture) -> None:
    ids = [
        await flood.command(options("vote", episode="26", score=1 + n % 10), member=n) for n in range(CROWD)
    ]
    await flood.settle()

    told = told_alone(flood, ids)
    assert all(f"Your score is **{1 + n % 10}**." in text for n, text in enumerate(told))
    for score in range(1, 11):
        assert await flood.count("votes", f"score = {score}") == CROWD // 10
    assert len(flood.acknowledged()) >= CROWD // 2
    assert caplog.records == []


async def test_nobody_is_acknowledged_where_few_type(flood: Flood) -> None:
    ids = [await flood.command(typed("watched"), member=n) for n in range(100)]
    await flood.settle()

    assert all(answer["type"] not in ACKNOWLEDGED for answer in flood.answers(ids))
    assert flood.acknowledged() == []


@pytest.mark.parametrize("name", ALONE)
async def test_each_that_may_be_acknowledged_is_answered_after_it_alone(
    flood: Flood, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(crowd, "CALM", -1)

    ids = [await flood.command(typed(name), member=1)]
    await flood.settle()

    assert all(told_alone(flood, ids))
    assert len(flood.acknowledged()) == 1


@pytest.mark.parametrize("name", ALONE)
async def test_what_fails_is_told_in_its_place(
    flood: Flood, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(crowd, "CALM", -1)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a slip")

    for each in ("transaction", "snapshot", "read", "recall", "write"):
        monkeypatch.setattr(flood.bot.db, each, fail)
    monkeypatch.setattr(ui, "settle", fail)

    ids = [await flood.command(typed(name), member=1)]
    await flood.settle()

    assert "tell whoever runs me this reference" in told_alone(flood, ids)[0]
    assert len(flood.acknowledged()) == 1


async def test_a_command_that_answers_the_channel_is_not_acknowledged(
    flood: Flood, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowd, "CALM", -1)

    asked = (options("vote", episode="26"), options("episode", episode="26"), options("progress", "board"))
    ids = [await flood.command(data, member=1) for data in asked]
    await flood.settle()

    assert flood.acknowledged() == []
    assert not any(answer["data"].get("flags", 0) & PRIVATE for answer in flood.answers(ids))


async def test_who_cannot_be_acknowledged_any_more_has_nothing_done(
    flood: Flood, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(crowd, "CALM", -1)

    async def late(_: object) -> None:
        response: Any = type("Response", (), {"status": 404, "reason": "Not Found"})
        raise discord.NotFound(response, {"code": 10062, "message": "Unknown interaction"})

    monkeypatch.setattr(ui, "take_time", late)
    await flood.command(typed("watched"), member=1)
    await flood.settle()

    assert await flood.count("marks") == 0
    (record,) = caplog.records
    assert "/watched was answered too late" in record.getMessage()


@pytest.mark.parametrize("how", ["command", "press"])
async def test_who_cannot_be_acknowledged_over_a_broken_line_is_told_that_nothing_was_done(
    flood: Flood, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    monkeypatch.setattr(crowd, "CALM", -1)

    async def broken(*_: object, **__: object) -> None:
        raise ConnectionResetError(104, "Connection reset by peer")

    monkeypatch.setattr(discord.InteractionResponse, "defer", broken)
    if how == "command":
        ids = [await flood.command(typed("watched"), member=1)]
    else:
        ids = [await flood.press("progress:watched:kaleido-star/s1e26", member=1)]
    await flood.settle()

    assert told_alone(flood, ids) == ["Discord did not hear me just now, so I did nothing. Try again."]
    assert await flood.count("marks") == 0
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "could not reach Discord" in record.getMessage()


async def test_the_table_names_commands_and_options_that_there_are(flood: Flood) -> None:
    assert ALONE.keys() == TYPED.keys()
    commands = {each.qualified_name: each for each in flood.bot.tree.walk_commands()}
    for name, option in ALONE.items():
        command = commands[name]
        assert isinstance(command, app_commands.Command)
        assert option is None or option in {each.display_name for each in command.parameters}, name
