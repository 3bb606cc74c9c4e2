"""Requests that count for Discord's global limit leave at a pace; answers to people do not wait for it."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress

import discord
import pytest
from discord.http import Route

from bot import rate_limit
from bot.rate_limit import Pace
from tests.stand_in import StandIn
from tests.world import World, make_bot

TOKEN = "a.real.looking-token"  # noqa: S105 - opens nothing but the stand-in


async def departures(pace: Pace, number: int) -> list[float]:
    """When each of so many that come at once leaves, in seconds from now."""
    loop = asyncio.get_running_loop()
    began = loop.time()

    async def one() -> float:
        await pace.wait()
        return loop.time() - began

    return list(await asyncio.gather(*[one() for _ in range(number)]))


def busiest(times: Sequence[float], *, within: float) -> int:
    """The most of them within so many seconds."""
    return max(sum(begin <= at < begin + within for at in times) for begin in times)


def test_any_second_stays_below_what_discord_allows() -> None:
    assert rate_limit.RATE + rate_limit.BURST < 50


async def test_after_a_pause_some_leave_at_once_and_the_others_one_after_the_other() -> None:
    pace = Pace(rate=20, burst=4)
    for _ in range(2):
        times = await departures(pace, 8)
        assert times == sorted(times)
        assert times[3] < 0.05
        assert all(at >= 0.05 * n - 0.005 for n, at in enumerate(times[4:], start=1))
        await asyncio.sleep(0.25)


async def test_a_pause_however_long_gives_no_more_than_the_burst() -> None:
    pace = Pace(rate=200, burst=3)
    await departures(pace, 1)
    await asyncio.sleep(0.2)
    times = await departures(pace, 20)
    assert times[-1] >= (20 - 3) / 200 - 0.005


async def test_they_leave_in_the_order_in_which_they_came() -> None:
    pace, left = Pace(rate=500, burst=1), list[int]()

    async def one(number: int) -> None:
        await pace.wait()
        left.append(number)

    await asyncio.gather(*[one(number) for number in range(20)])
    assert left == list(range(20))


async def test_who_gives_up_waiting_takes_nobody_s_place() -> None:
    pace = Pace(rate=10, burst=1)
    await pace.wait()
    waiting = [asyncio.create_task(pace.wait()) for _ in range(50)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await asyncio.wait(waiting)
    (at,) = await departures(pace, 1)
    assert at < 1


async def test_what_counts_waits_and_answers_to_people_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    trace = rate_limit.trace(Pace(rate=20, burst=2))
    async with StandIn(TOKEN) as stand_in:
        monkeypatch.setattr(Route, "BASE", stand_in.rest)
        async with discord.Client(intents=discord.Intents.none(), http_trace=trace) as client:
            await client.login(TOKEN)
            posts = [
                asyncio.create_task(client.http.request(Route("GET", "/gateway", metadata=str(number))))
                for number in range(12)
            ]
            answer = discord.Webhook.partial(1, "token", client=client)
            await answer.send("told at once")
            assert not all(task.done() for task in posts)
            await asyncio.gather(*posts)
        times = [request.at for request in stand_in.requests if request.path == "/gateway"]
    assert len(times) == 12
    assert busiest(times, within=0.25) < 10


class Counted(Pace):
    """Counts those who come, and lets them go."""

    came = 0

    async def wait(self) -> None:
        self.came += 1


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("/channels/1/messages", True),
        ("/channels/1/webhooks", True),
        ("/users/@me", True),
        ("/interactions/1/token/callback", False),
        ("/webhooks/1/token/messages/5", False),
    ],
)
async def test_answers_to_interactions_do_not_count(
    monkeypatch: pytest.MonkeyPatch, *, path: str, counts: bool
) -> None:
    async with counted(monkeypatch) as (_, client, pace):
        with suppress(discord.NotFound):
            await client.http.request(Route("DELETE", path))
    assert pace.came == counts


async def test_each_attempt_of_discord_py_s_own_waits_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    async with counted(monkeypatch) as (stand_in, client, pace):
        stand_in.fail("GET", "/gateway", 429, times=2)
        await client.http.request(Route("GET", "/gateway"))
    assert pace.came == 3


@asynccontextmanager
async def counted(
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncGenerator[tuple[StandIn, discord.Client, Counted]]:
    """A client that has logged in, none of whose requests has been counted yet."""
    pace = Counted()
    trace = rate_limit.trace(pace)
    async with StandIn(TOKEN) as stand_in:
        monkeypatch.setattr(Route, "BASE", stand_in.rest)
        async with discord.Client(intents=discord.Intents.none(), http_trace=trace) as client:
            await client.login(TOKEN)
            pace.came = 0
            yield stand_in, client, pace


async def test_the_bot_keeps_to_the_pace(world: World) -> None:
    trace = make_bot(world.db, world.library).http.http_trace
    assert trace is not None
    assert len(trace.on_request_start) == 1
