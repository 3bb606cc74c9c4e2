"""Who comes: answers to a party, seats, and those who wait for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What a member says to a party."""

    GOING = "going"
    MAYBE = "maybe"
    CANT = "cant"


class How(StrEnum):
    """How a member is reminded of a party they go to."""

    CHANNEL = "channel"
    """With the others, in the channel, when the server says."""
    DIRECT = "direct"
    """By direct message, when they say."""
    OFF = "off"


MINUTES = 10_080
"""How early before the start a direct message may be asked for: a week."""


@dataclass(frozen=True, slots=True)
class Preference:
    """How a member wants to be reminded. `minutes` before the start, 0 to 10,080, of a direct message."""

    how: How = How.CHANNEL
    minutes: int = 30

    def __str__(self) -> str:
        """`channel`, `direct:15`, `off`: as it is stored, and as a list has it."""
        return f"{self.how}:{self.minutes}" if self.how is How.DIRECT else str(self.how)

    @classmethod
    def of(cls, text: str) -> "Preference | None":
        """What `str` made; None where it did not."""
        how, _, minutes = text.partition(":")
        if text in {How.CHANNEL, How.OFF}:
            return cls(How(text))
        whole = minutes.isascii() and minutes.isdecimal() and len(minutes) <= 5 and int(minutes) <= MINUTES
        return cls(How.DIRECT, int(minutes)) if how == How.DIRECT and whole else None


@dataclass(frozen=True, slots=True)
class Rsvp:
    """A member's answer. `id`: of the interaction in which they answered first, unique within a server.

    `number` counts the answers to the party: it changes with the answer, so that who comes back waits behind
    the others. `minutes` before the start, 0 to 10,080, is when a direct message is sent; `reminded`: it was.
    """

    party_id: int
    member_id: int
    id: int
    answer: Answer
    number: int
    how: How = How.CHANNEL
    minutes: int = 30
    reminded: bool = False

    @property
    def preference(self) -> Preference:
        """How they want to be reminded."""
        return Preference(self.how, self.minutes)

    @property
    def awaits_message(self) -> bool:
        """Whether they asked for a direct message that was not sent yet."""
        return self.how is How.DIRECT and self.answer is not Answer.CANT and not self.reminded


@dataclass(frozen=True, slots=True)
class Roster:
    """Members by what they said, in the order in which they did; `waiting` go when a seat gets free."""

    going: tuple[Rsvp, ...] = ()
    waiting: tuple[Rsvp, ...] = ()
    maybe: tuple[Rsvp, ...] = ()
    cant: tuple[Rsvp, ...] = ()


def roster(rsvps: Sequence[Rsvp], *, seats: int | None) -> Roster:
    """Sort the answers to one party. `seats`: at least 1, None for as many as come."""
    ordered = sorted(rsvps, key=lambda rsvp: rsvp.number)
    going = [rsvp for rsvp in ordered if rsvp.answer is Answer.GOING]
    seated = len(going) if seats is None else seats
    return Roster(
        going=tuple(going[:seated]),
        waiting=tuple(going[seated:]),
        maybe=tuple(rsvp for rsvp in ordered if rsvp.answer is Answer.MAYBE),
        cant=tuple(rsvp for rsvp in ordered if rsvp.answer is Answer.CANT),
    )


def moved_up(before: Roster, after: Roster) -> tuple[int, ...]:
    """The ids of the members who waited before and have a seat now, in order."""
    waited = {rsvp.member_id for rsvp in before.waiting}
    return tuple(rsvp.member_id for rsvp in after.going if rsvp.member_id in waited)
