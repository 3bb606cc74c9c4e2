"""Who comes: seats and the waiting list."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rsvps import Answer, How, Roster, Rsvp, moved_up, roster

GOING, MAYBE, CANT = Answer.GOING, Answer.MAYBE, Answer.CANT

ANSWERS = st.lists(st.tuples(st.integers(1, 6), st.sampled_from(Answer)), max_size=30)
SEATS = st.none() | st.integers(1, 5)


def rsvp(member_id: int, number: int, answer: Answer = GOING) -> Rsvp:
    return Rsvp(party_id=42, member_id=member_id, id=1000 + member_id, answer=answer, number=number)


def members(rsvps: tuple[Rsvp, ...]) -> list[int]:
    return [rsvp.member_id for rsvp in rsvps]


def test_members_are_listed_in_the_order_in_which_they_answered() -> None:
    some = [rsvp(1, 5), rsvp(2, 3), rsvp(3, 4, MAYBE), rsvp(4, 1, MAYBE), rsvp(5, 2, CANT)]
    found = roster(some, seats=None)
    assert members(found.going) == [2, 1]
    assert members(found.maybe) == [4, 3]
    assert members(found.cant) == [5]
    assert found.waiting == ()


def test_nobody_answered_yet() -> None:
    assert roster([], seats=None) == roster([], seats=1) == Roster()


def test_the_last_ones_wait_where_seats_are_taken() -> None:
    found = roster([rsvp(1, 1), rsvp(2, 2), rsvp(3, 3), rsvp(4, 4, MAYBE)], seats=2)
    assert (members(found.going), members(found.waiting)) == ([1, 2], [3])


def test_who_waited_longest_takes_the_seat_that_gets_free() -> None:
    before = [rsvp(1, 1), rsvp(2, 2), rsvp(3, 3)]
    after = [rsvp(1, 4, CANT), *before[1:]]
    assert moved_up(roster(before, seats=1), roster(after, seats=1)) == (2,)
    assert moved_up(roster(before, seats=1), roster(before, seats=3)) == (2, 3)
    assert moved_up(roster(before, seats=1), roster(before, seats=None)) == (2, 3)


def test_who_comes_anew_or_goes_away_did_not_move_up() -> None:
    one, two = rsvp(1, 1), rsvp(2, 2)
    assert moved_up(roster([], seats=1), roster([one], seats=1)) == ()
    assert moved_up(roster([one, two], seats=1), roster([one, replace(two, answer=CANT)], seats=1)) == ()
    assert moved_up(roster([one, two], seats=2), roster([one, two], seats=1)) == ()


def test_members_are_reminded_in_the_channel_unless_they_say_otherwise() -> None:
    assert (rsvp(1, 1).how, rsvp(1, 1).minutes, rsvp(1, 1).reminded) == (How.CHANNEL, 30, False)


@given(answers=ANSWERS, seats=SEATS)
def test_the_roster_is_that_of_a_queue_before_a_door(
    answers: list[tuple[int, Answer]], seats: int | None
) -> None:
    stored: dict[int, Rsvp] = {}
    queue: list[int] = []
    before = Roster()
    for number, (member_id, answer) in enumerate(answers, start=1):
        if member_id not in stored or stored[member_id].answer is not answer:
            stored[member_id] = rsvp(member_id, number, answer)
            queue = [other for other in queue if other != member_id]
            if answer is GOING:
                queue.append(member_id)
        after = roster(list(reversed(stored.values())), seats=seats)
        free = len(queue) if seats is None else seats
        assert members(after.going) == queue[:free]
        assert members(after.waiting) == queue[free:]
        waited = set(members(before.waiting))
        assert moved_up(before, after) == tuple(other for other in queue[:free] if other in waited)
        before = after
    listed = [*before.going, *before.waiting, *before.maybe, *before.cant]
    assert sorted(members(tuple(listed))) == sorted(stored)
