"""Where a party is, reckoned from stored moments."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.playing import Clock, Place, Programme, Span, played
from tests.domain.watching import NOW, PROGRAMMES, VERBS, Step, Watching, at, watched

TWO = Programme((100, 60), pause=20)


def test_episodes_begin_after_the_one_before_and_its_break() -> None:
    assert Programme((100,), pause=20).starts == (0,)
    assert (TWO.starts, TWO.total) == ((0, 120), 180)
    assert (Programme((5, 5, 5)).starts, Programme((5, 5, 5)).total) == ((0, 5, 10), 15)


@pytest.mark.parametrize(
    ("seconds", "place"),
    [
        (-10, Place(0, -10)),
        (0, Place(0, 0)),
        (99, Place(0, 99)),
        (100, Place(1, -20)),
        (119, Place(1, -1)),
        (120, Place(1, 0)),
        (179, Place(1, 59)),
        (180, Place(1, 60, over=True)),
        (10_000, Place(1, 60, over=True)),
    ],
)
def test_a_place_is_an_episode_and_how_far_into_it(seconds: int, place: Place) -> None:
    assert TWO.place(seconds) == place


def test_without_a_break_the_next_episode_is_on_at_once() -> None:
    assert Programme((100, 60)).place(100) == Place(1, 0)


def test_a_clock_counts_down_and_then_runs() -> None:
    clock = Clock(at(10))
    assert [clock.shows(at(seconds)) for seconds in (0, 9, 10, 11.9, 472)] == [-10, -1, 0, 1, 462]


def test_a_clock_that_stands_still_shows_the_same_for_ever() -> None:
    clock = Clock(NOW).stand(at(462))
    assert (clock.shows(at(462)), clock.shows(at(90_000))) == (462, 462)
    assert clock.end(TWO) is None


def test_a_clock_that_goes_on_counts_down_to_where_it_stood() -> None:
    clock = Clock(NOW).stand(at(462)).run(at(500), countdown=timedelta(seconds=10))
    assert [clock.shows(at(seconds)) for seconds in (500, 510, 511)] == [452, 462, 463]


def test_a_clock_stopped_in_its_countdown_stands_where_it_was_to_begin() -> None:
    assert Clock(at(10)).stand(at(4)) == Clock(at(4), 0, running=False)
    assert Clock(at(10), 462).stand(at(4)) == Clock(at(4), 462, running=False)


@pytest.mark.parametrize("running", [True, False])
def test_a_clock_is_turned_without_being_started_or_stopped(running: bool) -> None:  # noqa: FBT001
    turned = Clock(NOW, 30, running=running).turn(7, at(5))
    assert (turned.shows(at(5)), turned.running) == (7, running)


def test_a_fraction_of_a_second_shows_as_the_second_that_is_on() -> None:
    assert Clock(at(0.9)).shows(at(1.8)) == 0
    assert Clock(at(0.9)).shows(at(1.9)) == 1
    assert Clock(at(0.9)).shows(at(0.8)) == -1


def test_the_end_is_as_far_ahead_as_the_programme_is_long() -> None:
    assert Clock(at(10)).end(TWO) == at(190)
    assert Clock(at(10), 100).end(TWO) == at(90)
    assert Clock(at(10), 500).end(TWO) == at(-310)


def test_an_episode_was_on_from_its_beginning_to_its_end() -> None:
    spans = played(TWO, [Clock(at(10))], until=at(1000))
    assert spans == ((Span(at(10), at(110)),), (Span(at(130), at(190)),))


def test_what_was_not_reached_was_not_on() -> None:
    assert played(TWO, [Clock(at(10))], until=at(50)) == ((Span(at(10), at(50)),), ())
    assert played(TWO, [Clock(at(10))], until=at(10)) == ((), ())
    assert played(TWO, [Clock(at(10))], until=at(5)) == ((), ())


def test_a_pause_parts_an_episode_in_two_spans() -> None:
    clocks = [Clock(NOW), Clock(at(40), 40, running=False), Clock(at(90), 40)]
    assert played(TWO, clocks, until=at(100))[0] == (Span(NOW, at(40)), Span(at(90), at(100)))


def test_what_was_seen_twice_was_on_twice() -> None:
    clocks = [Clock(NOW), Clock(at(40), 10)]
    assert played(TWO, clocks, until=at(60))[0] == (Span(NOW, at(40)), Span(at(40), at(60)))


@given(programme=PROGRAMMES, steps=st.lists(VERBS, max_size=30))
def test_what_is_on_is_what_somebody_counting_seconds_would_say(
    programme: Programme, steps: list[Step]
) -> None:
    watching = Watching(programme)
    for step in steps:
        watching.take(step)
        assert watching.party.place(at(watching.second)) == watching.place()
        assert watching.party.is_paused is not watching.running


@given(programme=PROGRAMMES, steps=st.lists(VERBS, max_size=30))
def test_when_each_episode_was_on_is_what_somebody_counting_seconds_would_say(
    programme: Programme, steps: list[Step]
) -> None:
    watching = watched(programme, steps)
    spans = played(programme, watching.clocks, until=at(watching.second))
    assert [
        {
            int((span.since - NOW).total_seconds()) + n
            for span in some
            for n in range(int((span.until - span.since).total_seconds()))
        }
        for some in spans
    ] == watching.on


@given(programme=PROGRAMMES, steps=st.lists(VERBS, max_size=30))
def test_spans_are_in_order_and_nothing_is_on_beside_another(programme: Programme, steps: list[Step]) -> None:
    watching = watched(programme, steps)
    spans = played(programme, watching.clocks, until=at(watching.second))
    ordered = sorted((span for some in spans for span in some), key=lambda span: span.since)
    assert all(span.since < span.until for span in ordered)
    assert all(before.until <= after.since for before, after in pairwise(ordered))
    assert all(list(some) == sorted(some, key=lambda span: span.since) for some in spans)


@given(programme=PROGRAMMES, steps=st.lists(VERBS, max_size=30))
def test_left_alone_it_ends_when_it_says(programme: Programme, steps: list[Step]) -> None:
    watching = watched(programme, steps)
    ends_at = watching.party.ends_at()
    assert (ends_at is None) is watching.party.is_paused
    if ends_at and ends_at > at(watching.second):
        assert watching.party.place(ends_at).over
        assert not watching.party.place(ends_at - timedelta(seconds=1)).over
    elif ends_at:
        assert watching.party.place(at(watching.second)).over


def test_a_clock_that_runs_on_while_it_runs_keeps_what_it_shows() -> None:
    clock = Clock(NOW, 100)
    assert clock.run(at(5), countdown=timedelta(seconds=10)) == Clock(at(15), 105)
