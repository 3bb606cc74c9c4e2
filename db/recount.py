"""What is counted beside marks and members, held against a recount, and made anew from it."""

from db.board_counts import SLOT
from db.database import Tx

_BOARD = """
    SELECT guild_id, member_id, show_id, number, visible, count(*) AS episodes
    FROM marks JOIN members USING (guild_id, member_id)
    WHERE watched = 1 AND episode NOT LIKE 'sp%'
    GROUP BY guild_id, member_id, show_id, number, visible
    """

# The next mark is added to a row of no episodes, which goes on saying who that is and whether they are seen.
_HAS_PLACE = """
    episodes > 0 OR NOT EXISTS (
        SELECT 1 FROM members AS m WHERE m.guild_id = board.guild_id AND m.member_id = board.member_id
        AND m.number = board.number AND m.visible = board.visible
    )
    """

TABLES = (
    (
        "member_counts",
        "guild_id, members",
        "members > 0",
        "SELECT guild_id, count(*) FROM members WHERE number IS NOT NULL GROUP BY guild_id",
    ),
    (
        "watcher_counts",
        "guild_id, show_id, episode, members",
        "members > 0",
        """
        SELECT guild_id, show_id, episode, count(*)
        FROM marks JOIN members USING (guild_id, member_id)
        WHERE watched = 1 AND visible = 1
        GROUP BY guild_id, show_id, episode
        """,
    ),
    ("board", "guild_id, member_id, show_id, number, visible, episodes", _HAS_PLACE, _BOARD),
    (
        "board_counts",
        "guild_id, show_id, episodes, members",
        "members > 0",
        f"""
        SELECT guild_id, show_id, episodes, count(*) FROM ({_BOARD}) AS b
        WHERE visible = 1 GROUP BY guild_id, show_id, episodes
        """,
    ),
    (
        "board_slots",
        "guild_id, show_id, episodes, slot, members",
        "members > 0",
        f"""
        SELECT guild_id, show_id, episodes, number / {SLOT}, count(*) FROM ({_BOARD}) AS b
        WHERE visible = 1 GROUP BY guild_id, show_id, episodes, number / {SLOT}
        """,
    ),
)
"""Each table with its columns, which rows of it count at all, and what it must hold."""


async def differences(tx: Tx) -> dict[str, int]:
    """How many rows of each table are not as a recount has them, or are missing; empty where all is well."""
    found: dict[str, int] = {}
    for table, columns, counts, expected in TABLES:
        kept = f"SELECT {columns} FROM {table} WHERE {counts}"
        row = await tx.one(
            f"""
            SELECT count(*) AS differing FROM (
                SELECT * FROM (SELECT * FROM ({kept}) AS k EXCEPT SELECT * FROM ({expected}) AS e) AS surplus
                UNION ALL
                SELECT * FROM (SELECT * FROM ({expected}) AS e EXCEPT SELECT * FROM ({kept}) AS k) AS missing
            ) AS d
            """
        )
        if row and row["differing"]:
            found[table] = row["differing"]
    return found


async def mend(tx: Tx) -> None:
    """Make all of it anew from marks and members."""
    for table, columns, _, expected in TABLES:
        await tx.run(f"DELETE FROM {table}")
        await tx.run(f"INSERT INTO {table} ({columns}) SELECT * FROM ({expected}) AS e")
