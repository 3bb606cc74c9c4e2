"""Options that several commands take, with what is suggested while they are typed."""

import logging
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot import moments
from bot.asking import viewer_of
from bot.domain import ranges
from bot.domain.catalogue import Show
from bot.domain.refusal import Refusal
from bot.text import CHOICE_NAME, CHOICES, counted

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
            show = bot.show(interaction.guild_id)
            with bot.keystrokes.typed(interaction) as stroke:
                viewer = await viewer_of(interaction, show)
            choices = [] if stroke.outdated else bot.lookup.suggest(show, str(value), viewer)
        except Exception:  # noqa: BLE001  there is no one to tell while they type
            _log.exception("no suggestions for %r", str(value)[:100])
            return []
        return [*_offered(tuple(choices))]


@lru_cache(500)
def _offered(choices: tuple[tuple[str, str], ...]) -> tuple[app_commands.Choice[str], ...]:
    """Choices as discord.py takes them."""
    return tuple(app_commands.Choice(name=name, value=reference) for name, reference in choices)


EpisodeText = app_commands.Transform[str, EpisodeOption]
"""Annotation of an option that names an episode; the command gets the text."""


class EpisodesOption(EpisodeOption):
    """Episodes as a member names them: a list, read by `ranges.parse`, or one, read by `Lookup.find`."""

    async def autocomplete(
        self,
        interaction: "Interaction",
        value: int | float | str,  # noqa: PYI041  as discord.py has it
        /,
    ) -> list[app_commands.Choice[str]]:
        """Show first how a list is understood; whatever fails leaves that out, it can still be typed."""
        one = await super().autocomplete(interaction, value)
        text = str(value)
        try:
            several = understood(interaction.client.show(interaction.guild_id), text)
        except Exception:  # noqa: BLE001  there is no one to tell while they type
            _log.exception("no suggestions for %r", text[:100])
            several = None
        first = [app_commands.Choice(name=several, value=text)] if several else []
        return [*first, *(choice for choice in one if choice.value != "random")][:CHOICES]


EpisodesText = app_commands.Transform[str, EpisodesOption]
"""Annotation of an option that names episodes, one or more; the command gets the text."""


def understood(show: Show, text: str) -> str | None:
    """`1–8 · 8 episodes`: what a list of several means; None where it is none, or too long for a choice."""
    if len(text) > CHOICE_NAME or not ranges.is_list(text):
        return None
    try:
        episodes = ranges.parse(show, text)
    except Refusal:
        return None
    if len(episodes) < 2:
        return None
    name = f"{ranges.spans(show, episodes, most=6)} · {counted(len(episodes), 'episode')}"
    return name if len(name) <= CHOICE_NAME else counted(len(episodes), "episode")


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
            with bot.keystrokes.typed(interaction) as stroke:
                zone = await bot.zone(interaction)
            if stroke.outdated:
                return []
            choices = await moments.suggestions(str(value), now=bot.clock(), zone=zone)
        except Exception:  # noqa: BLE001  there is no one to tell while they type
            _log.exception("no suggestions for %r", str(value)[:100])
            return []
        return [app_commands.Choice(name=name, value=text) for name, text in choices]


ClosesText = app_commands.Transform[str, ClosesOption]
"""Annotation of an option that says when something closes; the command gets the text."""
