"""What an answer costs, from gateway payload to HTTP call, against a command that answers a constant."""

import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import Awaitable
from contextvars import copy_context
from pathlib import Path
from typing import Any

import discord
from discord.ext import commands

from benchmarks import cut, tutorial
from benchmarks.asked import VOTERS, Answer, Evening, Kind, command
from benchmarks.cut import COMMAND, Wire

ROUNDS = 9
"""Rounds, each of which measures the floor and every answer in turn; the median of their ratios counts."""
EACH = 60
"""Answers of each kind in one round."""


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
