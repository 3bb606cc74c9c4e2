"""All rows of a database as lines of JSON, for whoever wants to read them elsewhere. Waits for the disk."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from db import migrate
from db.copies import new
from db.database import DatabaseError
from db.sqlite_file import explained


def write(source: Path, target: Path) -> int:
    """Write each row as one JSON object in a line, its table under `table`; how many there were.

    The first line says what follows. All of it is one state, though the bot may go on running; memory
    does not grow with the database. Ids are numbers of up to 63 bits. The file gets its name once all of it
    is there, and nobody else may read it.

    Raises:
        DatabaseError: there is no database, it cannot be read, or `target` exists or cannot be written.
    """
    with explained(source):
        if not source.is_file():
            raise DatabaseError(f"{source} does not exist, or is no file, so there is nothing to export.")
    uri = f"{source.absolute().as_uri()}?mode=rw"
    with (
        new(target) as unfinished,
        explained(source),
        closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection,
    ):
        connection.row_factory = sqlite3.Row
        connection.execute("BEGIN")
        if not migrate.recorded(connection):
            raise DatabaseError(f"{source} is not a database of Encore's; check ENCORE_DATABASE_URL.")
        try:
            return _write(connection, unfinished)
        except OSError as error:
            raise DatabaseError(f"{target} cannot be written: {error.strerror}.") from None


def _write(connection: sqlite3.Connection, target: Path) -> int:
    written = 0
    with target.open("x", encoding="utf-8") as out:
        target.chmod(0o600)
        schema = connection.execute("SELECT max(version) FROM schema_migrations").fetchone()[0]
        out.write(json.dumps({"format": "encore", "schema": schema}) + "\n")
        for table in _tables(connection):
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                out.write(json.dumps({"table": table, **dict(row)}, ensure_ascii=False) + "\n")
                written += 1
    return written


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name"
    )
    return [str(row["name"]) for row in rows]
