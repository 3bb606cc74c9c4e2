"""Moments as they are stored: whole epoch seconds."""

from datetime import UTC, datetime


def seconds(at: datetime | None) -> int | None:
    """A moment as it is stored, rounded down."""
    return None if at is None else int(at.timestamp())


def moment(stored: int | None) -> datetime | None:
    """A stored moment, aware, in UTC."""
    return None if stored is None else datetime.fromtimestamp(stored, UTC)
