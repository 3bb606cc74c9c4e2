"""Draws pictures off the event loop, and keeps the last ones."""

import asyncio
import logging
import sys
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bot.pictures.specs import Spec
from bot.text import ALT_TEXT, clip

_log = logging.getLogger(__name__)

ROOM = 16 * 1024 * 1024
"""Bytes of finished pictures that are kept: about 400."""
QUEUE = 16
"""Pictures that may be under way or wait for it: what patience allows for."""
PATIENCE = 1.5
"""Seconds that a card waits for its picture: half of what Discord gives an answer."""

HANDOVER = 0.0005
"""Seconds until the thread must hand Python's lock to the event loop, which else waits 5 ms each time."""

Paint = Callable[[Spec], bytes]


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture: its file name, PNG, and what it shows in words (at most 1,024 characters)."""

    name: str
    data: bytes
    alt: str


class Studio:
    """Draws at most one picture at a time; equal ones are drawn once.

    In a thread, which lets the event loop run at once whenever it wants to (`make bench` measures it). A
    process would take 29 MB, and outlive a bot that is killed.
    """

    def __init__(
        self, paint: Paint | None = None, *, room: int = ROOM, queue: int = QUEUE, patience: float = PATIENCE
    ) -> None:
        """`paint` is called in the thread; by default the real painter, loaded with the first picture."""
        self._paint = paint
        self._room = room
        self._queue = queue
        self._patience = patience
        self._kept: OrderedDict[Spec, bytes] = OrderedDict()
        self._under_way: dict[Spec, asyncio.Task[bytes | None]] = {}
        self._thread: ThreadPoolExecutor | None = None
        self._complained = False
        self._closed = False

    async def draw(
        self, spec: Spec, *, name: str, alt: str, may: Callable[[], bool] | None = None
    ) -> Picture | None:
        """The picture of `spec`, as `<name>.png`; None where it could not be drawn in time.

        A card that shows it must say the same without it. `alt` is cut to Discord's limit. `may` is asked
        where it would have to be drawn anew, whether that may be.
        """
        data = self._kept.get(spec)
        if data is None:
            data = await self._wait_for(spec, may)
        else:
            self._kept.move_to_end(spec)
        return None if data is None else Picture(f"{name}.png", data, clip(alt, ALT_TEXT))

    async def close(self) -> None:
        """Draw nothing more; who still waits gets None. What is being drawn ends by itself, soon."""
        self._closed = True
        under_way = list(self._under_way.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        self._under_way.clear()  # one that was cancelled before it began never tidies up
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)

    async def _wait_for(self, spec: Spec, may: Callable[[], bool] | None) -> bytes | None:
        task = self._under_way.get(spec)
        if task is None:
            if self._closed:
                return None
            if len(self._under_way) >= self._queue:
                self._complain("too many pictures are asked for at once")
                return None
            if may is not None and not may():
                return None
            task = self._under_way[spec] = asyncio.create_task(self._make(spec), name="picture")
        # Unlike wait_for, this leaves the task to others who wait for it, and to the next who asks.
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        if not done:
            self._complain(f"a picture takes more than {self._patience} s")
            return None
        return None if task.cancelled() else task.result()

    async def _make(self, spec: Spec) -> bytes | None:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="studio")
        try:
            data = await asyncio.get_running_loop().run_in_executor(self._thread, self._painted, spec)
        except Exception:  # noqa: BLE001  a card does without its picture, whatever the fault
            _log.exception("a picture could not be drawn")
            return None
        finally:
            self._under_way.pop(spec, None)
        self._complained = False
        self._keep(spec, data)
        return data

    def _painted(self, spec: Spec) -> bytes:
        """Runs in the thread."""
        usual = sys.getswitchinterval()
        sys.setswitchinterval(HANDOVER)
        try:
            if self._paint is None:
                from bot.pictures.painter import Painter  # noqa: PLC0415  Pillow would slow the start

                self._paint = Painter()
            return self._paint(spec)
        finally:
            sys.setswitchinterval(usual)

    def _keep(self, spec: Spec, data: bytes) -> None:
        self._kept[spec] = data
        while sum(map(len, self._kept.values())) > self._room:
            self._kept.popitem(last=False)

    def _complain(self, fault: str) -> None:
        """Log that cards go out without pictures: once, until one is drawn again."""
        if not self._complained:
            _log.warning("%s: cards go out without", fault)
        self._complained = True
