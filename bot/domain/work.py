"""A piece of work that is due at a time."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Work:
    """Claimed until the end of its lease, `until`.

    `kind` names who does it, `<feature>:<verb>`, and `subject_id` the row it is about; `attempts` counts from
    1.
    """

    guild_id: int
    kind: str
    subject_id: int
    attempts: int
    until: datetime
