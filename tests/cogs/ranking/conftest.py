"""A world whose rankings are read as text, as where no picture could be drawn."""

import pytest

from tests.cogs.ranking.support import NoStudio, equip
from tests.world import World


@pytest.fixture
def stage(world: World) -> World:
    """The shipped show, and no pictures."""
    equip(world, NoStudio())
    return world
