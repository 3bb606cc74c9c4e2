"""The page docs/faults.md: its rows from the tests that make the faults happen, its figures from a run."""

import importlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from tests.faults import FAULTS, Fault

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
FIRST = ("gateway", "gateway_odd", "rest", "results", "callbacks", "followups", "gone", "permissions")
"""Modules in the order in which their faults stand on the page; then all others by name."""
_HEAD = """\
# What goes wrong, and what becomes of it

Discord drops lines, limits requests, loses answers; channels are deleted and permissions taken away; disks
fill up, and clocks jump. This page says what Encore does then. Each row is a test: it makes the fault happen,
on real sockets and files, to the real process (`python -m bot`) while members vote, mark and answer, and then
holds it to four things:

- **Answered or explained.** A member has their answer, or a sentence that says what to do.
- **Nothing lost.** What a member was told is stored is in the database, and all totals are right.
- **Nothing twice.** No vote counts twice, and no message is posted twice.
- **Alive.** The same process answers the next command. Its log has no traceback but with a reference that a
  member was shown, or where the host is to see what Discord did.

`make faults` makes all of it happen again and writes this page; it takes a minute or two. `make test` holds
the same. After either, `.venv/bin/python -m pytest tests/faults/test_permissions.py` repeats one part alone,
and likewise each other file there.
"""
_SEEN = "*Seen*: by a run on {machine}, {when}. Discord is played by `tests/stand_in`."


def known() -> list[Fault]:
    """All faults, in the order of the page."""
    folder = Path(__file__).parent
    names = {file.stem.removeprefix("test_") for file in folder.glob("test_*.py")} - {"page"}
    for name in (*FIRST, *sorted(names - set(FIRST))):
        importlib.import_module(f"tests.faults.test_{name}")
    order = [f"tests.faults.test_{name}" for name in (*FIRST, *sorted(names - set(FIRST)))]
    return sorted(FAULTS, key=lambda each: order.index(each.test.rpartition(".")[0]))


def rows(faults: Iterable[Fault]) -> dict[str, list[tuple[str, str]]]:
    """What happens and what is expected, by area, in order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each in faults:
        found.setdefault(each.area, []).append((_cell(each.happens), _cell(each.expected)))
    return found


def read(text: str) -> dict[str, list[tuple[str, str]]]:
    """The same, as a page has it."""
    found: dict[str, list[tuple[str, str]]] = {}
    area = ""
    for line in text.splitlines():
        if line.startswith("## "):
            area = line.removeprefix("## ")
        elif line.startswith("| ") and not line.startswith(("| What happens", "| ---")):
            happens, expected, _ = line.strip("| ").split(" | ", 2)
            found.setdefault(area, []).append((happens, expected))
    return found


def seen_in(file: Path) -> dict[str, list[str]]:
    """What a run saw, by test; each once, sorted, for which comes first is chance."""
    found: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        test, text = json.loads(line)
        if text not in found.setdefault(test, []):
            found[test].append(text)
    return {test: sorted(texts) for test, texts in found.items()}


def written(faults: Iterable[Fault], seen: Mapping[str, list[str]], *, now: datetime) -> str:
    """The page."""
    parts = [_HEAD, _SEEN.format(machine=_machine(), when=f"{now:%d %B %Y}".lstrip("0"))]
    by_area: dict[str, list[Fault]] = {}
    for each in faults:
        by_area.setdefault(each.area, []).append(each)
    for area, found in by_area.items():
        lines = ["| What happens | What a member and the host see | Seen |", "| --- | --- | --- |"]
        for each in found:
            cells = (each.happens, each.expected, "; ".join(seen.get(each.test, [])) or "as expected")
            lines.append("| " + " | ".join(map(_cell, cells)) + " |")
        parts.append(f"\n## {area}\n\n" + "\n".join(lines))
    return "\n".join(parts) + "\n"


def kept() -> str:
    """What the page says of kills, which stays as it is: `make kills` measures it, in a run of its own."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    _, heading, rest = text.partition("\n## Kills\n")
    return heading + rest


def _cell(text: str) -> str:
    return text[:1].upper() + text[1:].replace("|", "\\|")


def _machine() -> str:
    return f"{platform.system()} with {os.cpu_count()} cores, Python {platform.python_version()}"
