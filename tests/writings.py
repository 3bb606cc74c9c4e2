"""Texts of members for the crawler: some tell what they should not, and say so; some are long."""

from bot.domain.catalogue import Show
from bot.domain.reviews import SERIES, Draft, Verdict, needs
from bot.domain.spoilers import Level
from db import reviews
from db.database import Tx
from tests.hidden import Secret
from tests.world import World

_LONG = "*Drawn* with _care_, and *sung* as well. " * 70
_KEPT = 3
"""Comments that a visitor keeps of those they wrote: a subject takes ten."""


def secrets(show: Show) -> tuple[Secret, ...]:
    """What the marked texts tell: a title and a body for each episode and for the series."""
    return tuple(
        Secret(f"{part} of a review of {episode or 'the series'}", told, Level.STORY, frozenset(needed))
        for episode in (SERIES, *show.by_key)
        for needed in [needs(show, episode, spoils=True)]
        for part, told in zip(("heading", "text"), _marked(episode), strict=True)
    )


async def seed(world: World, show: Show) -> None:
    """Have a marked review of everything, and an open comment on it; a long one where `/review` begins."""
    async with world.db.transaction() as tx:
        for place, episode in enumerate((SERIES, *show.by_key)):
            title, body = _marked(episode)
            draft = Draft(body, spoils=True, title=title, verdict=Verdict.MIXED)
            await _add(world, tx, draft, show, episode, review_id=2 * place + 1, member_id=1)
            body = _LONG if episode == SERIES else "A quiet one."
            await _add(
                world, tx, Draft(body, spoils=False), show, episode, review_id=2 * place + 2, member_id=2
            )


async def make_room(world: World, member_id: int) -> None:
    """Let what a member has written and reported lie long ago, or quotas would soon be full."""
    async with world.db.transaction() as tx:
        await tx.run(
            """
            DELETE FROM reviews WHERE member_id = :member_id AND kind = 'comment' AND id <= (
                SELECT id FROM reviews WHERE member_id = :member_id AND kind = 'comment'
                ORDER BY id DESC LIMIT 1 OFFSET :kept
            )
            """,
            member_id=member_id,
            kept=_KEPT,
        )
        await tx.run("UPDATE reviews SET written_at = 0 WHERE member_id = :member_id", member_id=member_id)
        await tx.run(
            "UPDATE review_reports SET reported_at = 0 WHERE member_id = :member_id", member_id=member_id
        )


def _marked(episode: str) -> tuple[str, str]:
    """Title and body of the marked review of an episode: words that stand nowhere else."""
    what = episode or "everything"
    return (
        f"Farewell in {what} was foretold",
        f"When {what} closes, the twin whom {what} hid steps out of the painted whale.",
    )


async def _add(
    world: World, tx: Tx, draft: Draft, show: Show, episode: str, *, review_id: int, member_id: int
) -> None:
    await reviews.add(
        tx,
        draft,
        guild_id=world.guild.id,
        review_id=review_id,
        show_id=show.id,
        episode=episode,
        member_id=member_id,
        now=world.env.now(),
    )
