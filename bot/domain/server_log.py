"""What is noted of those who manage a server, and of what was reported to them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Deed(StrEnum):
    """What was done."""

    SETTING = "setting"
    HIDDEN = "hidden"
    """A text was hidden."""
    SHOWN = "shown"
    """A hidden text was shown again."""
    REPORTED = "reported"
    """A member asked for a look at a text."""
    KEPT = "kept"
    """A reported text may stay."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    `id` is the id of the interaction; `member_id` did it, None once they were forgotten. `subject` is the
    setting's name or the review's id. `before` and `after` are what is stored of a setting, None for its
    default.
    """

    guild_id: int
    id: int
    deed: Deed
    member_id: int | None
    subject: str
    at: datetime
    before: str | None = None
    after: str | None = None
    reason: str | None = None
