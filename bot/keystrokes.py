"""Which keystroke of a member is their last: what is suggested for the ones before nobody will see."""

from collections.abc import Generator
from contextlib import contextmanager

from bot.ui import Interaction


class Stroke:
    """What somebody has typed so far, while suggestions for it are looked up."""

    def __init__(self) -> None:
        self.outdated = False
        """Whether they have typed on: an empty list will do."""


class Keystrokes:
    """The last keystroke of each member for whom something is being looked up. Kept no longer than that."""

    def __init__(self) -> None:
        self._last: dict[int, Stroke] = {}

    def __len__(self) -> int:
        return len(self._last)

    @contextmanager
    def typed(self, interaction: Interaction) -> Generator[Stroke]:
        """Look something up for a keystroke, which outdates the member's ones before."""
        member_id, stroke = interaction.user.id, Stroke()
        before = self._last.get(member_id)
        if before is not None:
            before.outdated = True
        self._last[member_id] = stroke
        try:
            yield stroke
        finally:
            if self._last.get(member_id) is stroke:
                del self._last[member_id]
