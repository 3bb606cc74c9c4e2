"""What members have watched, and the counts that are kept beside it in the same transaction."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.progress import Mark, Source, is_special
from db import board_counts, members, watchers
from db.database import Row, Tx, Value
from db.members import Member


@dataclass(frozen=True, slots=True)
class Flip:
    """An episode that an undo changed, and whether it is marked as watched since."""

    show_id: str
    episode: str
    watched: bool


async def mark(
    tx: Tx,
    *,
    guild_id: int,
    member_id: int,
    show_id: str,
    episodes: Iterable[str],
    source: Source,
    change_id: int,
    now: datetime,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Mark episodes as watched: the keys that were not before, and those that were already.

    Joins the member. `change_id` is the id of the interaction: with it, just the new ones can be undone. What
    was marked otherwise and is marked by hand now is a mark by hand, which no earlier change takes back.
    """
    wanted = tuple(dict.fromkeys(episodes))
    if not wanted:
        return (), ()
    member = await members.join(tx, guild_id=guild_id, member_id=member_id, now=now)
    made = {"source": source, "change_id": change_id, "now": int(now.timestamp())}
    found = await _put(tx, member, show_id, wanted, **made)
    new = tuple(key for key in wanted if key in found)
    already = tuple(key for key in wanted if key not in found)
    if source is Source.HAND:
        await _confirm(tx, member, show_id, already)
    await _count(tx, member, show_id, more=new)
    return new, already


async def unmark(
    tx: Tx, *, guild_id: int, member_id: int, show_id: str, episodes: Iterable[str], change_id: int
) -> tuple[str, ...]:
    """Take marks back: the keys that were marked until now."""
    wanted = tuple(dict.fromkeys(episodes))
    found: set[str] = set()
    for names, keys in watchers.chunks(wanted):
        rows = await tx.all(
            f"""
            UPDATE marks SET watched = 0, change_id = :change_id
            WHERE guild_id = :guild_id AND member_id = :member_id AND show_id = :show_id
            AND episode IN ({", ".join(names)}) AND watched = 1
            RETURNING episode
            """,
            guild_id=guild_id,
            member_id=member_id,
            show_id=show_id,
            change_id=change_id,
            **keys,
        )
        found |= {row["episode"] for row in rows}
    gone = tuple(key for key in wanted if key in found)
    member = await members.find(tx, guild_id=guild_id, member_id=member_id)
    await _count(tx, member, show_id, fewer=gone)
    return gone


async def undo(
    tx: Tx,
    *,
    guild_id: int,
    member_id: int,
    change_id: int,
    new_change_id: int,
    only: tuple[str, str] | None = None,
) -> tuple[Flip, ...]:
    """Undo a change where nothing came after it, in order of show and key; of `only` that show and episode.

    The undo is a change too, `new_change_id`, which can be undone. A second undo of the same finds nothing.
    """
    if not change_id:  # of no change that could be undone
        return ()
    rows = await tx.all(
        f"""
        UPDATE marks SET watched = 1 - watched, change_id = :new_change_id
        WHERE guild_id = :guild_id AND member_id = :member_id AND change_id = :change_id
        {"AND show_id = :show_id AND episode = :episode" if only else ""}
        RETURNING show_id, episode, watched
        """,
        guild_id=guild_id,
        member_id=member_id,
        change_id=change_id,
        new_change_id=new_change_id,
        **({"show_id": only[0], "episode": only[1]} if only else {}),
    )
    flips = [Flip(row["show_id"], row["episode"], bool(row["watched"])) for row in rows]
    member = await members.find(tx, guild_id=guild_id, member_id=member_id)
    for show_id in sorted({flip.show_id for flip in flips}):
        more = [f.episode for f in flips if f.show_id == show_id and f.watched]
        fewer = [f.episode for f in flips if f.show_id == show_id and not f.watched]
        await _count(tx, member, show_id, more=more, fewer=fewer)
    return tuple(sorted(flips, key=lambda flip: (flip.show_id, flip.episode)))


async def watched_here(tx: Tx, *, guild_id: int, member_id: int, show_id: str) -> dict[str, Mark]:
    """A member's marks in a server by episode key, the first marked first."""
    rows = await tx.all(
        """
        SELECT episode, source, marked_at FROM marks
        WHERE guild_id = :guild_id AND member_id = :member_id AND show_id = :show_id AND watched = 1
        ORDER BY marked_at, episode
        """,
        guild_id=guild_id,
        member_id=member_id,
        show_id=show_id,
    )
    return {row["episode"]: _mark(row) for row in rows}


async def is_watched(tx: Tx, *, guild_id: int, member_id: int, show_id: str, episode: str) -> bool:
    """Whether a member has marked an episode in a server."""
    row = await tx.one(
        """
        SELECT watched FROM marks
        WHERE guild_id = :guild_id AND member_id = :member_id AND show_id = :show_id AND episode = :episode
        """,
        guild_id=guild_id,
        member_id=member_id,
        show_id=show_id,
        episode=episode,
    )
    return bool(row and row["watched"])


async def watched_anywhere(tx: Tx, *, member_id: int, show_id: str) -> frozenset[str]:
    """The keys that a member has marked in any server: for the spoiler rule alone, never to be shown."""
    rows = await tx.all(
        "SELECT episode FROM marks WHERE member_id = :member_id AND show_id = :show_id AND watched = 1",
        member_id=member_id,
        show_id=show_id,
    )
    return frozenset(row["episode"] for row in rows)


async def set_visible(tx: Tx, *, guild_id: int, member_id: int, visible: bool) -> bool:
    """Let the others see a member's progress in a server, or not; whether that changed anything.

    May be chosen before one joins, and does not join.
    """
    if (await members.find(tx, guild_id=guild_id, member_id=member_id)).visible == visible:
        return False
    member = await members.show(tx, guild_id=guild_id, member_id=member_id, visible=visible)
    await watchers.add_all(tx, member, by=1 if visible else -1)
    await board_counts.show(tx, member)
    return True


async def erase(tx: Tx, *, guild_id: int, member_id: int) -> int:
    """Delete a member's marks and membership in a server and count them no more; how many rows went."""
    member = await members.find(tx, guild_id=guild_id, member_id=member_id)
    if member.visible:
        await watchers.add_all(tx, member, by=-1)
    await board_counts.erase(tx, member)
    gone = await tx.run(
        "DELETE FROM marks WHERE guild_id = :guild_id AND member_id = :member_id",
        guild_id=guild_id,
        member_id=member_id,
    )
    return gone + await members.erase(tx, guild_id=guild_id, member_id=member_id)


async def _put(
    tx: Tx, member: Member, show_id: str, episodes: Sequence[str], **made: Value
) -> AbstractSet[str]:
    """Put marks in where there were none; the keys of those."""
    found: set[str] = set()
    for names, keys in watchers.chunks(episodes):
        values = ", ".join(
            f"(:guild_id, :member_id, :show_id, {name}, 1, :source, :now, :change_id)" for name in names
        )
        rows = await tx.all(
            f"""
            INSERT INTO marks (guild_id, member_id, show_id, episode, watched, source, marked_at, change_id)
            VALUES {values}
            ON CONFLICT (guild_id, member_id, show_id, episode) DO UPDATE
            SET watched = 1, source = excluded.source, change_id = excluded.change_id
            WHERE marks.watched = 0
            RETURNING episode
            """,
            guild_id=member.guild_id,
            member_id=member.member_id,
            show_id=show_id,
            **made,
            **keys,
        )
        found |= {row["episode"] for row in rows}
    return found


async def _confirm(tx: Tx, member: Member, show_id: str, episodes: Sequence[str]) -> None:
    """Make marks that came from elsewhere marks by hand, of no change that could be undone."""
    for names, keys in watchers.chunks(episodes):
        await tx.run(
            f"""
            UPDATE marks SET source = 'hand', change_id = 0
            WHERE guild_id = :guild_id AND member_id = :member_id AND show_id = :show_id
            AND episode IN ({", ".join(names)}) AND watched = 1 AND source <> 'hand'
            """,
            guild_id=member.guild_id,
            member_id=member.member_id,
            show_id=show_id,
            **keys,
        )


async def _count(
    tx: Tx, member: Member, show_id: str, *, more: Sequence[str] = (), fewer: Sequence[str] = ()
) -> None:
    """Count newly marked episodes in, and those taken back out."""
    await watchers.add(tx, member, show_id, more=more, fewer=fewer)
    regular = sum(not is_special(key) for key in more) - sum(not is_special(key) for key in fewer)
    await board_counts.add(tx, member, show_id=show_id, episodes=regular)


def _mark(row: Row) -> Mark:
    return Mark(Source(row["source"]), datetime.fromtimestamp(row["marked_at"], UTC))
