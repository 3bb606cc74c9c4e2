"""Options that say when a party starts, and in which time zone; suggested while they are typed."""

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot import starts, zones
from bot.moments import PATIENCE
from bot.text import CHOICE_NAME

if TYPE_CHECKING:
    from bot.client import Interaction

_log = logging.getLogger(__name__)

UNSET = "UTC"
"""In which zone is read what members write who have named none, in a server that has named none."""
_HINT = " (set yours with /party zone)"


class WhenOption(app_commands.Transformer[Any]):
    """When a party starts, read by `starts.start`; suggested with the date that is understood.

    Where no zone is known, what is chosen names the one in which it was read.
    """

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
            with bot.keystrokes.typed(interaction) as stroke:
                zone = await bot.member_zone(interaction)
            if stroke.outdated:
                return []
            choices = await starts.suggestions(
                str(value), now=bot.clock(), zone=zone or UNSET, fixed=zone is None
            )
        except Exception:  # noqa: BLE001  there is no one to tell while they type
            _log.exception("no suggestions for %r", str(value)[:100])
            return []
        return _choices(choices if zone else _hinted(choices))


WhenText = app_commands.Transform[str, WhenOption]
"""Annotation of an option that says when a party starts; the command gets the text."""


class ZoneOption(app_commands.Transformer[Any]):
    """A time zone, read by `zones.read`; suggested by city and country, with the time it is there."""

    async def transform(self, interaction: "Interaction", value: Any, /) -> str:  # noqa: ARG002, ANN401
        """Leave what was typed as it is: it is read where it is refused with the rest."""
        return str(value)

    async def autocomplete(  # pyright: ignore[reportIncompatibleMethodOverride]  our client is narrower
        self,
        interaction: "Interaction",
        value: int | float | str,  # noqa: PYI041  as discord.py has it
        /,
    ) -> list[app_commands.Choice[str]]:
        """Suggest off the event loop: the first call reads files. Whatever fails leaves the list empty."""
        try:
            now = interaction.client.clock()
            async with asyncio.timeout(PATIENCE):  # where very many type, some are shown nothing
                return _choices(await asyncio.to_thread(zones.suggest, str(value), now=now))
        except TimeoutError:
            return []
        except Exception:  # noqa: BLE001  there is no one to tell while they type
            _log.exception("no suggestions for %r", str(value)[:100])
            return []


ZoneText = app_commands.Transform[str, ZoneOption]
"""Annotation of an option that names a time zone; the command gets the text."""


def _choices(choices: list[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=name, value=value) for name, value in choices]


def _hinted(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The choices, the first of them saying how a zone is set, where it names one and that fits."""
    name, value = choices[0]
    if f" {UNSET}, " in name and len(name) + len(_HINT) <= CHOICE_NAME:
        name += _HINT
    return [(name, value), *choices[1:]]
