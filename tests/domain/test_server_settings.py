"""Settings read from text: what fits counts, anything else is as if unset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.server_settings import Demand, Reveal, ServerSettings

NAMES = ("weight", "minimum", "reveal", "voter_role", "demand", "hides_titles", "zone")
OF_PARTIES = {
    "plan_role": (1, 2**63 - 1, None),
    "reminder": (0, 1440, 30),
    "presence": (1, 100, 50),
    "runtime": (1, 600, None),
    "pause": (0, 60, 5),
}
"""Numbers that parties go by: lowest, highest, and what holds where nothing is set."""


def test_every_setting_is_read() -> None:
    stored = {
        "weight": "0",
        "minimum": "100",
        "reveal": "always",
        "voter_role": str(2**63 - 1),
        "demand": "watched",
        "hides_titles": "yes",
        "zone": "America/Argentina/Buenos_Aires",
        "plan_role": "7",
        "reminder": "0",
        "presence": "100",
        "runtime": "25",
        "pause": "0",
    }
    assert ServerSettings.of(stored) == ServerSettings(
        weight=0,
        minimum=100,
        reveal=Reveal.ALWAYS,
        voter_role=2**63 - 1,
        demand=Demand.WATCHED,
        hides_titles=True,
        zone="America/Argentina/Buenos_Aires",
        plan_role=7,
        reminder=0,
        presence=100,
        runtime=25,
        pause=0,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weight", "101"),
        ("weight", "-1"),
        ("weight", "5.0"),
        ("weight", "\N{ARABIC-INDIC DIGIT FIVE}"),
        ("weight", "²"),
        ("weight", ""),
        ("weight", "9" * 5000),
        ("minimum", "0"),
        ("minimum", " 3"),
        ("reveal", "VOTED"),
        ("reveal", "never"),
        ("voter_role", "0"),
        ("voter_role", str(2**63)),
        ("demand", "present"),
        ("demand", "WATCHED"),
        ("demand", ""),
        ("hides_titles", "1"),
        ("hides_titles", "Yes"),
        ("hides_titles", "true"),
        ("hides_titles", ""),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("zone", "/etc/localtime"),
        ("zone", "utc\0"),
        ("zone", ""),
        ("zone", "posixrules/"),
        ("colour", "gold"),
    ],
)
def test_what_does_not_fit_counts_as_unset(name: str, value: str) -> None:
    assert ServerSettings.of({name: value}) == ServerSettings()


def test_what_a_server_may_ask_is_nothing_unless_it_says_so() -> None:
    assert ServerSettings.of({"demand": "nothing", "hides_titles": "no"}) == ServerSettings()
    assert not ServerSettings().hides_titles
    assert ServerSettings().demand is Demand.NOTHING
    assert ServerSettings.of({"demand": "attended"}).demand is Demand.ATTENDED


@given(stored=st.dictionaries(st.sampled_from(NAMES) | st.text(), st.text() | st.integers().map(str)))
def test_whatever_is_stored_the_settings_are_within_their_ranges(stored: dict[str, str]) -> None:
    settings = ServerSettings.of(stored)
    assert 0 <= settings.weight <= 100
    assert 1 <= settings.minimum <= 100
    assert settings.voter_role is None or 0 < settings.voter_role < 2**63
    assert settings.reveal in set(Reveal)
    assert settings.demand in set(Demand)
    assert settings.hides_titles is (stored.get("hides_titles") == "yes")


@given(weight=st.integers(-5, 200), minimum=st.integers(-5, 200))
def test_a_number_counts_exactly_where_it_is_in_range(weight: int, minimum: int) -> None:
    settings = ServerSettings.of({"weight": str(weight), "minimum": str(minimum)})
    assert settings.weight == (weight if 0 <= weight <= 100 else 5)
    assert settings.minimum == (minimum if 1 <= minimum <= 100 else 3)


@pytest.mark.parametrize("name", OF_PARTIES)
@given(value=st.integers(-5, 2000) | st.sampled_from([2**63 - 1, 2**63]))
def test_a_number_about_parties_counts_exactly_where_it_is_in_range(name: str, value: int) -> None:
    lowest, highest, default = OF_PARTIES[name]
    expected = value if lowest <= value <= highest else default
    assert getattr(ServerSettings.of({name: str(value)}), name) == expected
    assert getattr(ServerSettings.of({name: f"{value}.0"}), name) == default
    assert getattr(ServerSettings.of({}), name) == default
