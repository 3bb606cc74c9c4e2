"""What is offered while a member types when something closes."""

import re
from typing import Any

import pytest
from hypothesis import given

from bot import moments
from db import server_settings
from tests.domain.strategies import ANY_TEXT
from tests.test_moments import ALMOST, BERLIN, NOW
from tests.world import World

FAR_ZONE = "America/Argentina/ComodRivadavia"
"""The longest name there is."""


async def offered(typed: str) -> list[tuple[str, str]]:
    return await moments.suggestions(typed, now=NOW, zone=BERLIN)


async def values(typed: str) -> list[str]:
    return [value for _, value in await offered(typed)]


@pytest.mark.parametrize("typed", ["", "  ", "\n", "\0"])
async def test_common_answers_are_offered_with_their_meaning_where_nothing_was_typed(typed: str) -> None:
    assert await offered(typed) == [
        ("2h · Fri 20 Nov, 21:00 Europe/Berlin, in 2 hours", "2h"),
        ("tomorrow 8pm · Sat 21 Nov, 20:00 Europe/Berlin, in 1 day", "tomorrow 8pm"),
        ("in 1 week · Fri 27 Nov, 19:00 Europe/Berlin, in 7 days", "in 1 week"),
        ("never · open until somebody closes it", "never"),
    ]


async def test_what_is_typed_is_shown_as_it_is_understood() -> None:
    assert await offered("next friday 8pm") == [
        ("Fri 27 Nov, 20:00 Europe/Berlin, in 7 days", "next friday 8pm")
    ]
    assert await offered("never") == [("open until somebody closes it", "never")]


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("5", ["5pm", "5:00", "5h", "5 min", "5 days"]),
        ("20", ["20:00", "20h", "20 min", "20 days"]),
        ("in 5", ["in 5h", "in 5 min", "in 5 days"]),
        ("20:", ["20:00"]),
        ("20:3", ["20:30"]),
        ("tomorrow 8", ["tomorrow 8pm", "tomorrow 8:00"]),
        ("tom", ["tomorrow 8pm"]),
        ("Fri", ["friday 8pm"]),
        ("tonight", ["tonight 8pm"]),
        ("1 dec", ["1 dec 8pm"]),
        ("2026-12-01", ["2026-12-01 8pm"]),
        ("n", ["never", "noon"]),
        ("8:00", ["8:00", "8:00pm"]),
    ],
)
async def test_what_is_begun_is_completed(typed: str, completed: list[str]) -> None:
    assert await values(typed) == completed


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("asdf", "I cannot read that as a time."),
        ("fri midnight", "Midnight may be where that day begins or where it ends. Write 0:00 or 23:59."),
        ("today 6pm", "That has passed already: Fri 20 Nov, 18:00 Europe/Berlin, 1 hour ago."),
        ("x" * 6_000, "That is too long for a time: 60 characters will do."),
    ],
)
async def test_what_cannot_be_read_offers_the_reason(typed: str, reason: str) -> None:
    assert await offered(typed) == [(reason, typed[:100])]


@given(typed=ANY_TEXT | ALMOST)
async def test_suggestions_fit_discord_and_are_read_as_shown(typed: str) -> None:
    choices = await moments.suggestions(typed, now=NOW, zone=FAR_ZONE)
    assert 1 <= len(choices) <= 25
    assert len({value for _, value in choices}) == len(choices)
    for name, value in choices:
        assert 1 <= len(name) <= 100
        assert 1 <= len(value) <= 100
        if re.search(r", in \d+ \w+$", name):
            await moments.closing(value, now=NOW, zone=FAR_ZONE)


async def suggested(world: World, typed: str) -> list[dict[str, Any]]:
    return await world.hana.autocomplete(world.channel, "vote", "closes", typed)


async def test_a_member_sees_it_in_the_zone_of_the_server(world: World) -> None:
    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=world.guild.id, name="zone", value="Asia/Kathmandu")

    (choice,) = await suggested(world, "tomorrow 8pm")

    assert choice["value"] == "tomorrow 8pm"
    assert re.fullmatch(r"\w{3} \d+ \w{3}(?: \d{4})?, 20:00 Asia/Kathmandu, in .+", choice["name"])


async def test_a_fault_while_suggesting_leaves_the_list_empty(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(moments, "_suggest", broken)

    assert await suggested(world, "tomorrow 8pm") == []


async def test_suggesting_that_takes_too_long_leaves_the_list_empty(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "PATIENCE", 0)

    assert await suggested(world, "tomorrow 8pm") == []
