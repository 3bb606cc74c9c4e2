"""The demo's pulse: the bot acts by itself, and the page follows."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import simcord

from bot import ui
from bot.demo import pulse
from bot.demo.page import take_turns
from bot.domain.work import Work
from db import due
from tests.world import World, walk

KIND = "test:edit"


@dataclass
class Heart:
    """A channel's page with its pulse, and how often it has beaten and drawn the page."""

    world: World
    page: simcord.Preview
    turn: asyncio.Lock
    faults: list[Exception] = field(default_factory=list[Exception])
    """What the next beats are to meet."""
    drawn: int = 0
    beaten: asyncio.Event = field(default_factory=asyncio.Event)

    async def settle(self) -> None:
        """A beat's first half, in place of simcord's."""
        self.beaten.set()
        if self.faults:
            raise self.faults.pop(0)
        await simcord.Env.settle(self.world.env)

    async def refresh(self) -> None:
        """Its second half."""
        self.drawn += 1
        await simcord.Preview.refresh(self.page)

    async def beat(self, times: int) -> None:
        """Wait until it has beaten so often."""
        for _ in range(times):
            self.beaten.clear()
            await self.beaten.wait()

    async def until_shown(self, text: str) -> None:
        """Wait until the page shows `text`, at most some seconds."""
        async with asyncio.timeout(5):
            while not self.shows(text):
                await self.beat(1)

    @property
    def shown(self) -> Any:
        """The page as it is published now."""
        (page, *_) = self.page._pages.values()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        return page

    def shows(self, text: str) -> bool:
        """Whether the page shows `text`."""
        return text in str(self.shown.snapshot)

    async def press(self, message_id: int, label: str, *, revision: int) -> dict[str, Any]:
        """Press a button as the browser does, which last saw the page at `revision`."""
        (message,) = (m for m in self.shown.snapshot["messages"].values() if m["id"] == str(message_id))
        (button,) = (part for part in walk(message["components"]) if part.get("label") == label)
        shown = self.shown
        body = {
            "kind": "click",
            "protocol_version": 3,
            "sequence": 1,
            "request_id": "press",
            "generation": shown.generation,
            "bot_generation": 1,
            "published_revision": revision,
            "target_id": str(message_id),
            "control_key": f"message:{message_id}:component:{button['id']}",
        }
        return await self.page._action(shown.id, body)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


@asynccontextmanager
async def beating(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Heart]:
    """The page of a channel, with its pulse, which goes on until the end."""
    monkeypatch.setattr(pulse, "BEAT", 0.01)
    async with world.env.preview(world.channel, viewers=[world.hana, world.tomas], layout="channel") as page:
        heart = Heart(world, page, take_turns(page))
        monkeypatch.setattr(world.env, "settle", heart.settle)
        monkeypatch.setattr(page, "refresh", heart.refresh)
        task = asyncio.create_task(pulse.beat(world.env, page, turn=heart.turn))
        try:
            yield heart
        finally:
            assert not task.done()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _post(world: World, text: str) -> Any:
    channel: Any = world.bot.get_channel(world.channel.id)
    return await channel.send(view=ui.page(ui.card(text)))


async def test_what_the_worker_edits_when_its_time_has_come_shows_without_a_press(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await _post(world, "0 votes")

    async def edit(_: Work) -> None:
        await message.edit(view=ui.page(ui.card("3 votes")))

    world.bot.worker.add(KIND, edit)
    async with beating(world, monkeypatch) as heart:
        at = world.env.now() + timedelta(seconds=5)
        async with heart.turn:
            async with world.db.transaction() as tx:
                await due.schedule(tx, guild_id=world.guild.id, kind=KIND, subject_id=1, at=at)
            world.bot.wake(at)
        await heart.beat(5)
        assert heart.shows("0 votes")

        world.env.backend.clock.advance(6)
        await heart.until_shown("3 votes")


async def test_a_page_on_which_nothing_happens_is_not_drawn_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with beating(world, monkeypatch) as heart:
        await heart.beat(5)
        before = heart.drawn
        await heart.beat(20)

        assert heart.drawn == before
        await _post(world, "something")
        await heart.until_shown("something")


async def test_a_page_is_drawn_anew_now_and_then_for_its_times(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "REDRAWN", 0.02)
    async with beating(world, monkeypatch) as heart:
        await heart.beat(20)

        assert heart.drawn > 2


async def test_a_beat_that_fails_is_logged_and_the_next_one_comes(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        async with beating(world, monkeypatch) as heart:
            heart.faults = [simcord.SetupError("one"), TimeoutError("another")]
            await _post(world, "still here")
            await heart.until_shown("still here")

    assert caplog.text.count("a beat of the demo failed") == 2


async def test_a_visitors_action_never_meets_a_beat(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with beating(world, monkeypatch) as heart:
        for number in range(1, 21):
            async with heart.turn:
                result = await world.hana.slash(world.channel, "episode", episode=str(number))
            assert result.response is not None
            await heart.beat(1)


async def test_a_press_counts_though_the_page_was_drawn_anew_a_moment_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await world.hana.slash(world.channel, "episode", episode="1")
    assert card.response is not None
    async with beating(world, monkeypatch) as heart:
        await heart.beat(2)
        seen = heart.shown.revision
        await _post(world, "the page changes")
        await heart.until_shown("the page changes")

        receipt = await heart.press(card.response.id, "2 →", revision=seen)

        assert heart.shown.revision > seen
        assert not receipt["rejected"]
        await heart.until_shown("2 · My Amazing And Lonely Challenge")
