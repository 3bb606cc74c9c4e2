"""What is kept about a member, in names and values that people and programs can read."""

from collections.abc import Mapping
from datetime import UTC, datetime

from db import personal
from db.database import Row, Tx
from db.personal import CHOICES, KEPT, Kept

Entry = Mapping[str, str | int | bool | list[str] | None]
"""One row: ids as text, moments in ISO 8601."""
Entries = Mapping[str, list[Entry]]
"""Rows by what they are, as `choices_in_polls`; nothing where there are none."""


async def of_server(tx: Tx, *, guild_id: int, member_id: int) -> Entries:
    """All that is kept about a member in a server. What others are concerned with is left out: their ids."""
    found = {
        section(kept): await personal.rows(tx, kept, guild_id=guild_id, member_id=member_id)
        for kept in KEPT
        if not kept.everywhere
    }
    return {name: [_entry(name, row) for row in rows] for name, rows in found.items() if rows}


async def of_all_servers(tx: Tx, *, member_id: int) -> Entries:
    """What is kept about a member for no server in particular."""
    rows = await personal.rows(tx, CHOICES, guild_id=0, member_id=member_id)
    return {section(CHOICES): [_entry(section(CHOICES), row) for row in rows]} if rows else {}


def section(kept: Kept) -> str:
    """What its rows are found by: `choices_in_polls`."""
    return kept.nouns.replace(" ", "_")


def readable(column: str) -> str:
    """What a column is called for those who do not know the tables."""
    return _NAMES.get(column) or column.removesuffix("_id").removesuffix("_at")


_NAMES = {
    "body": "text",
    "card_gone_at": "card_found_missing",
    "cast_at": "first_cast",
    "change_id": "last_change",
    "content": "option",
    "edited_at": "last_edited",
    "event_fault": "why_no_event",
    "former": "score_before",
    "how": "reminded_by",
    "kind": "what",
    "lengths": "seconds_of_each_episode",
    "made_at": "brought",
    "marked_at": "first_marked",
    "message_id": "message",
    "minutes": "minutes_before",
    "pause": "seconds_of_break",
    "result_id": "result_message",
    "seen": "seen_by",
    "source": "marked_by",
    "spoils": "contains_spoilers",
    "stage_id": "live_message",
    "version": "changes",
    "visible": "seen_by_everyone_here",
    "voice_id": "voice_channel",
    "zone": "time_zone",
}
_FLAGS = {"anonymous", "reminded", "spoils", "visible", "watched"}
_MOMENTS = {"since", "until"}


def _entry(of: str, row: Row) -> Entry:
    hidden = _PERSONS[of]
    return {readable(column): _value(column, value) for column, value in row.items() if column not in hidden}


def _value(column: str, value: str | float | bytes | None) -> str | int | bool | list[str] | None:
    match value:
        case int() if column.endswith("_at") or column in _MOMENTS:
            return datetime.fromtimestamp(value, UTC).isoformat()
        case int() if column == "id" or column.endswith("_id"):
            return str(value)  # programs that keep numbers as floats would round it
        case int() if column in _FLAGS:
            return bool(value)
        case str() if column in {"episodes", "lengths"}:
            return value.split()
        case int() | str() | None:
            return value
        case _:
            raise TypeError(f"{column} holds {value!r}")


_PERSONS: Mapping[str, frozenset[str]] = {
    section(kept): frozenset(
        ["guild_id", *(each.column for each in KEPT if each.table == kept.table and each.owner is None)]
    )
    for kept in KEPT
}
"""Columns that say in which server a row is and whose: both are known of what is in an export."""
