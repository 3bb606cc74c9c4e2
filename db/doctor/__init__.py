"""Looks a database over, all of it, and mends what can be mended. Waits for the disk.

A look reads one state of the file and writes nothing: the bot may go on running. Mending holds the file
alone, one transaction a kind of ill, after a copy of it was made.
"""

from collections.abc import Mapping
from pathlib import Path

from db import copies
from db.doctor import file, references, strangers, stuck, totals, undone
from db.doctor.findings import Finding, Known

CHECKED = frozenset(
    {"schema_migrations", "due", "members", *strangers.PLACES}
    | {total.table for total in totals.TOTALS}
    | {subject.table for subject in stuck.SUBJECTS.values()}
    | {"review_posts", "review_thanks", "review_reports"}  # by what they refer to, as those that follow
    | {"poll_votes", "party_clocks", "presences"}
)
"""Tables whose rows are held against others, or against the catalogue."""
UNCHECKED: Mapping[str, str] = {
    "command_syncs": "what Discord was sent; a wrong row is sent again",
    "member_settings": "choices that belong to nothing else",
    "server_faults": "what was met in a channel, which only Discord knows",
    "health": "one row that says nothing",
}
"""Tables whose rows nothing in the database could contradict, and why."""


def examine(path: Path, known: Known) -> list[Finding]:
    """All that is wrong, the worst first; where the file cannot be trusted, that alone.

    Raises:
        DatabaseError: there is no database of Encore's, or it cannot be read.
    """
    with file.seen(path) as connection:
        return file.look(connection) or [
            *references.look(connection),
            *totals.look(connection),
            *stuck.look(connection, known),
            *undone.look(connection, known),
            *strangers.look(connection, known.episodes),
        ]


def mend(path: Path, known: Known) -> Path:
    """Do away with all that `examine` found and that can be; where the copy is that was made before.

    For a file that can be trusted. What belongs to nothing goes before the totals are counted.

    Raises:
        DatabaseError: the file is in use, cannot be written to or copied; what was not mended is as it was.
    """
    kept = copies.aside(path, known.now)
    with file.held(path):  # who is there is told before a copy is made
        pass
    copies.back_up(path, kept, as_it_is=True)
    with file.held(path) as connection:
        with file.transaction(connection):
            references.mend(connection)
        with file.transaction(connection):
            totals.mend(connection)
        with file.transaction(connection):
            stuck.mend(connection, known)
            undone.mend(connection, known)
    return kept
