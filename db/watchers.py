"""Who has watched an episode, of those who let themselves be seen, and how many they are."""

from collections.abc import Iterator, Sequence

from db.database import Tx, Value
from db.members import Member

CHUNK = 500
"""Episodes in one statement."""


async def first(
    tx: Tx, *, guild_id: int, show_id: str, episode: str, limit: int
) -> tuple[tuple[int, ...], int]:
    """Of the visible members who have watched an episode the first `limit` ids, and how many they all are."""
    where = {"guild_id": guild_id, "show_id": show_id, "episode": episode}
    total = await tx.one(
        """
        SELECT members FROM watcher_counts
        WHERE guild_id = :guild_id AND show_id = :show_id AND episode = :episode
        """,
        **where,
    )
    if total is None or not total["members"]:  # many may have watched it, of whom nobody is to be seen
        return (), 0
    rows = await tx.all(
        """
        SELECT member_id FROM marks
        WHERE guild_id = :guild_id AND show_id = :show_id AND episode = :episode AND watched = 1
        AND EXISTS (
            SELECT 1 FROM members AS m
            WHERE m.guild_id = marks.guild_id AND m.member_id = marks.member_id AND m.visible = 1
        )
        ORDER BY marked_at, member_id LIMIT :limit
        """,
        **where,
        limit=limit,
    )
    return tuple(row["member_id"] for row in rows), total["members"]


async def add(
    tx: Tx, member: Member, show_id: str, *, more: Sequence[str] = (), fewer: Sequence[str] = ()
) -> None:
    """Count a member with the watchers of some episodes, and no more with those of others."""
    where = {"guild_id": member.guild_id, "show_id": show_id, "by": int(member.visible)}
    for names, keys in chunks(more):
        values = ", ".join(f"(:guild_id, :show_id, {name}, :by)" for name in names)
        await tx.run(
            f"""
            INSERT INTO watcher_counts (guild_id, show_id, episode, members) VALUES {values}
            ON CONFLICT (guild_id, show_id, episode) DO UPDATE SET members = watcher_counts.members + :by
            """,
            **where,
            **keys,
        )
    for names, keys in chunks(fewer):
        await tx.run(
            f"""
            UPDATE watcher_counts SET members = members - :by
            WHERE guild_id = :guild_id AND show_id = :show_id AND episode IN ({", ".join(names)})
            """,
            **where,
            **keys,
        )


async def add_all(tx: Tx, member: Member, *, by: int) -> None:
    """Count a member, 1 or -1, with the watchers of all that they have marked."""
    await tx.run(
        """
        UPDATE watcher_counts SET members = members + :by
        WHERE guild_id = :guild_id AND (show_id, episode) IN (
            SELECT show_id, episode FROM marks
            WHERE guild_id = :guild_id AND member_id = :member_id AND watched = 1
        )
        """,
        guild_id=member.guild_id,
        member_id=member.member_id,
        by=by,
    )


def chunks(keys: Sequence[str]) -> Iterator[tuple[list[str], dict[str, Value]]]:
    """For one statement after the other the names of its parameters, `:e0` and so on, and their values."""
    for start in range(0, len(keys), CHUNK):
        chunk = {f"e{number}": key for number, key in enumerate(keys[start : start + CHUNK])}
        yield [f":{name}" for name in chunk], dict(chunk)
