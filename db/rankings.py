"""A server's ranking of a show, read from the totals: it costs by episodes, not by votes."""

from collections.abc import Mapping

from bot.domain.catalogue import Show
from bot.domain.ranking import Ranking, View, rank
from bot.domain.server_settings import Reveal, ServerSettings
from bot.domain.tally import Tally
from db import panels, server_settings, votes
from db.database import Tx


async def read(
    tx: Tx, show: Show, view: View = View.SERVER, *, guild_id: int, member_id: int | None = None
) -> tuple[Ranking, Mapping[str, Tally]]:
    """The ranking and the votes it was made of, by episode key. `member_id` says whose scores are mine.

    What is a secret until its panel closes is in neither.
    """
    settings = await server_settings.read(tx, guild_id=guild_id)
    tallies = await votes.tallies(tx, guild_id=guild_id, show_id=show.id)
    mine: dict[str, int] = {}
    if view is View.MINE and member_id is not None:
        mine = await votes.scores_of(tx, guild_id=guild_id, show_id=show.id, member_id=member_id)
    withheld = await _withheld(tx, settings, guild_id=guild_id, show_id=show.id)
    ranking = rank(view, show, tallies=tallies, settings=settings, mine=mine, withheld=withheld)
    return ranking, {key: tally for key, tally in tallies.items() if key not in withheld}


async def _withheld(tx: Tx, settings: ServerSettings, *, guild_id: int, show_id: str) -> frozenset[str]:
    """The keys of the episodes whose votes are a secret until their panel closes."""
    if settings.reveal is not Reveal.CLOSED:
        return frozenset()
    is_open = await panels.all_open(tx, guild_id=guild_id, show_id=show_id)
    return frozenset(panel.episode for panel in is_open)
