"""A party's life: what may be done to it when, and what it says where it may not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.parties import OVER, Party, Phase, check_title, nonce
from bot.domain.playing import Clock, Place, Programme
from bot.domain.refusal import Refusal
from tests.domain.watching import NOW, PARTY, at

TWO = Programme((100, 60), pause=20)
LATER = at(400)
CANCELLED = "This party was cancelled."
NOT_YET = "This party has not begun yet."
ON = "This party is on already."

PLANNED = replace(PARTY, starts_at=at(7200))
LIVE = PLANNED.start(TWO, at(-60))
PAUSED = LIVE.pause(NOW)
LAST = LIVE.next_episode(NOW)
STATES = {
    "planned": PLANNED,
    "live": LIVE,
    "paused": PAUSED,
    "last": LAST,
    "ended": LIVE.end(NOW),
    "abandoned": PLANNED.abandon(NOW),
    "cancelled": PLANNED.cancel(NOW),
}
DOINGS: dict[str, Callable[[Party], object]] = {
    "move": lambda party: party.move(at(9000), NOW, zone="UTC", minutes=30),
    "start": lambda party: party.start(TWO, NOW),
    "pause": lambda party: party.pause(NOW),
    "resume": lambda party: party.resume(NOW),
    "skip": lambda party: party.skip(30, NOW),
    "next": lambda party: party.next_episode(NOW),
    "end": lambda party: party.end(NOW),
    "abandon": lambda party: party.abandon(NOW),
    "cancel": lambda party: party.cancel(NOW),
    "place": lambda party: party.place(NOW),
    "check_open": lambda party: party.check_open(),
}
REFUSED = {
    **{("planned", verb): NOT_YET for verb in ("pause", "resume", "skip", "next", "end", "place")},
    **{
        (state, verb): ON
        for state in ("live", "paused", "last")
        for verb in ("move", "start", "abandon", "cancel")
    },
    ("live", "resume"): "It is not paused.",
    ("last", "resume"): "It is not paused.",
    ("paused", "pause"): "It is paused already.",
    ("last", "next"): "This is the last episode. End the party when it is over.",
    **{(state, verb): OVER for state in ("ended", "abandoned") for verb in DOINGS},
    **{("cancelled", verb): CANCELLED for verb in DOINGS},
}


@pytest.mark.parametrize("verb", DOINGS)
@pytest.mark.parametrize("state", STATES)
def test_each_thing_can_be_done_when_it_makes_sense_and_else_says_why_not(state: str, verb: str) -> None:
    party = STATES[state]
    sentence = REFUSED.get((state, verb))
    if sentence is None:
        DOINGS[verb](party)
    else:
        with pytest.raises(Refusal) as refused:
            DOINGS[verb](party)
        assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("party", "phase", "is_open", "is_paused"),
    [
        (PLANNED, Phase.PLANNED, True, False),
        (LIVE, Phase.LIVE, True, False),
        (PAUSED, Phase.LIVE, True, True),
        (PAUSED.resume(NOW), Phase.LIVE, True, False),
        (PAUSED.skip(5, NOW), Phase.LIVE, True, True),
        (PAUSED.next_episode(NOW), Phase.LIVE, True, True),
        (PAUSED.end(NOW), Phase.ENDED, False, False),
        (PLANNED.abandon(NOW), Phase.ENDED, False, False),
        (PLANNED.cancel(NOW), Phase.CANCELLED, False, False),
    ],
)
def test_a_party_is_planned_then_live_then_over(
    party: Party,
    phase: Phase,
    is_open: bool,  # noqa: FBT001  pytest passes it by name
    is_paused: bool,  # noqa: FBT001
) -> None:
    assert (party.phase, party.is_open, party.is_paused) == (phase, is_open, is_paused)


def test_starting_counts_down_to_the_first_second() -> None:
    party = PLANNED.start(TWO, NOW)
    assert (party.started_at, party.clock, party.programme) == (at(10), Clock(at(10)), TWO)
    assert [party.place(at(seconds)) for seconds in (0, 10, 472)] == [
        Place(0, -10),
        Place(0, 0),
        Place(1, 60, over=True),
    ]
    assert party.ends_at() == at(190)
    assert PLANNED.start(TWO, NOW, countdown=timedelta()).started_at == NOW


def test_what_has_begun_is_ready_for_good() -> None:
    assert not PLANNED.is_soon()
    assert replace(PLANNED, ready_at=NOW).is_soon()
    started = PLANNED.start(TWO, NOW)
    assert started.ready_at == NOW
    assert not started.is_soon()


def test_a_pause_keeps_the_place_and_resuming_counts_down_to_it() -> None:
    paused = LIVE.pause(at(20))
    assert paused.place(at(5000)) == Place(0, 70)
    assert paused.ends_at() is None
    resumed = paused.resume(at(5000))
    assert [resumed.place(at(5000 + seconds)).into for seconds in (0, 10, 20)] == [60, 70, 80]
    assert resumed.ends_at() == at(5000 + 10 + 110)


def test_skipping_stays_within_the_party_s_episodes() -> None:
    assert LIVE.place(NOW) == Place(0, 50)
    assert LIVE.skip(30, NOW).place(NOW) == Place(0, 80)
    assert LIVE.skip(-30, NOW).place(NOW) == Place(0, 20)
    assert LIVE.skip(-500, NOW).place(NOW) == Place(0, 0)
    assert LIVE.skip(80, NOW).place(NOW) == Place(1, 10)
    assert LIVE.skip(5000, NOW).place(NOW) == Place(1, 60, over=True)
    assert LIVE.skip(5000, NOW).skip(-30, NOW).place(NOW) == Place(1, 30)


def test_the_next_episode_begins_at_once_also_out_of_the_break_and_out_of_a_pause() -> None:
    assert LIVE.next_episode(NOW).place(NOW) == Place(1, 0)
    assert LIVE.place(at(60)) == Place(1, -10)
    assert LIVE.next_episode(at(60)).place(at(60)) == Place(1, 0)
    assert PAUSED.next_episode(NOW).place(at(900)) == Place(1, 0)
    with pytest.raises(Refusal, match="last episode"):
        LIVE.next_episode(at(70))


def test_the_end_is_noted() -> None:
    ended = LIVE.end(at(20))
    assert (ended.ended_at, ended.started_at) == (at(20), LIVE.started_at)
    abandoned = PLANNED.abandon(at(20))
    assert (abandoned.ended_at, abandoned.started_at, abandoned.ends_at()) == (at(20), None, None)
    assert PLANNED.cancel(at(20)).ended_at == at(20)


def test_a_party_that_is_moved_is_reminded_of_anew_and_is_ready_anew() -> None:
    party = replace(PLANNED, reminded_at=NOW, ready_at=NOW)
    moved = party.move(at(9000), NOW, zone="Asia/Tokyo", minutes=30)
    assert (moved.starts_at, moved.zone, moved.reminded_at, moved.ready_at) == (
        at(9000),
        "Asia/Tokyo",
        None,
        None,
    )


def test_moving_to_where_it_is_reminds_of_nothing_again() -> None:
    party = replace(PLANNED, reminded_at=NOW, ready_at=NOW)
    assert party.move(party.starts_at, NOW, zone="UTC", minutes=30) == replace(party, zone="UTC")


@pytest.mark.parametrize(
    ("starts_in", "reminded"), [(1801, False), (1800, True), (60, True), (0, True), (-60, True)]
)
def test_where_the_reminder_s_time_is_past_what_is_said_now_will_do(
    starts_in: int,
    reminded: bool,  # noqa: FBT001  pytest passes it by name
) -> None:
    expected = at(starts_in) if reminded else None
    moved = replace(PLANNED, reminded_at=at(-5)).move(at(starts_in), NOW, zone="UTC", minutes=30)
    assert moved.reminded_at == expected
    planned = replace(PLANNED, starts_at=at(starts_in))
    assert planned.await_reminder(NOW, minutes=30).reminded_at == expected


def test_a_change_leaves_the_party_it_was_made_of_as_it_was() -> None:
    before = replace(LIVE)
    for verb in ("pause", "skip", "next", "end"):
        assert DOINGS[verb](LIVE) != LIVE
    assert before == LIVE


ONE_SNOWFLAKE = 1_500_000_000_000_000_000


def test_each_message_of_a_party_has_its_own_nonce_and_keeps_it() -> None:
    turns = [None, NOW, at(1), LATER]
    nonces = [nonce(ONE_SNOWFLAKE + n, what, turn) for n in range(30) for what in range(16) for turn in turns]
    assert len(set(nonces)) == len(nonces)
    assert nonces == [
        nonce(ONE_SNOWFLAKE + n, what, turn) for n in range(30) for what in range(16) for turn in turns
    ]


@given(
    party_id=st.integers(0, 2**63 - 1), what=st.integers(0, 15), seconds=st.none() | st.integers(0, 10**10)
)
def test_a_nonce_is_a_number_that_fits_everywhere(party_id: int, what: int, seconds: int | None) -> None:
    turn = None if seconds is None else at(seconds)
    assert 0 <= nonce(party_id, what, turn) < 2**63


def test_a_title_that_shows_nothing_is_refused_and_none_is_no_fault() -> None:
    for title in (None, "x", "Evening"):
        check_title(title)
    with pytest.raises(Refusal) as refused:
        check_title("")
    assert refused.value.sentence == (
        "There is nothing to read in that title. Write one that shows, or leave it out."
    )


def test_what_is_over_has_the_phase_that_it_ended_in() -> None:
    assert LIVE.end(NOW).phase is Phase.ENDED
    assert PLANNED.abandon(NOW).phase is Phase.ENDED
    assert PLANNED.cancel(NOW).phase is Phase.CANCELLED


@pytest.mark.parametrize("lost", ["clock", "programme"])
def test_a_party_without_its_clock_or_programme_has_neither_place_nor_end(lost: str) -> None:
    party = replace(LIVE, **{lost: None})  # pyright: ignore[reportArgumentType]
    assert party.ends_at() is None
    with pytest.raises(Refusal, match=NOT_YET):
        party.place(NOW)
