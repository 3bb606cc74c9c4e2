"""What whoever runs Encore does with its database: back it up, put it back, take it along, look it over."""

import argparse
import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime

from bot import diagnosis
from bot.due import DELAYS, OUTAGE
from bot.settings import Settings
from db import catalogue, copies, doctor, dump
from db.database import sqlite_path
from db.doctor.findings import Known

Command = Callable[[Settings, argparse.Namespace, datetime], Coroutine[object, object, int]]
"""Does one thing with the database of these settings and says so on standard output; the exit code.

What cannot be done is a `DatabaseError` with its sentence, and changes nothing.
"""

FOUND = 1
"""Exit code of the doctor where something is wrong and stays so."""


async def back_up(settings: Settings, asked: argparse.Namespace, _: datetime) -> int:
    """Copy the database into a file while the bot may run."""
    size = await asyncio.to_thread(copies.back_up, sqlite_path(settings.database_url), asked.file)
    print(f"{asked.file}: {_size(size)}, complete, opened again and verified.")
    return 0


async def restore(settings: Settings, asked: argparse.Namespace, now: datetime) -> int:
    """Put a backup in the database's place; what was there is kept beside it."""
    path = sqlite_path(settings.database_url)
    kept = await asyncio.to_thread(copies.put_back, asked.file, path, force=asked.force, now=now)
    print(f"{path}: put back from {asked.file} and verified.")
    if kept:
        print(f"What was there before is kept as {kept}. Remove it once all is well.")
    return 0


async def export(settings: Settings, asked: argparse.Namespace, _: datetime) -> int:
    """Write every row into a file of JSON lines."""
    rows = await asyncio.to_thread(dump.write, sqlite_path(settings.database_url), asked.file)
    print(f"{asked.file}: {rows:,} rows, one JSON object a line.")
    return 0


async def look_over(settings: Settings, asked: argparse.Namespace, now: datetime) -> int:
    """Say what is wrong in the database, and with `--fix` mend what can be mended, after a copy was made."""
    path = sqlite_path(settings.database_url)
    shows = catalogue.load(settings.catalogue or catalogue.SHIPPED).shows
    known = Known(
        now,
        {show.id: frozenset(episode.key for episode in show.episodes) for show in shows},
        attempts=len(DELAYS) + OUTAGE,
    )
    found = await asyncio.to_thread(doctor.examine, path, known)
    left = found
    if asked.fix and any(finding.can_be_mended for finding in found):
        kept = await asyncio.to_thread(doctor.mend, path, known)
        print(f"What was there before is kept as {kept}. Remove it once all is well.")
        left = await asyncio.to_thread(doctor.examine, path, known)
        for finding in found:
            if finding.can_be_mended:
                print(diagnosis.told(finding, mended=True))
    for finding in left:
        print(diagnosis.told(finding))
    if not left:
        print(f"{path}: sound, and all totals are as a recount has them.")
    return FOUND if left else 0


COMMANDS: Mapping[str, Command] = {
    "backup": back_up,
    "restore": restore,
    "export": export,
    "doctor": look_over,
}


def _size(octets: int) -> str:
    return f"{octets / 2**20:,.1f} MiB" if octets >= 2**20 else f"{octets / 1024:,.0f} KiB"
