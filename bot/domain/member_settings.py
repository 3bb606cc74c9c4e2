"""What a member has chosen for themselves, wherever they are, with the defaults where they chose nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.rsvps import Preference
from bot.domain.server_settings import zone_of

WARNED = "warned:"
"""Before a show's id: the name under which it is stored that the member was warned of its spoilers."""


class SpoilerMode(StrEnum):
    """When a member wants to be warned before something that spoils."""

    STRICT = "strict"
    """Each time."""
    RELAXED = "relaxed"
    """Once a show."""
    OFF = "off"
    """Never."""


@dataclass(frozen=True, slots=True)
class MemberSettings:
    """One member's settings.

    `warned` holds the ids of the shows of which they were warned once; `zone` is an IANA time zone, None for
    the server's; `remind`: how they are reminded of parties that they answer from now on.
    """

    spoilers: SpoilerMode = SpoilerMode.STRICT
    warned: frozenset[str] = frozenset()
    zone: str | None = None
    remind: Preference = field(default_factory=Preference)

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> "MemberSettings":
        """Read what is stored, by name. What this version does not know counts as unset."""
        mode = stored.get("spoilers", "")
        return cls(
            spoilers=SpoilerMode(mode) if mode in set(SpoilerMode) else SpoilerMode.STRICT,
            warned=frozenset(
                name.removeprefix(WARNED)
                for name, value in stored.items()
                if name.startswith(WARNED) and name != WARNED and value == "1"
            ),
            zone=zone_of(stored.get("zone", "")),
            remind=Preference.of(stored.get("remind", "")) or Preference(),
        )
