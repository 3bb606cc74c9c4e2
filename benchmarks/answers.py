"""What an answer costs, from gateway payload to HTTP call, against a command that answers a constant."""

import asyncio
import gc
import itertools
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord
from discord.ext import commands

from benchmarks import cut, tutorial
from benchmarks.cut import COMMAND, PRESS, SUGGESTION, Wire
from bot.client import Bot
from bot.domain.progress import Source
from db import marks, votes
from db.database import Tx
from db.votes import Ballot
from tests.stand_in.objects import GUILD_ID, MESSAGE, USER_ID, Json

ROUNDS = 9
"""Rounds, each of which measures the floor and every answer in turn; the median of their ratios counts."""
EACH = 60
"""Answers of each kind in one round."""
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
        memory: Any = self.bot.db
        memory._memory.forget()  # noqa: SLF001  as a vote would, whose own cost does not belong here
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


async def spent(answer: Answer, wire: Wire, crowd: int = 1) -> float:
    """Processor seconds of this process for one answer, over many, so many at once."""
    began = time.process_time()
    for _ in range(EACH // crowd):
        if crowd == 1:
            await answer(wire)
        else:
            await asyncio.gather(*(answer(wire) for _ in range(crowd)))
    await asyncio.sleep(0)
    return (time.process_time() - began) / (EACH // crowd * crowd)


async def measure(wire: Wire, floor: Answer, kinds: list[Kind]) -> float:
    """Measure each kind against the floor, which goes before and after it; the floor's seconds."""
    for kind in kinds:
        await spent(kind.answer, wire, kind.crowd)  # warm
    floors: list[float] = []
    gc.collect()
    gc.disable()
    for _ in range(ROUNDS):
        for kind in kinds:
            before = await spent(floor, wire, kind.crowd)
            took = await spent(kind.answer, wire, kind.crowd)
            after = await spent(floor, wire, kind.crowd)
            kind.ratios.append(took / ((before + after) / 2))
            floors += [before] if kind.crowd == 1 else []
        gc.collect()
    gc.enable()
    return statistics.median(floors)


def say_constant(bot: commands.Bot) -> None:
    """Give a bot the command that is the floor."""

    @bot.tree.command(description="Answers a constant.")
    async def constant(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("A constant.")


def floor(wire: Wire) -> Awaitable[bytes]:
    """Use it."""
    return wire.send(COMMAND, command("constant"))


async def encore() -> tuple[float, list[Kind]]:
    """Measure Encore; the floor's seconds, and what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        async with cut.encore(Path(folder)) as (wire, bot):
            say_constant(bot)
            evening = Evening(wire, bot)
            await evening.prepare()
            await bot.studio.close()  # pages of a ranking are text from here on
            kinds = evening.kinds()
            return await measure(wire, floor, kinds), kinds


async def plain() -> dict[str, Kind]:
    """Measure the bot of a tutorial, against a constant of its own; by the name of what is measured."""
    with tempfile.TemporaryDirectory() as folder:
        async with tutorial.tutorial(Path(folder)) as (wire, bot):
            say_constant(bot)
            await tutorial.prepare(bot, voters=VOTERS, episodes=24)
            asked = await tutorial.answers(wire)
            kinds = [Kind(name, None, answer, crowd) for (name, crowd), answer in asked.items()]
            await measure(wire, floor, kinds)
            return {kind.name: kind for kind in kinds}


async def main() -> None:
    """Measure and print."""
    apart = asyncio.create_task(plain(), context=copy_context())  # Encore changes how discord.py answers
    beside = await apart
    seconds, kinds = await encore()
    to = f"Processor time, to a constant's ({seconds * 1e6:.0f} \N{MICRO SIGN}s)"
    print(f"{to:<44} median  lowest   goal   a tutorial's")
    for kind in kinds:
        goal = f"{kind.goal:.1f}x" if kind.goal else ""
        other = beside.get(kind.name)
        told = f"{statistics.median(other.ratios):7.2f}x" if other else ""
        low, middle = min(kind.ratios), statistics.median(kind.ratios)
        print(f"  {kind.name:<38} {middle:7.2f}x {low:6.2f}x   {goal:<5} {told}")
    print()


if __name__ == "__main__":
    asyncio.run(main())
