"""Where a party is in its episodes, in words: reckoned from stored moments."""

from datetime import datetime, timedelta

from bot.domain.parties import Party, Phase
from bot.domain.playing import Place
from bot.text import counted, moment
from cogs.parties.view import PartyView

HOUR = 3600


def clock_time(seconds: int) -> str:
    """`07:42`, `1:07:42`: how far into an episode."""
    hours, rest = divmod(max(0, seconds), HOUR)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def place_of(party: Party, now: datetime) -> Place:
    """What is on; while a countdown runs, what it leads to.

    Raises:
        Refusal: it is not live.
    """
    at = goes_on_at(party, now)
    return party.place(at or now)


def goes_on_at(party: Party, now: datetime) -> datetime | None:
    """When everybody is to press play; None where no countdown runs."""
    clock = party.clock
    return clock.at if clock is not None and clock.running and clock.at > now else None


def begins_at(party: Party, number: int) -> datetime:
    """When an episode, counted from 0, began or begins as the clock runs now: as if it had never stood still.

    Of a party that is live and not paused.
    """
    assert party.clock is not None  # noqa: S101  it is live
    assert party.programme is not None  # noqa: S101
    return party.clock.at + timedelta(seconds=party.programme.starts[number] - party.clock.offset)


def changes_at(party: Party, now: datetime) -> datetime | None:
    """When the words of a live card next become untrue by themselves; None where they do not."""
    if party.phase is not Phase.LIVE or party.clock is None or party.programme is None:
        return None
    if not party.clock.running:
        return None
    turns = [party.clock.at]
    for number, length in enumerate(party.programme.lengths):
        began_at = begins_at(party, number)
        turns += [began_at, began_at + timedelta(seconds=length)]
    return min((at for at in turns if at > now), default=None)


def spot(view: PartyView, place: Place) -> str:
    """`07:42 into episode 12`, `the break before episode 13`, `the end of episode 13`."""
    label = view.episodes[place.number].label
    if place.over:
        return f"the end of episode {label}"
    if place.into < 0:
        return f"the break before episode {label}"
    return (
        f"{clock_time(place.into)} into episode {label}"
        if place.into
        else f"the beginning of episode {label}"
    )


def times(view: PartyView, now: datetime) -> str:
    """When each episode that is to come begins: `13 at 20:29 · 14 at 20:58`; nothing where none is."""
    programme = view.programme
    to_come = [
        f"{episode.label} at {moment(at, 't')}"
        for number, episode in enumerate(view.episodes)
        if (at := begins_at(view.party, number)) > now
    ]
    if not to_come:
        return ""
    pause = f", with breaks of {counted(programme.pause // 60, 'minute')}" if programme.pause else ""
    return f"To come: {' · '.join(to_come)}{pause}"
