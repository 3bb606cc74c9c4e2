"""Puts figures into `docs/benchmarks.md`. Its words are its own: only what stands between marks changes."""

import os
import platform
import re
import sqlite3
from datetime import date
from importlib.metadata import version
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
MACHINE = "machine"
"""The name of the place where the machine is described."""

_PLACE = re.compile(
    r"(?P<begin><!-- figures: (?P<name>\w+) -->\n).*?(?P<end><!-- end of figures -->)", re.DOTALL
)


def places(page: str) -> list[str]:
    """The names of the places for figures, in order."""
    return [found["name"] for found in _PLACE.finditer(page)]


def filled(page: str, name: str, text: str) -> str:
    """The page with `text` in the place of this name, and all else as it was.

    Raises:
        ValueError: it has no such place, or several.
    """
    if places(page).count(name) != 1:
        raise ValueError(f"the page needs one place for the figures of {name}")
    return _PLACE.sub(
        lambda found: f"{found['begin']}{text}\n{found['end']}" if found["name"] == name else found[0], page
    )


def figures(name: str, printed: str, day: date) -> str:
    """What a benchmark printed, as a block under the command that repeats it."""
    return f"`.venv/bin/python -m benchmarks.{name}`, {day.isoformat()}:\n\n```text\n{printed.strip()}\n```"


def machine() -> str:
    """What the figures were measured on; neither its name nor its folders."""
    made_of = {
        "processor": f"{_first('/proc/cpuinfo', 'model name') or platform.machine()}, {os.cpu_count()} cores",
        "memory": _memory(),
        "system": f"{_system()}, {platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "discord.py": version("discord.py"),
        "aiosqlite": version("aiosqlite"),
        "SQLite": sqlite3.sqlite_version,
    }
    return "\n".join(["| | |", "|---|---|", *(f"| {what} | {value} |" for what, value in made_of.items())])


def _memory() -> str:
    kilobytes = _first("/proc/meminfo", "MemTotal").split()
    return f"{int(kilobytes[0]) / 2**20:.0f} GB" if kilobytes else "unknown"


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:  # not a Linux
        return platform.version()


def _first(file: str, field: str) -> str:
    """The first value of a field in a file of `/proc`; nothing where there is none."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(field)), "")
