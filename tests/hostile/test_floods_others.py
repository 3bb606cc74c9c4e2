"""Crowds at everything else: parties, polls, forms, lists. All is answered, and nothing is lost."""

import json
import logging
import re
from collections import Counter
from typing import Any

import pytest

from tests.hostile.floods import ACKNOWLEDGED, Flood, message, options, words
from tests.imports.made import anime, xml
from tests.stand_in.objects import USER_ID, Json

CROWD = 1_000


@pytest.fixture(autouse=True)
def nothing_fails(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)


def found(pattern: str, answer: Any) -> str:
    match = re.search(pattern, json.dumps(answer))
    assert match
    return match[1]


async def test_a_thousand_answer_one_party_at_once(flood: Flood, caplog: pytest.LogCaptureFixture) -> None:
    plan = await flood.command(options("party", "plan", episodes="12", when="in 20 days"))
    await flood.settle()
    party = found(r"party:going:(\d+)", flood.answers([plan]))
    verbs = ("going", "maybe", "cant")

    ids = [await flood.press(f"party:{verbs[n % 3]}:{party}", member=n, on=message(5)) for n in range(CROWD)]
    await flood.settle()

    flood.answers(ids)
    assert len(flood.acknowledged()) >= CROWD // 2
    assert await flood.count("rsvps") == CROWD
    for n, verb in enumerate(verbs):
        assert await flood.count("rsvps", f"answer = '{verb}'") == len(range(n, CROWD, 3))
    assert caplog.records == []


async def test_who_cannot_decide_has_one_answer_to_a_party_and_it_is_the_last(flood: Flood) -> None:
    plan = await flood.command(options("party", "plan", episodes="12", when="in 20 days", seats=1))
    await flood.settle()
    party = found(r"party:going:(\d+)", flood.answers([plan]))
    verbs = ("going", "cant", "maybe", "going", "maybe")

    ids = [await flood.press(f"party:{verbs[n % 5]}:{party}", member=1, on=message(5)) for n in range(300)]
    await flood.settle()

    flood.answers(ids)
    assert await flood.count("rsvps", "answer = 'maybe'") == await flood.count("rsvps") == 1
    assert await flood.count("due") <= 8


async def test_a_thousand_vote_on_one_poll_at_once(flood: Flood, caplog: pytest.LogCaptureFixture) -> None:
    made = await flood.command(options("poll", "create", question="Which?", options="a|b|c"), member=1)
    await flood.settle()
    poll = found(r"poll:choose:(\d+)", flood.answers([made]))

    ids = [
        await flood.press(f"poll:choose:{poll}/0", str(n % 3), member=n, on=message(5)) for n in range(CROWD)
    ]
    await flood.settle()

    flood.answers(ids)
    async with flood.bot.db.snapshot() as tx:
        rows = await tx.all("SELECT number, votes FROM poll_options")
        cast = await tx.all("SELECT number FROM poll_votes")
    assert {row["number"]: row["votes"] for row in rows} == {0: 334, 1: 333, 2: 333}
    assert Counter(row["number"] for row in cast) == {0: 334, 1: 333, 2: 333}
    assert await flood.count("polls", f"voters = {CROWD}") == 1
    assert flood.edits() == []
    await flood.pass_by(5)
    assert len(flood.edits()) == 1
    assert caplog.records == []


async def test_two_hundred_forms_are_sent_at_once_and_each_member_keeps_to_their_quota(flood: Flood) -> None:
    ids = [
        await flood.send("review:say:kaleido-star/series", member=n % 20, body=f"Text {n}.", spoils=["no"])
        for n in range(200)
    ]
    await flood.settle()

    told = [words(each) for each in flood.answers(ids)]
    assert sum("Saved." in each for each in told) == 100
    assert await flood.count("reviews") == 100
    late = [each for each in told if "Saved." not in each]
    assert all(
        "You have written 5 texts within 10 minutes, as many as this bot allows" in each for each in late
    )
    assert all("This is what you wrote" in each for each in late), "and nothing typed is lost"
    for member in range(20):
        assert await flood.count("reviews", f"member_id = {USER_ID + member}") == 5


async def test_two_hundred_lists_are_brought_at_once(flood: Flood, caplog: pytest.LogCaptureFixture) -> None:
    flood.ear.file = xml(anime("Kaleido Star", 9))

    ids = [await flood.command(brought(), member=n) for n in range(200)]
    await flood.settle()

    told = [words(each) for each in flood.answers(ids)]
    read = sum("9 episodes" in each for each in told)
    waited = sum("Too many files wait to be read just now" in each for each in told)
    refused = sum("60 files were asked for on this server in a minute" in each for each in told)
    assert read >= 20
    assert (read + waited, refused) == (60, 140)
    assert len(flood.acknowledged()) == 60
    assert await flood.count("imports") == read
    assert caplog.records == []


def brought() -> Json:
    """`/progress import` with a file."""
    file = {"id": "9", "filename": "list.xml", "size": 900, "url": "https://cdn", "proxy_url": "https://cdn"}
    data = options("progress", "import")
    data["options"][0]["options"] = [{"name": "file", "type": 11, "value": "9"}]
    return data | {"resolved": {"attachments": {"9": file}}}


async def test_nobody_is_acknowledged_where_few_press(flood: Flood) -> None:
    plan = await flood.command(options("party", "plan", episodes="12", when="in 20 days"))
    await flood.settle()
    party = found(r"party:going:(\d+)", flood.answers([plan]))

    ids = [await flood.press(f"party:going:{party}", member=n, on=message(5)) for n in range(100)]
    await flood.settle()

    assert all(answer["type"] not in ACKNOWLEDGED for answer in flood.answers(ids))
    assert flood.acknowledged() == []
