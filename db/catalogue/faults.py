"""What is wrong with a catalogue, said so that one can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

_LONGEST_SHOWN = 60
_MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the file, the table (`[[episodes]] season 1 episode 7`), the field, the problem."""

    file: str
    where: str
    field: str
    problem: str

    def __str__(self) -> str:
        file = self.file if self.file.isprintable() else repr(self.file)
        name = (
            self.field
            if self.field.isprintable() and len(self.field) <= _LONGEST_SHOWN
            else shown(self.field)
        )
        return ": ".join(part for part in (file, self.where, name, self.problem) if part)


class CatalogueError(Exception):
    """The catalogue cannot be used. `faults` are all that were found; its text has one a line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def shown(value: object) -> str:
    """A value of a file on one short line, as its author would call it."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() if abs(value) >= 10**18:
            return "a number of more than 18 digits"
        case int() | float():
            return f"{value}"
        case str():
            return repr(value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…")
        case datetime():
            return "a date with a time"
        case date():
            return value.isoformat()
        case time():
            return "a time"
        case list():
            return "a list"
        case _:
            return "a table"


def suggestion(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'title'?`, or nothing where no known name is near."""
    from difflib import get_close_matches  # noqa: PLC0415  memory that only a fault needs

    names = list(islice(known, _MOST_COMPARED))
    near = get_close_matches(name, names, n=1) if len(name) <= _LONGEST_SHOWN else []
    return f"; did you mean {near[0]!r}?" if near else ""
