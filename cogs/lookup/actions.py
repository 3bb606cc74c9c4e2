"""Looking up what a server thinks of a show: one snapshot for all that a card says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.domain.catalogue import Episode, Show
from bot.domain.progress import Mark, next_unwatched
from bot.domain.ranking import Ranking, Standing
from bot.domain.reviews import SERIES, Verdict
from bot.domain.spoilers import Viewer
from db import board, marks, members, rankings, review_shelves, viewers, votes, watchers
from db.database import Database, Tx

NAMED = 10
"""Members that are named as having watched something, at most."""


@dataclass(frozen=True, slots=True)
class Watchers:
    """Who has watched something, of those who let themselves be seen: the first of them, and how many."""

    ids: tuple[int, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class Figures:
    """A server's figures, the same as in its ranking. `vote` links the command that adds to them.

    `watchers` have watched the episode that is looked at, or the whole show; `members` counts all who take
    part. `texts` counts what members wrote about that episode, or about the series, by the verdict that it
    comes to, which a comment has not.
    """

    ranking: Ranking
    vote: str
    watchers: Watchers = Watchers()
    members: int = 0
    texts: Mapping[Verdict | None, int] = field(default_factory=dict[Verdict | None, int])

    def of(self, episode: Episode) -> Standing | None:
        """Where an episode stands; None where nobody has voted, or where the votes are withheld."""
        return self._standings.get(episode.key)

    def withholds(self, episode: Episode) -> bool:
        """Whether how the episode is voted on is a secret until its panel closes."""
        return episode in self.ranking.withheld

    @cached_property
    def _standings(self) -> Mapping[str, Standing]:
        return {standing.episode.key: standing for standing in self.ranking.standings}


@dataclass(frozen=True, slots=True)
class Own:
    """What the one who is answered alone has watched and scored on this server, by episode key.

    `next` is the first that they have not watched, None where they have watched all.
    """

    marks: Mapping[str, Mark]
    scores: Mapping[str, int]
    next: Episode | None


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, and what of the server they see: `here` is None where no rows of a server count.

    `own` is None where others see the answer too.
    """

    viewer: Viewer
    here: Figures | None = None
    own: Own | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks where; `alone`: nobody else will see the answer.

    `guild_id` is None in a direct message, and in a server that the bot is no member of.
    """

    guild_id: int | None
    member_id: int
    alone: bool

    @property
    def scope(self) -> tuple[int | None, int | None]:
        """Who gets the same answer: all who ask in a server where everybody sees it."""
        return self.guild_id, self.member_id if self.alone else None


async def look(db: Database, show: Show, asker: Asker, *, vote: str, episode: Episode | None = None) -> Look:
    """What the one who asks is to see of a show, or of one episode of it."""
    key = ("look", show.id, asker.scope, vote, episode.key if episode else None)
    return await db.recall(key, lambda tx: _look(tx, show, asker, vote=vote, episode=episode))


async def _look(tx: Tx, show: Show, asker: Asker, *, vote: str, episode: Episode | None) -> Look:
    guild_id, member_id = asker.guild_id, asker.member_id
    if asker.alone:
        viewer = await viewers.member(tx, guild_id=guild_id, member_id=member_id, show_id=show.id)
    else:
        viewer = await viewers.everybody(tx, guild_id=guild_id)
    if guild_id is None:
        return Look(viewer)
    ranking, _ = await rankings.read(tx, show, guild_id=guild_id)
    here = Figures(
        ranking,
        vote,
        await _watchers(tx, show, episode, guild_id=guild_id),
        await members.count(tx, guild_id=guild_id),
        await review_shelves.tally(
            tx, guild_id=guild_id, show_id=show.id, episode=episode.key if episode else SERIES
        ),
    )
    if not asker.alone:
        return Look(viewer, here)
    watched = await marks.watched_here(tx, guild_id=guild_id, member_id=member_id, show_id=show.id)
    scores = await votes.scores_of(tx, guild_id=guild_id, member_id=member_id, show_id=show.id)
    return Look(viewer, here, Own(watched, scores, next_unwatched(show, watched.keys())))


async def _watchers(tx: Tx, show: Show, episode: Episode | None, *, guild_id: int) -> Watchers:
    """Who has watched an episode, or else every one that is no special."""
    if episode is not None:
        found = await watchers.first(tx, guild_id=guild_id, show_id=show.id, episode=episode.key, limit=NAMED)
        return Watchers(*found)
    whole = sum(1 for e in show.episodes if e.season)
    best = await board.page(tx, guild_id=guild_id, show_id=show.id, number=1)
    ids = tuple(entry.member_id for entry in best.entries if whole and entry.episodes >= whole)
    tallies = await board.tallies(tx, guild_id=guild_id, show_id=show.id)
    return Watchers(ids[:NAMED], sum(count for episodes, count in tallies.items() if whole <= episodes))
