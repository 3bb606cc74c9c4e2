"""The stand-in for Discord, met by a small client of the real discord.py and by a small real process."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import discord
import pytest
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.stand_in import BOT_ID, GUILD_ID, RESET, StandIn

TOKEN = "a.real.looking-token"  # noqa: S105 - opens nothing but the stand-in
COMMANDS = f"/applications/{BOT_ID}/commands"
CHANNEL = f"/channels/{GUILD_ID + 1}/messages"
ROOT = Path(__file__).parents[1]
TINY_BOT = """
import asyncio, os, signal, sys, discord
print(*sys.argv[1:], flush=True)
async def main():
    task = asyncio.current_task()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.start(os.environ["TOKEN"])
try:
    asyncio.run(main())
except asyncio.CancelledError:
    print("stopped")
"""


class TinyBot(commands.Bot):
    def __init__(self) -> None:
        super().__init__("!", intents=discord.Intents(guilds=True))
        party = app_commands.Group(name="party", description="Parties")
        party.command(name="join")(join)
        self.tree.add_command(party)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.edit_message(content="waved")

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait the 5 s that discord.py leaves before a second IDENTIFY."""


@app_commands.describe(number="which", who="with whom")
async def join(interaction: discord.Interaction, number: int, who: discord.Member) -> None:
    """Join a party."""
    await interaction.response.send_message(f"{number} {who.id} {interaction.user.id}")
    await interaction.followup.send("and welcome")
    await interaction.edit_original_response(content="joined")


@pytest.fixture
async def stand_in(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StandIn]:
    async with StandIn(TOKEN) as stand_in:
        monkeypatch.setattr(Route, "BASE", stand_in.rest)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(stand_in.ws))
        yield stand_in


@asynccontextmanager
async def online(stand_in: StandIn) -> AsyncGenerator[TinyBot]:
    async with TinyBot() as bot:
        running = asyncio.create_task(bot.start(TOKEN))
        await stand_in.ready()
        yield bot
        running.cancel()  # else discord.py's close, meeting its own reading of the socket, sends 4000
        with suppress(asyncio.CancelledError):
            await running


async def test_a_client_logs_in_syncs_and_gets_its_guilds(stand_in: StandIn) -> None:
    async with online(stand_in) as bot:
        assert [guild.name for guild in bot.guilds] == ["Stage"]
        assert stand_in.requests[-1].path == COMMANDS
        assert [command.name for command in await bot.tree.fetch_commands()] == ["party"]
    assert stand_in.events[-2:] == [f"GET {COMMANDS}", "gateway closed 1000"]
    assert stand_in.closes[-1].code == 1000


async def test_a_slash_command_is_answered_followed_up_and_edited(stand_in: StandIn) -> None:
    async with online(stand_in):
        callback = await stand_in.slash("party join", {"number": 42, "who": "7"}, user_id=9)
        assert callback["data"]["content"] == "42 7 9"
        await stand_in.until(lambda: len(stand_in.requests) == 6)
    assert [message["content"] for message in stand_in.messages.values()] == ["joined", "and welcome"]


async def test_a_button_press_edits_its_message(stand_in: StandIn) -> None:
    async with online(stand_in):
        message = (await stand_in.slash("party join", {"number": 1, "who": "7"}))["data"]
        assert (await stand_in.press("wave", message))["data"]["content"] == "waved"


@pytest.mark.usefixtures("stand_in")
async def test_a_wrong_token_fails_the_login() -> None:
    async with TinyBot() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.start("another")


@pytest.mark.parametrize("code", [4000, 1000, None])
async def test_a_dropped_gateway_is_resumed_and_catches_up(stand_in: StandIn, code: int | None) -> None:
    async with online(stand_in) as bot:
        await stand_in.drop(code)
        await stand_in.dispatch("GUILD_CREATE", {"id": "5", "name": "Missed", "unavailable": False})
        await stand_in.seen("gateway RESUMED")
        await stand_in.caught_up()
        assert {guild.name for guild in bot.guilds} == {"Stage", "Missed"}
    assert stand_in.events.count("gateway IDENTIFY") == 1


async def test_a_forgotten_session_is_begun_anew(stand_in: StandIn) -> None:
    async with online(stand_in):
        stand_in.forget()
        await stand_in.drop()
        await stand_in.seen("gateway READY", times=2)


async def test_a_refused_identify_ends_the_client(stand_in: StandIn) -> None:
    stand_in.refuse_identify = 4014
    async with TinyBot() as bot:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await bot.start(TOKEN)


async def test_a_rate_limit_is_waited_out(stand_in: StandIn) -> None:
    stand_in.fail("PUT", COMMANDS, 429, times=2)
    async with online(stand_in):
        assert [r.status for r in stand_in.requests if r.method == "PUT"] == [429, 429, 200]


async def test_a_message_whose_answer_was_lost_is_the_same_when_sent_again(stand_in: StandIn) -> None:
    async with online(stand_in) as bot:
        channel = bot.get_partial_messageable(GUILD_ID + 1)
        stand_in.fail("POST", CHANNEL, RESET, done=True)
        with pytest.raises(OSError, match="reset"):
            await channel.send("once", nonce=7)
        await channel.send("once", nonce=7)
        assert len(stand_in.messages) == 1
        stand_in.fail("POST", CHANNEL, 503)
        with pytest.raises(discord.DiscordServerError):
            await channel.send("never")
        assert [r.status for r in stand_in.requests if r.path == CHANNEL] == [None, 200, 503]


async def test_a_callback_held_back_is_accepted_before_it_is_answered(stand_in: StandIn) -> None:
    async with online(stand_in):
        stand_in.hold = 0.2
        await stand_in.slash("party join", {"number": 1, "who": "7"})
        callback = stand_in.requests[-1]
        assert callback.status is None
        await stand_in.until(lambda: len(stand_in.messages) == 2)
        assert callback.status == 200


async def test_a_process_is_pointed_here_made_ready_and_stopped(tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot/__init__.py").touch()
    (tmp_path / "bot/__main__.py").write_text(TINY_BOT)
    async with StandIn(TOKEN) as stand_in:
        process = await asyncio.create_subprocess_exec(
            *stand_in.command("--flag"),
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT), "TOKEN": TOKEN},
            stdout=asyncio.subprocess.PIPE,
        )
        await stand_in.ready()
        process.send_signal(signal.SIGTERM)
        output, _ = await process.communicate()
        assert output == b"--flag\nstopped\n"
        assert process.returncode == 0
        await stand_in.seen("gateway closed 1000")
