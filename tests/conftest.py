"""Fixtures for everything that happens on Discord."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.world import World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    """A simulated server with the shipped show."""
    async with open_world(tmp_path) as world:
        yield world
