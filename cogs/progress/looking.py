"""Looking progress up: a member's, and the board of a server. One snapshot each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from bot.domain.catalogue import Show
from bot.domain.progress import Mark, Progress, progress
from bot.domain.refusal import Refusal
from bot.domain.server_settings import Reveal
from bot.domain.spoilers import Viewer
from db import board, marks, members, panels, server_settings, viewers, votes
from db.board import Page, Standing
from db.database import Database, Tx


class Where(TypedDict):
    """Whose rows are asked for, and of which show."""

    guild_id: int
    member_id: int
    show_id: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A member's progress as the one who asks sees it, by episode key.

    `viewer` is None where it is not their own: then nothing but numbers is shown. `visible`: whether the
    others see it.
    """

    show: Show
    marks: Mapping[str, Mark]
    scores: Mapping[str, int]
    visible: bool
    viewer: Viewer | None

    @property
    def progress(self) -> Progress:
        """What it comes to."""
        return progress(self.show, self.marks.keys(), self.scores)


async def own(db: Database, show: Show, *, guild_id: int, member_id: int) -> Seen:
    """One's own progress."""
    where = Where(guild_id=guild_id, member_id=member_id, show_id=show.id)

    async def work(tx: Tx) -> Seen:
        return Seen(
            show,
            await marks.watched_here(tx, **where),
            await votes.scores_of(tx, **where),
            (await members.find(tx, guild_id=guild_id, member_id=member_id)).visible,
            await viewers.member(tx, **where),
        )

    return await db.read(work)


async def anothers(db: Database, show: Show, *, guild_id: int, member_id: int) -> Seen:
    """Somebody else's progress, without the scores that an open panel keeps secret.

    Raises:
        Refusal: they let nobody see it; the same sentence whether or not there is anything to see.
    """
    where = Where(guild_id=guild_id, member_id=member_id, show_id=show.id)

    async def work(tx: Tx) -> Seen:
        if not (await members.find(tx, guild_id=guild_id, member_id=member_id)).visible:
            raise Refusal(f"<@{member_id}> lets nobody see their progress here.")
        secret = await _secret(tx, show, guild_id=guild_id)
        scores = {k: score for k, score in (await votes.scores_of(tx, **where)).items() if k not in secret}
        return Seen(show, await marks.watched_here(tx, **where), scores, visible=True, viewer=None)

    return await db.read(work)


async def page(db: Database, show: Show, *, guild_id: int, number: int) -> Page:
    """A page of the board, `number` from 1."""
    return await db.read(lambda tx: board.page(tx, guild_id=guild_id, show_id=show.id, number=number))


async def standing(db: Database, show: Show, *, guild_id: int, member_id: int) -> tuple[Standing | None, int]:
    """Where a member stands on the board, and how many stand there."""
    async with db.snapshot() as tx:
        found = await board.standing(tx, guild_id=guild_id, show_id=show.id, member_id=member_id)
        tallies = await board.tallies(tx, guild_id=guild_id, show_id=show.id)
    return found, sum(tallies.values())


async def _secret(tx: Tx, show: Show, *, guild_id: int) -> frozenset[str]:
    """The episodes whose scores are not to be told: those with an open panel, unless it is open to all."""
    if (await server_settings.read(tx, guild_id=guild_id)).reveal is Reveal.ALWAYS:
        return frozenset()
    is_open = await panels.all_open(tx, guild_id=guild_id, show_id=show.id)
    return frozenset(panel.episode for panel in is_open)
