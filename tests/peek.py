"""Looks at a database beside the bot that uses it: at once, without a trip to another thread."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from db import direct
from db.database import Row, T, Work
from db.direct import Errand, Inside
from db.memory import Memory


class Peek:
    """What is stored in `path` now. `close` it at the end."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA query_only = ON")
        self._inside = Inside(self._connection, direct.READ, Memory())
        self._dumped = (-1, dict[str, list[str]]())

    def version(self) -> int:
        """A number that is another one once anything was written."""
        return self._connection.execute("PRAGMA data_version").fetchone()[0]

    def read(self, work: Work[T]) -> T:
        """What `work` finds."""
        errand = Errand(work)
        self._inside.carry_out([errand])
        return errand.kept().value

    def rows(self, sql: str, **params: Any) -> list[Row]:
        """What a query yields."""
        return self.read(lambda tx: tx.all(sql, **params))

    def dump(self) -> dict[str, list[str]]:
        """All that is stored, table by table."""
        version = self.version()
        if self._dumped[0] != version:
            tables = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            self._dumped = version, {table["name"]: self._table(table["name"]) for table in tables}
        return self._dumped[1]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _table(self, name: str) -> list[str]:
        rows = self.rows(f"SELECT * FROM {name}")  # noqa: S608  names come from the schema
        return sorted(json.dumps(row, default=str) for row in rows)
