"""What is typed for a setting, read without Discord: whatever it is, a value within bounds or a sentence."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusal import Refusal
from bot.domain.server_settings import NUMBERS, ServerSettings, fit, value_of
from bot.text import CHOICE_NAME, CHOICES
from cogs.settings import reading, words
from cogs.settings.fields import FIELDS, Field, Kind, named
from cogs.settings.here import Channel, Here, Role
from cogs.settings.units import PLAIN
from tests.db.support import NOW

HERE = Here(
    id=1,
    name="Stage",
    roles={
        10: Role(10, "crew"),
        11: Role(11, "Encore", worn=False),
        12: Role(12, "quiet ones", rings=False),
        13: Role(13, "default"),
    },
    channels={
        20: Channel(20, "lounge", public=True),
        21: Channel(21, "office", open=False),
        22: Channel(22, "vault", seen=False),
    },
    shows={"kaleido-star": "Kaleido Star", "lantern-row": "Lantern Row"},
    now=NOW,
)
FIELD = st.sampled_from(FIELDS)


@given(field=FIELD, typed=st.text() | st.sampled_from(["@everyone", "default", "10", "22", "<#22>", "-"]))
def test_whatever_is_typed_is_a_value_or_gets_a_sentence(field: Field, typed: str) -> None:
    with suppress(Refusal):
        text = reading.read(field, typed, HERE)
        assert text is None or fit(field.name, text) == text
        assert text not in {"1", "11", "21", "22"} or field.kind is Kind.NUMBER


@given(field=FIELD, typed=st.text())
def test_what_is_suggested_is_taken_and_fits_discords_list(field: Field, typed: str) -> None:
    found = reading.suggest(field, typed, HERE)

    assert len(found) <= CHOICES
    assert len({value for _, value in found}) == len(found)
    for name, value in found:
        assert 1 <= len(name) <= CHOICE_NAME
        reading.read(field, value, HERE)


@given(field=FIELD, data=st.data())
def test_every_value_has_words_on_a_card_and_in_a_list(field: Field, data: st.DataObject) -> None:
    offered = [value for _, value in reading.offers(field, "", HERE)]
    text = data.draw(st.sampled_from([*offered, "10", "99", "junk", None]))

    for said in (words.said(field, text, HERE), words.now(field, text, HERE), words.plain(field, text, HERE)):
        assert said
        assert "\n" not in said
        assert "vault" not in said
    list(words.cautions(field, text, HERE))


COUNTING = [field for field in FIELDS if field.kind is Kind.NUMBER]


@pytest.mark.parametrize("field", COUNTING, ids=lambda field: field.name)
def test_a_number_is_read_as_it_is_said(field: Field) -> None:
    assert field.unit is not PLAIN
    for step in field.steps:
        read = reading.read(field, field.number(step), HERE)
        assert value_of(field.name, read) == step


@given(
    field=st.sampled_from(COUNTING),
    number=st.integers(1, 60),
    word=st.sampled_from(["vote", "votes", "%", "m", "min", "minutes", "h", "hours", "d", "days", "years"]),
)
def test_a_number_takes_its_own_unit_and_no_other(field: Field, number: int, word: str) -> None:
    own = field.unit.words.get(word)
    lowest, highest = NUMBERS[field.name]
    if own is not None and lowest <= number * own <= highest:
        read = reading.read(field, f"{number} {word}", HERE)
        assert value_of(field.name, read) == number * own
    else:
        with pytest.raises(Refusal, match=f"takes a whole number of {field.unit.noun} from"):
            reading.read(field, f"{number} {word}", HERE)


@pytest.mark.parametrize("typed", ["Encore", "11", "<@&11>"])
def test_the_role_of_a_bot_is_nobodys(typed: str) -> None:
    with pytest.raises(Refusal, match="belongs to a bot"):
        reading.read(named("voter_role"), typed, HERE)
    assert "@Encore" not in [name for name, _ in reading.suggest(named("voter_role"), "", HERE)]


def test_a_role_that_is_called_like_a_word_of_mine_is_named_by_mention() -> None:
    assert reading.read(named("plan_role"), "default", HERE) is None
    assert reading.read(named("plan_role"), "<@&13>", HERE) == "13"


@pytest.mark.parametrize("typed", ["vault", "22", "<#22>"])
def test_a_channel_that_they_do_not_see_is_not_there(typed: str) -> None:
    with pytest.raises(Refusal, match="is no text channel here that you see"):
        reading.read(named("announce"), typed, HERE)
    assert "vault" not in str(reading.suggest(named("announce"), "", HERE))


def test_what_does_not_work_is_said_with_what_to_do() -> None:
    def said(name: str, text: str | None) -> str:
        return " ".join(words.cautions(named(name), text, HERE))

    assert said("reminder_role", "12").startswith("I may not mention <@&12>, so Discord notifies nobody.")
    assert said("reminder_role", "10") == ""
    assert said("voter_role", "12") == ""
    assert said("voter_role", "99").startswith("Nobody can have it, so nobody may vote.")
    assert said("announce", "21").startswith("I may not post in <#21>.")
    assert said("log", "99") == "Until another is chosen, nothing is told."
    assert said("show", "gone") == "Until another is chosen, the first of my catalogue holds."
    assert "Everybody on this server sees" in (words.hint(named("log"), "20", HERE) or "")
    assert words.hint(named("log"), "21", HERE) is None
    assert words.hint(named("announce"), "20", HERE) is None


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_no_setting_that_was_never_touched_is_cautioned_of(field: Field) -> None:
    assert list(words.cautions(field, None, HERE)) == []
    assert ServerSettings().stored(field.name) is None
