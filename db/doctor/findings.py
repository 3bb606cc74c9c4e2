"""What the doctor may find, as values; the sentences about them are made elsewhere."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Value = str | int | None


class Ill(StrEnum):
    """What is wrong."""

    DAMAGE = "damage"
    """The file itself: pages, indexes, values that their table forbids."""
    SCHEMA = "schema"
    """The file was made by other migrations than this version's, or not by all of them."""
    REFERENCE = "reference"
    """Rows whose table says what they belong to, and that is gone."""
    UNJOINED = "unjoined"
    """Marks of members who do not take part."""
    TOTAL = "total"
    """What is stored as a count is not what a recount has."""
    STRANGER = "stranger"
    """Rows about shows or episodes that the catalogue does not have."""
    NOBODYS = "nobody's"
    """What is due is of a kind that nobody does."""
    NO_SUBJECT = "no subject"
    """What is due is about a row that is gone."""
    FAR = "far"
    """What is due is due much later than its row says: a lease that never ends, a clock that ran ahead."""
    LATE = "late"
    """What is due has been so for long."""
    TRIED = "tried"
    """What is due was tried more often than the worker tries anything."""
    UNDONE = "undone"
    """Rows wait for work that is not due."""


BEYOND_MENDING = frozenset({Ill.DAMAGE, Ill.SCHEMA, Ill.STRANGER})
"""What `mend` leaves as it is: what is right can be told by nothing in the file."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Rows of one table that have the same ill: how many, and the first of them by what it is known.

    `example` has columns of that row by name. Of a total, `column` is the first that differs, `kept` what it
    holds and `counted` what it should; None for a row that is missing, or should not be there. `words` is
    what was said by SQLite or the migrations; `parent` the table in which something is missing.
    """

    ill: Ill
    table: str
    rows: int
    example: Mapping[str, Value]
    column: str = ""
    kept: int | None = None
    counted: int | None = None
    words: str = ""
    parent: str = ""

    @property
    def can_be_mended(self) -> bool:
        """Whether `mend` does away with it."""
        return self.ill not in BEYOND_MENDING


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows are held against that is not in the database.

    `episodes`: the keys of each show in the catalogue. `attempts`: so often the worker tries something before
    it gives up.
    """

    now: datetime
    episodes: Mapping[str, AbstractSet[str]]
    attempts: int


STAYS = "guild_id NOT IN (SELECT guild_id FROM servers WHERE forgotten_at IS NOT NULL)"
"""The condition on rows that counts: those of a server whose rows are being deleted go a part at a time."""
