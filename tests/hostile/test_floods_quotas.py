"""Who asks for more than this bot takes on: so much is given, the rest is answered with a sentence."""

import json
import logging
import re
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.quotas import COUNTS, Quotas
from bot.pictures.specs import Spec
from bot.pictures.studio import Studio
from db import votes
from db.votes import Ballot
from tests.hostile.floods import Flood, flooded, options, words
from tests.stand_in.objects import GUILD_ID, USER_ID, Json

QUOTAS = Quotas(
    pictures_per_member=2,
    pictures_per_server=6,
    files_per_member=3,
    files_per_server=1_000,
    rows_per_member=100,
)
PAGES = [
    f"ranking:show:kaleido-star/{view}/{order}/{page}"
    for view in ("server", "web", "divisive")
    for order in ("best", "worst")
    for page in (1, 2)
]
"""Twelve pictures."""


class Painter:
    """Draws nothing, and keeps what it was asked for."""

    def __init__(self) -> None:
        self.drawn: list[Spec] = []

    def __call__(self, spec: Spec) -> bytes:
        self.drawn.append(spec)
        return b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def painter() -> Painter:
    return Painter()


@pytest.fixture
async def flood(tmp_path: Path, painter: Painter) -> AsyncGenerator[Flood]:
    """A server with small quotas, where three members have voted."""
    async with flooded(tmp_path, quotas=QUOTAS) as flood:
        flood.bot.studio = Studio(painter, patience=60)
        show = flood.bot.library.shows[0]
        async with flood.bot.db.transaction() as tx:
            for member in range(3):
                for n, episode in enumerate(show.episodes[:24]):
                    ballot = Ballot(GUILD_ID, show.id, episode.key, USER_ID + 9_000 + member)
                    await votes.cast(tx, ballot, score=1 + (n + member) % 10, now=flood.clock.now)
        yield flood


@pytest.fixture(autouse=True)
def nothing_fails(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)


def found(pattern: str, answer: Any) -> str:
    match = re.search(pattern, json.dumps(answer))
    assert match
    return match[1]


def has_picture(answer: Any) -> bool:
    return "attachment://" in json.dumps(answer)


async def test_a_hundred_ask_for_the_ranking_at_once_and_it_is_drawn_once(
    flood: Flood, painter: Painter
) -> None:
    ids = [await flood.command(options("ranking"), member=n) for n in range(100)]
    await flood.settle()

    assert all(map(has_picture, flood.answers(ids)))
    assert len(painter.drawn) == 1
    assert len(flood.bot.throttle) == 2, "the first who asked, and the server; the others cost nothing"


async def test_who_had_enough_pictures_gets_words_and_is_told_until_when(
    flood: Flood, painter: Painter, caplog: pytest.LogCaptureFixture
) -> None:
    ids = [await flood.press(custom_id) for custom_id in PAGES]
    await flood.settle()

    told = flood.answers(ids)
    assert [has_picture(each) for each in told] == [True] * 2 + [False] * 10
    assert len(painter.drawn) == 2
    assert all(
        re.search(
            r"-# In words this time: .*2 pictures .*\*?as many as this bot allows.*<t:\d+:R>", words(each)
        )
        for each in told[2:]
    )
    assert "mean" in words(told[2]), "the figures are there"
    again = await flood.press(PAGES[0])
    others = await flood.press(PAGES[7], member=1)
    await flood.settle()
    assert all(map(has_picture, flood.answers([again, others]))), "nor is anybody else held up"
    assert caplog.records == []


async def test_a_servers_members_share_its_pictures(flood: Flood, painter: Painter) -> None:
    ids = [await flood.press(custom_id, member=n) for n, custom_id in enumerate(PAGES)]
    await flood.settle()

    told = flood.answers(ids)
    assert sum(map(has_picture, told)) == len(painter.drawn) == 6
    assert all("this server had 6 pictures" in words(each) for each in told if not has_picture(each))


async def test_files_are_given_so_many_times_a_minute(flood: Flood) -> None:
    ids = [await flood.press("ranking:csv:kaleido-star/server/best") for _ in range(2)]
    ids += [await flood.command(options("privacy", "export")) for _ in range(2)]
    ids += [
        await flood.command(options("progress", "export")),
        await flood.command(options("party", "calendar")),
    ]
    await flood.settle()

    told = [words(each) for each in flood.answers(ids)]
    sentence = "You have asked for 3 files in a minute, as many as this bot allows."
    assert [sentence in each for each in told] == [False] * 3 + [True] * 3
    assert re.search(r"Ask again <t:\d+:R>\.$", told[-1])


def poll(number: int) -> Json:
    return options("poll", "create", question=f"Number {number}?", options="a|b")


def party(number: int) -> Json:
    return options("party", "plan", episodes="12", when=f"in {480 + number} hours")


@pytest.mark.parametrize(("table", "made"), [("polls", poll), ("parties", party)])
async def test_who_asks_for_many_at_once_gets_as_many_as_a_member_may_have_open(
    flood: Flood, table: str, made: Callable[[int], Json]
) -> None:
    ids = [await flood.command(made(n)) for n in range(40)]
    await flood.settle()

    told = [words(each) for each in flood.answers(ids)]
    assert await flood.count(table) == 5
    assert sum("as many as this bot allows" in each for each in told) == 35


async def test_rows_that_last_have_an_end_and_what_is_over_counts(flood: Flood) -> None:
    await flood.set_zone()
    season = options("party", "plan", episodes="1-26", when="in 500 hours", every="day")
    for _ in range(3):
        await flood.command(season, member=1)
        await flood.settle()
        async with flood.bot.db.transaction() as tx:
            await tx.run("UPDATE parties SET phase = 'cancelled'")
    assert await flood.count("parties") == 78

    ids: list[int] = []
    for member in (1, 2):
        ids.append(await flood.command(season, member=member))
        await flood.settle()

    refused, other = flood.answers(ids)
    assert "You have 100 polls, parties and texts on this server, as many as this bot allows" in words(
        refused
    )
    assert "26 sessions" in words(other)
    assert await flood.count("parties") == 104

    flood.clock.now += COUNTS + timedelta(days=60)  # half a year after the last of them
    later = await flood.command(season, member=1)
    await flood.settle()
    assert "26 sessions" in words(*flood.answers([later]))


async def test_the_host_decides_how_much_it_is(tmp_path: Path) -> None:
    tight = Quotas(
        panels_per_member=1,
        polls_per_server=1,
        plans_per_member=1,
        texts_in_ten_minutes=1,
        files_per_server=1,
    )
    comment = {"body": "A text.", "spoils": ["no"]}
    async with flooded(tmp_path, quotas=tight) as flood:
        ids = [await flood.command(options("vote", episode=str(n)), member=1) for n in (1, 2)]
        ids += [await flood.command(poll(n), member=n) for n in (1, 2)]
        ids += [await flood.command(party(n), member=1) for n in (1, 2)]
        ids += [await flood.send("review:say:kaleido-star/series", member=1, **comment) for _ in range(2)]
        ids += [await flood.command(options("party", "calendar"), member=n) for n in (1, 2)]
        await flood.settle()
        told = flood.answers(ids)

    assert ["as many as this bot allows" in words(each) for each in told] == [False, True] * 5
