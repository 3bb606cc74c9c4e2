"""A server's board: its members by episodes watched, specials aside.

Of equals, who joined first stands first. Finding where a page begins takes one row for each number of
episodes, and one for each slot of members who share it, however deep the page lies.
"""

from dataclasses import dataclass

from bot.domain.progress import places
from db.board_counts import SLOT
from db.database import Tx

PAGE = 10
"""Members on a page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A member's place, from 1; equals share it."""

    place: int
    member_id: int
    episodes: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the board, `number` of `pages`, from 1. `members` counts all that are on the board."""

    number: int
    pages: int
    members: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands: `page` is the one they are on, None for one who is not visible.

    The place of one who is not visible is the one they would have.
    """

    place: int
    episodes: int
    page: int | None


async def page(tx: Tx, *, guild_id: int, show_id: str, number: int) -> Page:
    """Page `number`, from 1, of the visible members who have watched anything; the last one past the end."""
    counts = await tallies(tx, guild_id=guild_id, show_id=show_id)
    members = sum(counts.values())
    pages = max(1, -(-members // PAGE))
    number = min(max(1, number), pages)
    if not members:
        return Page(number, pages, members, ())
    episodes, ahead = _group(counts, (number - 1) * PAGE)
    rows = await tx.all(
        _PAGE,
        guild_id=guild_id,
        show_id=show_id,
        episodes=episodes,
        ahead=ahead,
        size=PAGE,
    )
    place = places(counts)
    found = tuple(Entry(place[row["episodes"]], row["member_id"], row["episodes"]) for row in rows)
    return Page(number, pages, members, found)


async def standing(tx: Tx, *, guild_id: int, show_id: str, member_id: int) -> Standing | None:
    """Where a member stands among the visible ones, None where they have watched nothing."""
    row = await tx.one(
        """
        SELECT number, visible, episodes FROM board
        WHERE guild_id = :guild_id AND member_id = :member_id AND show_id = :show_id AND episodes > 0
        """,
        guild_id=guild_id,
        member_id=member_id,
        show_id=show_id,
    )
    if row is None:
        return None
    counts = await tallies(tx, guild_id=guild_id, show_id=show_id)
    mine = row["episodes"]
    ahead = sum(members for episodes, members in counts.items() if episodes > mine)
    if not row["visible"]:
        return Standing(ahead + 1, mine, None)
    equals = await tx.one(
        _EQUALS_AHEAD,
        guild_id=guild_id,
        show_id=show_id,
        episodes=mine,
        number=row["number"],
        slot=row["number"] // SLOT,
        first=row["number"] // SLOT * SLOT,
    )
    before = ahead + (equals["members"] if equals else 0)
    return Standing(ahead + 1, mine, before // PAGE + 1)


async def tallies(tx: Tx, *, guild_id: int, show_id: str) -> dict[int, int]:
    """How many visible members have watched exactly so many episodes, by that number."""
    rows = await tx.all(
        """
        SELECT episodes, members FROM board_counts
        WHERE guild_id = :guild_id AND show_id = :show_id AND members > 0
        """,
        guild_id=guild_id,
        show_id=show_id,
    )
    return {row["episodes"]: row["members"] for row in rows}


_BOARD = "FROM board WHERE guild_id = :guild_id AND show_id = :show_id AND visible = 1"
_SLOTS = "FROM board_slots WHERE guild_id = :guild_id AND show_id = :show_id AND episodes = :episodes"

_PAGE = f"""
    WITH start AS (
        SELECT slot, upto - members AS before FROM (
            SELECT slot, members, sum(members) OVER (ORDER BY slot) AS upto {_SLOTS}
        ) AS slots
        WHERE upto > :ahead AND upto - members <= :ahead
    )
    SELECT member_id, episodes FROM (
        SELECT * FROM (
            SELECT member_id, episodes, number {_BOARD} AND episodes = :episodes
            AND number >= (SELECT slot FROM start) * {SLOT}
            ORDER BY number LIMIT :size OFFSET :ahead - (SELECT before FROM start)
        ) AS equals
        UNION ALL
        SELECT * FROM (
            SELECT member_id, episodes, number {_BOARD} AND episodes < :episodes AND episodes > 0
            ORDER BY episodes DESC, number LIMIT :size
        ) AS others
    ) AS both_parts
    ORDER BY episodes DESC, number LIMIT :size
    """

_EQUALS_AHEAD = f"""
    SELECT (
        SELECT coalesce(sum(members), 0) {_SLOTS} AND slot < :slot
    ) + (
        SELECT count(*) {_BOARD} AND episodes = :episodes AND number >= :first AND number < :number
    ) AS members
    """


def _group(counts: dict[int, int], ahead: int) -> tuple[int, int]:
    """The episodes watched by the member who has `ahead` before them, and how many of those are equals."""
    for episodes in sorted(counts, reverse=True):
        if ahead < counts[episodes]:
            return episodes, ahead
        ahead -= counts[episodes]
    raise ValueError(ahead)
