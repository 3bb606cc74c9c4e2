"""Faults and what is expected of Encore; `python -m tests.faults` makes all happen, for docs/faults.md."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Test = TypeVar("Test", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Fault:
    """One row of the page.

    `area` is the heading it stands under, `happens` what goes wrong, `expected` what a member and the host
    see of it: sentences without a full stop at the end of a cell.
    """

    area: str
    happens: str
    expected: str
    test: str
    """The test that makes it happen: module and function."""


FAULTS: list[Fault] = []
"""All that were decorated, in the order of their modules."""


def fault(area: str, *, happens: str, expected: str) -> Callable[[Test], Test]:
    """Say of a test which fault it makes happen, and what it holds Encore to."""

    def named(test: Test) -> Test:
        FAULTS.append(Fault(area, happens, expected, f"{test.__module__}.{test.__name__}"))
        return test

    return named
