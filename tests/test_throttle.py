"""Pictures and files by the minute: a member's, a server's, and what is remembered of it."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quotas import MINUTE, Quotas
from bot.keystrokes import Keystrokes
from bot.throttle import Throttle
from tests.asked import asked_by

QUOTAS = Quotas(pictures_per_member=3, pictures_per_server=5, files_per_member=2, files_per_server=100)


@dataclass
class Clock:
    now: float = 50.0

    def __call__(self) -> float:
        return self.now


def test_a_member_is_held_to_theirs_and_another_is_not() -> None:
    throttle = Throttle(QUOTAS, clock=Clock())

    taken = [throttle.take("pictures", member_id=1, guild_id=7) for _ in range(4)]

    assert taken == [None, None, None, ("pictures_per_member", 20.0)]
    assert throttle.take("pictures", member_id=2, guild_id=7) is None


def test_a_server_is_held_to_its_own_whoever_asks_and_another_is_not() -> None:
    throttle = Throttle(QUOTAS, clock=Clock())
    for member_id in range(5):
        assert throttle.take("pictures", member_id=member_id, guild_id=7) is None

    assert throttle.take("pictures", member_id=9, guild_id=7) == ("pictures_per_server", 12.0)
    assert throttle.take("pictures", member_id=9, guild_id=8) is None
    assert throttle.take("pictures", member_id=9, guild_id=None) is None


def test_what_the_server_refuses_costs_the_member_nothing() -> None:
    clock = Clock()
    throttle = Throttle(QUOTAS, clock=clock)
    for member_id in range(5):
        throttle.take("pictures", member_id=member_id, guild_id=7)

    for _ in range(50):
        throttle.take("pictures", member_id=9, guild_id=7)

    assert [throttle.take("pictures", member_id=9, guild_id=8) for _ in range(3)] == [None] * 3


def test_files_and_pictures_are_counted_apart() -> None:
    throttle = Throttle(QUOTAS, clock=Clock())
    for _ in range(3):
        throttle.take("pictures", member_id=1, guild_id=7)

    assert throttle.take("files", member_id=1, guild_id=7) is None


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(0, 30)), max_size=150))
def test_who_asked_for_nothing_in_the_last_minute_is_forgotten(asked: list[tuple[int, float]]) -> None:
    clock = Clock()
    throttle = Throttle(QUOTAS, clock=clock)
    last: dict[int, float] = {}
    for member_id, pause in asked:
        clock.now += pause
        throttle.take("files", member_id=member_id, guild_id=None)
        last[member_id] = clock.now

        assert len(throttle) <= sum(at > clock.now - MINUTE - 0.001 for at in last.values())


def test_no_more_are_remembered_than_there_is_room_for() -> None:
    throttle = Throttle(QUOTAS, clock=Clock(), room=100)

    for member_id in range(1_000):
        throttle.take("files", member_id=member_id, guild_id=member_id)
        assert len(throttle) <= 100

    throttle.take("files", member_id=999, guild_id=None)
    assert throttle.take("files", member_id=999, guild_id=None) is not None, "who asked last is known still"


def test_a_keystroke_is_outdated_by_the_next_of_the_same_member_alone() -> None:
    keystrokes = Keystrokes()

    with keystrokes.typed(asked_by(1)) as first, keystrokes.typed(asked_by(2)) as others:
        with keystrokes.typed(asked_by(1)) as second:
            assert (first.outdated, others.outdated, second.outdated) == (True, False, False)
        with keystrokes.typed(asked_by(1)) as third:
            assert not third.outdated

    assert len(keystrokes) == 0
