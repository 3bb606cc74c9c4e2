"""Votes in polls, and the counts that are kept beside them in the same transaction."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from bot.domain.polls import Results
from db.database import Tx

NAMED = 10
"""Voters of one option that are named, at most."""


async def chosen(tx: Tx, *, guild_id: int, poll_id: int, member_id: int) -> frozenset[int]:
    """The numbers of the options that a member has chosen."""
    rows = await tx.all(
        f"SELECT number FROM poll_votes WHERE {_MINE}",
        guild_id=guild_id,
        poll_id=poll_id,
        member_id=member_id,
    )
    return frozenset(row["number"] for row in rows)


async def put(
    tx: Tx, *, guild_id: int, poll_id: int, member_id: int, numbers: AbstractSet[int], now: datetime
) -> bool:
    """Make `numbers` what a member has chosen, none to withdraw; whether that changed anything."""
    before = await chosen(tx, guild_id=guild_id, poll_id=poll_id, member_id=member_id)
    poll = {"guild_id": guild_id, "poll_id": poll_id}
    if gone := sorted(before - numbers):
        await tx.run(
            f"DELETE FROM poll_votes WHERE {_MINE} AND number IN ({_names(gone)})",
            **poll,
            member_id=member_id,
            **_named(gone),
        )
        await _count(tx, **poll, numbers=gone, by=-1)
    if new := sorted(numbers - before):
        rows = ", ".join(f"(:guild_id, :poll_id, :member_id, :n{n}, :now)" for n in range(len(new)))
        await tx.run(
            f"INSERT INTO poll_votes (guild_id, poll_id, member_id, number, cast_at) VALUES {rows}",
            **poll,
            member_id=member_id,
            now=int(now.timestamp()),
            **_named(new),
        )
        await _count(tx, **poll, numbers=new, by=1)
    await _count_voters(tx, guild_id=guild_id, poll_id=poll_id, by=bool(numbers) - bool(before))
    return before != numbers


async def results(tx: Tx, *, guild_id: int, poll_id: int) -> Results:
    """How the poll stands."""
    rows = await tx.all(
        "SELECT votes FROM poll_options WHERE guild_id = :guild_id AND poll_id = :poll_id ORDER BY number",
        guild_id=guild_id,
        poll_id=poll_id,
    )
    row = await tx.one(
        "SELECT voters FROM polls WHERE guild_id = :guild_id AND id = :poll_id",
        guild_id=guild_id,
        poll_id=poll_id,
    )
    return Results(tuple(row["votes"] for row in rows), row["voters"] if row else 0)


async def recount(tx: Tx, *, guild_id: int, poll_id: int) -> Results:
    """What `results` must say, counted from the votes themselves."""
    rows = await tx.all(
        """
        SELECT count(poll_votes.member_id) AS votes FROM poll_options
        LEFT JOIN poll_votes USING (guild_id, poll_id, number)
        WHERE guild_id = :guild_id AND poll_id = :poll_id GROUP BY number ORDER BY number
        """,
        guild_id=guild_id,
        poll_id=poll_id,
    )
    row = await tx.one(
        """
        SELECT count(DISTINCT member_id) AS voters FROM poll_votes
        WHERE guild_id = :guild_id AND poll_id = :poll_id
        """,
        guild_id=guild_id,
        poll_id=poll_id,
    )
    return Results(tuple(row["votes"] for row in rows), row["voters"] if row else 0)


async def names(tx: Tx, *, guild_id: int, poll_id: int) -> dict[int, list[int]]:
    """The ids of the first `NAMED` members who chose each option, by its number."""
    found: dict[int, list[int]] = {}
    chosen_ones = await tx.all(
        "SELECT number FROM poll_options WHERE guild_id = :guild_id AND poll_id = :poll_id AND votes > 0",
        guild_id=guild_id,
        poll_id=poll_id,
    )
    for option in chosen_ones:  # each finds its first ten in the index, however many there are
        rows = await tx.all(
            """
            SELECT member_id FROM poll_votes
            WHERE guild_id = :guild_id AND poll_id = :poll_id AND number = :number
            ORDER BY cast_at, member_id LIMIT :named
            """,
            guild_id=guild_id,
            poll_id=poll_id,
            number=option["number"],
            named=NAMED,
        )
        found[option["number"]] = [row["member_id"] for row in rows]
    return found


async def erase(tx: Tx, *, guild_id: int, member_id: int) -> int:
    """Delete every vote of a member in a server's polls and count them no more; how many rows went."""
    rows = await tx.all(
        """
        DELETE FROM poll_votes WHERE guild_id = :guild_id AND member_id = :member_id
        RETURNING poll_id, number
        """,
        guild_id=guild_id,
        member_id=member_id,
    )
    for row in rows:
        await _count(tx, guild_id=guild_id, poll_id=row["poll_id"], numbers=[row["number"]], by=-1)
    for poll_id in {row["poll_id"] for row in rows}:
        await _count_voters(tx, guild_id=guild_id, poll_id=poll_id, by=-1)
    return len(rows)


_MINE = "guild_id = :guild_id AND poll_id = :poll_id AND member_id = :member_id"


async def _count(tx: Tx, *, guild_id: int, poll_id: int, numbers: Sequence[int], by: int) -> None:
    await tx.run(
        f"""
        UPDATE poll_options SET votes = votes + :by
        WHERE guild_id = :guild_id AND poll_id = :poll_id AND number IN ({_names(numbers)})
        """,
        guild_id=guild_id,
        poll_id=poll_id,
        by=by,
        **_named(numbers),
    )


def _names(numbers: Sequence[int]) -> str:
    """`:n0, :n1`: the parameters that `_named` fills."""
    return ", ".join(f":n{place}" for place in range(len(numbers)))


def _named(numbers: Sequence[int]) -> dict[str, int]:
    return {f"n{place}": number for place, number in enumerate(numbers)}


async def _count_voters(tx: Tx, *, guild_id: int, poll_id: int, by: int) -> None:
    if by:
        await tx.run(
            "UPDATE polls SET voters = voters + :by WHERE guild_id = :guild_id AND id = :poll_id",
            guild_id=guild_id,
            poll_id=poll_id,
            by=by,
        )
