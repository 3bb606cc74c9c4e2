"""The offline demo: the real bot on a simulated Discord, shown as a page in the browser.

All that Encore knows of simcord outside the tests is in this folder.
"""

import asyncio
import os
import socket
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import discord
import simcord

from bot.client import Bot
from bot.demo import gatherings, history, overrides, pulse
from bot.demo.page import dress, take_turns
from bot.demo.typed import run_typed_commands
from bot.domain.catalogue import Show
from bot.text import clip

MEMBERS = ("hana", "Tomás", "priya_k", "Maximilian von Ostheim")
"""The sample server's members; the page lets one act as any of them. The first manages the server."""

OTHERS = ("ines", "Jun", "Léa", "oksana_", "Samir", "wren", "Ayu", "bergmann", "Noor", "tilde")
"""Members more, who have voted but whom nobody can act as."""
IN_VOICE = 3
"""So many of them sit in the voice channel, so that a party there is attended."""


_READY = "Encore's demo is ready. Open this address in a browser:\n\n  {}\n\nStop it with Ctrl+C."


class RealClock:
    """Keeps simulated time level with real time; skipping ahead stays possible.

    Stands in for simcord's clock, which moves only when told to.
    """

    def __init__(self) -> None:
        self._began = discord.utils.utcnow()
        self._offset = -monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds since the demo began."""
        return monotonic() + self._offset

    def now(self) -> datetime:
        """The time it is, aware, in UTC."""
        return self._began + timedelta(seconds=self.elapsed)

    def advance(self, seconds: float) -> None:
        """Skip ahead."""
        self._offset += seconds


async def run(bot: Bot, *, port: int, announce: Callable[[str], None]) -> None:
    """Serve the demo on the loopback address until it is ended in the page or this is cancelled.

    `announce` is told the one address to open. It carries a secret: who has it can act as any sample member.
    """
    dress()
    overrides.teach()
    env = simcord.Env(bot, check_errors=False)
    place = _furnish(env, bot.show(None))
    env.backend.clock = RealClock()  # pyright: ignore[reportAttributeAccessIssue]  the same, but for its pace
    await env.start()
    try:
        with env.time_context():
            await _begin(bot, place)
            async with env.preview(
                place.lounge, viewers=place.members, layout="channel", timezone=_zone(), port=_free(port)
            ) as page:
                announce(_READY.format(page.url))
                turn = take_turns(page)
                await _until_first(
                    page.wait_closed(),
                    run_typed_commands(env, page, place.lounge, place.members, turn=turn),
                    pulse.beat(env, page, turn=turn),
                )
    finally:
        await env.shutdown()


@dataclass(frozen=True, slots=True)
class _Place:
    """The sample server. `members`: those whom a visitor can act as."""

    guild: simcord.GuildHandle
    lounge: simcord.ChannelHandle
    room: simcord.ChannelHandle
    members: list[simcord.MemberActor]
    others: list[simcord.MemberActor]


def _furnish(env: simcord.Env, show: Show) -> _Place:
    """Make the sample server, while simulated time stands at its fixed start.

    Ids are made from the time, so every run has the same server and members, and the demo's database goes on
    belonging to them.
    """
    env.backend.edit_bot_profile("Encore")
    guild = env.create_guild(f"{clip(show.title, 80)} (sample)", owner=env.create_user("Encore's maker"))
    lounge = guild.create_text_channel(
        "lounge", topic="A sample server: its members and their words are made up."
    )
    room = guild.create_voice_channel("Watch room")
    members = [guild.add_member(env.create_user(name)) for name in MEMBERS]
    others = [guild.add_member(env.create_user(name)) for name in OTHERS]
    keepers = guild.create_role("Keepers", permissions=discord.Permissions(manage_guild=True))
    env.backend.add_member_role(guild.id, members[0].id, keepers.id)
    for member in others[:IN_VOICE]:
        env.backend.set_voice_state(guild.id, member.id, room.id)
    return _Place(guild, lounge, room, members, others)


async def _begin(bot: Bot, place: _Place) -> None:
    """Let the sample server have a history, and somebody say hello."""
    show = bot.show(None)
    await history.begin(
        bot.db,
        show,
        guild_id=place.guild.id,
        member_ids=[member.id for member in place.others],
        visitor_ids=[member.id for member in place.members],
        channel_id=place.lounge.id,
        voice_id=place.room.id,
        now=bot.clock(),
    )
    await place.members[1].send(place.lounge, _opening(show))


def _opening(show: Show) -> str:
    first, last = show.episodes[0].label, show.episodes[-1].label
    return (
        f"Sample chat: where were we? Our votes are as made up as we are. Try /episode {last}, "
        f"/progress show, /ranking or /help. Or plan a party: /party plan {first} in 2 minutes. "
        f"An episode lasts {gatherings.RUNTIME} minutes here."
    )


async def _until_first(*works: Coroutine[Any, Any, None]) -> None:
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _free(port: int) -> int:
    """`port`, or 0 (any) where another program has it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return 0
    return port


def _zone() -> str:
    """The machine's IANA time zone, where it can be found out; UTC else."""
    name = os.environ.get("TZ") or str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
