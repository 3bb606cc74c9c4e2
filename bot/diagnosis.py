"""What the doctor found in the database, in sentences for whoever runs Encore."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.text import counted
from db.doctor.findings import Finding, Ill, Value

_NAMES: Mapping[str, str] = {
    "guild_id": "server",
    "show_id": "show",
    "member_id": "member",
    "poll_id": "poll",
    "party_id": "party",
    "review_id": "review",
    "subject_id": "about",
}
"""What a column is called where its own name is not plain."""
_LEFT_OUT = frozenset({"kind", "due_at", "attempts"})
"""Columns of what is due that the sentence says in its own way."""

_REMEDIES: Mapping[Ill, tuple[str, str]] = {
    Ill.DAMAGE: ("", "Put back a backup: python -m bot restore FILE --force."),
    Ill.SCHEMA: ("", ""),
    Ill.STRANGER: (
        "",
        "That stays as it is, and is used again once a catalogue has it: see ENCORE_CATALOGUE.",
    ),
    Ill.REFERENCE: ("deletes them", "Deleted."),
    Ill.UNJOINED: (
        "lets these members take part again, unseen until they choose to be seen",
        "They take part again, unseen until they choose to be seen.",
    ),
    Ill.TOTAL: ("stores what was counted", "What was counted is stored."),
    Ill.NOBODYS: ("deletes it", "Deleted."),
    Ill.NO_SUBJECT: ("deletes it", "Deleted."),
    Ill.FAR: ("makes it due now", "Due now."),
    Ill.LATE: ("makes it due now", "Due now."),
    Ill.UNDONE: ("makes it due now", "Due now."),
    Ill.TRIED: ("makes it due now, and its attempts are counted anew", "Due now, its attempts counted anew."),
}
"""What --fix would do, and what is said once it has; where it does nothing, what to do instead."""


def told(finding: Finding, *, mended: bool = False) -> str:
    """One sentence that says what it is, how many, and where the first is; another for what helps, or has."""
    would, did = _REMEDIES[finding.ill]
    remedy = did if mended or not finding.can_be_mended else f"With --fix Encore {would}."
    return f"{_what(finding)} {remedy}".rstrip()


def _what(finding: Finding) -> str:
    rows = counted(finding.rows, "row")
    where = f"{'the first ' if finding.rows > 1 else ''}{_where(finding.example)}"
    match finding.ill:
        case Ill.DAMAGE:
            return f"The file is damaged: {finding.words.rstrip('.')}."
        case Ill.SCHEMA:
            return finding.words
        case Ill.REFERENCE:
            return f"{finding.table}: {rows} without the row of {finding.parent} they belong to ({where})."
        case Ill.UNJOINED:
            return f"marks: {rows} of members who do not take part ({where})."
        case Ill.TOTAL:
            kept, found = _figure(finding.kept), _figure(finding.counted)
            differ = "differs" if finding.rows == 1 else "differ"
            return (
                f"{finding.table}: {rows} {differ} from a recount "
                f"({where}: {finding.column} is {kept}, counted {found})."
            )
        case Ill.STRANGER:
            return f"{finding.table}: {rows} about what the catalogue does not have ({where})."
        case Ill.UNDONE:
            wait = "waits" if finding.rows == 1 else "wait"
            return (
                f"{finding.table}: {rows} {wait} for {finding.example['kind']}, which is not due ({where})."
            )
        case _:
            return _due(finding, where)


def _due(finding: Finding, where: str) -> str:
    """What is said of work that is stuck."""
    kind, due_at = finding.example["kind"], datetime.fromtimestamp(int(finding.example["due_at"] or 0), UTC)
    how = {
        Ill.NOBODYS: "which nobody does",
        Ill.NO_SUBJECT: f"about a row of {finding.parent} that is gone",
        Ill.FAR: f"due on {due_at:%Y-%m-%d}, later than its row of {finding.parent} says",
        Ill.LATE: f"due since {due_at:%Y-%m-%d %H:%M} UTC and not done, as where Encore does not run",
        Ill.TRIED: f"tried {finding.example['attempts']} times without success",
    }[finding.ill]
    return f"due: {counted(finding.rows, 'row')} of {kind}, {how} ({where})."


def _where(example: Mapping[str, Value]) -> str:
    return ", ".join(
        f"{_NAMES.get(name, name)} {value}" for name, value in example.items() if name not in _LEFT_OUT
    )


def _figure(value: int | None) -> str:
    return "missing" if value is None else str(value)
