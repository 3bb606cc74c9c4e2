"""Reads the tables of a file by their description in `tables`: what fits becomes rows, the rest faults."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, TypeGuard, cast

from db.catalogue.faults import Fault, shown, suggestion
from db.catalogue.tables import Table


@dataclass(slots=True)
class Row:
    """One table as read.

    `called` is its entry's short name (`season 1 episode 7`). `given` names the fields that were written,
    rightly or not (an empty list counts as none); `values` holds those without fault, `inner` the tables
    within; `faults` are its own alone.
    """

    file: str
    path: str
    called: str = ""
    given: frozenset[str] = frozenset()
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    inner: dict[str, list["Row"]] = field(default_factory=dict[str, list["Row"]])
    faults: list[Fault] = field(default_factory=list[Fault])

    @property
    def where(self) -> str:
        """Its name in faults: `[series]`, `[[episodes]] season 1 episode 7`; nothing for the file itself."""
        if not self.path:
            return ""
        return f"[[{self.path}]] {self.called}" if self.called else f"[{self.path}]"

    def get(self, name: str) -> Any:  # noqa: ANN401  the table's description says what it is
        """The field's value, None where it is absent or at fault."""
        return self.values.get(name)

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list field, none where it is absent or at fault."""
        return tuple(self.values.get(name, ()))

    def fault(self, name: str, problem: str) -> Fault:
        """A fault of this row's field `name`."""
        return Fault(self.file, self.where, name, problem)

    def sound(self, *names: str) -> bool:
        """Whether nothing is wrong with the fields `names`, which the tables around rely on."""
        return not any(fault.field in {"", *names} for fault in self.faults)

    def all_faults(self) -> Iterator[Fault]:
        """Its own faults, then those of the tables within."""
        yield from self.faults
        for rows in self.inner.values():
            for row in rows:
                yield from row.all_faults()


def read(raw: object, table: Table, *, file: str, path: str = "", entry: int = 0) -> Row:
    """Read one table. `path` is its dotted name, `entry` its place from 1 where it is one of a list."""
    if not _is_table(raw):
        row = Row(file, path, f"entry {entry}" if entry else "")
        row.faults.append(row.fault("", f"must be a table, not {shown(raw)}"))
        return row
    problems = [
        (name, problem)
        for name, kind in table.fields.items()
        if name in raw
        for problem in kind.problems(raw[name])
    ]
    wrong = {name for name, _ in problems}
    values = {name: raw[name] for name in table.fields if name in raw and name not in wrong}
    row = Row(
        file,
        path,
        called=_called(table, values, entry) if entry else "",
        given=frozenset(name for name, value in raw.items() if value != []),
        values=values,
    )
    problems += [*_absent(table, raw.keys()), *_unknown(table, raw)]
    row.faults += [row.fault(name, problem) for name, problem in problems]
    _read_inner(raw, table, row)
    return row


def _read_inner(raw: Mapping[str, object], table: Table, row: Row) -> None:
    for name, inner in table.tables.items():
        if name in raw:
            row.inner[name] = [read(raw[name], inner, file=row.file, path=_join(row.path, name))]
    for name, inner in table.lists.items():
        entries = raw.get(name, [])
        if isinstance(entries, list):
            row.inner[name] = [
                read(entry, inner, file=row.file, path=_join(row.path, name), entry=place)
                for place, entry in enumerate(cast("list[object]", entries), 1)
            ]
        else:
            problem = f"must be a list of tables, not {shown(entries)}"
            row.faults.append(Fault(row.file, f"[[{_join(row.path, name)}]]", "", problem))


def _absent(table: Table, names: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    for name in table.required:
        if name not in names:
            yield name, "is missing"
    together = [name for name in table.together if name in names]
    for name in table.together:
        if together and name not in names:
            yield name, f"is missing beside {' and '.join(together)}"


def _unknown(table: Table, raw: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    known = [*table.fields, *table.tables, *table.lists]
    for name in raw:
        if name not in known:
            yield name, f"is unknown{suggestion(name, known)}"


def _called(table: Table, values: Mapping[str, Any], entry: int) -> str:
    try:
        return table.called.format_map(values)
    except KeyError:  # what it is called by is absent or at fault
        return f"entry {entry}"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _is_table(raw: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(raw, dict)
