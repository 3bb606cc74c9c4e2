"""What an answer costs, from gateway payload to HTTP call, against a command that answers a constant."""

import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Any

import discord

from benchmarks import cut
from benchmarks.cut import COMMAND, PRESS, SUGGESTION, Wire
from bot.client import Bot
from bot.domain.progress import Source
from db import marks, votes
from db.votes import Ballot
from tests.stand_in.objects import GUILD_ID, MESSAGE, USER_ID, Json

ROUNDS = 9
"""Rounds, each of which measures the floor and every answer in turn; the median of their ratios counts."""
EACH = 60
"""Answers of each kind in one round."""
VOTERS = 200
"""Members who have voted on every episode."""

_numbers = count()


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
    return {
        "id": "1",
        "name": name,
        "type": 1,
        "options": [{"name": option, "type": 3, "value": text, "focused": True}],
    }


Answer = Callable[[Wire], Awaitable[bytes]]


async def prepare(bot: Bot) -> None:
    """A server that has voted a lot."""
    show = bot.library.shows[0]
    async with bot.db.transaction() as tx:
        for member_id in range(USER_ID, USER_ID + VOTERS):
            for place, episode in enumerate(show.episodes[:24]):
                ballot = Ballot(GUILD_ID, show.id, episode.key, member_id)
                await votes.cast(tx, ballot, score=1 + (member_id * 7 + place) % 10, now=bot.clock())
            await marks.mark(
                tx,
                guild_id=GUILD_ID,
                member_id=member_id,
                show_id=show.id,
                episodes=[episode.key for episode in show.episodes[:24]],
                source=Source.VOTE,
                change_id=0,
                now=bot.clock(),
            )


def answers(panel_id: int) -> dict[str, tuple[float, Answer]]:
    """Each kind of answer with its goal: a ratio to the floor."""
    message = MESSAGE | {"id": "77", "channel_id": str(GUILD_ID + 1)}

    def score(wire: Wire) -> Awaitable[bytes]:
        number = next(_numbers)
        data = press(f"panel:score:{panel_id}", str(1 + number % 10))
        return wire.send(PRESS, data, member_id=USER_ID + 1000 + number, message=message)

    def mark(wire: Wire) -> Awaitable[bytes]:
        return wire.send(
            COMMAND, command("watched", episodes="5"), member_id=USER_ID + 500_000 + next(_numbers)
        )

    return {
        "/episode 26": (1.3, lambda wire: wire.send(COMMAND, command("episode", episode="26"))),
        "its suggestions": (1.5, lambda wire: wire.send(SUGGESTION, typed("episode", "episode", "amaz"))),
        "/ranking, as text": (
            1.3,
            lambda wire: wire.send(PRESS, press("ranking:show:kaleido-star/server/best/2"), message=message),
        ),
        "a vote by button": (2.0, score),
        "/watched 5": (2.0, mark),
    }


async def spent(answer: Answer, wire: Wire) -> float:
    """Processor seconds of this process for one answer, over many."""
    began = time.process_time()
    for _ in range(EACH):
        await answer(wire)
    await asyncio.sleep(0)
    return (time.process_time() - began) / EACH


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        async with cut.encore(Path(folder)) as (wire, bot):
            await prepare(bot)

            @bot.tree.command(description="Answers a constant.")
            async def constant(interaction: discord.Interaction[Any]) -> None:
                await interaction.response.send_message("A constant.")

            opened = await wire.send(COMMAND, command("vote", episode="25"))
            panel_id = int(opened.decode().split("panel:score:")[1].split('"')[0])
            floor: Answer = lambda wire: wire.send(COMMAND, command("constant"))  # noqa: E731
            kinds = answers(panel_id)
            for answer in (floor, *(answer for _, answer in kinds.values())):
                await spent(answer, wire)  # warm
            ratios: dict[str, list[float]] = {name: [] for name in kinds}
            floors: list[float] = []
            gc.disable()
            for _ in range(ROUNDS):
                for name, (_, answer) in kinds.items():
                    before = await spent(floor, wire)
                    took = await spent(answer, wire)
                    after = await spent(floor, wire)
                    floors.append((before + after) / 2)
                    ratios[name].append(took / floors[-1])
                gc.collect()
            gc.enable()
    print(f"An answer, processor time, to a constant's ({statistics.median(floors) * 1e6:.0f} µs)   goal")
    for name, (goal, _) in kinds.items():
        print(f"  {name:<22} {statistics.median(ratios[name]):5.2f}x   {goal:.1f}x")
    print()


if __name__ == "__main__":
    asyncio.run(main())
