"""How a member wants to be reminded, as it is stored and as lists have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.member_settings import MemberSettings
from bot.domain.rsvps import MINUTES, How, Preference


@given(st.sampled_from(How), st.integers(0, MINUTES))
def test_what_is_stored_is_read_again(how: How, minutes: int) -> None:
    wish = Preference(how, minutes)
    read = Preference.of(str(wish))
    assert read
    assert read.how is how
    assert how is not How.DIRECT or read == wish


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("channel", Preference(How.CHANNEL)),
        ("direct:0", Preference(How.DIRECT, 0)),
        ("direct:10080", Preference(How.DIRECT, 10_080)),
        ("off", Preference(How.OFF)),
    ],
)
def test_each_way_has_its_text(text: str, wish: Preference) -> None:
    assert str(wish) == text
    assert Preference.of(text) == wish


@pytest.mark.parametrize(
    "text",
    ["", "direct", "direct:", "direct:-1", "direct:10081", "direct:1.5", "direct:²", "channel:5", "dm:5"],
)
def test_what_is_no_way_is_none_and_counts_as_unset(text: str) -> None:
    assert Preference.of(text) is None
    assert MemberSettings.of({"remind": text}).remind == Preference(How.CHANNEL)


def test_a_member_s_choice_is_read_from_their_settings() -> None:
    assert MemberSettings.of({"remind": "direct:15"}).remind == Preference(How.DIRECT, 15)
