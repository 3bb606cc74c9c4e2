"""Commands that a visitor types straight through, instead of picking them from the list."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import discord
import simcord
from discord import app_commands

from bot.client import Bot

_log = logging.getLogger(__name__)


async def run_typed_commands(
    env: simcord.Env,
    page: simcord.Preview,
    channel: simcord.ChannelHandle,
    members: Sequence[simcord.MemberActor],
    *,
    turn: asyncio.Lock,
) -> None:
    """Carry out a command that a member sent as plain text, holding `turn` meanwhile.

    In the page a command is picked from the list that opens at `/`; who types `/episode 26` straight through
    and presses Enter sends a message. Here it runs all the same, as Discord itself would have had it.
    """
    messages: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()

    def hear(event: str, payload: Mapping[str, Any]) -> None:
        if event == "MESSAGE_CREATE" and str(payload.get("content", "")).startswith("/"):
            messages.put_nowait(payload)

    env.backend.subscribers.append(hear)
    while True:
        message = await messages.get()
        author = next((m for m in members if str(m.id) == message["author"]["id"]), None)
        command = read_command(message["content"], env.bot.tree) if isinstance(env.bot, Bot) else None
        if author is None or command is None:
            continue
        name, options = command
        try:
            async with turn:
                env.backend.delete_message(channel.id, int(message["id"]))
                await author.slash(channel, name, **options)
                await page.refresh()
        except (simcord.SetupError, simcord.BackendError, TimeoutError):
            _log.exception("could not carry out %r", message["content"][:100])


def read_command(typed: str, tree: app_commands.CommandTree[Any]) -> tuple[str, dict[str, str]] | None:
    """The command in `typed` and its options, None where there is none.

    `/episode 26` gives what follows the name to the first option that is text.
    """
    name, _, rest = typed.removeprefix("/").strip().partition(" ")
    command = tree.get_command(name)
    if not isinstance(command, app_commands.Command):
        return None
    texts = [p.name for p in command.parameters if p.type is discord.AppCommandOptionType.string]
    if rest and texts:
        return name, {texts[0]: rest.strip().removeprefix(f"{texts[0]}:").strip()}
    return None if any(p.required for p in command.parameters) else (name, {})
