"""Telling a channel of one's own text: once a channel, and no longer than it reads like that."""

from datetime import datetime

from bot.domain.quotas import DEFAULTS, Quotas
from bot.domain.refusal import Refusal
from bot.domain.reviews import PACE, Review, check_posts
from cogs.reviews.actions import own_in
from cogs.reviews.reading import Actor, Shows
from db import review_posts
from db.database import Database, Tx
from db.review_posts import Post

_HIDDEN = "Your text is hidden, so it is not shown here. Ask those who manage this server why."


async def begin(
    db: Database,
    actor: Actor,
    shows: Shows,
    *,
    review_id: int,
    channel_id: int,
    quotas: Quotas = DEFAULTS,
    now: datetime,
) -> tuple[Review, Post]:
    """Note that a text is about to be shown in a channel; the text as it reads.

    Raises:
        Refusal: it is gone, hidden or another's; it stands there; or they have shown enough for now.
    """
    guild_id = actor.guild_id

    async def work(tx: Tx) -> tuple[Review, Post]:
        review = await own_in(tx, actor, shows, review_id)
        if review.hidden_at is not None:
            raise Refusal(_HIDDEN)
        post = await review_posts.standing(
            tx, guild_id=guild_id, review_id=review_id, channel_id=channel_id, now=now
        )
        if post is not None:
            raise Refusal(_stands(post))
        check_posts(
            await review_posts.lately(tx, guild_id=guild_id, member_id=actor.member_id, since=now - PACE),
            quotas,
        )
        post = Post(guild_id, actor.id, review_id, channel_id)
        await review_posts.add(tx, post, keep=now - PACE, now=now)
        return review, post

    return await db.write(work)


async def note(db: Database, post: Post, *, message_id: int, now: datetime) -> None:
    """Note which message it became; it goes again where the text changed, was hidden or deleted meanwhile."""
    await db.write(lambda tx: review_posts.note(tx, post, message_id=message_id, now=now))


def _stands(post: Post) -> str:
    if post.message_id is None:
        return "It is on its way into this channel already."
    return (
        "It stands here already: "
        f"https://discord.com/channels/{post.guild_id}/{post.channel_id}/{post.message_id}"
    )
