"""Answers from another channel than the party's, and what is asked of discord.py for them."""

import asyncio
import importlib
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.refusal import Refusal
from bot.domain.rsvps import Answer, How
from cogs.parties import answering
from cogs.parties.changing import Actor
from cogs.parties.in_loop import Asked
from db.database import Tx
from tests.cogs.parties.coming import announced, rsvp
from tests.cogs.parties.planning import planned
from tests.world import World, answer, words


@pytest.fixture
def asked_in(world: World, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """In which threads discord.py was asked of channels."""
    found = Counter[str]()

    def noted(ask: Callable[..., Any]) -> Callable[..., Any]:
        def ask_here(*about: Any) -> Any:
            found[threading.current_thread().name] += 1
            return ask(*about)

        return ask_here

    assert world.bot.extensions  # a bot that closes takes its modules along: these are the ones in use
    for name in ("seeing.may_view", "beginning.in_voice"):
        module, _, function = f"cogs.parties.{name}".rpartition(".")
        within = importlib.import_module(module)
        monkeypatch.setattr(within, function, noted(getattr(within, function)))
    return found


@pytest.fixture
def trips(world: World, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often something was carried to the database."""
    found = Counter[str]()

    def counted(name: str, carry: Callable[..., Any]) -> Callable[..., Any]:
        def carry_out(work: Callable[[Tx], Any]) -> Any:
            found[name] += 1
            return carry(work)

        return carry_out

    for name in ("read", "write"):
        monkeypatch.setattr(world.db, name, counted(name, getattr(world.db, name)))
    return found


async def test_from_a_channel_that_they_see_it_counts_and_discord_py_is_asked_in_its_loop(
    world: World, asked_in: Counter[str]
) -> None:
    stage = world.guild.create_text_channel("stage")
    party, _ = await announced(world, channel_id=stage.id, starts_in=timedelta(minutes=5))

    for verb, said in (("cant", Answer.CANT), ("going", Answer.GOING)):
        await world.tomas.click(await world.post_button(f"party:{verb}:{party.id}"), label="Press")
        stored = await rsvp(world, party, world.tomas)
        assert stored
        assert stored.answer is said
    await world.tomas.slash(
        world.channel, "party remind", how="by direct message", party=str(party.id), minutes=3
    )
    stored = await rsvp(world, party, world.tomas)
    assert stored
    assert stored.how is How.DIRECT
    for verb in ("remind", "here", "gone"):
        await world.tomas.click(await world.post_button(f"party:{verb}:{party.id}"), label="Press")
    async with world.db.snapshot() as tx:
        assert len(await tx.all("SELECT * FROM presences WHERE member_id = :id", id=world.tomas.id)) == 1

    assert asked_in == {threading.main_thread().name: 6}


async def test_who_is_in_the_voice_channel_is_asked_in_the_loop(world: World, asked_in: Counter[str]) -> None:
    voice = world.guild.create_voice_channel("Big Top")
    await world.tomas.join_voice(voice)
    party = await planned(world, voice_id=voice.id)

    told = answer(await world.hana.slash(world.channel, "party start", party=str(party.id)))

    assert "Press play" in words(told)
    async with world.db.snapshot() as tx:
        rows = await tx.all("SELECT member_id FROM presences")
    assert [row["member_id"] for row in rows] == [world.tomas.id]
    assert set(asked_in) == {threading.main_thread().name}


@pytest.mark.parametrize(("verb", "how"), [("going", "write"), ("remind", "read"), ("here", "write")])
async def test_from_the_party_s_own_channel_it_is_one_trip(
    world: World, trips: Counter[str], asked_in: Counter[str], verb: str, how: str
) -> None:
    party, _ = await announced(world, starts_in=timedelta(minutes=5))
    message = await world.post_button(f"party:{verb}:{party.id}")
    trips.clear()

    await world.tomas.click(message, label="Press")

    assert trips[how] == 1
    assert not asked_in


async def test_a_question_undoes_nothing_of_those_who_share_its_commit(world: World) -> None:
    party, _ = await announced(world, starts_in=timedelta(minutes=5))
    asked: list[int] = []

    async def going(number: int) -> bool:
        def sees(_: int) -> bool:
            asked.append(number)
            return number % 10 != 0

        who = Actor(party.guild_id, 10**17 + number, 10**17 + number, manages=False)
        known = Asked(sees, {party.channel_id: True} if number % 2 else {})
        try:
            await answering.answer(
                world.db, world.library, who, party.id, Answer.GOING, sees=known, now=world.env.now()
            )
        except Refusal:
            return False
        return True

    went = await asyncio.gather(*map(going, range(300)))

    assert went == [number % 10 != 0 for number in range(300)]
    assert sorted(asked) == list(range(0, 300, 2)), "who acts elsewhere is asked for, each once"
    async with world.db.snapshot() as tx:
        rows = await tx.all("SELECT member_id FROM rsvps")
    assert sorted(row["member_id"] - 10**17 for row in rows) == [n for n in range(300) if n % 10]
