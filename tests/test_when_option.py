"""What is offered while a member types when a party starts, and in which zone."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot import starts, zones
from bot.client import Interaction
from bot.keystrokes import Keystrokes
from bot.when_option import WhenOption, ZoneOption
from tests.test_moments import BERLIN, NOW

HINT = " (set yours with /party zone)"


class Typing:
    """An interaction of a member whose zone is `zone`, or unknown; as much of it as the options look at."""

    def __init__(self, zone: str | None) -> None:
        self.client = self.user = self
        self.id = 1
        self.keystrokes = Keystrokes()
        self._zone = zone

    def clock(self) -> Any:
        return NOW

    async def member_zone(self, interaction: Any) -> str | None:
        assert interaction is self
        return self._zone


async def when(typed: str, zone: str | None) -> list[tuple[str, str]]:
    choices = await WhenOption().autocomplete(cast("Interaction", Typing(zone)), typed)
    return [(choice.name, choice.value) for choice in choices]


async def zone(typed: str) -> list[str]:
    choices = await ZoneOption().autocomplete(cast("Interaction", Typing(None)), typed)
    return [choice.value for choice in choices]


async def test_a_start_is_shown_in_the_zone_of_the_member() -> None:
    assert await when("next friday 8pm", BERLIN) == [
        ("Fri 27 Nov, 20:00 Europe/Berlin, in 7 days", "next friday 8pm")
    ]


async def test_where_no_zone_is_known_it_is_read_in_utc_and_the_first_choice_says_how_to_set_one() -> None:
    first, second, *_ = await when("", None)

    assert first == (f"tonight 20:00 · Fri 20 Nov, 20:00 UTC, in 2 hours{HINT}", "2026-11-20 20:00 UTC")
    assert second == ("tomorrow 20:00 · Sat 21 Nov, 20:00 UTC, in 1 day", "2026-11-21 20:00 UTC")


async def test_what_is_chosen_without_a_zone_means_in_every_zone_what_was_shown() -> None:
    chosen = dict(await when("next friday 8pm", None))

    assert chosen == {f"Fri 27 Nov, 20:00 UTC, in 7 days{HINT}": "2026-11-27 20:00 UTC"}
    assert {await starts.start("2026-11-27 20:00 UTC", now=NOW, zone=zone) for zone in ("UTC", BERLIN)} == {
        datetime(2026, 11, 27, 20, tzinfo=UTC)
    }


async def test_minutes_from_now_stay_as_they_are_for_their_seconds_count() -> None:
    values = [value for _, value in await when("in 2 min", None)]

    assert values[0] == "in 2 min"
    assert [value for _, value in await when("in 2 hours", None)] == ["2026-11-20 20:00 UTC"]


async def test_the_hint_is_left_out_where_it_does_not_fit() -> None:
    typed = "saturday 27 february 2027 in the evening, at"

    assert await when(typed, None) == [
        (f"{typed} 8pm · Sat 27 Feb 2027, 20:00 UTC, in 99 days", "2027-02-27 20:00 UTC")
    ]


async def test_who_has_chosen_utc_is_not_told_how_to_choose() -> None:
    assert await when("tomorrow 8pm", "UTC") == [("Sat 21 Nov, 20:00 UTC, in 1 day", "tomorrow 8pm")]


async def test_the_hint_is_left_out_where_no_zone_is_shown() -> None:
    assert await when("asdf", None) == [("I cannot read that as a time.", "asdf")]


async def test_a_zone_is_suggested_by_its_city() -> None:
    assert await zone("berl") == ["Europe/Berlin"]


async def test_what_is_typed_reaches_the_command_as_it_is() -> None:
    interaction = cast("Interaction", Typing(None))

    assert await WhenOption().transform(interaction, "fri 8pm") == "fri 8pm"
    assert await ZoneOption().transform(interaction, "berlin") == "berlin"


@pytest.mark.parametrize("typed", ["fri 8pm", ""])
async def test_a_fault_leaves_the_list_empty_and_is_logged(
    typed: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(starts, "_suggest", broken)
    monkeypatch.setattr(zones, "suggest", broken)

    assert await when(typed, BERLIN) == []
    assert await zone(typed) == []
    assert caplog.text.count("no suggestions for") == 2
