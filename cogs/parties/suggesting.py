"""Which party a member means: suggested while they type, and the obvious one where they name none."""

import logging
from typing import NamedTuple
from zoneinfo import ZoneInfo

from discord import app_commands

from bot.client import Interaction
from bot.domain import when
from bot.domain.parties import Party, Phase
from bot.domain.refusal import Refusal
from bot.domain.rsvps import Roster
from bot.permissions import guild_of, may_run_parties
from bot.text import CHOICE_NAME, CHOICES, clip, joined, one_line
from cogs.parties.changing import party_id_of
from cogs.parties.list_cards import episodes_of
from cogs.parties.seeing import may_view
from cogs.parties.view import GONE, PartyView
from db import party_lists, server_settings

_log = logging.getLogger(__name__)

MOST = 2_500
"""Parties that are looked through: all that a server's plans can come to (25 seasons of 100)."""
NONE_LIVE = "No party is on here. `/party list` shows what is planned."
NONE_OPEN = "No party is planned here. Plan one with `/party plan`."
SEVERAL = "Several parties are called so: choose one from the list that opens while you type."


class _Named(NamedTuple):
    """`The finale`, and `The finale · episodes 25–26 · Fri 27 Nov, 20:00 Europe/Berlin, in 6 days`."""

    name: str
    label: str
    party_id: int


async def open_parties(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The parties that are on or planned, by name and date; whatever fails leaves the list empty."""
    try:
        named = await _named(interaction)
    except Exception:  # noqa: BLE001  there is no one to tell while they type
        _log.exception("no suggestions for %r", typed[:100])
        return []
    wanted = one_line(typed).casefold()
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
    async with interaction.client.db.snapshot() as tx:
        found = await party_lists.all_open(tx, guild_id=guild_of(interaction), limit=MOST)
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
    wanted, named = one_line(text).casefold(), await _named(interaction)
    found = [each for each in named if wanted in (each.name.casefold(), each.label.casefold())]
    found = found or [each for each in named if wanted and wanted in each.label.casefold()]
    if not found:
        raise Refusal(GONE)
    if len(found) > 1:
        raise Refusal(SEVERAL)
    return found[0].party_id


async def _named(interaction: Interaction) -> list[_Named]:
    """The parties that are on or planned and that they may know of."""
    bot, guild_id = interaction.client, guild_of(interaction)
    async with bot.db.snapshot() as tx:
        found = await party_lists.all_open(tx, guild_id=guild_id, limit=MOST)
        settings = await server_settings.read(tx, guild_id=guild_id)
    now = bot.clock()
    named: list[_Named] = []
    for party in found:
        show = bot.library.by_id.get(party.show_id)
        if show is None or any(key not in show.by_key for key in party.episodes):
            continue
        if not may_view(interaction, party.channel_id):
            continue
        episodes = tuple(show.by_key[key] for key in party.episodes)
        view = PartyView(party, show, episodes, Roster(), settings)
        name = one_line(view.name())
        if party.phase is Phase.LIVE:
            date = "on now"
        else:
            date = when.describe(party.starts_at, now=now, zone=ZoneInfo(party.zone))
        about = joined(episodes_of(view), date)
        named.append(_Named(name, f"{clip(name, CHOICE_NAME - len(about) - 3)} · {about}", party.id))
    return named
