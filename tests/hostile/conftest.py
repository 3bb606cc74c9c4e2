"""What all floods share."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.hostile.floods import Flood, flooded


@pytest.fixture
async def flood(tmp_path: Path) -> AsyncGenerator[Flood]:
    """A bot, and a Discord that lets very many act at once."""
    async with flooded(tmp_path) as flood:
        yield flood
