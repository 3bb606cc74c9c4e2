"""What of a party can be changed once it is planned, and how."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.catalogue import Episode
from bot.domain.parties import Party, Phase, check_title
from bot.domain.refusal import Refusal
from cogs.parties.planning import check_episodes

NO_TITLE = "-"
"""What is written to take a title away."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be otherwise; None for what stays. `title` `-`: none; `seats` 0: for as many as come."""

    starts_at: datetime | None = None
    zone: str | None = None
    episodes: Sequence[Episode] | None = None
    title: str | None = None
    seats: int | None = None
    voice_id: int | None = None

    def check(self) -> None:
        """Let there be something to change, and a title be one that can be read.

        Raises:
            Refusal: there is nothing, or nothing of the title can be seen.
        """
        check_title(self.title)
        given = (self.starts_at, self.episodes, self.title, self.seats, self.voice_id)
        if all(each is None for each in given):
            raise Refusal("What shall be otherwise? Give `when`, `episodes`, `title`, `seats` or `voice`.")

    def apply(self, party: Party, now: datetime, *, minutes: int) -> Party:
        """The party as it is to be; its channel is reminded `minutes` before it starts.

        Raises:
            Refusal: it is over, or on and past such a change.
        """
        party.check_open()
        if party.phase is Phase.LIVE and (self.starts_at is not None or self.episodes is not None):
            raise Refusal("This party is on: its time and its episodes stay as they are.")
        if self.starts_at is not None:
            party = party.move(self.starts_at, now, zone=self.zone or party.zone, minutes=minutes)
        if self.episodes is not None:
            party = replace(party, episodes=check_episodes(self.episodes))
        if self.title is not None:
            party = replace(party, title=None if self.title == NO_TITLE else self.title)
        if self.seats is not None:
            party = replace(party, seats=self.seats or None)
        return replace(party, voice_id=self.voice_id or party.voice_id)
