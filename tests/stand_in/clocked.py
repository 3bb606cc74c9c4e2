"""`python -m bot` whose clock another process sets: STAND_IN_PROGRAM for `tests.stand_in.bot`.

Its time is the machine's and as many seconds more as STAND_IN_CLOCK, a file, holds; see `Clock`. Where
STAND_IN_PATIENCE is set, so many seconds are what a piece of work may take and a gateway may be silent.
"""

import functools
import mmap
import os
import runpy
import struct
from datetime import datetime, timedelta
from pathlib import Path

import discord
from discord.state import ConnectionState

from bot import due

LOOK = 0.02
"""Seconds until the worker looks again whether time has passed."""
_SECONDS = struct.Struct("d")


class Clock:
    """A clock that runs with the machine's, but ahead of it, for all processes that know its file."""

    def __init__(self, file: Path) -> None:
        """The file is made, and tells the machine's time, where there is none."""
        if not file.exists():
            file.write_bytes(_SECONDS.pack(0))
        self._file = file
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), _SECONDS.size)
        self._machine = discord.utils.utcnow  # as it was before `main`

    @property
    def env(self) -> dict[str, str]:
        """The environment of a process, by `tests.stand_in.process`, that has this clock."""
        return {"STAND_IN_PROGRAM": "tests.stand_in.clocked", "STAND_IN_CLOCK": str(self._file)}

    def __call__(self) -> datetime:
        """The time."""
        return self._machine() + timedelta(seconds=self._ahead)

    def advance(self, time: timedelta) -> None:
        """Let time pass; below zero is none."""
        _SECONDS.pack_into(self._shared, 0, self._ahead + max(0.0, time.total_seconds()))

    def set_back(self, time: timedelta) -> None:
        """Have it show what it showed that long ago, as a machine whose clock was wrong and is put right."""
        _SECONDS.pack_into(self._shared, 0, self._ahead - time.total_seconds())

    @property
    def _ahead(self) -> float:
        return _SECONDS.unpack_from(self._shared)[0]


def main() -> None:
    """Be `python -m bot`, with this clock for discord.py too, which reads times from ids."""
    discord.utils.utcnow = Clock(Path(os.environ["STAND_IN_CLOCK"]))
    due.IDLE = LOOK  # before bot.client takes it for a default
    if patience := os.environ.get("STAND_IN_PATIENCE"):
        due.PATIENCE = float(patience)
        state = functools.partialmethod(ConnectionState.__init__, heartbeat_timeout=float(patience))
        ConnectionState.__init__ = state  # pyright: ignore[reportAttributeAccessIssue]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
