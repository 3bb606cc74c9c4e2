"""Commands that a visitor types straight through, instead of picking them from the list."""

import asyncio
import logging
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import discord
import simcord
from discord import app_commands

from bot.client import Bot
from bot.demo.page import open_form

_log = logging.getLogger(__name__)

Option = str | int | float | bool
"""What a command may be given by typing it."""

_YES_OR_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


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
        if name not in author.available_commands(channel):  # as in Discord, it stays what was said
            continue
        try:
            async with turn:
                env.backend.delete_message(channel.id, int(message["id"]))
                open_form(page, author.id, await author.slash(channel, name, **options))
                await page.refresh()
        except (simcord.SetupError, simcord.BackendError, TimeoutError):
            _log.exception("could not carry out %r", message["content"][:100])


def read_command(typed: str, tree: app_commands.CommandTree[Any]) -> tuple[str, dict[str, Option]] | None:
    """The command in `typed`, subcommand and all, and its options; None where there is none that fits.

    Options stand by name, `score: 8`, each up to the next name; what stands before the first name goes to the
    other options in their order, as far as it fits. Of those that take any text only the first is given words
    without its name; where several are needed, each is given one and the last one the rest. A command without
    options does not mind what follows it.
    """
    words = typed.removeprefix("/").split()
    if not words:
        return None
    command = tree.get_command(words[0])
    depth = 1
    while isinstance(command, app_commands.Group) and depth < len(words):
        command = command.get_command(words[depth])
        depth += 1
    if not isinstance(command, app_commands.Command):
        return None
    name = " ".join(words[:depth])
    parameters = command.parameters
    if not parameters:
        return name, {}
    options = _options(typed.removeprefix("/").split(maxsplit=depth)[depth:], parameters)
    if options is None or any(p.required and p.display_name not in options for p in parameters):
        return None
    return name, options


def _options(rest: Sequence[str], parameters: Sequence[app_commands.Parameter]) -> dict[str, Option] | None:
    """What the text after the command, if there is any, gives to the parameters; None if it does not fit."""
    by_name = {parameter.display_name: parameter for parameter in parameters}
    # At even places text, at odd ones the name that stands before what follows.
    parts = re.split(rf"(?<!\S)({'|'.join(map(re.escape, by_name))}):", "".join(rest))
    options: dict[str, Option] = {}
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        value = _value(text.strip(), by_name[name])
        if value is None or name in options:
            return None
        options[name] = value
    unnamed = [parameter for name, parameter in by_name.items() if name not in options]
    in_order = _in_order(parts[0].split(), unnamed)
    return None if in_order is None else options | in_order


def _in_order(words: list[str], parameters: Sequence[app_commands.Parameter]) -> dict[str, Option] | None:
    """Words without names: what comes before and after the first option of any text takes what it can.

    None where a word is left over.
    """
    options: dict[str, Option] = {}
    needed = [p for p in parameters if p.required and _takes_any_text(p)]
    if len(needed) > 1:  # a word for each of them, and all that is left for the last
        for parameter in needed[:-1]:
            words = _take(words, parameter, options, [1])
        parameters = [p for p in parameters if p not in needed[:-1]]
    free = next((place for place, p in enumerate(parameters) if _takes_any_text(p)), len(parameters))
    for parameter in parameters[:free]:
        words = _take(words, parameter, options, list(range(len(words), 0, -1)))
    for parameter in reversed(parameters[free + 1 :]):
        if not _takes_any_text(parameter):  # the option of any text keeps one word at least
            words = _take(words, parameter, options, list(range(1 - len(words), 0)))
    if words and free < len(parameters):
        value = _value(" ".join(words), parameters[free])
        if value is not None:
            options[parameters[free].display_name] = value
            words = []
    return None if words else options


def _take(
    words: list[str], parameter: app_commands.Parameter, options: dict[str, Option], counts: list[int]
) -> list[str]:
    """Give `parameter` the most words that it takes, and return the others.

    `counts` to try are of words from the front, or of words from the end where they are negative.
    """
    for count in counts:
        taken, left = (words[:count], words[count:]) if count > 0 else (words[count:], words[:count])
        value = _value(" ".join(taken), parameter)
        if value is not None:
            options[parameter.display_name] = value
            return left
    return words


def _takes_any_text(parameter: app_commands.Parameter) -> bool:
    return parameter.type is discord.AppCommandOptionType.string and not parameter.choices


def _value(text: str, parameter: app_commands.Parameter) -> Option | None:
    """`text` as the parameter takes it; None where it does not."""
    if parameter.choices:
        found = (c.value for c in parameter.choices if text.casefold() in _names(c))
        return next(found, None)
    try:
        match parameter.type:
            case discord.AppCommandOptionType.string:
                return text if _within(len(text), parameter) and text else None
            case discord.AppCommandOptionType.integer:
                number = int(text)
            case discord.AppCommandOptionType.number:
                number = float(text)
            case discord.AppCommandOptionType.boolean:
                return _YES_OR_NO.get(text.casefold())
            case _:  # a member, a channel or a file is picked, not typed
                return None
    except ValueError:
        return None
    return number if _within(number, parameter) else None


def _names(choice: app_commands.Choice[Any]) -> tuple[str, str]:
    return choice.name.casefold(), str(choice.value).casefold()


def _within(size: float, parameter: app_commands.Parameter) -> bool:
    """Whether a number, or the length of a text, is one that the parameter takes."""
    least, most = parameter.min_value, parameter.max_value
    return math.isfinite(size) and (least is None or size >= least) and (most is None or size <= most)
