"""What Discord was told in an evening, held against what the database says and what members were promised."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

import discord

from benchmarks.kills_evening import CALLED, HANA, KEN, MIA, REMINDED, TOMAS, WRITTEN, YUKI, Evening
from bot.domain.attendance import attended
from bot.domain.playing import Clock, Programme, Span
from bot.domain.reminders import START_LATE
from tests.stand_in import Json
from tests.stand_in.guilds import CANCELED, COMPLETED

ENOUGH = timedelta(seconds=75)
"""How long the bot is up without a break to do what is due: what it held when it died is leased for 60 s."""
SLOW = timedelta(seconds=5)
"""Until a bot that comes up has seen who is in a voice channel."""
PEOPLE = (HANA, TOMAS, YUKI, KEN, MIA)


class Fate(StrEnum):
    """What became of something that was to be."""

    ONCE = "as it should be"
    EXPLAINED = "missed, bot away"
    LOST = "lost"
    TWICE = "seen twice"
    WRONG = "wrong"


@dataclass(frozen=True)
class Entry:
    """One line of the audit."""

    what: str
    fate: Fate
    said: str = ""


def audit(evening: Evening) -> list[Entry]:
    """All that was to be, and what became of it."""
    return [Entry(what, fate, said) for what, fate, said in _Books(evening).entries()]


Found = Iterator[tuple[str, Fate, str]]


class _Books:
    def __init__(self, evening: Evening) -> None:
        self.evening, self.stage = evening, evening.stage
        self.party = evening.party
        self.starts_at = evening.starts_at
        self.began_at = _moment(self.party["started_at"])
        self.ended_at = _moment(self.party["ended_at"])
        self.public = self.stage.stand_in.public

    def entries(self) -> Found:
        yield from self._plan()
        yield from self._reminders()
        yield from self._course()
        yield from self._answers()
        yield from self._votes()
        yield from self._marks()
        yield from self._left()

    def _plan(self) -> Found:
        ids = {row["id"] for row in self.stage.rows("SELECT id FROM parties")}
        cards = [each for each in self.public if "party:maybe:" in json.dumps(each["components"])]
        orphans = [each for each in cards if not any(f"party:maybe:{id_}" in _text(each) for id_ in ids)]
        yield _once("party", len(ids) - len(orphans), detail=f"{len(orphans)} cards without a party")
        yield _once("card", len(cards))
        made = [
            each for each in self.stage.stand_in.scheduled.values() if str(self.party["id"]) in _text(each)
        ]
        up = self._was_up(discord.utils.snowflake_time(self.party["id"]), self.starts_at)
        yield _once("Discord event", len(made), promised=up)

    def _reminders(self) -> Found:
        logged = "\n".join(self.stage.logs)
        start = self.starts_at
        count = self._count(f'"party:quiet:{self.party["id"]}/')
        fate = _once("reminder", count, promised=self._was_up(start - REMINDED, start))
        said = f"the reminder of party {self.party['id']} came too late" in logged
        if fate[1] is Fate.EXPLAINED and not said and self._was_up_meanwhile:
            fate = ("reminder", Fate.LOST, "dropped without a word in the log")
        yield fate
        asked_at = self.evening.written_from
        written = sum(each["channel_id"] == str(YUKI + 1) for each in self.public)
        due_at = start - WRITTEN
        promised = asked_at is not None and asked_at < due_at and self._was_up(due_at, start)
        yield _once("direct message", written, promised=promised)
        before = min(filter(None, (start, self.began_at)))
        promised = self._was_up(start - CALLED, before)
        yield _once("ready check", sum(1 for each in self._stages() if _at(each) < before), promised=promised)

    def _course(self) -> Found:
        party = self.party
        if party["phase"] != "ended" or self.began_at is None:
            yield "end", Fate.WRONG, f"the party is {party['phase']}"
            return
        yield _once("live card", len(list(self._stages())), promised=self._was_up_meanwhile)
        by_itself = not self.evening.by_hand and self._was_up(self.starts_at, self.starts_at + START_LATE)
        late = self.began_at > self.starts_at + START_LATE + timedelta(minutes=1)
        yield "start", Fate.WRONG if by_itself and late else Fate.ONCE, f"at {self.began_at}"
        if told := self._count(f'"party:start:{party["id"]}/'):
            yield _once("word that it was late", told)
        yield _once("result", self._count(f'"party:unmark:{party["id"]}"'))
        yield from self._over()

    def _over(self) -> Found:
        """Whether whatever shows the party shows that it is over."""
        for marker in ("maybe", "here"):
            for message in self.public:
                if f'"party:{marker}:{self.party["id"]}"' in _text(message):
                    good = "**Over**" in _text(self.stage.stand_in.messages[int(message["id"])])
                    yield "card that says it is over", Fate.ONCE if good else Fate.WRONG, marker
        for event in self.stage.stand_in.scheduled.values():
            fate = Fate.ONCE if event["status"] == COMPLETED else Fate.WRONG
            if event["status"] == CANCELED and not self._was_up_meanwhile:
                fate = Fate.EXPLAINED  # Discord never heard that it began
            yield "Discord event, over", fate, f"status {event['status']}"

    def _answers(self) -> Found:
        rows = self.stage.rows("SELECT member_id, answer, how FROM rsvps")
        stored = {row["member_id"]: row["answer"] for row in rows}
        for member_id, answer in self.evening.answers.items():
            kept = stored.get(member_id) == answer
            yield "answer", Fate.ONCE if kept else Fate.LOST, f"{member_id}: {stored.get(member_id)}"
        for row in rows:
            if row["member_id"] == YUKI and self.evening.written_from:
                yield "own reminder", Fate.ONCE if row["how"] == "direct" else Fate.LOST, row["how"]

    def _votes(self) -> Found:
        panels = self.stage.rows("SELECT id, episode FROM panels")
        for panel in panels:
            yield _once("vote", self._count(f'"panel:score:{panel["id"]}'))
        episodes = [panel["episode"] for panel in panels]
        there = {row["episode"] for row in self.stage.rows("SELECT episode FROM attendances")}
        good = sorted(episodes) == sorted(there)
        yield "votes on what was watched", Fate.ONCE if good else Fate.WRONG, f"{episodes} for {there}"

    def _marks(self) -> Found:
        if self.began_at is None or self.ended_at is None:
            return
        on = Span(self.began_at, self.ended_at)
        must, may = (self._attended(seen, on.until) for seen in (self._surely(on), self._perhaps(on)))
        marked = self._pairs("SELECT member_id, episode FROM marks WHERE source = 'party' AND watched = 1")
        there = self._pairs("SELECT member_id, episode FROM attendances")
        for member_id in PEOPLE:
            mine = {episode for who, episode in marked if who == member_id}
            least, most = must.get(member_id, set[str]()), may.get(member_id, set[str]())
            fate = Fate.LOST if least - mine else Fate.WRONG if mine - most else Fate.ONCE
            yield "marks of a member", fate, f"{member_id}: {mine}, not {least} to {most}"
        yield "marks, as attended", Fate.ONCE if marked == there else Fate.WRONG, f"{marked ^ there}"

    def _left(self) -> Found:
        left = [tuple(row) for row in self.stage.rows("SELECT * FROM due WHERE kind <> 'panel:close'")]
        yield "nothing left to do", Fate.WRONG if left else Fate.ONCE, str(left)

    def _stages(self) -> Iterator[Json]:
        """The ready check and the live card, which are one."""
        return (each for each in self.public if f'"party:here:{self.party["id"]}"' in _text(each))

    def _count(self, marker: str) -> int:
        return sum(marker in _text(each) for each in self.public)

    def _pairs(self, sql: str) -> set[tuple[int, str]]:
        return {(row[0], row[1]) for row in self.stage.rows(sql)}

    def _was_up(self, since: datetime, until: datetime) -> bool:
        """Whether the bot was up for long enough in that time."""
        edges = [
            (since, since),
            *((a, b) for a, b in self.stage.downs if b > since and a < until),
            (until, until),
        ]
        return any(max(after[0], since) - before[1] >= ENOUGH for before, after in pairwise(edges))

    @property
    def _was_up_meanwhile(self) -> bool:
        """Whether the bot was up while the party was on."""
        return self.began_at is None or self._was_up(self.began_at, self.ended_at or self.stage.now)

    def _up_from(self, at: datetime) -> datetime:
        """When the bot was up, from `at` on."""
        return max([at, *(until for since, until in self.stage.downs if since <= at <= until)])

    def _surely(self, on: Span) -> dict[int, Sequence[Span]]:
        """Who must have been seen to be there, from when on at the latest."""
        evening, found = self.evening, dict[int, Sequence[Span]]()
        if evening.arrived_at is not None:
            seen_at = self._up_from(max(evening.arrived_at, on.since)) + SLOW
            found |= {member_id: [Span(seen_at, on.until)] for member_id in (HANA, TOMAS)}
        if evening.here_at is not None:
            found[YUKI] = [Span(max(evening.here_at, on.since) + SLOW, on.until)]
        return found

    def _perhaps(self, on: Span) -> dict[int, Sequence[Span]]:
        """Who may have been taken to be there, from when to when at most."""
        evening = self.evening
        found: dict[int, Sequence[Span]] = {HANA: [on], TOMAS: [on]}
        if evening.here_tried:
            found[YUKI] = [on]
        if evening.mia_came_at and evening.mia_left_at:
            found[MIA] = [Span(evening.mia_came_at - SLOW, self._up_from(evening.mia_left_at) + SLOW)]
        return found

    def _attended(self, seen: Mapping[int, Sequence[Span]], until: datetime) -> dict[int, set[str]]:
        """The episodes for which members have marks who were seen like this."""
        episodes = self.party["episodes"].split()
        programme = Programme(tuple(map(int, self.party["lengths"].split())), self.party["pause"])
        rows = self.stage.rows("SELECT at, shown, running FROM party_clocks ORDER BY number")
        clocks = [Clock(datetime.fromtimestamp(at, UTC), shown, bool(on)) for at, shown, on in rows]
        found = attended(programme, clocks, seen, until=until, share=50)
        return {member_id: {episodes[n] for n in numbers} for member_id, numbers in found.items()}


def _once(what: str, count: int, *, promised: bool = True, detail: str = "") -> tuple[str, Fate, str]:
    if count == 1:
        return what, Fate.ONCE, ""
    if count > 1:
        return what, Fate.TWICE, f"{count} times; {detail}"
    return what, Fate.LOST if promised else Fate.EXPLAINED, detail


def _text(message: Json) -> str:
    return json.dumps(message)


def _at(message: Json) -> datetime:
    return discord.utils.snowflake_time(int(message["id"]))


def _moment(stored: int | None) -> datetime | None:
    return None if stored is None else datetime.fromtimestamp(stored, UTC)
