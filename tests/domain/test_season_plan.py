"""A season of sessions keeps its wall time, across every change of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusal import Refusal
from bot.domain.season_plan import Every, Session, sessions

BERLIN, LORD_HOWE, SAO_PAULO = (
    ZoneInfo(name) for name in ("Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo")
)
ZONES = (BERLIN, ZoneInfo("America/Los_Angeles"), ZoneInfo("Asia/Tokyo"), LORD_HOWE, SAO_PAULO)
SEASON = tuple(f"s1e{number}" for number in range(1, 27))


def here(text: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def walls(planned: tuple[Session, ...], zone: ZoneInfo) -> list[str]:
    return [f"{session.starts_at.astimezone(zone):%Y-%m-%d %H:%M}" for session in planned]


@pytest.mark.parametrize("zone", ZONES)
def test_a_weekly_season_keeps_its_wall_time_through_two_changes_of_the_clock(zone: ZoneInfo) -> None:
    planned = sessions(here("2026-10-02 20:00", zone), zone, SEASON, per_session=1, every=Every.WEEK)

    assert walls(planned, zone) == [
        f"{datetime(2026, 10, 2, tzinfo=UTC) + timedelta(weeks=week):%Y-%m-%d} 20:00" for week in range(26)
    ]
    assert all(session.starts_at.tzinfo is UTC and not session.moved for session in planned)


def test_the_episodes_go_in_order_some_at_a_time_and_the_last_session_takes_what_is_left() -> None:
    planned = sessions(here("2026-11-27 20:00"), BERLIN, SEASON[:7], per_session=3, every=Every.FORTNIGHT)

    assert [session.episodes for session in planned] == [SEASON[:3], SEASON[3:6], SEASON[6:7]]
    assert walls(planned, BERLIN) == ["2026-11-27 20:00", "2026-12-11 20:00", "2026-12-25 20:00"]


@pytest.mark.parametrize(
    ("zone", "first", "gap", "after"),
    [
        (BERLIN, "2027-03-27 02:30", "2027-03-28 02:30", "2027-03-28 03:00"),
        (BERLIN, "2027-03-27 02:00", "2027-03-28 02:00", "2027-03-28 03:00"),
        (BERLIN, "2027-03-27 02:59", "2027-03-28 02:59", "2027-03-28 03:00"),
        (LORD_HOWE, "2026-10-03 02:15", "2026-10-04 02:15", "2026-10-04 02:30"),
        (SAO_PAULO, "2018-11-03 00:30", "2018-11-04 00:30", "2018-11-04 01:00"),
        (ZoneInfo("Pacific/Apia"), "2011-12-29 20:00", "2011-12-30 20:00", "2011-12-31 00:00"),
    ],
)
def test_where_the_clock_jumps_over_the_time_it_is_the_first_moment_after_and_said_so(
    zone: ZoneInfo, first: str, gap: str, after: str
) -> None:
    before, moved, _ = sessions(here(first, zone), zone, SEASON[:3], per_session=1, every=Every.DAY)

    assert (before.moved, moved.moved) == (False, True), gap
    assert walls((moved,), zone) == [after]


def test_the_time_is_back_the_day_after_the_gap() -> None:
    planned = sessions(here("2027-03-27 02:30"), BERLIN, SEASON[:3], per_session=1, every=Every.DAY)

    assert walls(planned, BERLIN)[2] == "2027-03-29 02:30"
    assert [session.moved for session in planned] == [False, True, False]


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    planned = sessions(here("2026-10-24 02:30"), BERLIN, SEASON[:2], per_session=1, every=Every.DAY)

    assert planned[1] == Session(here("2026-10-25 02:30", fold=0), ("s1e2",))


@pytest.mark.parametrize("fold", [0, 1])
def test_the_first_session_is_exactly_where_it_was_asked_for(fold: int) -> None:
    first = here("2026-10-25 02:30", fold=fold) + timedelta(seconds=12, microseconds=5)

    planned = sessions(first, BERLIN, SEASON[:2], per_session=1, every=Every.WEEK)

    assert planned[0] == Session(first, ("s1e1",))
    assert walls(planned, BERLIN)[1] == "2026-11-01 02:30"


MOMENTS = st.datetimes(
    datetime.fromisoformat("2008-01-01"), datetime.fromisoformat("2030-01-01"), timezones=st.just(UTC)
)


@given(
    first=MOMENTS,
    zone=st.sampled_from(ZONES),
    count=st.integers(0, 100),
    per_session=st.integers(1, 26),
    every=st.sampled_from(Every),
)
def test_every_episode_comes_once_in_order_at_the_wall_time_of_the_first(
    first: datetime, zone: ZoneInfo, count: int, per_session: int, every: Every
) -> None:
    episodes = tuple(f"e{number}" for number in range(count))

    planned = sessions(first, zone, episodes, per_session=per_session, every=every)

    assert sum((session.episodes for session in planned), ()) == episodes
    assert all(1 <= len(session.episodes) <= per_session for session in planned)
    assert [s.starts_at for s in planned] == sorted({s.starts_at for s in planned})
    wall = first.astimezone(zone).replace(tzinfo=None, fold=0)
    for place, session in enumerate(planned):
        local = session.starts_at.astimezone(zone).replace(tzinfo=None, fold=0)
        wanted = wall + timedelta(days=place * every.days)
        assert (local > wanted) if session.moved else (local == wanted)
        if session.moved:
            second_before = (session.starts_at - timedelta(seconds=1)).astimezone(zone)
            assert second_before.replace(tzinfo=None, fold=0) < wanted
        elif place:
            assert session.starts_at.astimezone(zone).fold == 0


@pytest.mark.parametrize(("count", "per_session"), [(101, 1), (201, 2), (2601, 26)])
def test_more_than_a_hundred_sessions_are_refused(count: int, per_session: int) -> None:
    episodes = [str(number) for number in range(count)]

    with pytest.raises(Refusal) as refused:
        sessions(here("2026-11-27 20:00"), BERLIN, episodes, per_session=per_session, every=Every.DAY)
    assert refused.value.sentence == (
        "Those would be 101 sessions. 100 can be planned at once: name fewer episodes, or watch more of them "
        "in each session."
    )

    planned = sessions(
        here("2026-11-27 20:00"), BERLIN, episodes[:-1], per_session=per_session, every=Every.DAY
    )
    assert len(planned) == 100


@pytest.mark.parametrize("per_session", [-1, 0, 27])
def test_a_session_takes_1_to_26_episodes(per_session: int) -> None:
    with pytest.raises(Refusal, match="1 to 26"):
        sessions(here("2026-11-27 20:00"), BERLIN, SEASON, per_session=per_session, every=Every.WEEK)


@pytest.mark.parametrize(
    "time", ["02:00:00", "02:00:00.5", "02:00:01", "02:29:59.75", "02:59:58", "02:59:59"]
)
def test_the_first_moment_after_the_gap_is_found_to_the_second(time: str) -> None:
    first = here(f"2027-03-27 {time}")

    planned = sessions(first, BERLIN, SEASON[:2], per_session=1, every=Every.DAY)

    assert planned[1] == Session(here("2027-03-28 03:00"), ("s1e2",), moved=True)
