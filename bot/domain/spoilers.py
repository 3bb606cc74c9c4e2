"""The spoiler rule: what a viewer may be shown, decided here and nowhere else.

Figures and teasers spoil nobody and are plain values. All else is `Sealed`, so that the type checker refuses
a card that would print it; `unseal` opens it for a `Viewer` who may see it, and for nobody else.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Generic, TypeVar, final

T = TypeVar("T")


class Level(Enum):
    """How much a sealed value gives away."""

    TITLE = auto()
    """A title: hidden only where the server says so."""
    STORY = auto()
    """A synopsis, an identity, a text marked as spoiler: hidden everywhere."""


@final
class Sealed(Generic[T]):
    """A value that spoils. Only `unseal` opens it, so it cannot be printed, joined or sent by mistake."""

    __slots__ = ("_value", "level", "needs")

    def __init__(self, value: T, *, needs: AbstractSet[str], level: Level = Level.STORY) -> None:
        """Close `value` until every episode key in `needs` has been watched."""
        self._value = value
        self.needs = frozenset(needs)
        self.level = level

    def __repr__(self) -> str:
        return "Sealed(...)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sealed):
            return NotImplemented
        return (self._value, self.needs, self.level) == (other._value, other.needs, other.level)  # pyright: ignore[reportUnknownMemberType]

    def __hash__(self) -> int:
        return hash(self.needs)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. By default everybody at once, as in a channel: they have nothing in common but the figures.

    `watched`: keys of the episodes they have watched, wherever that was; `hides_titles`: the server keeps the
    titles of others from them; `warned`: they were warned, and asked again.
    """

    watched: AbstractSet[str] = field(default_factory=frozenset[str])
    hides_titles: bool = False
    warned: bool = False


INDEXER = Viewer(warned=True)
"""Sees everything: for what is kept in memory alone and asked through a viewer, as the index of titles is."""


def is_safe(sealed: Sealed[T], viewer: Viewer) -> bool:
    """Whether `viewer` has watched all that the value tells about, or it is a title that nobody hides."""
    if sealed.level is Level.TITLE and not viewer.hides_titles:
        return True
    return sealed.needs <= viewer.watched


def unseal(sealed: Sealed[T], viewer: Viewer) -> T | None:
    """The value where it is safe for `viewer` or they were warned and asked again, else None."""
    if viewer.warned or is_safe(sealed, viewer):
        return sealed._value  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  this is the opener
    return None
