"""The spoiler rule: what a viewer may be shown, decided here and nowhere else."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Generic, TypeVar, final

T = TypeVar("T")


@final
class Sealed(Generic[T]):
    """A value that spoils. Only `unseal` opens it, so it cannot be printed, joined or sent by mistake."""

    __slots__ = ("_value", "needs")

    def __init__(self, value: T, *, needs: AbstractSet[str]) -> None:
        """Close `value` until every episode key in `needs` has been watched."""
        self._value = value
        self.needs = frozenset(needs)

    def __repr__(self) -> str:
        return "Sealed(...)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sealed):
            return NotImplemented
        return (self._value, self.needs) == (other._value, other.needs)  # pyright: ignore[reportUnknownMemberType]

    def __hash__(self) -> int:
        return hash(self.needs)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the keys of the episodes they have watched, and whether they asked again after a warning."""

    watched: AbstractSet[str] = field(default_factory=frozenset[str])
    warned: bool = False


def is_safe(sealed: Sealed[T], viewer: Viewer) -> bool:
    """Whether `viewer` has watched all that the value tells about."""
    return sealed.needs <= viewer.watched


def unseal(sealed: Sealed[T], viewer: Viewer) -> T | None:
    """The value where it is safe for `viewer` or they were warned and asked again, else None."""
    if viewer.warned or is_safe(sealed, viewer):
        return sealed._value  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  this is the opener
    return None
