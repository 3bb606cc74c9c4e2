"""Options that several commands take, with what is suggested while they are typed."""

import logging
from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot import moments

if TYPE_CHECKING:
    from bot.client import Interaction

_log = logging.getLogger(__name__)


class EpisodeOption(app_commands.Transformer[Any]):
    """An episode as a member names it, read by `Lookup.find`; suggested by number and by title."""

    async def transform(self, interaction: "Interaction", value: Any, /) -> str:  # noqa: ARG002, ANN401
        """Leave what was typed as it is: what `next` means is decided with the member's progress."""
        return str(value)

    async def autocomplete(  # pyright: ignore[reportIncompatibleMethodOverride]  our client is narrower
        self,
        interaction: "Interaction",
        value: int | float | str,  # noqa: PYI041  as discord.py has it
        /,
    ) -> list[app_commands.Choice[str]]:
        """Suggest from memory; whatever fails leaves the list empty, the option can still be typed."""
        try:
            bot = interaction.client
            choices = bot.lookup.suggest(bot.show(interaction.guild_id), str(value))
        except Exception:  # noqa: BLE001  there is no one to tell while they type
            _log.exception("no suggestions for %r", str(value)[:100])
            return []
        return [app_commands.Choice(name=name, value=reference) for name, reference in choices]


EpisodeText = app_commands.Transform[str, EpisodeOption]
"""Annotation of an option that names an episode; the command gets the text."""


class ClosesOption(app_commands.Transformer[Any]):
    """When something closes, read by `moments.closing`; suggested with the date that is understood."""

    async def transform(self, interaction: "Interaction", value: Any, /) -> str:  # noqa: ARG002, ANN401
        """Leave what was typed as it is: it is read where it is refused with the rest."""
        return str(value)

    async def autocomplete(  # pyright: ignore[reportIncompatibleMethodOverride]  our client is narrower
        self,
        interaction: "Interaction",
        value: int | float | str,  # noqa: PYI041  as discord.py has it
        /,
    ) -> list[app_commands.Choice[str]]:
        """Show how it is understood; whatever fails leaves the list empty, the option can still be typed."""
        try:
            bot = interaction.client
            zone = await bot.zone(interaction)
            choices = await moments.suggestions(str(value), now=bot.clock(), zone=zone)
        except Exception:  # noqa: BLE001  there is no one to tell while they type
            _log.exception("no suggestions for %r", str(value)[:100])
            return []
        return [app_commands.Choice(name=name, value=text) for name, text in choices]


ClosesText = app_commands.Transform[str, ClosesOption]
"""Annotation of an option that says when something closes; the command gets the text."""
