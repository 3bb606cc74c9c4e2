"""Looking up what a server thinks of a show: one snapshot for all that a card says."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.domain.catalogue import Episode, Show
from bot.domain.ranking import Ranking, Standing
from db import rankings
from db.database import Database


@dataclass(frozen=True)
class Figures:
    """A server's figures, the same as in its ranking. `vote` links the command that adds to them."""

    ranking: Ranking
    vote: str

    def of(self, episode: Episode) -> Standing | None:
        """Where an episode stands; None where nobody has voted, or where the votes are withheld."""
        return self._standings.get(episode.key)

    def withholds(self, episode: Episode) -> bool:
        """Whether how the episode is voted on is a secret until its panel closes."""
        return episode in self.ranking.withheld

    @cached_property
    def _standings(self) -> Mapping[str, Standing]:
        return {standing.episode.key: standing for standing in self.ranking.standings}


async def figures(db: Database, show: Show, *, guild_id: int | None, vote: str) -> Figures | None:
    """The figures of a server; None in a direct message, which is no server."""
    if guild_id is None:
        return None
    async with db.snapshot() as tx:
        ranking, _ = await rankings.read(tx, show, guild_id=guild_id)
    return Figures(ranking, vote)
