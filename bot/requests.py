"""What is known of an interaction while it is dealt with: its name in the log, how it went, how long."""

import asyncio
import logging
import time
from collections.abc import Container
from typing import Protocol

import discord

from bot import logs
from bot.ui import Interaction

_log = logging.getLogger(__name__)

KINDS = {
    discord.InteractionType.application_command: "command",
    discord.InteractionType.component: "press",
    discord.InteractionType.modal_submit: "form",
    discord.InteractionType.autocomplete: "suggestion",
    discord.InteractionType.ping: "ping",
}
"""What an interaction is called where it is counted."""
_OUTCOME = "outcome"
_REMEMBERED = 2_000
"""Interactions that are told apart from those that come twice: minutes of a busy evening."""


class Meter(Protocol):
    """Who counts what was dealt with: see `bot.metrics`."""

    def dealt_with(self, kind: str, what: str, outcome: str, seconds: float) -> None:
        """Count an interaction."""
        ...


class Heard:
    """Which interactions were heard of last: a gateway that resumes may tell of one a second time."""

    def __init__(self) -> None:
        self._known: dict[int, None] = {}  # the oldest first

    def is_new(self, interaction_id: int) -> bool:
        """Whether it was not heard of before; from now on it was."""
        if interaction_id in self._known:
            _log.warning("interaction %s came a second time; left alone", interaction_id)
            return False
        self._known[interaction_id] = None
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return True


def begin(interaction: Interaction, meter: Meter | None, *, known: Container[str]) -> None:
    """Name what this task logs after the interaction, and have it counted when the task ends.

    `known` are the routes: what else is pressed is counted as unknown, so that there are no more names.
    """
    logs.begin_request(interaction.id)
    task = asyncio.current_task()
    if meter is None or task is None:
        return
    began = time.perf_counter()

    def note(_: object) -> None:
        outcome = str(interaction.extras.get(_OUTCOME, "done"))
        seconds = time.perf_counter() - began
        meter.dealt_with(KINDS[interaction.type], _what(interaction, known), outcome, seconds)

    task.add_done_callback(note)


def note_outcome(interaction: Interaction, outcome: str) -> None:
    """Note how it went where it was not done: refused with a sentence, failed, or late."""
    interaction.extras[_OUTCOME] = outcome


def _what(interaction: Interaction, known: Container[str]) -> str:
    if interaction.command is not None:
        return interaction.command.qualified_name
    custom_id = str((interaction.data or {}).get("custom_id", ""))
    route = ":".join(custom_id.split(":")[:2])
    return route if route in known else "unknown"
