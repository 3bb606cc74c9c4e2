"""The sample server's parties: some that were, and one that is to come, made up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.catalogue import Show
from bot.domain.parties import Party, Phase
from bot.domain.playing import Clock, Programme
from bot.domain.rsvps import Answer, Rsvp
from db import due, parties, party_times, presences, rsvps, server_settings
from db.database import Tx

RUNTIME = 2
"""Minutes that an episode lasts in the sample server, so that a party's whole life can be watched."""
PAUSE = 1
"""Minutes of a break there."""
PAST = 4
"""Parties that were."""
_WEEK = timedelta(days=7)
_ANSWERS = (Answer.GOING, Answer.GOING, Answer.MAYBE, Answer.GOING, Answer.CANT)


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample server: its channels, who plans, and who comes. Ids."""

    guild_id: int
    channel_id: int
    voice_id: int
    organiser_id: int
    member_ids: Sequence[int]


async def write(tx: Tx, show: Show, sample: Sample, *, seen: int, now: datetime) -> None:
    """Put the parties in, the past ones where they are not yet; the one to come is announced by the worker.

    `seen`: how many episodes the sample server has come to.
    """
    for name, minutes in (("runtime", RUNTIME), ("pause", PAUSE)):
        await server_settings.put(tx, guild_id=sample.guild_id, name=name, value=str(minutes))
    evening = (now + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
    for back in range(PAST, 0, -1):
        if seen - back >= 0:
            await _past(tx, show, sample, place=seen - back, at=evening - _WEEK * back)
    if seen < len(show.episodes):
        await _to_come(tx, show, sample, place=seen, at=evening, now=now)


async def _past(tx: Tx, show: Show, sample: Sample, *, place: int, at: datetime) -> None:
    episode = show.episodes[place]
    over = at + timedelta(minutes=25)
    party = replace(
        _planned(show, sample, place=place, at=at, now=at),
        phase=Phase.ENDED,
        reminded_at=at,
        ready_at=at,
        started_at=at,
        ended_at=over,
        programme=Programme((25 * 60,)),
        clock=Clock(at),
    )
    if await parties.add(tx, party):
        there = sample.member_ids[place % 3 : place % 3 + 4]
        attended = {member_id: [episode.key] for member_id in there}
        await presences.settle(tx, guild_id=sample.guild_id, party_id=party.id, attended=attended, now=over)


async def _to_come(tx: Tx, show: Show, sample: Sample, *, place: int, at: datetime, now: datetime) -> None:
    party = _planned(show, sample, place=place, at=at, now=now - timedelta(hours=1))
    await parties.add(tx, party)
    for number, (member_id, answer) in enumerate(zip(sample.member_ids, _ANSWERS, strict=False)):
        rsvp = Rsvp(party.id, member_id, party.id * 1000 + number, answer, number)
        await rsvps.put(tx, rsvp, guild_id=sample.guild_id)
    await party_times.arrange(tx, party, minutes=30, now=now)
    await due.schedule(tx, guild_id=party.guild_id, kind=party_times.ANNOUNCE, subject_id=party.id, at=now)


def _planned(show: Show, sample: Sample, *, place: int, at: datetime, now: datetime) -> Party:
    return Party(
        guild_id=sample.guild_id,
        id=place + 1,
        channel_id=sample.channel_id,
        voice_id=sample.voice_id,
        organiser_id=sample.organiser_id,
        show_id=show.id,
        episodes=(show.episodes[place].key,),
        starts_at=at,
        zone="UTC",
        changed_at=now,
        edited_at=now,
    )
