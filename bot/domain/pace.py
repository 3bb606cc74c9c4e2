"""How often a message that follows its rows is edited."""

from datetime import datetime, timedelta

PACE = timedelta(seconds=5)
"""Between two edits of one message, at least."""


def next_edit(edited_at: datetime, *, now: datetime) -> datetime:
    """From when on a message that was edited at `edited_at` may be edited again.

    An edit that lies ahead was noted before the clock was set back: it holds up nothing.
    """
    return now if edited_at > now + PACE else edited_at + PACE
