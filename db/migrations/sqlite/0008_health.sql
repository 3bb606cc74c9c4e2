-- One row that is written to see whether writing works.
CREATE TABLE health (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    written_at INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
