"""What a row of the table of presses says of a route."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from tests.hostile.stage import Part, Stage, parts_of

Make = Callable[[Stage], Awaitable[Any]]
"""Makes a live instance: the messages on which it stands, a form that was opened, or its custom id."""


@dataclass(frozen=True)
class Row:
    """What is expected of a route, pressed by those for whom it was not meant.

    `anybody`: whether a stranger may. `anywhere`: whether it works in any server, as what is looked up does.
    `table`: whose rows are deleted before it is pressed again, and then it is refused. `right`: Mara may by
    her role, and may not without it.
    """

    make: Make
    anybody: bool = True
    anywhere: bool = False
    table: str = ""
    right: bool = False
    forger: bool = False
    """Whether forged ids are sent by Mara as well, who would get further than a stranger."""
    optional: bool = False
    """Whether what follows the id may be left out, which then means the same."""
    value: str | None = None
    """What is chosen from the list, where not the first."""

    async def instance(self, stage: Stage, route: str) -> Part:
        """The part of a live instance that leads to the route."""
        found = await self.make(stage)
        if isinstance(found, str):
            return Part(found)
        many = cast("list[Any]", found if isinstance(found, list) else [found])
        parts = [part for each in many for part in parts_of(each) if part.route == route]
        assert parts, f"what was made does not lead to {route}"
        part = parts[0]
        return part if self.value is None else replace(part, values=(self.value,))
