"""How much is taken on: each quota has its bounds and its sentence, and a minute holds so many of a thing."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quotas import DEFAULTS, LIMITS, MINUTE, Quotas, taken
from bot.domain.refusal import Refusal

COUNTED = [name for name in LIMITS if not name.startswith(("pictures", "files"))]
WORDS = {"done": "written", "go": "Write on", "link": "https://example.com", "when": "<t:1:R>"}
MOST = st.integers(1, 1_000)
PAUSES = st.lists(st.floats(0, 90, allow_nan=False), max_size=80)


@pytest.mark.parametrize("name", LIMITS)
def test_each_has_a_default_within_its_bounds_and_a_sentence_that_says_whose_limit_it_is(name: str) -> None:
    limit = LIMITS[name]

    assert 1 <= limit.least <= limit.default <= limit.most
    assert getattr(DEFAULTS, name) == limit.default
    sentence = DEFAULTS.sentence(name, **WORDS)
    assert f"{limit.default:,} " in sentence
    assert "as many as this bot allows" in sentence
    assert re.search(r"first|later|The next|Ask again|Delete some", sentence), "what to do"
    assert "{" not in sentence


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("panels_per_member", "You have 1 panel open here, as many"),
        ("panels_per_server", "1 panel is open on this server, as many"),
        ("plans_per_member", "You have planned 1 party here that is still to come, as many"),
        ("files_per_server", "1 file was asked for on this server in a minute, as many"),
    ],
)
def test_where_one_is_allowed_the_sentence_speaks_of_one(name: str, sentence: str) -> None:
    assert Quotas(**{name: 1}).sentence(name, **WORDS).startswith(sentence)


@given(name=st.sampled_from(COUNTED), most=st.integers(1, 1_000), count=st.integers(0, 2_000))
def test_there_is_room_just_below_the_quota(name: str, most: int, count: int) -> None:
    quotas = Quotas(**{name: most})

    if count < most:
        quotas.check(name, count, **WORDS)
    else:
        with pytest.raises(Refusal) as refused:
            quotas.check(name, count, **WORDS)
        assert refused.value.sentence == quotas.sentence(name, **WORDS)


@given(
    own=st.integers(0, 30), others=st.integers(0, 30), more=st.integers(1, 30),
    each=st.integers(1, 30), together=st.integers(1, 60),
)  # fmt: skip
def test_rows_are_added_just_where_all_of_them_have_room(
    own: int, others: int, more: int, each: int, together: int
) -> None:
    quotas = Quotas(rows_per_member=each, rows_per_server=together)
    fits = own + more <= each and own + others + more <= together

    if fits:
        quotas.check_rows(server=own + others, own=own, more=more)
    else:
        with pytest.raises(Refusal, match="polls, parties and texts"):
            quotas.check_rows(server=own + others, own=own, more=more)


def test_after_a_pause_as_many_are_there_at_once_as_a_minute_holds_and_then_one_at_a_time() -> None:
    busy = 0.0
    for _ in range(6):
        busy, wait = taken(busy, 100.0, most=6)
        assert wait == 0

    assert taken(busy, 100.0, most=6) == (busy, pytest.approx(10))
    busy, wait = taken(busy, 110.0, most=6)
    assert wait == 0
    assert taken(busy, 110.0, most=6) == (busy, pytest.approx(10))


@given(most=MOST)
def test_who_takes_none_for_a_minute_has_all_of_them_again(most: int) -> None:
    busy = 0.0
    for _ in range(most):
        busy, _ = taken(busy, 1_000.0, most=most)

    assert busy <= 1_000.0 + MINUTE + 1e-3
    for _ in range(most):
        busy, wait = taken(busy, 1_000.0 + MINUTE + 1e-3, most=most)
        assert wait == 0


@given(most=st.integers(1, 12), pauses=PAUSES)
def test_however_they_come_no_minute_holds_twice_as_many_and_waiting_as_told_helps(
    most: int, pauses: list[float]
) -> None:
    now, busy, given_at = 0.0, 0.0, list[float]()
    for pause in pauses:
        now += pause / most
        before = busy
        busy, wait = taken(busy, now, most=most)
        if wait:
            assert busy == before, "a refusal takes nothing"
            assert 0 < wait <= MINUTE
            assert taken(busy, now + wait, most=most)[1] == 0
            assert taken(busy, now + wait * 0.9, most=most)[1] > 0
        else:
            given_at.append(now)

    for at in given_at:
        assert sum(at <= other < at + MINUTE for other in given_at) <= 2 * most
    assert all(first <= second for first, second in pairwise(given_at))
