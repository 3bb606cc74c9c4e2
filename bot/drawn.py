"""What was made of a value and still holds, a card above all: an equal answer is not put together twice."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

ROOM = 256
"""Things that are kept, some 10 kB each with 26 episodes; which was not asked for the longest goes first."""


class Drawn:
    """Things by the very object that they show, as `Database.recall` gives it again while nothing changed."""

    def __init__(self, *, room: int = ROOM) -> None:
        self._room = room
        # The value is kept beside what was made of it, so that no other one gets its id.
        self._kept: OrderedDict[tuple[int, Hashable], tuple[object, Any]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, value: object, make: Callable[[], T], *, part: Hashable = None) -> T:
        """What `make` makes of `value`; of several things, `part` says which. None of them ever changes."""
        key = id(value), part
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept[1]
        made = make()
        self._kept[key] = value, made
        if len(self._kept) > self._room:
            self._kept.popitem(last=False)
        return made
