"""Why a party has no scheduled event of Discord's that follows it, in a sentence for its card."""

from collections.abc import Mapping
from enum import StrEnum


class Fault(StrEnum):
    """What keeps Discord's event from following."""

    PERMISSION = "permission"
    LIMIT = "limit"
    CHANNEL = "channel"
    PRIVATE = "private"


def event_words(fault: str | None) -> str | None:
    """What to say of a stored fault; None where there is none, or one of another version."""
    return _WORDS.get(fault or "")


_WORDS: Mapping[str, str] = {
    Fault.PERMISSION: (
        "Not among Discord’s events: for that I need the permission *Create Events*, and to see and join the "
        "voice channel."
    ),
    Fault.LIMIT: "Not among Discord’s events: this server has 100 already, and Discord takes no more.",
    Fault.CHANNEL: "Not among Discord’s events: the voice channel is gone, or hidden from me.",
    Fault.PRIVATE: (
        "Not among Discord’s events: the whole server would see it there, and not everybody may see this "
        "channel."
    ),
}
