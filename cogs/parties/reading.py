"""What members write where a party is planned: which episodes, and when."""

from collections.abc import Sequence
from datetime import datetime

from bot import starts
from bot.asking import episode_of, tells_progress
from bot.client import Interaction
from bot.domain import ranges
from bot.domain.catalogue import Episode, Show
from bot.domain.references import AtRandom, parse
from bot.domain.refusal import Refusal
from bot.when_option import UNSET

_APART = (UNSET, "Pacific/Kiritimati", "Pacific/Pago_Pago")
"""Zones in which clocks show different times and days: what is the same moment in all needs no zone."""


async def episodes(interaction: Interaction, show: Show, text: str) -> Sequence[Episode]:
    """The episodes that a member names for a party: a list, or one by title or as `next`.

    Raises:
        Refusal: they name none, leave it to chance, or would tell what they keep to themselves.
    """
    if ranges.is_list(text):
        return ranges.parse(show, text)
    if isinstance(parse(text), AtRandom):
        raise Refusal("Let those who come know what you will watch: name the episodes, like `1-3`.")
    if await tells_progress(interaction, text):
        raise Refusal(
            "You keep your progress to yourself, and `next` would tell it to all who see the party. "
            "Name the episode."
        )
    return (await episode_of(interaction, show, text),)


async def moment(interaction: Interaction, text: str, *, again: bool = False) -> tuple[datetime, str | None]:
    """When a party starts, and the IANA time zone in which that was read; None where that does not matter.

    Where neither the member nor the server has named a zone, only what means the same everywhere is read, and
    nothing that comes `again` at the same wall time, unless it names UTC itself, as what is suggested does.

    Raises:
        Refusal: it is no time for a party, or cannot be told without a zone.
    """
    bot = interaction.client
    now, zone = bot.clock(), await bot.member_zone(interaction)
    if zone is not None:
        return await starts.start(text, now=now, zone=zone), zone
    found: set[datetime | str] = set()
    for apart in _APART:
        try:
            found.add(await starts.start(text, now=now, zone=apart))
        except Refusal as refusal:
            found.add(refusal.sentence)
    read = {meant for meant in found if isinstance(meant, datetime)}
    if not read:
        return await starts.start(text, now=now, zone=UNSET), None
    names_utc = text.rstrip().casefold().endswith(" utc")
    if len(found) > 1 or (again and not names_utc):
        raise Refusal(
            f"Which time zone is that in? Tell me yours once with {bot.mention('party zone')}, "
            "and plan it again."
        )
    return read.pop(), None
