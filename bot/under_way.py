"""Work under way, which closing lets end."""

import asyncio
import logging
from typing import Any

_log = logging.getLogger(__name__)


class UnderWay:
    """The tasks that deal with something."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def add(self, task: asyncio.Task[Any] | None = None) -> None:
        """Remember a task until it is done, by default the one this is called from."""
        task = task or asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def end(self, patience: float) -> None:
        """Give all of them but this one `patience` seconds to end, then cancel them."""
        own = asyncio.current_task()
        tasks = {task for task in self._tasks if task is not own}
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=patience)
        for task in late:
            _log.warning("ended before it was done: %s", task.get_name())
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
