"""Reviews and comments as they are read: one after the other, and how many there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.catalogue import Show
from bot.domain.reviews import Order, Review, Verdict
from db.database import Tx
from db.reviews import FIELDS, review_of


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which texts are looked through: on an episode's key or on `SERIES`, None for all; of one member or all.

    `reader_id` looks through them: what is hidden is left out, but for their own, and where they manage.
    """

    reader_id: int
    episode: str | None = None
    member_id: int | None = None
    manages: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """One text of a shelf: its place there, from 1, of how many. None and 0 where there are none."""

    review: Review | None
    number: int
    total: int


async def leaf(tx: Tx, show: Show, shelf: Shelf, *, guild_id: int, order: Order, number: int) -> Leaf:
    """The text at a place, from 1, of those that a reader looks through; the nearest beyond the ends."""
    where, params = _where(show, shelf, guild_id, order)
    row = await tx.one(f"SELECT count(*) AS total FROM reviews WHERE {where}", **params)
    total = row["total"] if row else 0
    number = max(1, min(number, total))
    found = await tx.one(  # its id first, which an index holds: no row is read but the one that is shown
        f"""
        SELECT {FIELDS} FROM reviews WHERE guild_id = :guild_id AND id = (
            SELECT id FROM reviews WHERE {where} ORDER BY {_ORDERS[order]} LIMIT 1 OFFSET :before
        )
        """,
        **params,
        before=number - 1,
    )
    return Leaf(review_of(show, found), number, total) if found else Leaf(None, 0, 0)


async def place(tx: Tx, show: Show, shelf: Shelf, *, guild_id: int, order: Order, review: Review) -> int:
    """Where a text stands on a shelf, from 1; of one that is not there, where it would stand."""
    where, params = _where(show, shelf, guild_id, order)
    row = await tx.one(
        f"SELECT count(*) AS others FROM reviews WHERE {where} AND {_BEFORE[order]}",
        **params,
        id=review.id,
        **({"thanks": review.thanks} if order is Order.HELPFUL else {}),
    )
    return 1 + (row["others"] if row else 0)


async def reported(tx: Tx, *, guild_id: int, show_id: str) -> int:
    """How many texts on a show wait for a decision."""
    row = await tx.one(
        """
        SELECT count(*) AS texts FROM reviews
        WHERE guild_id = :guild_id AND show_id = :show_id AND reports > 0
        """,
        guild_id=guild_id,
        show_id=show_id,
    )
    return row["texts"] if row else 0


async def tally(tx: Tx, *, guild_id: int, show_id: str, episode: str) -> dict[Verdict | None, int]:
    """How many texts on a subject everybody may see, by verdict; comments, which have none, under None."""
    rows = await tx.all(
        """
        SELECT verdict, count(*) AS texts FROM reviews
        WHERE guild_id = :guild_id AND show_id = :show_id AND episode = :episode AND hidden_at IS NULL
        GROUP BY verdict
        """,
        guild_id=guild_id,
        show_id=show_id,
        episode=episode,
    )
    return {Verdict(row["verdict"]) if row["verdict"] else None: row["texts"] for row in rows}


_ORDERS: Mapping[Order, str] = {
    Order.NEWEST: "id DESC",
    Order.HELPFUL: "thanks DESC, id DESC",
    Order.REPORTED: "id",
}
_BEFORE: Mapping[Order, str] = {
    Order.NEWEST: "id > :id",
    Order.HELPFUL: "(thanks > :thanks OR thanks = :thanks AND id > :id)",
    Order.REPORTED: "id < :id",
}


def _where(show: Show, shelf: Shelf, guild_id: int, order: Order) -> tuple[str, dict[str, str | int]]:
    """The condition that a shelf is, and its parameters."""
    where = ["guild_id = :guild_id", "show_id = :show_id"]
    params: dict[str, str | int] = {"guild_id": guild_id, "show_id": show.id}
    if shelf.episode is not None:
        where.append("episode = :episode")
        params["episode"] = shelf.episode
    if shelf.member_id is not None:
        where.append("member_id = :member_id")
        params["member_id"] = shelf.member_id
    if not shelf.manages:
        where.append("(hidden_at IS NULL OR member_id = :reader_id)")
        params["reader_id"] = shelf.reader_id
    if order is Order.REPORTED:
        where.append("reports > 0")
    return " AND ".join(where), params
