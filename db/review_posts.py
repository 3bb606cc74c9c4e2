"""Messages that tell a channel of a text: they go when it is changed, hidden or deleted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db import withdrawals
from db.database import Row, Tx
from db.times import moment, seconds
from db.withdrawals import Withdrawn

ARRIVING = timedelta(minutes=1)
"""For so long a message whose id is not known yet counts as one that stands."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message in which a text is shown; `message_id` is None until it is known."""

    guild_id: int
    id: int
    review_id: int
    channel_id: int
    message_id: int | None = None


async def add(tx: Tx, post: Post, *, keep: datetime, now: datetime) -> None:
    """Note that a text is about to be shown. Of those that were withdrawn before `keep` nothing is kept."""
    await tx.run(
        """
        DELETE FROM review_posts WHERE guild_id = :guild_id AND review_id = :review_id
        AND (channel_id IS NULL OR message_id IS NULL) AND posted_at <= :keep
        """,
        guild_id=post.guild_id,
        review_id=post.review_id,
        keep=seconds(keep),
    )
    await tx.run(
        """
        INSERT INTO review_posts (guild_id, id, review_id, channel_id, message_id, posted_at)
        VALUES (:guild_id, :id, :review_id, :channel_id, NULL, :now)
        """,
        guild_id=post.guild_id,
        id=post.id,
        review_id=post.review_id,
        channel_id=post.channel_id,
        now=seconds(now),
    )


async def standing(tx: Tx, *, guild_id: int, review_id: int, channel_id: int, now: datetime) -> Post | None:
    """The message in which a text stands in a channel, or is about to."""
    row = await tx.one(
        """
        SELECT id, message_id FROM review_posts
        WHERE guild_id = :guild_id AND review_id = :review_id AND channel_id = :channel_id
        AND (message_id IS NOT NULL OR posted_at > :since)
        ORDER BY id DESC LIMIT 1
        """,
        guild_id=guild_id,
        review_id=review_id,
        channel_id=channel_id,
        since=seconds(now - ARRIVING),
    )
    return Post(guild_id, row["id"], review_id, channel_id, row["message_id"]) if row else None


async def lately(tx: Tx, *, guild_id: int, member_id: int, since: datetime) -> int:
    """How many times a member has shown their texts since then."""
    row = await tx.one(
        """
        SELECT count(*) AS posts FROM reviews AS r
        JOIN review_posts AS p ON p.guild_id = r.guild_id AND p.review_id = r.id
        WHERE r.guild_id = :guild_id AND r.member_id = :member_id AND p.posted_at > :since
        """,
        guild_id=guild_id,
        member_id=member_id,
        since=seconds(since),
    )
    return row["posts"] if row else 0


async def note(tx: Tx, post: Post, *, message_id: int, now: datetime) -> bool:
    """Note which message it became; False where it has to go again, for its text was withdrawn meanwhile."""
    stands = await tx.run(
        """
        UPDATE review_posts SET message_id = :message_id
        WHERE guild_id = :guild_id AND id = :id AND channel_id IS NOT NULL
        """,
        guild_id=post.guild_id,
        id=post.id,
        message_id=message_id,
    )
    if not stands:
        await withdrawals.add(tx, Withdrawn(post.guild_id, post.channel_id, message_id), now=now)
    return bool(stands)


async def withdraw(tx: Tx, *, guild_id: int, review_id: int) -> None:
    """Have the messages deleted in which a text is shown."""
    rows = await tx.all(
        """
        SELECT id, channel_id, message_id, posted_at FROM review_posts
        WHERE guild_id = :guild_id AND review_id = :review_id AND channel_id IS NOT NULL
        """,
        guild_id=guild_id,
        review_id=review_id,
    )
    await _withdraw(tx, rows, guild_id=guild_id)


async def withdraw_all(tx: Tx, *, guild_id: int, member_id: int) -> None:
    """The same for all texts of a member."""
    rows = await tx.all(
        """
        SELECT p.id, p.channel_id, p.message_id, p.posted_at FROM reviews AS r
        JOIN review_posts AS p ON p.guild_id = r.guild_id AND p.review_id = r.id
        WHERE r.guild_id = :guild_id AND r.member_id = :member_id AND p.channel_id IS NOT NULL
        """,
        guild_id=guild_id,
        member_id=member_id,
    )
    await _withdraw(tx, rows, guild_id=guild_id)


async def _withdraw(tx: Tx, rows: list[Row], *, guild_id: int) -> None:
    for row in rows:
        posted_at = moment(row["posted_at"])
        if row["message_id"] is not None and posted_at is not None:
            message = Withdrawn(guild_id, row["channel_id"], row["message_id"])
            await withdrawals.add(tx, message, now=posted_at)  # which is past, so it is due at once
        await tx.run(
            "UPDATE review_posts SET channel_id = NULL WHERE guild_id = :guild_id AND id = :id",
            guild_id=guild_id,
            id=row["id"],
        )
