"""What Encore keeps in memory by how many servers it is in, beside a client of discord.py that does nothing.

Each figure is the resident size of a process of its own, as an operator sees it (VmRSS), a while after it
is ready. Each server has 50 channels and tells of 100 members, as Discord does where there are not many. Of
these discord.py keeps, with these intents, who sits in a voice channel: five, or all, so that all are known.
"""

import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory_child import LONGEST
from tests.stand_in.objects import ALL, BOT_ID, INTERACTION, NOON, PLAIN, Json, member, user
from tests.stand_in.process import ROOT, TOKEN

SERVERS = (1, 1_000, 10_000)
CHANNELS, MEMBERS, ROLES = 50, 100, 10
SOME = 5
VOICES = {SOME: 3, MEMBERS: 1}
"""Members in voice channels, and how many times either bot is started; the two take turns."""
USED, TIMES = 1_000, 3
"""Servers in which commands are used, and how often."""
GOAL = 1.2
SETTLED = 3.0
"""Seconds that a bot is left alone after it is ready."""
IDLE, ENCORE = "benchmarks.idle", "bot"

_PREFIX = "@@"


def _id(number: int) -> str:
    """A placeholder of an id that is its server's own: the first digits are the server's."""
    return f"{_PREFIX}{number:04}"


def server_text(voices: int) -> str:
    """GUILD_CREATE with 50 channels and 100 members, `voices` of whom sit in voice channels."""
    everyone: Json = {"id": _id(0), "name": "@everyone", "permissions": str(PLAIN), "position": 0}
    roles = [everyone] + [
        {"id": _id(n), "name": f"role {n}", "permissions": str(PLAIN), "position": n} for n in range(1, ROLES)
    ]
    looks: Json = {"color": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
    people = [
        member(1, PLAIN) | {"user": user(1) | {"id": _id(1000 + n), "username": f"user{_PREFIX}{n}"}}
        for n in range(MEMBERS - 1)
    ]
    sitting: Json = {"deaf": False, "mute": False, "self_deaf": False, "self_mute": False}
    sitting |= {"self_video": False, "suppress": False}
    own: Json = {"id": _id(0), "name": f"Server {_PREFIX}", "owner_id": _id(1000), "member_count": MEMBERS}
    own |= {"roles": [role | looks for role in roles], "channels": [_channel(n) for n in range(CHANNELS)]}
    own |= {"members": [member(BOT_ID, ALL), *people], "unavailable": False, "guild_scheduled_events": []}
    own["voice_states"] = [
        sitting | {"user_id": _id(1000 + n), "channel_id": _id(100 + CHANNELS - 1), "session_id": _id(n)}
        for n in range(min(voices, len(people)))
    ]
    return json.dumps({"op": 0, "s": 1, "t": "GUILD_CREATE", "d": own})


def _channel(number: int) -> Json:
    """One of a server's: five categories first, voice channels last, each second one closed to a role."""
    kind = 4 if number < 5 else 0 if number < CHANNELS - 8 else 2
    own: Json = {"id": _id(100 + number), "name": f"channel {number}", "type": kind, "position": number}
    own |= {"parent_id": None if kind == 4 else _id(100 + number % 5), "nsfw": False}
    own |= {
        "topic": f"What belongs into channel {number} of this server.",
        "bitrate": 64_000,
        "user_limit": 0,
    }
    closed = [{"id": _id(0), "type": 0, "allow": "0", "deny": str(PLAIN)}] if number % 2 else []
    return own | {"permission_overwrites": closed}


def numbered(text: str, number: int) -> str:
    """The same for one server, by its number."""
    return text.replace(_PREFIX, _prefix(number))


def _prefix(number: int) -> str:
    return f"1{number:013}"


class Process:
    """A bot whose gateway is here."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def tell(self, text: str) -> None:
        """Let the gateway say something."""
        assert self._process.stdin
        self._process.stdin.write(text.encode() + b"\n")
        await self._process.stdin.drain()

    async def event(self, name: str, data: Json) -> None:
        """The same, of an event."""
        await self.tell(json.dumps({"op": 0, "t": name, "s": 1, "d": data}))

    async def resident(self, when: str) -> float:
        """Megabytes, some time after the bot is `ready` or has `answered` all."""
        await self._ask(when)
        await asyncio.sleep(SETTLED)
        return int(await self._ask(when)) / 1024

    async def _ask(self, when: str) -> str:
        assert self._process.stdout
        await self.tell(when)
        said = (await self._process.stdout.readline()).decode()
        assert said, "the bot ended before it was asked to"
        return said

    async def all_answered(self) -> None:
        """Wait until every interaction has its answer."""
        await self._ask("answered")

    async def end(self) -> None:
        """Let the lines end, and with them the bot."""
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()


@asynccontextmanager
async def running(program: str, folder: Path, servers: int, *, voices: int) -> AsyncGenerator[Process]:
    """A bot, online as far as it knows, in so many servers."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.memory_child", program),
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "DISCORD_TOKEN": TOKEN, "ENCORE_LOG_LEVEL": "WARNING"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST,
    )
    process = Process(child)
    try:
        ready: Json = {"user": user(BOT_ID, bot=True), "session_id": "here"}
        ready |= {
            "guilds": [{"id": f"{_prefix(n)}0000", "unavailable": True} for n in range(servers)],
            "resume_gateway_url": "wss://nowhere",
            "application": {"id": str(BOT_ID), "flags": 0},
        }
        await process.event("READY", ready)
        text = server_text(voices)
        for number in range(servers):
            await process.tell(numbered(text, number))
        yield process
    finally:
        await process.end()


def used(number: int, turn: int) -> list[Json]:
    """What members do in one server: look an episode up, type, vote, mark, look at the ranking."""
    commands: list[tuple[int, str, Json]] = [
        (2, "episode", {"episode": "26"}),
        (4, "episode", {"episode": f"the {number % 500}"}),
        (2, "vote", {"episode": str(number % 26 + 1), "score": number % 10 + 1}),
        (2, "watched", {"episodes": "1-8"}),
        (2, "ranking", {}),
    ]
    return [_interaction(number, 10 * turn + place, *command) for place, command in enumerate(commands)]


def _interaction(number: int, place: int, kind: int, name: str, given: Json) -> Json:
    options = [
        {"name": key, "type": 4 if isinstance(value, int) else 3, "value": value}
        for key, value in given.items()
    ]
    if kind == 4:
        options[0]["focused"] = True
    guild_id, channel_id = f"{_prefix(number)}0000", f"{_prefix(number)}0120"
    return INTERACTION | {
        "id": f"{_prefix(number)}9{place:03}",
        "token": f"token{number}-{place}",
        "type": kind,
        "data": {"id": "1", "name": name, "type": 1, "options": options},
        "guild_id": guild_id,
        "guild": {"id": guild_id, "locale": "en-US", "features": []},
        "channel_id": channel_id,
        "channel": {"id": channel_id, "type": 0, "guild_id": guild_id, "name": "channel 20", "position": 20},
        "member": member(int(_prefix(number)) * 10_000 + 1000 + place % 10, PLAIN) | {"joined_at": NOON},
    }


async def use(process: Process, turn: int) -> float:
    """Let members use commands in each server, one server after the other; megabytes after."""
    for number in range(USED):
        for payload in used(number, turn):
            await process.event("INTERACTION_CREATE", payload)
        await process.all_answered()
    return await process.resident("answered")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Megabytes of either bot, medians."""

    idle: float
    encore: float

    def __str__(self) -> str:
        ratio = self.encore / self.idle
        verdict = "within" if ratio <= GOAL else "NOT WITHIN"
        return f"{self.idle:10.1f} MB{self.encore:10.1f} MB {ratio:6.2f}x  {verdict} {GOAL}x"


async def compared(folder: Path, servers: int, *, voices: int) -> Sizes:
    """Both bots with so many servers, in turns."""
    found: dict[str, list[float]] = {IDLE: [], ENCORE: []}
    for _ in range(VOICES[voices]):
        for program, sizes in found.items():
            async with running(program, folder, servers, voices=voices) as process:
                sizes.append(await process.resident("ready"))
    return Sizes(statistics.median(found[IDLE]), statistics.median(found[ENCORE]))


async def in_use(folder: Path) -> None:
    """Print how Encore grows while it is used: what it remembers of servers has to have an end."""
    async with running(ENCORE, folder, USED, voices=SOME) as process:
        fresh = await process.resident("ready")
        grown = [await use(process, turn) for turn in range(TIMES)]
    steps = ", ".join(f"{size:.1f} MB" for size in grown)
    print(f"  Encore in {USED:,} servers: {fresh:.1f} MB; five commands in each, {TIMES} times: {steps}")


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with running(ENCORE, folder, 1, voices=SOME) as process:
            await process.resident("ready")  # makes the database, once for all: no bot does so at each start
        print(f"{'Resident, in servers of 50 channels':<40} does nothing       Encore")
        for voices in VOICES:
            print(f"  {voices} of {MEMBERS} members in voice channels")
            for servers in SERVERS:
                sizes = await compared(folder, servers, voices=voices)
                print(f"    {f'{servers:,} servers':<32}{sizes}")
        await in_use(folder)
    print()


if __name__ == "__main__":
    asyncio.run(main())
