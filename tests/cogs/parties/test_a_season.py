"""A season from its planning to its last mark: 26 weeks, two changes of the clocks, two restarts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import simcord

from bot.domain.parties import Party, Phase
from bot.domain.progress import Mark, Source
from db import marks, party_lists
from tests.cogs.parties.asking import plan
from tests.world import World, answer, words

SESSIONS = 26
FIRST = date(2026, 10, 11)
"""A Sunday. Europe's clocks change on 25 October and 28 March, America's on 1 November and 14 March."""
ASKED = datetime(2026, 10, 1, 12, tzinfo=UTC)
REMINDED = timedelta(minutes=30)
OWN = 45
"""Minutes before the start at which Mika wants to be written to."""
RESTARTED_LIVE, RESTARTED_BEFORE = 8, 17
"""The sessions during which, and before which, the bot is restarted."""


@dataclass
class Season:
    """Who takes part, and where. Tomás stays to the end, Rei leaves two times in three after eight minutes.

    Both are in the voice channel. Mika has none, says “I’m here”, and misses every fifth session.
    """

    world: World
    voice: simcord.ChannelHandle
    mika: simcord.MemberActor
    rei: simcord.MemberActor

    async def until(self, moment: datetime) -> None:
        await self.world.env.advance_time((moment - self.world.env.now()).total_seconds())

    async def sessions(self) -> list[Party]:
        world = self.world
        async with world.db.snapshot() as tx:
            rows = await tx.all("SELECT DISTINCT season_id FROM parties")
            (season_id,) = (row["season_id"] for row in rows)
            return await party_lists.season(tx, guild_id=world.guild.id, season_id=season_id)

    async def session(self, number: int) -> Party:
        return (await self.sessions())[number]

    async def take_place(self, number: int, starts_at: datetime) -> None:
        """Let members come to a session, and the time pass."""
        world = self.world
        await self.until(starts_at - timedelta(days=5))
        card = (await self.session(number)).message_id
        for member in (world.tomas, self.mika):
            await self.press(member, "going", card, number)
        if number == RESTARTED_BEFORE:
            await self.until(starts_at - timedelta(minutes=20))
            await world.restart()
        await self.until(starts_at - timedelta(minutes=2))
        for member in (world.tomas, self.rei):
            await member.join_voice(self.voice)
        if number % 5 != 4:
            await self.until(starts_at + timedelta(minutes=10 * (number % 2) - 1))
            await self.press(self.mika, "here", (await self.session(number)).stage_id, number)
        await self.watch(number, starts_at)
        for member in (world.tomas, *([self.rei] if number % 3 == 0 else [])):
            await member.leave_voice()

    async def watch(self, number: int, starts_at: datetime) -> None:
        await self.until(max(self.world.env.now(), starts_at + timedelta(minutes=8)))
        if number % 3:
            await self.rei.leave_voice()
        if number == RESTARTED_LIVE:
            await self.world.restart()
        party = await self.session(number)
        ends_at = party.ends_at()
        assert party.phase is Phase.LIVE
        assert ends_at
        await self.until(ends_at + timedelta(minutes=1))
        assert (await self.session(number)).phase is Phase.ENDED

    async def press(
        self, member: simcord.MemberActor, verb: str, message_id: int | None, number: int
    ) -> None:
        (message,) = (each for each in self.world.channel.history() if each.id == message_id)
        await member.click(message, custom_id=f"party:{verb}:{(await self.session(number)).id}")

    async def marks_of(self, member: simcord.MemberActor) -> Mapping[str, Mark]:
        async with self.world.db.snapshot() as tx:
            return await marks.watched_here(
                tx,
                guild_id=self.world.guild.id,
                member_id=member.id,
                show_id=self.world.library.shows[0].id,
            )

    def posted(self, verb: str) -> list[int]:
        """The parties of the messages that were posted with that button, one by one."""
        channel = f"/channels/{self.world.channel.id}/messages"
        return [
            int(part.partition(f"party:{verb}:")[2].partition("'")[0].partition("/")[0])
            for entry in self.world.env.http_requests
            if entry.method == "POST" and entry.path == channel
            for part in [str(entry.json)]
            if f"'party:{verb}:" in part
        ]


async def begin(world: World, zone: str) -> Season:
    """Have Hana plan the season, and Mika say how to be reminded."""
    world.env.settle_timeout = 60
    season = Season(
        world,
        world.guild.create_voice_channel("cinema"),
        *(world.guild.add_member(world.env.create_user(name)) for name in ("mika", "rei")),
    )
    await season.until(ASKED)
    answer(await world.hana.slash(world.channel, "party zone", zone=zone))
    answer(
        await season.mika.slash(
            world.channel, "party remind", how="by direct message", minutes=OWN, every_party=True
        )
    )
    when = f"{FIRST.isoformat()} 20:00"
    await plan(world, episodes="1-26", when=when, every="week", voice=season.voice)
    return season


@pytest.mark.lengthy
@pytest.mark.parametrize(
    ("zone", "offsets"),
    [("Europe/Berlin", {1, 2}), ("America/Los_Angeles", {-8, -7}), ("Asia/Tokyo", {9})],
)
async def test_a_season_takes_place_as_it_was_planned(world: World, zone: str, offsets: set[int]) -> None:
    season = await begin(world, zone)
    planned = await season.sessions()
    check_times(planned, zone, offsets)

    calls: list[int] = []
    for number, party in enumerate(planned):
        await season.take_place(number, party.starts_at)
        calls.append(len(world.env.http_requests))
    await season.until(world.env.now() + timedelta(days=8))

    over = await season.sessions()
    assert [party.id for party in over] == [party.id for party in planned]
    assert {party.phase for party in over} == {Phase.ENDED}
    assert {(party.started_at or ASKED) - party.starts_at for party in over} == {timedelta(seconds=10)}
    check_messages(season, planned)
    await check_marks(season)
    async with world.db.snapshot() as tx:
        assert await tx.all("SELECT kind, subject_id FROM due") == []
    del world.env.http_requests[calls[2] :]  # three weeks are enough to hold against Discord's description


def check_times(planned: list[Party], zone: str, offsets: set[int]) -> None:
    """The wall shows the same time each week, whatever was done to its clock."""
    local = [party.starts_at.astimezone(ZoneInfo(zone)) for party in planned]
    assert len(local) == SESSIONS
    assert (local[0].date(), {start.time() for start in local}) == (FIRST, {time(20)})
    assert {after.date() - before.date() for before, after in pairwise(local)} == {timedelta(days=7)}
    assert {start.utcoffset() for start in local} == {timedelta(hours=hours) for hours in offsets}
    assert [party.episodes for party in planned] == [(f"s1e{number}",) for number in range(1, 27)]


def check_messages(season: Season, planned: list[Party]) -> None:
    """Each message was posted once, and each reminder at its time."""
    ids = [party.id for party in planned]
    assert season.posted("maybe") == ids[1:], "the first card is the answer to the command"
    for verb in ("quiet", "here", "unmark"):
        assert season.posted(verb) == ids, verb
    starts = {party.starts_at for party in planned}
    reminders = [each for each in season.world.channel.history() if "party:quiet:" in _raw(each)]
    assert {each.created_at.replace(microsecond=0) + REMINDED for each in reminders} == starts
    letters = season.mika.user.dm_channel.history()
    told = Counter(
        party.id
        for party in planned
        for each in letters
        if f"<t:{int(party.starts_at.timestamp())}" in words(each)
    )
    assert told == dict.fromkeys(ids, 1)
    assert len(letters) == SESSIONS
    assert {each.created_at.replace(microsecond=0) + timedelta(minutes=OWN) for each in letters} == starts


def _raw(message: Any) -> str:
    return str([component.to_dict() for component in message.components])


async def check_marks(season: Season) -> None:
    """Who was there has watched it, by a party; and nobody else."""
    expected = {
        season.world.hana: [],
        season.world.tomas: list(range(SESSIONS)),
        season.mika: [number for number in range(SESSIONS) if number % 5 != 4],
        season.rei: [number for number in range(SESSIONS) if number % 3 == 0],
    }
    for member, numbers in expected.items():
        found = await season.marks_of(member)
        assert found.keys() == {f"s1e{number + 1}" for number in numbers}, member.name
        assert {mark.source for mark in found.values()} <= {Source.PARTY}
