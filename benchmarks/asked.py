"""What members ask of Encore in `benchmarks.answers`, and the server in which they do."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, cast

from benchmarks.cut import COMMAND, PRESS, SUGGESTION, Wire
from bot.client import Bot
from bot.domain.progress import Source
from db import marks, votes
from db.database import Tx
from db.votes import Ballot
from tests.stand_in.objects import GUILD_ID, MESSAGE, USER_ID, Json

CROWD = 20
"""Members who do something at once, where that is measured."""
VOTERS = 200
"""Members who have voted on every episode but the last two."""
JOINED = 4_000
"""Members who take part, and have watched the first episode."""

Answer = Callable[[Wire], Awaitable[bytes]]


def command(name: str, **options: str | int | bool) -> Json:
    """What Discord sends of a command."""
    kinds = {str: 3, int: 4, bool: 5}
    given = [{"name": key, "type": kinds[type(value)], "value": value} for key, value in options.items()]
    return {"id": "1", "name": name, "type": 1, "options": given}


def press(custom_id: str, *values: str) -> Json:
    """What Discord sends of a press, or of a choice."""
    if values:
        return {"custom_id": custom_id, "component_type": 3, "values": list(values)}
    return {"custom_id": custom_id, "component_type": 2}


def typed(name: str, option: str, text: str) -> Json:
    """What Discord sends while somebody types."""
    given = {"name": option, "type": 3, "value": text, "focused": True}
    return {"id": "1", "name": name, "type": 1, "options": [given]}


@dataclass(frozen=True)
class Kind:
    """A kind of answer. `goal`: a ratio to the floor; `crowd`: how many ask at once."""

    name: str
    goal: float | None
    answer: Answer
    crowd: int = 1
    ratios: list[float] = field(default_factory=list[float])


class Evening:
    """A server in which much was voted, with an open panel and a party that is to come."""

    def __init__(self, wire: Wire, bot: Bot) -> None:
        self.wire = wire
        self.bot = bot
        self.memory = cast("Any", bot.db)._memory  # noqa: SLF001  nothing else has to forget
        self.panel_id = self.party_id = 0
        self._newcomers = itertools.count(USER_ID + VOTERS)
        self._numbers = itertools.count()
        self._message: Json = MESSAGE | {"id": "77", "channel_id": str(GUILD_ID + 1)}

    async def prepare(self) -> None:
        """Fill it."""
        await self.bot.db.write(self._fill)
        opened = await self.wire.send(COMMAND, command("vote", episode="25"))
        self.panel_id = _id_after(b"panel:score:", opened)
        planned = {
            "name": "plan",
            "type": 1,
            "options": command("", episodes="26", when="in 3 days")["options"],
        }
        party = await self.wire.send(COMMAND, {"id": "1", "name": "party", "type": 1, "options": [planned]})
        self.party_id = _id_after(b"party:going:", party)

    async def _fill(self, tx: Tx) -> None:
        show, now = self.bot.library.shows[0], self.bot.clock()
        keys = [episode.key for episode in show.episodes[:24]]
        for member_id in range(USER_ID, USER_ID + JOINED):
            watched = keys if member_id < USER_ID + VOTERS else keys[:1]
            await marks.mark(
                tx,
                guild_id=GUILD_ID,
                member_id=member_id,
                show_id=show.id,
                episodes=watched,
                source=Source.HAND,
                change_id=0,
                now=now,
            )
        for number, member_id in enumerate(range(USER_ID, USER_ID + VOTERS)):
            for place, key in enumerate(keys):
                ballot = Ballot(GUILD_ID, show.id, key, member_id)
                await votes.cast(tx, ballot, score=1 + (number * 7 + place) % 10, now=now)

    def kinds(self) -> list[Kind]:
        """What is measured."""
        return [
            Kind("/episode 26", 1.3, self._episode),
            Kind("the same, the server's votes changed", None, self._episode_anew),
            Kind("its suggestions, letter by letter", 1.5, self._suggestions),
            Kind("the same, typed by nobody before", None, self._suggestions_anew),
            Kind("/ranking, as text", 1.3, self._ranking),
            Kind("a vote by button", 2.0, self._vote),
            Kind("/watched 5", 2.0, self._mark),
            Kind("Going or Maybe to a party", 2.0, self._rsvp),
            Kind(f"a vote, {CROWD} at once", 2.0, self._vote, crowd=CROWD),
            Kind(f"/watched 5, {CROWD} at once", 2.0, self._mark, crowd=CROWD),
            Kind(f"Going or Maybe, {CROWD} at once", 2.0, self._rsvp, crowd=CROWD),
        ]

    def _episode(self, wire: Wire) -> Awaitable[bytes]:
        return wire.send(COMMAND, command("episode", episode="26"))

    def _episode_anew(self, wire: Wire) -> Awaitable[bytes]:
        self.memory.forget()  # as a vote would, whose own cost does not belong here
        return self._episode(wire)

    def _suggestions(self, wire: Wire) -> Awaitable[bytes]:
        return wire.send(SUGGESTION, typed("episode", "episode", "amazi"[: 1 + next(self._numbers) % 5]))

    def _suggestions_anew(self, wire: Wire) -> Awaitable[bytes]:
        return wire.send(SUGGESTION, typed("episode", "episode", f"amaz {next(self._numbers)}"))

    def _ranking(self, wire: Wire) -> Awaitable[bytes]:
        return wire.send(COMMAND, command("ranking"))

    def _vote(self, wire: Wire) -> Awaitable[bytes]:
        member_id = next(self._newcomers)
        data = press(f"panel:score:{self.panel_id}", str(1 + member_id % 10))
        return wire.send(PRESS, data, member_id=member_id, message=self._message)

    def _mark(self, wire: Wire) -> Awaitable[bytes]:
        return wire.send(COMMAND, command("watched", episodes="5"), member_id=next(self._newcomers))

    def _rsvp(self, wire: Wire) -> Awaitable[bytes]:
        number = next(self._numbers)
        said = "going" if number // CROWD % 2 else "maybe"
        data = press(f"party:{said}:{self.party_id}")
        return wire.send(PRESS, data, member_id=USER_ID + number % CROWD, message=self._message)


def _id_after(what: bytes, answer: bytes) -> int:
    return int(answer.split(what)[1].split(b'"')[0])
