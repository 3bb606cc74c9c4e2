"""A watch party: planned, then live, then ended; or cancelled."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.playing import Clock, Place, Programme
from bot.domain.refusal import Refusal
from bot.domain.reminders import COUNTDOWN

TITLE = 80
"""Characters of a party's title."""
EPISODES = 12
"""Episodes of one party, at most."""
SEATS = 500
"""Seats, at most."""
OVER = "This party is over."


class Phase(StrEnum):
    """How far a party is."""

    PLANNED = "planned"
    LIVE = "live"
    ENDED = "ended"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Party:
    """A watch party. `id` is that of the interaction that planned it; a season's sessions count on from it.

    `episodes`: their keys, in order. `message_id`: its card; `stage_id`: the ready check, which goes on as
    the live card; `result_id`: who was there. `clock` and `programme` are set from the start on.
    `card_gone_at`: when the card was found deleted or out of reach, so that it is not posted again.
    `reminded_at`: when its channel was reminded; the start itself, a time still to come, where that was
    passed over because its moment was past already. Another number of minutes may bring it back.
    `event_fault`: why no event of Discord's follows it: `permission`, `limit`, `channel` or `private`.
    `version` counts its changes. What is None is not so, or not yet.
    """

    guild_id: int
    id: int
    channel_id: int
    organiser_id: int
    show_id: str
    episodes: tuple[str, ...]
    starts_at: datetime
    zone: str
    changed_at: datetime
    edited_at: datetime
    title: str | None = None
    voice_id: int | None = None
    seats: int | None = None
    season_id: int | None = None
    phase: Phase = Phase.PLANNED
    version: int = 1
    message_id: int | None = None
    card_gone_at: datetime | None = None
    event_id: int | None = None
    event_fault: str | None = None
    stage_id: int | None = None
    result_id: int | None = None
    reminded_at: datetime | None = None
    ready_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    programme: Programme | None = None
    clock: Clock | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to come, or on."""
        return self.phase in {Phase.PLANNED, Phase.LIVE}

    @property
    def is_paused(self) -> bool:
        """Whether it is live and stands still."""
        return self.phase is Phase.LIVE and self.clock is not None and not self.clock.running

    def is_soon(self) -> bool:
        """Whether the ready check was called."""
        return self.phase is Phase.PLANNED and self.ready_at is not None

    def place(self, now: datetime) -> Place:
        """What is on.

        Raises:
            Refusal: it is not live.
        """
        programme, clock = self._live()
        return programme.place(clock.shows(now))

    def ends_at(self) -> datetime | None:
        """When its last episode is over; None where it has not begun, or stands still."""
        return self.clock.end(self.programme) if self.clock and self.programme else None

    def move(self, starts_at: datetime, now: datetime, *, zone: str, minutes: int) -> "Party":
        """Begin at another time: it is reminded of anew, `minutes` before it."""
        self._planned()
        if starts_at == self.starts_at:
            return replace(self, zone=zone)
        moved = replace(self, starts_at=starts_at, zone=zone, ready_at=None)
        return moved.await_reminder(now, minutes=minutes)

    def await_reminder(self, now: datetime, *, minutes: int) -> "Party":
        """Be reminded of `minutes` before the start, unless that is past: then what is said now will do."""
        to_come = self.starts_at - timedelta(minutes=minutes) > now
        return replace(self, reminded_at=None if to_come else self.starts_at)

    def start(self, programme: Programme, now: datetime, *, countdown: timedelta = COUNTDOWN) -> "Party":
        """Go live: all press play in a moment."""
        self._planned()
        begins = now + countdown
        return replace(
            self, phase=Phase.LIVE, started_at=begins, programme=programme, clock=Clock(begins), ready_at=now
        )

    def pause(self, now: datetime) -> "Party":
        """Stand still."""
        _, clock = self._live()
        if not clock.running:
            raise Refusal("It is paused already.")
        return replace(self, clock=clock.stand(now))

    def resume(self, now: datetime) -> "Party":
        """Go on, in a moment."""
        _, clock = self._live()
        if clock.running:
            raise Refusal("It is not paused.")
        return replace(self, clock=clock.run(now, countdown=COUNTDOWN))

    def skip(self, seconds: int, now: datetime) -> "Party":
        """Go forward or back (below 0) within its episodes."""
        programme, clock = self._live()
        return self._turn(max(0, min(programme.total, clock.offset_at(now) + seconds)), now)

    def next_episode(self, now: datetime) -> "Party":
        """Go to the beginning of the next episode, at once where a break is before it.

        Raises:
            Refusal: it is the last one.
        """
        programme, clock = self._live()
        shown = clock.offset_at(now)
        start = next((start for start in programme.starts if start > shown), None)
        if start is None:
            raise Refusal("This is the last episode. End the party when it is over.")
        return self._turn(start, now)

    def end(self, now: datetime) -> "Party":
        """Be over."""
        self._live()
        return replace(self, phase=Phase.ENDED, ended_at=now)

    def abandon(self, now: datetime) -> "Party":
        """Be over without having begun."""
        self._planned()
        return replace(self, phase=Phase.ENDED, ended_at=now)

    def cancel(self, now: datetime) -> "Party":
        """Not take place."""
        self._planned()
        return replace(self, phase=Phase.CANCELLED, ended_at=now)

    def check_open(self) -> None:
        """Let nothing be done to what is over.

        Raises:
            Refusal: it is over or cancelled.
        """
        if self.phase is Phase.CANCELLED:
            raise Refusal("This party was cancelled.")
        if self.phase is Phase.ENDED:
            raise Refusal(OVER)

    def _turn(self, seconds: int, now: datetime) -> "Party":
        _, clock = self._live()
        return replace(self, clock=clock.turn(seconds, now))

    def _planned(self) -> None:
        self.check_open()
        if self.phase is Phase.LIVE:
            raise Refusal("This party is on already.")

    def _live(self) -> tuple[Programme, Clock]:
        self.check_open()
        if self.phase is Phase.PLANNED or self.programme is None or self.clock is None:
            raise Refusal("This party has not begun yet.")
        return self.programme, self.clock


def nonce(party_id: int, what: int, at: datetime | None = None) -> int:
    """A number for a message about a party that stays the same when posting it is repeated: 63 bits.

    `what` tells the party's messages apart (0 to 15), `at` those about another time.
    """
    turn = int(at.timestamp()) * 0x9E3779B97F4A7C15 if at else 0
    return (party_id ^ (what << 58) ^ turn) & (2**63 - 1)


def check_title(title: str | None) -> None:
    """Let a title be one that can be read.

    Raises:
        Refusal: nothing is left of it, once what cannot be seen was taken out.
    """
    if title == "":
        raise Refusal("There is nothing to read in that title. Write one that shows, or leave it out.")
