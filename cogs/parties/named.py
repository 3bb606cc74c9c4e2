"""What a server's open parties are called: put together once, for as long as nothing about them changes."""

import asyncio
from collections import OrderedDict
from typing import NamedTuple
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from bot.client import Bot, Interaction
from bot.domain import when
from bot.domain.parties import Party, Phase
from bot.domain.quotas import LIMITS
from bot.domain.rsvps import Roster
from bot.domain.season_plan import MOST_SESSIONS
from bot.domain.server_settings import ServerSettings
from bot.permissions import guild_of
from bot.text import CHOICE_NAME, clip, joined, one_line
from cogs.parties.list_cards import episodes_of
from cogs.parties.seeing import may_view
from cogs.parties.view import PartyView
from db import party_lists, server_settings

MOST = LIMITS["plans_per_server"].most * MOST_SESSIONS
"""Parties that are looked through: all that a server's plans can come to."""
SERVERS = 16
"""Servers whose names are kept: those in which somebody typed last."""
AT_ONCE = 50
"""Names that are put together in one go, some two milliseconds: then others have their turn."""


class Named(NamedTuple):
    """`The finale`, and `The finale · episodes 25–26 · Fri 27 Nov, 20:00 Europe/Berlin, in 6 days`."""

    name: str
    label: str
    party_id: int
    channel_id: int


class _Names:
    """The names that are kept of a bot's servers."""

    def __init__(self) -> None:
        self.kept: OrderedDict[int, tuple[object, list[Named]]] = OrderedDict()
        self.turn = asyncio.Lock()


_names: WeakKeyDictionary[Bot, _Names] = WeakKeyDictionary()


async def names(interaction: Interaction) -> list[Named]:
    """The parties that are on or planned and that the one who asks may know of."""
    bot, guild_id, now = interaction.client, guild_of(interaction), interaction.client.clock()
    async with bot.db.snapshot() as tx:
        settings = await server_settings.read(tx, guild_id=guild_id)
        stand = (settings, await party_lists.stamp(tx, guild_id=guild_id), int(now.timestamp()) // 60)
    known = _names.setdefault(bot, _Names())
    async with known.turn:  # who types meanwhile waits for the same names
        kept = known.kept.get(guild_id)
        if kept is None or kept[0] != stand:
            kept = known.kept[guild_id] = (stand, await _put_together(interaction, settings))
        known.kept.move_to_end(guild_id)
        while len(known.kept) > SERVERS:
            known.kept.popitem(last=False)
    may = {each: may_view(interaction, each) for each in {named.channel_id for named in kept[1]}}
    return [named for named in kept[1] if may[named.channel_id]]


async def _put_together(interaction: Interaction, settings: ServerSettings) -> list[Named]:
    bot = interaction.client
    async with bot.db.snapshot() as tx:
        found = await party_lists.all_open(tx, guild_id=guild_of(interaction), limit=MOST)
    named: list[Named] = []
    for number, party in enumerate(found, 1):
        if (each := _named(bot, party, settings)) is not None:
            named.append(each)
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
    return named


def _named(bot: Bot, party: Party, settings: ServerSettings) -> Named | None:
    """A party by name and date; None where the catalogue no longer has what it is about."""
    show = bot.library.by_id.get(party.show_id)
    if show is None or any(key not in show.by_key for key in party.episodes):
        return None
    view = PartyView(party, show, tuple(show.by_key[key] for key in party.episodes), Roster(), settings)
    name = one_line(view.name())
    if party.phase is Phase.LIVE:
        date = "on now"
    else:
        date = when.describe(party.starts_at, now=bot.clock(), zone=ZoneInfo(party.zone))
    about = joined(episodes_of(view), date)
    label = f"{clip(name, CHOICE_NAME - len(about) - 3)} · {about}"
    return Named(name, label, party.id, party.channel_id)
