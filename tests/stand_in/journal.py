"""What the stand-in saw, in order, and waiting until it has seen something."""

import asyncio
from collections.abc import Callable


class Journal:
    """Events in order; whoever waits is woken by every one."""

    def __init__(self) -> None:
        self.events: list[str] = []  # requests and the gateway's doings, in order
        self.patience = 10.0  # how long any wait lasts before TimeoutError
        self._pulse = asyncio.Event()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something that happened here makes the condition true; TimeoutError past `patience`."""
        try:
            async with asyncio.timeout(self.patience):
                while not condition():
                    await self._pulse.wait()
        except TimeoutError:
            raise TimeoutError(f"waited {self.patience} s; the last events: {self.events[-8:]}") from None

    async def seen(self, event: str, times: int = 1) -> None:
        """Wait until `events` holds this one so many times."""
        await self.until(lambda: self.events.count(event) >= times)

    def note(self, event: str | None = None) -> None:
        """Write an event down, and wake whoever waits."""
        if event:
            self.events.append(event)
        self._pulse.set()
        self._pulse = asyncio.Event()
