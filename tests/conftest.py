"""Fixtures for everything that happens on Discord."""

import gc
import os
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

from tests.world import World, open_world

# The same examples at each run: what lands for one lands for all. `HYPOTHESIS=search` looks for new ones.
settings.register_profile("repeat", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS", "repeat"))


_features = dict[str, ModuleType]()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: nearly half of its time a test waits for a disk, a process or a moment."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and not among the modules: a tenth of the time went by that."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    _features.update({name: module for name, module in sys.modules.items() if name.startswith("cogs.")})


def pytest_runtest_setup() -> None:
    """Let every bot load the features that the tests have imported: one that closes forgets them."""
    sys.modules.update(_features)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items.sort(key=lambda item: item.get_closest_marker("lengthy") is None)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    """A simulated server with the shipped show."""
    async with open_world(tmp_path) as world:
        yield world
