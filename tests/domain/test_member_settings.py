"""A member's choices read from text: what fits counts, anything else is as if unset."""

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.member_settings import MemberSettings, SpoilerMode, zone_of


def test_every_choice_is_read() -> None:
    stored = {
        "spoilers": "relaxed",
        "warned:kaleido-star": "1",
        "warned:new-wings": "1",
        "zone": "Asia/Tokyo",
    }
    assert MemberSettings.of(stored) == MemberSettings(
        SpoilerMode.RELAXED, frozenset({"kaleido-star", "new-wings"}), "Asia/Tokyo"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("spoilers", "STRICT "),
        ("spoilers", "never"),
        ("spoilers", ""),
        ("warned:kaleido-star", "0"),
        ("warned:kaleido-star", ""),
        ("warned:", "1"),
        ("warned", "kaleido-star"),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("zone", "America"),
        ("zone", "utc\0"),
        ("zone", ""),
        ("colour", "gold"),
    ],
)
def test_what_does_not_fit_counts_as_unset(name: str, value: str) -> None:
    assert MemberSettings.of({name: value}) == MemberSettings()


def test_spoilers_are_warned_of_each_time_unless_chosen_otherwise() -> None:
    assert MemberSettings().spoilers is SpoilerMode.STRICT


@given(zone=st.sampled_from(sorted(available_timezones())))
def test_every_zone_there_is_can_be_chosen(zone: str) -> None:
    assert zone_of(zone) == zone


@given(stored=st.dictionaries(st.sampled_from(["spoilers", "zone", "warned:x"]) | st.text(), st.text()))
def test_whatever_is_stored_can_be_read(stored: dict[str, str]) -> None:
    settings = MemberSettings.of(stored)
    assert settings.spoilers in set(SpoilerMode)
    assert "" not in settings.warned
