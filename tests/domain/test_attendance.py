"""Who was there for which episode."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.attendance import attended, merge, overlap
from bot.domain.playing import Clock, Programme, Span
from tests.domain.watching import NOW, PROGRAMMES, VERBS, Step, at, watched

TWO = Programme((100, 60), pause=20)
HANA, TOMAS = 11, 12

SPANS = st.lists(
    st.tuples(st.integers(-20, 400), st.integers(0, 120)).map(
        lambda span: Span(at(span[0]), at(span[0] + span[1]))
    ),
    max_size=5,
)


def span(since: float, until: float) -> Span:
    return Span(at(since), at(until))


def hana(
    *spans: Span, share: int = 50, clocks: tuple[Clock, ...] = (Clock(NOW),), until: float = 1000
) -> tuple[int, ...]:
    found = attended(TWO, clocks, {HANA: spans}, until=at(until), share=share)
    return found.get(HANA, ())


@pytest.mark.parametrize(
    ("spans", "numbers"),
    [
        ([span(0, 50)], (0,)),
        ([span(0, 49.999)], ()),
        ([span(0, 49)], ()),
        ([span(50, 1000)], (0, 1)),
        ([span(51, 1000)], (1,)),
        ([span(100, 120)], ()),
        ([span(-500, 1000)], (0, 1)),
        ([span(-500, 0)], ()),
        ([span(180, 1000)], ()),
        ([span(0, 25), span(75, 200)], (0, 1)),
        ([], ()),
    ],
)
def test_half_of_an_episode_is_enough_and_less_is_not(spans: list[Span], numbers: tuple[int, ...]) -> None:
    assert hana(*spans) == numbers


@pytest.mark.parametrize(("share", "needed"), [(1, 1), (33, 33), (50, 50), (99, 99), (100, 100)])
def test_the_share_is_the_server_s(share: int, needed: int) -> None:
    assert hana(span(0, needed), share=share) == (0,)
    assert hana(span(0, needed - 1), share=share) == ()


def test_time_is_not_counted_twice_where_one_was_seen_twice() -> None:
    assert hana(span(0, 30), span(0, 30), span(5, 29), share=31) == ()
    assert hana(span(20, 50), span(0, 30)) == (0,)


def test_the_order_in_which_somebody_was_seen_does_not_matter() -> None:
    assert hana(span(80, 100), span(0, 30)) == (0,)


def test_a_pause_does_not_count() -> None:
    clocks = (Clock(NOW), Clock(at(40), 40, running=False), Clock(at(400), 40))
    assert hana(span(40, 400), clocks=clocks) == ()
    assert hana(span(0, 410), clocks=clocks) == (0,)


def test_a_party_that_ends_early_counts_by_the_whole_runtime() -> None:
    assert hana(span(0, 1000), until=49) == ()
    assert hana(span(0, 1000), until=50) == (0,)
    assert hana(span(0, 1000), until=150) == (0, 1)


def test_each_member_has_their_own_time_and_who_was_there_for_nothing_is_left_out() -> None:
    presences = {HANA: [span(0, 60)], TOMAS: [span(130, 180)], 13: [span(90, 125)], 14: []}
    assert attended(TWO, [Clock(NOW)], presences, until=at(1000), share=50) == {HANA: (0,), TOMAS: (1,)}


def test_time_that_touches_or_overlaps_is_one_time() -> None:
    assert merge([span(10, 20), span(0, 10), span(15, 18), span(30, 40)]) == (span(0, 20), span(30, 40))
    assert merge([span(5, 5), span(9, 3)]) == ()


def test_an_overlap_is_the_time_of_both() -> None:
    assert overlap([span(0, 10), span(20, 30)], [span(5, 25)]) == timedelta(seconds=10)
    assert overlap([span(0, 10)], [span(10, 20)]) == timedelta()
    assert overlap([], [span(0, 1)]) == timedelta()


@given(
    programme=PROGRAMMES,
    steps=st.lists(VERBS, max_size=20),
    presences=st.dictionaries(st.integers(1, 4), SPANS),
    share=st.integers(1, 100),
)
def test_attendance_is_what_somebody_counting_seconds_would_say(
    programme: Programme, steps: list[Step], presences: dict[int, list[Span]], share: int
) -> None:
    watching = watched(programme, steps)
    expected: dict[int, tuple[int, ...]] = {}
    for member_id, spans in presences.items():
        there = {second for second in range(watching.second) if any(_in(second, span) for span in spans)}
        numbers = tuple(
            number
            for number, length in enumerate(programme.lengths)
            if len(watching.on[number] & there) * 100 >= length * share
        )
        if numbers:
            expected[member_id] = numbers
    assert attended(programme, watching.clocks, presences, until=at(watching.second), share=share) == expected


def _in(second: int, some: Span) -> bool:
    return some.since <= at(second) < some.until
