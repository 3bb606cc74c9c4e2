"""What both benchmarks have in common that kill the bot: how a bot is buried, and how they end."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol, TypeVar

from tests.stand_in import StandIn
from tests.stand_in.process import Ending


class Account(Protocol):
    """What came of all kills."""

    @property
    def faults(self) -> Sequence[object]:
        """All that is wrong."""
        ...


A = TypeVar("A", bound=Account)


STOPPED, KILLED = 0, -signal.SIGKILL
"""Exit codes of a bot that was told to stop, and of one that was killed."""


async def bury(ending: Ending, stand_in: StandIn, *codes: int) -> bool:
    """Let Discord forget a bot that has ended with one of these codes; whether it was killed.

    Raises:
        RuntimeError: it ended by itself.
    """
    if ending.code not in codes:
        raise RuntimeError(f"it ended by itself, with {ending.code}:\n{ending.err}")
    await stand_in.until(lambda: not stand_in.is_connected)
    stand_in.forget()
    return ending.code == KILLED


def main(kill: Callable[[int], Coroutine[Any, Any, A]], show: Callable[[A], None], *, kills: int) -> None:
    """Kill so often, or as often as the command line says, and show what came of it.

    The exit code is 1 where anything is wrong.
    """
    asked = [*map(int, sys.argv[1:]), kills]
    account = asyncio.run(kill(asked[0]))
    show(account)
    sys.exit(1 if account.faults else 0)
