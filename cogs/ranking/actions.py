"""Looking a ranking up: one snapshot for all that a card, its file and its explanation say."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.catalogue import Show
from bot.domain.ranking import Ranking, View, by_web
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer
from bot.domain.tally import Tally
from db import rankings, viewers
from db.database import Database, Tx


@dataclass(frozen=True, slots=True)
class Found:
    """The ranking that was asked for, and the votes it was made of, by episode key.

    `in_server` is False in a direct message, where there is only the web's; `viewer` is who will see it.
    """

    show: Show
    ranking: Ranking
    viewer: Viewer
    tallies: Mapping[str, Tally] = field(default_factory=dict[str, Tally])
    in_server: bool = True

    @property
    def asked(self) -> View:
        """What was asked for."""
        return self.ranking.view

    @property
    def shown(self) -> Ranking:
        """What to show: the web's order where the server has none yet; one's own has no substitute."""
        if self.ranking.standings or self.asked is View.MINE:
            return self.ranking
        return by_web(self.show)


async def look_up(
    db: Database, show: Show, view: View | None, *, guild_id: int | None, member_id: int, alone: bool
) -> Found:
    """Make the ranking of `view`; by default the server's, and the web's in a direct message.

    `alone`: nobody but the member will see it.

    Raises:
        Refusal: there is no server here, so that view has no votes.
    """
    view = view or (View.WEB if guild_id is None else View.SERVER)

    async def work(tx: Tx) -> Found:
        if alone:
            viewer = await viewers.member(tx, guild_id=guild_id, member_id=member_id, show_id=show.id)
        else:
            viewer = await viewers.everybody(tx, guild_id=guild_id)
        if view is View.WEB:
            return Found(show, by_web(show), viewer, in_server=guild_id is not None)
        if guild_id is None:
            raise Refusal(
                f"`view:{view}` needs a server and its votes. Use it there, or choose `view:web` here."
            )
        ranking, tallies = await rankings.read(tx, show, view, guild_id=guild_id, member_id=member_id)
        return Found(show, ranking, viewer, tallies)

    whose = member_id if alone or view is View.MINE else None
    return await db.recall(("ranking", show.id, view, guild_id, alone, whose), work)
