"""Which party a member means: suggested while they type, and the obvious one where they name none."""

import logging

from discord import app_commands

from bot.client import Interaction
from bot.domain.parties import Party, Phase
from bot.domain.refusal import Refusal
from bot.permissions import guild_of, may_run_parties
from bot.text import CHOICE_NAME, CHOICES, one_line
from cogs.parties.changing import party_id_of
from cogs.parties.named import MOST, names
from cogs.parties.seeing import may_view
from cogs.parties.view import GONE
from db import party_lists

_log = logging.getLogger(__name__)

NONE_LIVE = "No party is on here. `/party list` shows what is planned."
NONE_OPEN = "No party is planned here. Plan one with `/party plan`."
SEVERAL = "Several parties are called so: choose one from the list that opens while you type."


async def open_parties(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The parties that are on or planned, by name and date; whatever fails leaves the list empty."""
    try:
        with interaction.client.keystrokes.typed(interaction) as stroke:
            named = await names(interaction)
    except Exception:  # noqa: BLE001  there is no one to tell while they type
        _log.exception("no suggestions for %r", typed[:100])
        return []
    if stroke.outdated:
        return []
    wanted = one_line(typed[: 2 * CHOICE_NAME]).casefold()
    return [
        app_commands.Choice(name=each.label, value=str(each.party_id))
        for each in named
        if wanted in each.label.casefold() or wanted == str(each.party_id)
    ][:CHOICES]


async def chosen(
    interaction: Interaction,
    text: str | None,
    *,
    live: bool = False,
    planned: bool = False,
    own: bool = False,
) -> int:
    """The id of the party that is meant: the chosen one, else the one that is on, else the next planned one.

    Of several that are on, the one in this channel. `live`, `planned`: only such a one is meant where none is
    chosen; `own`: rather one that they may change. One may be chosen by its name, too. A chosen one may be of
    another server, or none: whoever reads the row sees to that.

    Raises:
        Refusal: there is none to be meant, or what was typed is no party.
    """
    if text:
        return party_id_of(text) if text.isdecimal() else await _called(interaction, text)
    found = await interaction.client.db.read(
        lambda tx: party_lists.all_open(tx, guild_id=guild_of(interaction), limit=MOST)
    )
    phases = {Phase.LIVE} if live else {Phase.PLANNED} if planned else {Phase.LIVE, Phase.PLANNED}
    meant = [party for party in found if party.phase in phases and may_view(interaction, party.channel_id)]
    if not meant:
        raise Refusal(NONE_LIVE if live else NONE_OPEN)

    takes_any = not own or may_run_parties(interaction)

    def order(party: Party) -> tuple[bool, bool, bool]:
        is_live = party.phase is Phase.LIVE
        not_theirs = not takes_any and party.organiser_id != interaction.user.id
        return not_theirs, not is_live, is_live and party.channel_id != interaction.channel_id

    return min(meant, key=order).id


async def _called(interaction: Interaction, text: str) -> int:
    """The party that is called `text`, else the only one whose name or date has that in it.

    Raises:
        Refusal: there is none, or several.
    """
    wanted, named = one_line(text).casefold(), await names(interaction)
    found = [each for each in named if wanted in (each.name.casefold(), each.label.casefold())]
    found = found or [each for each in named if wanted and wanted in each.label.casefold()]
    if not found:
        raise Refusal(GONE)
    if len(found) > 1:
        raise Refusal(SEVERAL)
    return found[0].party_id
