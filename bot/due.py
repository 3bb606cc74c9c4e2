"""The worker: carries out what is due, each piece by who said it would, and again where that may help."""

import asyncio
import logging
import math
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

import discord

from bot import line, outages
from bot.domain.work import Work

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""How long a piece of work is one process's own; then another may take it."""
PATIENCE = 45.0
"""Seconds that one piece may take: less than the lease, or it might be done twice at once."""
IDLE = 30.0
"""Seconds until the table is looked at though nothing is due: other processes' rows, clocks that jump."""
AT_ONCE = 20
"""Pieces of work under way at the same time, at most."""
AT_ONCE_EACH = 5
"""Of these, pieces of one server, at most: who has much to be done does not hold up the others."""
PAUSE = 1.0
"""Seconds until the next look where something is due that has to wait for its server's places."""
DELAYS = (5, 15, 60, 300, 900, 3600)
"""Seconds until the next attempt, after each that failed. Then the work is given up."""
OUTAGE = 7 * 24
"""Attempts more, an hour apart, where it is Discord or the line that fails: a week."""

Doer = Callable[[Work], Awaitable[None]]
"""Does one piece of work. It may be called again after a crash, so what it does must bear repeating."""


class Agenda(Protocol):
    """The table of what is due."""

    async def claim(
        self, *, now: datetime, lease: timedelta, limit: int, each: int, busy: Mapping[int, int]
    ) -> list[Work]:
        """Take at most `limit` pieces whose time has come, guild by guild its longest due; in no order.

        A guild is given `each` at most, less what of it is under way here: `busy`, pieces of work by guild.
        One call may leave pieces that it could have taken; a call that takes none leaves none.
        """
        ...

    async def finish(self, work: Work) -> None:
        """Remove what was done, unless it was asked for again meanwhile."""
        ...

    async def postpone(self, work: Work, *, at: datetime) -> None:
        """Have it tried again at `at`, unless it was asked for again meanwhile."""
        ...

    async def next_at(self) -> int | None:
        """When the next piece is due, in epoch seconds; None where nothing is to be done."""
        ...


class Worker:
    """Looks at the table when something in it is due, and does it."""

    def __init__(
        self,
        agenda: Agenda,
        *,
        clock: Callable[[], datetime],
        rest: Callable[[float], Awaitable[None]],
        wake: Callable[[], None],
        remember_work: Callable[[asyncio.Task[Any]], None],
        idle: float = IDLE,
    ) -> None:
        """`rest` sleeps for so many seconds, or until `wake` cuts it short.

        `remember_work` is told of each task that does something, so that closing can wait for it.
        """
        self._agenda = agenda
        self._clock = clock
        self._rest = rest
        self._wake = wake
        self._remember_work = remember_work
        self._idle = idle
        self._doers: dict[str, Doer] = {}
        self._longest: dict[str, int] = {}
        self._busy: dict[tuple[int, int], asyncio.Task[None]] = {}
        self._behind: dict[tuple[int, int], list[Work]] = {}
        self._until = 0.0
        self._asked = math.inf

    def __iter__(self) -> Iterator[str]:
        return iter(self._doers)

    def add(self, kind: str, doer: Doer, *, longest: int = DELAYS[-1]) -> None:
        """Let `doer` do the work of that kind. `longest`: seconds until an attempt that failed is repeated.

        Raises:
            ValueError: the kind is taken.
        """
        if kind in self._doers:
            raise ValueError(f"{kind!r} is taken")
        self._doers[kind] = doer
        self._longest[kind] = longest

    def expect(self, at: datetime) -> None:
        """Know that something was put into the table for `at`; a rest that lasts longer is cut short."""
        self._asked = min(self._asked, at.timestamp())
        if self._asked < self._until:
            self._wake()

    async def run(self) -> None:
        """Do what is due, for ever; what fell due while nobody worked comes first."""
        while True:
            self._asked = math.inf
            next_at = await self._turn()
            now = self._clock().timestamp()
            self._until = min(next_at, self._asked, now + self._idle)
            if self._until > now:
                await self._rest(self._until - now)

    async def _turn(self) -> float:
        """Do all that is due; when something else is, in epoch seconds."""
        try:
            while free := AT_ONCE - len(self._busy):
                work = await self._claim(free)
                if not work:
                    break
                for piece in work:
                    await self._begin(piece)
            else:
                return math.inf  # whichever ends first wakes the worker
            next_at = await self._agenda.next_at()
        except Exception as error:  # noqa: BLE001  a worker that raised would work no more
            _report("could not look at what is due", error)
            return math.inf
        if next_at is None:
            return math.inf
        # What is due and was not taken waits for its server's places. What falls due after it does not.
        crowded = AT_ONCE_EACH in self._by_guild().values()
        return max(next_at, self._clock().timestamp() + PAUSE) if crowded else next_at

    async def _claim(self, free: int) -> list[Work]:
        return await self._agenda.claim(
            now=self._clock(), lease=LEASE, limit=free, each=AT_ONCE_EACH, busy=self._by_guild()
        )

    def _by_guild(self) -> Counter[int]:
        """How many pieces of each server's are under way."""
        return Counter(guild_id for guild_id, _ in self._busy)

    async def _begin(self, work: Work) -> None:
        """Do it beside the others, but never beside other work about the same row: it comes after that."""
        key = (work.guild_id, work.subject_id)
        if key in self._busy:
            # Its row says a little later, should the process end before the other work does.
            later = self._clock() + timedelta(seconds=DELAYS[0])
            self._behind.setdefault(key, []).append(replace(work, until=later))
            await self._agenda.postpone(work, at=later)
            return
        task = self._busy[key] = asyncio.create_task(self._do(work), name=f"{work.kind}:{work.subject_id}")
        self._remember_work(task)
        task.add_done_callback(lambda _: self._end(key))

    def _end(self, key: tuple[int, int]) -> None:
        """There is room for another: what waited for this comes now, and it may have asked for more."""
        del self._busy[key]
        for work in self._behind.pop(key, ()):
            self._remember_work(asyncio.create_task(self._bring_forward(work), name=f"next:{work.kind}"))
        self.expect(self._clock())

    async def _bring_forward(self, work: Work) -> None:
        try:
            now = self._clock().replace(microsecond=0)  # rows know seconds: a part of one would be the next
            await self._agenda.postpone(work, at=now)
            self.expect(now)
        except Exception as error:  # noqa: BLE001  it comes a little later
            _report(f"could not bring {work.kind} of {work.subject_id} forward", error)

    async def _do(self, work: Work) -> None:
        doer = self._doers.get(work.kind)
        try:
            if doer is None:
                _log.error("nobody does %s; given up", work.kind)
            else:
                async with asyncio.timeout(PATIENCE):
                    await doer(work)
            await self._agenda.finish(work)
        except Exception as error:  # noqa: BLE001  one piece that fails must not stop the others
            try:
                await self._failed(work, error)
            except Exception as again:  # noqa: BLE001  the database's: the lease will end
                _report(f"{work.kind} of {work.subject_id} failed and stays leased", again)

    async def _failed(self, work: Work, error: Exception) -> None:
        what = f"{work.kind} of {work.subject_id}, attempt {work.attempts}"
        outage = outages.of(error)
        passing = line.passes(error) or (outage is not None and outage.passes)
        if work.attempts > (len(DELAYS) + OUTAGE if passing else len(DELAYS)) or _is_final(error):
            _log.error("%s failed; given up", what, exc_info=error)
            await self._agenda.finish(work)
            return
        longest = self._longest.get(work.kind, DELAYS[-1])
        delay = timedelta(seconds=min(longest, DELAYS[min(work.attempts, len(DELAYS)) - 1]))
        _log.log(
            logging.WARNING if passing else logging.ERROR,
            "%s failed (%s); again in %d s",
            what,
            error,
            delay.total_seconds(),
            exc_info=None if passing else error,
        )
        await self._agenda.postpone(work, at=self._clock() + delay)


def _report(what: str, error: Exception) -> None:
    """Log what the worker could not do: in one line where the database cannot be used, whoever mends it."""
    if outage := outages.of(error):
        _log.error("%s: %s (%s)", what, outage.logged, error)
    else:
        _log.error("%s", what, exc_info=error)


def _is_final(error: Exception) -> bool:
    """Whether Discord would say the same the next time."""
    return isinstance(error, discord.HTTPException) and error.status >= 400 and not line.passes(error)
