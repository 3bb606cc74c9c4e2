"""What the crawler can press on a message, and what it chooses from lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import simcord

from tests.visitor import Visitor
from tests.world import BUTTON, SELECT

CONSENT = ("spoiler:open", "characters:open", "review:open")
"""Custom ids of the buttons that say `Show it anyway`: who presses one wants to be spoiled."""

ROLE, CHANNEL = 6, 8
"""Types of lists that Discord fills (Discord, "Component Types")."""
FIRST, LAST = ("undo", "unmark"), ("close", "cancelled", "end", "start", "erase", "delete")
"""How routes end that undo the very last act, and those after which a message has nothing left to press."""
UNDOS = 4
"""Undos of undos, which could go on for ever."""


@dataclass(frozen=True)
class Press:
    """A button, or an entry of a list, on a message as it looked when it came."""

    message: simcord.ResponseMessage
    components: list[dict[str, Any]]
    custom_id: str
    values: tuple[Any, ...] | None
    origin: str
    own: bool
    dm: bool = False


Lists = Mapping[int, tuple[Any, ...]]
"""What is chosen in lists that Discord fills, by their type."""


def choices(part: Mapping[str, Any], lists: Lists) -> Iterator[tuple[Any, ...] | None]:
    """What to choose from a list, None for a button."""
    kind = part["type"]
    if kind == SELECT:
        yield from _entries(part)
    elif kind == BUTTON:
        yield None
    else:
        assert kind in lists, f"the crawler does not know what to do with {part}"
        yield lists[kind]


def texts(options: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(value for value in options.values() if isinstance(value, str))


def route(custom_id: str) -> str:
    return ":".join(custom_id.split(":")[:2])


def _entries(menu: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """What to choose from a list: every entry of a short one, of a long one the ends and the middle."""
    values = [str(option["value"]) for option in menu["options"]]
    least, most = menu.get("min_values", 1), menu.get("max_values", 1)
    if len(values) > 10:
        values = [values[0], values[len(values) // 2], values[-1]]
    if least <= 1:
        yield from ((value,) for value in values)
    if most > 1:
        yield tuple(values[:most])


async def push(visitor: Visitor, press: Press) -> simcord.InteractionResult:
    actor = visitor.actor.user if press.dm else visitor.actor
    if press.values is None:
        return await actor.click(press.message, custom_id=press.custom_id)
    return await actor.select(press.message, press.values, custom_id=press.custom_id)
