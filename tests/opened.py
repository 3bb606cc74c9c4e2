"""Sealed values opened, as no viewer finds them: what a test compares with."""

from typing import TypeVar

from bot.domain.catalogue import Episode
from bot.domain.spoilers import INDEXER, Sealed, unseal

T = TypeVar("T")


def opened(sealed: Sealed[T]) -> T:
    """What is sealed, whatever it needs."""
    value = unseal(sealed, INDEXER)
    assert value is not None
    return value


def title(episode: Episode) -> str:
    """The episode's title, whoever hides it."""
    return opened(episode.title)
