"""The real process killed in the middle of parties, and the audit that finds what would be wrong after it."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from benchmarks.kills import GOOD
from benchmarks.kills_books import Entry, Fate, audit
from benchmarks.kills_evening import Evening
from benchmarks.kills_stage import Blow, stage

pytestmark = pytest.mark.skipif(
    "ENCORE_KILLS" not in os.environ, reason="wants a quiet machine: ENCORE_KILLS=1 runs it, make kills all"
)

CALLBACK, POST = "POST /interactions/…/…/callback", "POST /channels/…/messages"
A_WHILE, LONG, BEYOND = 5.0, 600.0, 5400.0
"""Seconds: within the memory of a nonce; beyond it; until after the start, or the end."""
HERE_AND_THERE = (
    Blow("plan", CALLBACK, taken=True, down=LONG),
    Blow("reminder", POST, taken=True, down=LONG),
    Blow("ready check", POST, down=A_WHILE),
    Blow("start", delay=0.05, down=A_WHILE),
    Blow("end", POST, taken=True, down=LONG),
)
READY_CHECK_NOT_NOTED = (Blow("ready check", POST, taken=True, down=BEYOND),)
LIVE_CARD_NOT_NOTED = (
    Blow("ready check", POST, down=LONG),
    Blow("start", POST, taken=True, down=BEYOND),
)
LIVE_CARD_TO_COME = (
    Blow("plan", CALLBACK, taken=True, down=BEYOND),
    Blow("start", CALLBACK, taken=False, down=LONG),
)
EVENT_NOT_NOTED = (Blow("reminder", "POST /guilds/…/scheduled-events", taken=True, down=BEYOND),)


def fates(entries: Sequence[Entry], what: str) -> set[Fate]:
    return {entry.fate for entry in entries if entry.what == what}


async def faults(folder: Path, blows: Sequence[Blow]) -> list[Entry]:
    """What is wrong after an evening with these kills, all of which have to happen."""
    async with stage(folder, Random(26), {blow.phase: blow for blow in blows}) as played:  # noqa: S311
        evening = Evening(played)
        await evening.play()
        assert played.struck == list(blows)
        return [entry for entry in audit(evening) if entry.fate not in GOOD]


async def test_what_could_not_be_noted_is_found_again(tmp_path: Path) -> None:
    evenings = (READY_CHECK_NOT_NOTED, LIVE_CARD_NOT_NOTED, LIVE_CARD_TO_COME, EVENT_NOT_NOTED)
    folders = [tmp_path / f"{number}" for number, _ in enumerate(evenings)]
    for folder in folders:
        folder.mkdir()
    found = await asyncio.gather(*map(faults, folders, evenings))
    assert found == [[], [], [], []]


async def test_a_party_survives_kills_and_the_audit_would_see_what_did_not(tmp_path: Path) -> None:
    async with stage(tmp_path, Random(26), {blow.phase: blow for blow in HERE_AND_THERE}) as played:  # noqa: S311
        evening = Evening(played)
        await evening.play()
        assert played.struck == list(HERE_AND_THERE)
        entries = audit(evening)
        assert [entry for entry in entries if entry.fate not in GOOD] == []
        assert fates(entries, "reminder") == {Fate.ONCE}
        books = played.stand_in.written
        books += [each for each in books if "party:quiet:" in str(each)]
        assert fates(audit(evening), "reminder") == {Fate.TWICE}
        books[:] = [each for each in books if "party:unmark:" not in str(each)]
        assert fates(audit(evening), "result") == {Fate.LOST}
