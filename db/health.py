"""Whether the database takes what it is given."""

from datetime import datetime

from db.database import Database
from db.times import seconds


async def write(db: Database, *, now: datetime) -> None:
    """Write one row, durably.

    Raises:
        Exception: as the driver raises it, where that does not work.
    """
    async with db.transaction() as tx:
        await tx.run(
            """
            INSERT INTO health (id, written_at) VALUES (1, :now)
            ON CONFLICT (id) DO UPDATE SET written_at = excluded.written_at
            """,
            now=seconds(now),
        )
