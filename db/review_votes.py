"""What readers say of a text: that it helped, or that somebody should look at it. Both are counted."""

from datetime import datetime

from db.database import Tx
from db.times import seconds


async def thank(tx: Tx, *, guild_id: int, review_id: int, member_id: int, now: datetime) -> bool:
    """Note that a text helped a reader; False where that was noted before, or there is no such text."""
    return await _note(tx, "thanks", guild_id=guild_id, review_id=review_id, member_id=member_id, now=now)


async def unthank(tx: Tx, *, guild_id: int, review_id: int, member_id: int) -> bool:
    """Take that back; whether there was anything to take back."""
    gone = await tx.run(
        f"DELETE FROM review_thanks WHERE {_MINE}",
        guild_id=guild_id,
        review_id=review_id,
        member_id=member_id,
    )
    await _count(tx, "thanks", guild_id=guild_id, review_id=review_id, by=-gone)
    return bool(gone)


async def has_thanked(tx: Tx, *, guild_id: int, review_id: int, member_id: int) -> bool:
    """Whether a text helped a reader."""
    row = await tx.one(
        f"SELECT 1 AS found FROM review_thanks WHERE {_MINE}",
        guild_id=guild_id,
        review_id=review_id,
        member_id=member_id,
    )
    return row is not None


async def thanks_until(tx: Tx, *, guild_id: int, review_id: int, moment: datetime) -> int:
    """To how many a text had been of help by then."""
    row = await tx.one(
        """
        SELECT count(*) AS thanks FROM review_thanks
        WHERE guild_id = :guild_id AND review_id = :review_id AND thanked_at <= :moment
        """,
        guild_id=guild_id,
        review_id=review_id,
        moment=seconds(moment),
    )
    return row["thanks"] if row else 0


async def report(
    tx: Tx, *, guild_id: int, review_id: int, member_id: int, reason: str | None, now: datetime
) -> bool:
    """Have those who manage the server look at a text; False where the member did before, or it is gone."""
    return await _note(
        tx, "reports", guild_id=guild_id, review_id=review_id, member_id=member_id, now=now, reason=reason
    )


async def reported_lately(tx: Tx, *, guild_id: int, member_id: int, since: datetime) -> int:
    """How many texts a member has reported since then that nobody has decided on."""
    row = await tx.one(
        """
        SELECT count(*) AS reports FROM review_reports
        WHERE guild_id = :guild_id AND member_id = :member_id AND reported_at > :since
        """,
        guild_id=guild_id,
        member_id=member_id,
        since=seconds(since),
    )
    return row["reports"] if row else 0


async def reasons(tx: Tx, *, guild_id: int, review_id: int, limit: int) -> list[tuple[int, str | None]]:
    """Who reported a text and why, the first first, at most `limit`."""
    rows = await tx.all(
        """
        SELECT member_id, reason FROM review_reports WHERE guild_id = :guild_id AND review_id = :review_id
        ORDER BY reported_at, member_id LIMIT :limit
        """,
        guild_id=guild_id,
        review_id=review_id,
        limit=limit,
    )
    return [(row["member_id"], row["reason"]) for row in rows]


async def recount(tx: Tx) -> int:
    """How many texts have other counts than their thanks and reports themselves."""
    row = await tx.one(
        """
        SELECT count(*) AS differing FROM reviews AS r WHERE
        thanks <> (
            SELECT count(*) FROM review_thanks AS t WHERE t.guild_id = r.guild_id AND t.review_id = r.id
        ) OR reports <> (
            SELECT count(*) FROM review_reports AS p WHERE p.guild_id = r.guild_id AND p.review_id = r.id
        )
        """
    )
    return row["differing"] if row else 0


async def erase(tx: Tx, *, guild_id: int, member_id: int) -> int:
    """Delete a member's thanks and reports in a server and count them no more; how many rows went."""
    gone = 0
    for what in ("thanks", "reports"):
        rows = await tx.all(
            f"""
            DELETE FROM review_{what} WHERE guild_id = :guild_id AND member_id = :member_id
            RETURNING review_id
            """,
            guild_id=guild_id,
            member_id=member_id,
        )
        for row in rows:
            await _count(tx, what, guild_id=guild_id, review_id=row["review_id"], by=-1)
        gone += len(rows)
    return gone


async def _note(
    tx: Tx,
    what: str,
    *,
    guild_id: int,
    review_id: int,
    member_id: int,
    now: datetime,
    reason: str | None = None,
) -> bool:
    columns, values = ("thanked_at", ":now") if what == "thanks" else ("reason, reported_at", ":reason, :now")
    new = await tx.run(
        f"""
        INSERT INTO review_{what} (guild_id, review_id, member_id, {columns})
        SELECT guild_id, id, :member_id, {values} FROM reviews WHERE guild_id = :guild_id AND id = :review_id
        ON CONFLICT (guild_id, review_id, member_id) DO NOTHING
        """,
        guild_id=guild_id,
        review_id=review_id,
        member_id=member_id,
        now=seconds(now),
        **({"reason": reason} if what == "reports" else {}),
    )
    await _count(tx, what, guild_id=guild_id, review_id=review_id, by=new)
    return bool(new)


async def _count(tx: Tx, what: str, *, guild_id: int, review_id: int, by: int) -> None:
    if by:
        await tx.run(
            f"UPDATE reviews SET {what} = {what} + :by WHERE guild_id = :guild_id AND id = :review_id",
            guild_id=guild_id,
            review_id=review_id,
            by=by,
        )


_MINE = "guild_id = :guild_id AND review_id = :review_id AND member_id = :member_id"
