"""Where the press of a button, a choice in a list and a sent form find who answers them.

A component carries a custom id `<feature>:<verb>:<row id>` and no state; all it needs is looked up when it is
pressed, so it works for as long as its message stands, across restarts. discord.py's own dispatch of views is
not used: it drops what a persistent item raises, forgets items when a view they shared ends, and leaves a
form that was open across a restart without an answer.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, cast

import discord

from bot.domain.refusal import Refusal
from bot.errors import explain
from bot.ui import Interaction

Handler = Callable[[Interaction, str], Awaitable[None]]
"""Answers a press, given the row id that its custom id carries (forged, for all it knows)."""

_NAME = re.compile(r"[a-z]+:[a-z]+")


class Routes:
    """The handlers of all custom ids, each found by `<feature>:<verb>`."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._handlers)

    def __contains__(self, name: object) -> bool:
        return name in self._handlers

    def add(self, name: str, handler: Handler) -> None:
        """Let `handler` answer custom ids that begin with `name`.

        Raises:
            ValueError: the name is not `<feature>:<verb>`, or it is taken.
        """
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not <feature>:<verb>")
        if name in self._handlers:
            raise ValueError(f"{name!r} is taken")
        self._handlers[name] = handler

    async def answer(self, interaction: Interaction) -> None:
        """Answer a press or a sent form. Whatever goes wrong becomes a sentence; nothing is raised."""
        feature, _, rest = str((interaction.data or {}).get("custom_id", "")).partition(":")
        verb, _, row_id = rest.partition(":")
        handler = self._handlers.get(f"{feature}:{verb}")
        try:
            if handler is None:
                raise Refusal(
                    "This is from an earlier version of me and no longer works. Use the command again."
                )
            await handler(interaction, row_id)
        except Exception as error:  # noqa: BLE001  the last place where an error can still become an answer
            await explain(interaction, error)


def chosen(interaction: Interaction) -> list[str]:
    """The values chosen in a select menu."""
    data = cast("dict[str, Any]", interaction.data or {})
    return [str(value) for value in data.get("values") or ()]


def whole(text: str, *, otherwise: str) -> int:
    """A whole number of at most 63 bits, as ids are, out of a custom id, a list or an option.

    Raises:
        Refusal: it is none; `otherwise` says what to do.
    """
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) < 2**63):
        raise Refusal(otherwise)
    return int(text)


def is_routed(interaction: discord.Interaction) -> bool:
    """Whether the interaction is a press, a choice or a sent form."""
    return interaction.type in (discord.InteractionType.component, discord.InteractionType.modal_submit)
