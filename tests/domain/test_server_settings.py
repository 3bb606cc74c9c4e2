"""Settings read from text: what fits counts, anything else is as if unset."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusal import Refusal
from bot.domain.server_settings import NUMBERS, Demand, Reveal, ServerSettings, fit, text_of, value_of

NAMES = ("weight", "minimum", "reveal", "voter_role", "demand", "hides_titles", "zone")
ALL = tuple(part.name for part in fields(ServerSettings))
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
        "show": "lantern-row",
        "announce": "8",
        "reminder_role": "9",
        "log": "10",
    }
    assert set(stored) == set(ALL)
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
        show="lantern-row",
        announce=8,
        reminder_role=9,
        log=10,
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
        ("show", ""),
        ("show", "x" * 101),
        ("announce", "0"),
        ("log", "<#1>"),
        ("reminder_role", str(2**63)),
        ("colour", "gold"),
    ],
)
def test_what_does_not_fit_counts_as_unset(name: str, value: str) -> None:
    assert ServerSettings.of({name: value}) == ServerSettings()
    with pytest.raises(Refusal):
        fit(name, value)


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


@given(
    name=st.sampled_from(ALL), text=st.text() | st.integers().map(str) | st.sampled_from(["yes", "closed"])
)
def test_what_fits_is_stored_and_read_back_and_a_default_is_not_stored(name: str, text: str) -> None:
    try:
        stored = fit(name, text)
    except Refusal:
        assert ServerSettings.of({name: text}) == ServerSettings()
        return
    settings = ServerSettings.of({} if stored is None else {name: stored})
    assert settings == ServerSettings.of({name: text})
    assert settings.stored(name) == stored
    assert value_of(name, stored) == getattr(settings, name)
    assert (stored is None) == (settings == ServerSettings())


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_are_stored_without_leading_zeros_between_their_ends(name: str) -> None:
    lowest, highest = NUMBERS[name]
    assert fit(name, "0012") == "12"
    for outside in (lowest - 1, highest + 1):
        with pytest.raises(Refusal):
            fit(name, str(outside))


def test_what_cannot_be_read_counts_as_the_default() -> None:
    assert value_of("minimum", "many") == 3
    assert value_of("hides_titles", None) is False
    assert ServerSettings(hides_titles=True).stored("hides_titles") == "yes"
    assert ServerSettings(reveal=Reveal.CLOSED).stored("reveal") == "closed"


def test_a_value_that_fits_no_setting_is_refused_with_what_to_do() -> None:
    for name, text in (("weight", "many"), ("colour", "gold")):
        with pytest.raises(Refusal) as refused:
            fit(name, text)
        assert refused.value.sentence == "That setting takes no such value. Choose one from its list."


@pytest.mark.parametrize("name", NUMBERS)
def test_the_ends_of_a_number_are_within_it_and_its_default_is_not_stored(name: str) -> None:
    default = getattr(ServerSettings(), name)
    for end in NUMBERS[name]:
        assert fit(name, str(end)) == (None if end == default else str(end))
        assert value_of(name, str(end)) == end
    assert default is None or fit(name, str(default)) is None


def test_no_is_the_default_of_hiding_titles_and_is_not_stored() -> None:
    assert fit("hides_titles", "no") is None
    assert fit("hides_titles", "yes") == "yes"
    assert ServerSettings().stored("hides_titles") is None
    assert text_of(False) == "no"  # noqa: FBT003  the value is what is written


@pytest.mark.parametrize("text", ["x", "x" * 100])
def test_a_name_has_1_to_100_characters(text: str) -> None:
    assert fit("show", text) == text


def test_a_number_may_have_twenty_digits_and_no_more() -> None:
    assert fit("weight", "12".zfill(20)) == "12"
    with pytest.raises(Refusal):
        fit("weight", "12".zfill(21))


@pytest.mark.parametrize("name", ALL)
def test_where_nothing_is_stored_the_default_holds(name: str) -> None:
    assert value_of(name, None) == getattr(ServerSettings(), name)
