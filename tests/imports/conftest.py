"""The shows that lists are read for."""

import pytest

from bot.domain.catalogue import Show
from db.catalogue import SHIPPED, load
from tests.shows import two_seasons


@pytest.fixture(scope="session")
def kaleido_star() -> Show:
    """26 episodes, 25 more announced; with its ids."""
    return load(SHIPPED / "kaleido_star.toml").by_id["kaleido-star"]


@pytest.fixture(scope="session")
def lantern_row() -> Show:
    """14 episodes, a 13.5, 12 of season 2 (“Low Tide”), two specials; without ids."""
    return two_seasons()
