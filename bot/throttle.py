"""What costs time to make, a minute at a time: pictures and files, by member and by server.

Kept in memory: a restart forgets it, which does no harm. What the worker makes unasked is bounded by what may
be open, and not counted.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Literal

from bot.domain.quotas import Quotas, taken
from bot.domain.refusal import Refusal
from bot.pictures.specs import Spec
from bot.pictures.studio import Picture
from bot.text import moment
from bot.ui import Interaction

What = Literal["pictures", "files"]

ROOM = 20_000
"""Members and servers that are remembered at most, some 6 MB; beyond, who asked longest ago is forgotten."""


class Throttle:
    """Remembers who took how much lately, for as long as it matters."""

    def __init__(
        self, quotas: Quotas, *, clock: Callable[[], float] = time.monotonic, room: int = ROOM
    ) -> None:
        """`clock`: seconds, never set back."""
        self._quotas = quotas
        self._clock = clock
        self._room = room
        self._busy: OrderedDict[tuple[str, int], float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._busy)

    def take(self, what: What, *, member_id: int, guild_id: int | None) -> tuple[str, float] | None:
        """Take one; None where there was one, else the name of the quota that is met, and seconds to wait.

        Where it is refused nothing is taken, of the member's as of the server's.
        """
        now = self._clock()
        asked = [(f"{what}_per_member", member_id)]
        if guild_id is not None:
            asked.append((f"{what}_per_server", guild_id))
        after: dict[tuple[str, int], float] = {}
        for key in asked:
            until, wait = taken(self._busy.get(key, now), now, most=getattr(self._quotas, key[0]))
            if wait:
                return key[0], wait
            after[key] = until
        for key, until in after.items():
            self._busy[key] = until
            self._busy.move_to_end(key)
        self._forget(now)
        return None

    def _forget(self, now: float) -> None:
        """Drop those who have all of theirs again, as far as they stand first: all do, within a minute."""
        while self._busy:
            key, until = next(iter(self._busy.items()))
            if until > now and len(self._busy) <= self._room:
                break
            del self._busy[key]

    def refused(self, what: What, interaction: Interaction) -> str | None:
        """Take one for who asks; None where there was one, else the sentence that says when there is."""
        met = self.take(what, member_id=interaction.user.id, guild_id=interaction.guild_id)
        if met is None:
            return None
        name, wait = met
        at = interaction.client.clock() + timedelta(seconds=wait + 1)  # a timestamp counts whole seconds
        return self._quotas.sentence(name, when=moment(at))


def check_file(interaction: Interaction) -> None:
    """Let a file be made, or read, for who asks.

    Raises:
        Refusal: they had as many as this bot allows, or their server; when there is the next.
    """
    sentence = interaction.client.throttle.refused("files", interaction)
    if sentence is not None:
        raise Refusal(sentence)


async def picture(
    interaction: Interaction, spec: Spec, *, name: str, alt: str
) -> tuple[Picture | None, str | None]:
    """The picture that somebody asks for; where there is none, and they had enough, the sentence saying so.

    One that was drawn before, or is being drawn, counts for nothing.
    """
    bot = interaction.client
    said: list[str] = []

    def may() -> bool:
        sentence = bot.throttle.refused("pictures", interaction)
        said.extend([sentence] if sentence else [])
        return sentence is None

    drawn = await bot.studio.draw(spec, name=name, alt=alt, may=may)
    return drawn, next(iter(said), None)
