"""Lists of parties for one member: what is planned or on, and what was watched together."""

from collections.abc import Mapping, Sequence

from bot import ui
from bot.client import Bot, Interaction
from bot.domain.parties import Party
from bot.domain.rsvps import Roster
from bot.domain.tally import Tally
from bot.permissions import guild_of
from cogs.parties import list_cards
from cogs.parties.list_cards import PAGE, Past
from cogs.parties.named import MOST
from cogs.parties.seeing import may_view
from cogs.parties.view import PartyView, view
from db import party_lists, presences, rankings


async def open_list(interaction: Interaction, *, page: int) -> ui.Card:
    """The parties that are planned or on, and that the one who asks may know of; `page` counts from 1."""
    bot = interaction.client
    async with bot.db.snapshot() as tx:
        found = await party_lists.all_open(tx, guild_id=guild_of(interaction), limit=MOST)
        seen = [party for party in found if may_view(interaction, party.channel_id)]
        page, pages = _within(page, len(seen))
        shown = [await view(tx, bot.library, party) for party in seen[(page - 1) * PAGE : page * PAGE]]
    return list_cards.open_card([each for each in shown if each], total=len(seen), page=page, pages=pages)


async def past_list(interaction: Interaction, *, page: int) -> ui.Card:
    """The same of those that took place, the last one first."""
    bot, guild_id = interaction.client, guild_of(interaction)
    async with bot.db.snapshot() as tx:
        channels = [
            channel_id
            for channel_id in await party_lists.channel_ids(tx, guild_id=guild_id)
            if may_view(interaction, channel_id)
        ]
        _, total = await party_lists.past(tx, guild_id=guild_id, limit=0, offset=0, channel_ids=channels)
        page, pages = _within(page, total)
        found, _ = await party_lists.past(
            tx, guild_id=guild_id, limit=PAGE, offset=(page - 1) * PAGE, channel_ids=channels
        )
        scores: dict[str, Mapping[str, Tally]] = {}
        shown: list[Past] = []
        for party in found:
            seen = await view(tx, bot.library, party)
            if seen is None:
                continue
            if party.show_id not in scores:  # what is a secret until its panel closes is not among them
                _, scores[party.show_id] = await rankings.read(tx, seen.show, guild_id=guild_id)
            there = await presences.attended(tx, guild_id=guild_id, party_id=party.id)
            shown.append(Past(seen, len(there), scores[party.show_id]))
    return list_cards.past_card(shown, total=total, page=page, pages=pages)


async def all_open(interaction: Interaction) -> list[PartyView]:
    """All of them at once, without who comes and which session each is: for a calendar."""
    bot, guild_id = interaction.client, guild_of(interaction)
    found = await bot.db.read(lambda tx: party_lists.all_open(tx, guild_id=guild_id, limit=MOST))
    seen = [party for party in found if may_view(interaction, party.channel_id)]
    return await _bare(bot, guild_id, seen)


async def of_season(interaction: Interaction, of: PartyView) -> list[PartyView]:
    """The same of the season to which a party belongs; that party alone where it is no season's."""
    party, season_id = of.party, of.party.season_id
    if season_id is None:
        return [of]
    bot = interaction.client
    found = await bot.db.read(lambda tx: party_lists.season(tx, guild_id=party.guild_id, season_id=season_id))
    return await _bare(bot, party.guild_id, found)


async def _bare(bot: Bot, guild_id: int, found: Sequence[Party]) -> list[PartyView]:
    settings = await bot.settings(guild_id)
    views: list[PartyView] = []
    for party in found:
        show = bot.library.by_id.get(party.show_id)
        episodes = tuple(show.by_key[key] for key in party.episodes if key in show.by_key) if show else ()
        if show is not None and len(episodes) == len(party.episodes):
            views.append(PartyView(party, show, episodes, Roster(), settings))
    return views


def _within(page: int, total: int) -> tuple[int, int]:
    """The nearest page there is, and how many there are."""
    pages = max(1, -(-total // PAGE))
    return max(1, min(page, pages)), pages
