import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LATER = (
    "PIL",
    "dateparser",
    "difflib",
    "icalendar",
    "prometheus_client",
    "rapidfuzz",
    "xml.etree.ElementTree",
)
"""What is much to keep in memory, and to wait for at the start, for what only some ever use."""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules that a bot which has just come up has loaded."""
    program = """
import importlib, sys
import bot.__main__, db.sqlite
from bot.client import EXTENSIONS
for name in EXTENSIONS:
    importlib.import_module(name)
print(*sys.modules)
"""
    command = [sys.executable, "-c", program]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603  our own
    return set(said.stdout.split())


@pytest.mark.parametrize("name", LATER)
def test_what_only_some_need_is_loaded_when_it_is_needed(loaded: set[str], name: str) -> None:
    assert "cogs.parties" in loaded
    assert name not in loaded


def test_what_a_host_does_with_the_database_is_loaded_for_the_host_alone(loaded: set[str]) -> None:
    assert not {"bot.operations", "bot.demo", "bot.health", "bot.metrics"} & loaded
