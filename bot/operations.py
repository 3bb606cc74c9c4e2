"""What whoever runs Encore does with its database: back it up, put it back, take it along."""

import argparse
import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime

from db import copies, dump
from db.database import sqlite_path

Command = Callable[[str, argparse.Namespace, datetime], Coroutine[object, object, int]]
"""Does one thing with the database at a URL and says so on standard output; the exit code.

What cannot be done is a `DatabaseError` with its sentence, and changes nothing.
"""


async def back_up(url: str, asked: argparse.Namespace, _: datetime) -> int:
    """Copy the database into a file while the bot may run."""
    size = await asyncio.to_thread(copies.back_up, sqlite_path(url), asked.file)
    print(f"{asked.file}: {_size(size)}, complete, opened again and verified.")
    return 0


async def restore(url: str, asked: argparse.Namespace, now: datetime) -> int:
    """Put a backup in the database's place; what was there is kept beside it."""
    path = sqlite_path(url)
    kept = await asyncio.to_thread(copies.put_back, asked.file, path, force=asked.force, now=now)
    print(f"{path}: put back from {asked.file} and verified.")
    if kept:
        print(f"What was there before is kept as {kept}. Remove it once all is well.")
    return 0


async def export(url: str, asked: argparse.Namespace, _: datetime) -> int:
    """Write every row into a file of JSON lines."""
    rows = await asyncio.to_thread(dump.write, sqlite_path(url), asked.file)
    print(f"{asked.file}: {rows:,} rows, one JSON object a line.")
    return 0


COMMANDS: Mapping[str, Command] = {"backup": back_up, "restore": restore, "export": export}


def _size(octets: int) -> str:
    return f"{octets / 2**20:,.1f} MiB" if octets >= 2**20 else f"{octets / 1024:,.0f} KiB"
