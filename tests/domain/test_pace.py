"""How often a message may be edited."""

from datetime import UTC, datetime, timedelta

from bot.domain.pace import PACE, next_edit

NOW = datetime(2026, 4, 3, 20, tzinfo=UTC)


def test_an_edit_waits_for_the_one_before() -> None:
    assert next_edit(NOW, now=NOW) == NOW + PACE
    assert next_edit(NOW - timedelta(hours=1), now=NOW) < NOW


def test_a_clock_that_was_set_back_holds_up_nothing() -> None:
    assert next_edit(NOW + timedelta(hours=1), now=NOW) == NOW


def test_an_edit_that_lies_just_as_far_ahead_as_two_are_apart_is_one_that_was_made() -> None:
    assert next_edit(NOW + PACE, now=NOW) == NOW + 2 * PACE
