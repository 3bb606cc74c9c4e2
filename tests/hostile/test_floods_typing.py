"""Keystrokes by the thousand: each has its answer, and only what somebody will see is looked up."""

import logging
from collections import Counter
from typing import Any

import pytest

from benchmarks.cut import SUGGESTION
from bot.domain.parties import Party
from bot.search import TitleIndex
from db import party_lists
from db.database import Tx
from tests.hostile.floods import Flood, options
from tests.stand_in.objects import Json

TYPED = "an amazing comeback"
LONGEST = 6_000
"""Characters of an option (Discord)."""
HOSTILE = (
    "x" * LONGEST,
    "👩‍👩‍👧‍👦" * 800,
    "e" + "\u0301" * 5_000,
    "1," * 3_000,
    "1-26," * 1_200,
    "9" * LONGEST,
    "s1e" * 2_000,
    "\u202e\u200b\u2066" * 300,
    "' OR 1=1; --",
    "\x00\x1b[31m",
    "%s{0}{}$(id)`id`",
    "in " * 2_000,
    "fri 8pm " * 500,
    "\ufdfa" * 500,  # one of these is eighteen once it is normalised
)
PARTS = (
    ("episode", (), "episode"),
    ("watched", (), "episodes"),
    ("vote", (), "closes"),
    ("party", ("plan",), "when"),
    ("party", ("show",), "party"),
    ("party", ("zone",), "zone"),
    ("poll", ("close",), "poll"),
)


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each text was searched for among the titles."""
    real, searched = TitleIndex.search, Counter[str]()

    def search(self: TitleIndex, text: str) -> Any:
        searched[text] += 1
        return real(self, text)

    monkeypatch.setattr(TitleIndex, "search", search)
    return searched


@pytest.fixture(autouse=True)
def nothing_fails(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)


def typed(name: str, option: str, text: str, *subcommand: str) -> Json:
    put: Any = [{"name": option, "type": 3, "value": text, "focused": True}]
    for each in reversed(subcommand):
        put = [{"name": each, "type": 1, "options": put}]
    return {"id": "1", "name": name, "type": 1, "options": put}


def offered(answer: Any) -> list[str]:
    """The values that are suggested: as many and as long as Discord takes."""
    choices = answer["data"]["choices"]
    assert len(choices) <= 25
    assert all(1 <= len(choice["name"]) <= 100 and len(choice["value"]) <= 100 for choice in choices)
    return [choice["value"] for choice in choices]


async def test_a_thousand_members_type_at_once_and_each_is_shown_what_fits(
    flood: Flood, caplog: pytest.LogCaptureFixture
) -> None:
    ids = [
        await flood.wire.do(SUGGESTION, typed("episode", "episode", TYPED[: 3 + n % 9]), n)
        for n in range(1_000)
    ]
    await flood.settle()

    told = flood.answers(ids)
    assert all("s1e26" in offered(answer) for answer in told)
    assert len(flood.bot.keystrokes) == 0
    assert caplog.records == []


async def test_of_one_members_keystrokes_the_last_alone_is_searched_for(
    flood: Flood, searched: Counter[str]
) -> None:
    texts = [TYPED[: 1 + n % len(TYPED)] for n in range(499)] + [TYPED]
    ids = [await flood.wire.do(SUGGESTION, typed("episode", "episode", text), 1) for text in texts]
    others = await flood.wire.do(SUGGESTION, typed("watched", "episodes", "amazing"), 2)
    await flood.settle()

    *before, last, another = flood.answers([*ids, others])
    assert offered(last)[0] == "s1e26"
    assert "s1e26" in offered(another), "nobody's typing stands in another's way"
    assert all(offered(answer) == [] for answer in before)
    assert searched == {TYPED: 1, "amazing": 1}
    assert len(flood.bot.keystrokes) == 0


@pytest.mark.parametrize(
    ("command", "module"),
    [(("vote", "closes"), "bot.moments.suggestions"), (("party", "when", "plan"), "bot.starts.suggestions")],
)
async def test_of_one_members_times_the_last_alone_is_read(
    flood: Flood, command: tuple[str, ...], module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[str]()

    async def suggestions(text: str, **_: Any) -> list[tuple[str, str]]:
        read.append(text)
        return [(text, text)]

    monkeypatch.setattr(module, suggestions)
    name, option, *subcommand = command
    ids = [
        await flood.wire.do(SUGGESTION, typed(name, option, f"in {n} days", *subcommand), 1)
        for n in range(1, 201)
    ]
    await flood.settle()

    told = [offered(answer) for answer in flood.answers(ids)]
    assert told == [[]] * 199 + [["in 200 days"]]
    assert read == ["in 200 days"]


async def test_a_servers_many_parties_are_read_once_for_all_who_type_and_anew_once_one_changes(
    flood: Flood, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, real = list[int](), party_lists.all_open

    async def all_open(tx: Tx, *, guild_id: int, limit: int) -> list[Party]:
        read.append(guild_id)
        return await real(tx, guild_id=guild_id, limit=limit)

    monkeypatch.setattr(party_lists, "all_open", all_open)
    await flood.set_zone()
    season = options("party", "plan", episodes="1-26", when="in 500 hours", every="week")
    await flood.command(season)
    await flood.settle()

    ids = [await flood.wire.do(SUGGESTION, typed("party", "party", "", "show"), n) for n in range(300)]
    await flood.settle()
    assert all(len(offered(answer)) == 25 for answer in flood.answers(ids))
    assert len(read) == 1

    await flood.command(options("party", "plan", episodes="12", when="in 30 days", title="Once more"))
    await flood.settle()
    again = await flood.wire.do(SUGGESTION, typed("party", "party", "once more", "show"), 1)
    await flood.settle()
    (told,) = flood.answers([again])
    assert len(offered(told)) == 1
    assert len(read) == 2


@pytest.mark.parametrize(("name", "subcommand", "option"), PARTS)
async def test_whatever_is_typed_has_an_answer(
    flood: Flood, name: str, subcommand: tuple[str, ...], option: str, caplog: pytest.LogCaptureFixture
) -> None:
    ids = [
        await flood.wire.do(SUGGESTION, typed(name, option, text, *subcommand), member)
        for member, text in enumerate(HOSTILE)
    ]
    await flood.settle()

    for answer in flood.answers(ids):
        offered(answer)
    assert caplog.records == []
