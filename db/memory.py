"""What was made of rows, kept until one of the regions it was read from changes."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from db.regions import Region

MOST = 1024
"""Values that are kept; the one that was not asked for the longest goes first."""
ROWS = 200_000
"""Rows of which they were made, all in all; some 0.1 kB of a value come of one."""
REGIONS = 50_000
"""Places whose last change is remembered; past that, all is forgotten."""


T = TypeVar("T")


class Kept(NamedTuple, Generic[T]):
    """A value, the regions it was read from, and the moment from which on a change of them makes it void.

    `rows`: how many rows it was made of, for a measure of its size.
    """

    value: T
    regions: frozenset[Region]
    moment: int
    rows: int = 0


class Memory:
    """Values by key, and the moments at which regions last changed. Threads may share it.

    A moment is taken before the snapshot begins from which a value is made, and a region is said to have
    changed after the commit, before anybody is told of it. So a value can be taken for void too early, which
    costs a look into the database, and never too late.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Kept[Any]] = OrderedDict()
        self._rows = 0
        self._changed: dict[Region, int] = {}
        self._moment = 1
        self._forgot = 0
        self._lock = threading.Lock()

    @property
    def moment(self) -> int:
        """The last at which anything changed."""
        return self._moment

    def recall(self, key: Hashable) -> Kept[Any] | None:
        """What is kept for `key`, None where that is nothing good."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            if self._is_void(kept):
                del self._kept[key]
                self._rows -= kept.rows
                return None
            self._kept.move_to_end(key)
            return kept

    def keep(self, key: Hashable, kept: Kept[Any]) -> None:
        """Keep a value, unless one of its regions has changed meanwhile."""
        with self._lock:
            if self._is_void(kept):
                return
            if (former := self._kept.pop(key, None)) is not None:
                self._rows -= former.rows
            self._kept[key] = kept
            self._rows += kept.rows
            while len(self._kept) > MOST or self._rows > ROWS:
                _, oldest = self._kept.popitem(last=False)
                self._rows -= oldest.rows

    def change(self, regions: Iterable[Region]) -> None:
        """Let what was read from these regions be void."""
        with self._lock:
            self._moment += 1
            for region in regions:
                self._changed[region] = self._moment
            if len(self._changed) > REGIONS:
                self._forget()

    def forget(self) -> None:
        """Let everything be void."""
        with self._lock:
            self._moment += 1
            self._forget()

    def _forget(self) -> None:
        self._kept.clear()
        self._rows = 0
        self._changed.clear()
        self._forgot = self._moment

    def _is_void(self, kept: Kept[Any]) -> bool:
        moment, last = kept.moment, self._changed
        if moment == self._moment:  # nothing has changed anywhere
            return False
        if moment < self._forgot:
            return True
        for region in kept.regions:  # noqa: SIM110  a generator costs as much as the look
            if last.get(region, 0) > moment:
                return True
        return False
