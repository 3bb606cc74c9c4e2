"""How Discord's event of a party should look and how it does, and which changes to it are the bot's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

import discord

from bot.client import Bot
from bot.domain.parties import Party, Phase
from bot.domain.reminders import PAUSED
from bot.domain.spoilers import Viewer
from bot.names import name_of
from bot.text import clip, escape, one_line
from cogs.parties.cards import address
from cogs.parties.view import PartyView

NAME = 100
"""Characters of an event's name, and of its location (Discord)."""
DESCRIPTION = 1000
OPEN = 100
"""Events that a server may have open (Discord)."""
SHORTEST = timedelta(hours=1)
"""How long an event lasts at least, as Discord shows it beforehand."""
SAME_END = timedelta(minutes=2)
"""By how much the end of what is on may differ: who skips back half a minute edits no event."""
ECHO = timedelta(minutes=1)
"""How long Discord may take to tell the bot of its own edit."""

Hall = discord.VoiceChannel | discord.StageChannel
"""A channel that an event can be in."""


@dataclass(frozen=True, slots=True)
class Look:
    """What members see of an event: it is in the voice or stage channel `channel_id`, or at a `location`."""

    name: str
    description: str
    starts_at: datetime
    ends_at: datetime | None
    channel_id: int | None
    location: str | None
    status: discord.EventStatus = discord.EventStatus.scheduled


FIELDS = ("name", "description", "starts_at", "ends_at", "channel_id", "location", "status")
PLANNED = ("name", "description", "starts_at", "ends_at", "channel_id", "location")
"""What of an event follows a party that is planned."""
ON = ("name", "description", "ends_at")
"""The same once the event has begun: Discord lets no more be changed."""


def present(event: discord.ScheduledEvent) -> Look:
    """How an event looks."""
    return Look(
        name=event.name,
        description=event.description or "",
        starts_at=event.start_time.replace(microsecond=0),
        ends_at=event.end_time.replace(microsecond=0) if event.end_time else None,
        channel_id=event.channel_id,
        location=event.location or None,
        status=event.status,
    )


def wanted(view: PartyView, location: str) -> Look:
    """How the event of a party should look; `location` is where it is without a voice channel."""
    party = view.party
    return Look(
        name=name_for(view),
        description=_description(view),
        starts_at=party.starts_at,
        ends_at=_ends_at(view),
        channel_id=party.voice_id,
        location=None if party.voice_id else clip(one_line(location), NAME),
    )


def name_for(view: PartyView, viewer: Viewer | None = None) -> str:
    """What an event is called, by default before all who see it."""
    return clip(one_line(view.name(viewer)), NAME)


def differences(now: Look, then: Look, fields: Iterable[str]) -> dict[str, Any]:
    """What of `fields` is otherwise `then`, and what it is then."""
    found = {name: getattr(then, name) for name in fields if getattr(now, name) != getattr(then, name)}
    on = now.status is discord.EventStatus.active
    if on and now.ends_at and then.ends_at and abs(now.ends_at - then.ends_at) <= SAME_END:
        found.pop("ends_at", None)
    return found


def marker(party: Party) -> str:
    """The last line of the description, by which the event of a party is known."""
    return f"Planned with Encore · party {party.id}"


def is_marked(event: discord.ScheduledEvent, party: Party) -> bool:
    """Whether an event that is still open was made for a party."""
    lines = (event.description or "").splitlines()
    return is_open(event) and bool(lines) and lines[-1] == marker(party)


def is_open(event: discord.ScheduledEvent) -> bool:
    """Whether an event is to come, or on."""
    return event.status in {discord.EventStatus.scheduled, discord.EventStatus.active}


class Echoes:
    """What the bot changed of events and has not yet been told of by Discord.

    Discord tells the bot of its own edits as it does of others'. By then the party may have changed again:
    who took the echo for somebody's change would take that back.
    """

    def __init__(self) -> None:
        self._sent: dict[int, list[tuple[str, object, datetime]]] = {}

    def expect(self, event_id: int, changes: Mapping[str, object], now: datetime) -> None:
        """Know of changes that are about to be sent."""
        sent = self._sent.setdefault(event_id, [])
        sent += [(name, value, now + ECHO) for name, value in changes.items()]

    def are_due(self, event_id: int, now: datetime) -> bool:
        """Whether what the bot remembers of an event is older than what it sent."""
        return any(until > now for _, _, until in self._sent.get(event_id, ()))

    def heard(self, event_id: int, name: str, value: object, now: datetime) -> bool:
        """Whether a change that Discord tells of is the bot's own. What it sent before is then heard, too."""
        sent = [each for each in self._sent.pop(event_id, []) if each[2] > now]
        own = next((n for n, (sent_name, to, _) in enumerate(sent) if (sent_name, to) == (name, value)), None)
        if own is not None:
            sent = [each for n, each in enumerate(sent) if n > own or each[0] != name]
        if sent:
            self._sent[event_id] = sent
        return own is not None

    def drop(self, event_id: int) -> None:
        """Expect nothing of an event: Discord refused what was sent."""
        self._sent.pop(event_id, None)

    def clear(self) -> None:
        """Expect no more: after a new connection Discord tells how all events stand."""
        self._sent.clear()


_ECHOES: WeakKeyDictionary[Bot, Echoes] = WeakKeyDictionary()


def echoes(bot: Bot) -> Echoes:
    """What a bot has sent."""
    return _ECHOES.setdefault(bot, Echoes())


def _description(view: PartyView) -> str:
    """The episodes, the way to the card, and whose event it is; every line of it fits."""
    party = view.party
    ending = f"\n\n{address(party)}\n{marker(party)}"
    names = (escape(one_line(name_of(episode, view.public))) for episode in view.episodes)
    return clip("\n".join(names), DESCRIPTION - len(ending)) + ending


def _ends_at(view: PartyView) -> datetime:
    party = view.party
    if party.phase is Phase.PLANNED or party.clock is None:
        return party.starts_at + max(SHORTEST, timedelta(seconds=view.programme.total))
    return party.ends_at() or party.clock.at + PAUSED  # then it ends by itself
