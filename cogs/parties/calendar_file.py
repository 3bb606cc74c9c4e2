"""Parties as entries of a calendar."""

from collections.abc import Mapping
from datetime import timedelta

from bot.domain import ranges
from bot.domain.parties import Phase
from bot.ics import Event
from cogs.parties.cards import address
from cogs.parties.view import PartyView


def entry(view: PartyView, channels: Mapping[int, str]) -> Event:
    """A party's entry. `channels`: the names of the server's channels, by id.

    A file is passed on: it tells what all may see.
    """
    party = view.party
    place = channels.get(party.voice_id or party.channel_id)
    noun = "Episode" if len(view.episodes) == 1 else "Episodes"
    return Event(
        uid=f"{party.guild_id}-{party.id}@encore",
        starts_at=party.starts_at,
        ends_at=party.starts_at + timedelta(seconds=view.programme.total),
        summary=view.name(),
        description=f"{noun} {ranges.spans(view.show, view.episodes)} of {view.show.title}\n{address(party)}",
        location=f"#{place}" if place else "",
        updated_at=party.changed_at,
        sequence=party.version - 1,
        cancelled=party.phase is Phase.CANCELLED,
    )
