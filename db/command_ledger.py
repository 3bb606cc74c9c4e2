"""Remembers which slash commands Discord was last sent, so that they are sent again only when changed."""

import json
from datetime import datetime

from db.database import Database


class CommandLedger:
    """`scope` is a guild's id, 0 for the global commands; `digest` is whatever tells definitions apart."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def recall(self, *, application_id: int, scope: int) -> tuple[str, dict[str, int]] | None:
        """What was last recorded: the digest, and each command's id by its name. None if nothing was."""
        async with self._db.snapshot() as tx:
            row = await tx.one(
                """
                SELECT digest, ids FROM command_syncs
                WHERE application_id = :application_id AND scope = :scope
                """,
                application_id=application_id,
                scope=scope,
            )
        return (row["digest"], json.loads(row["ids"])) if row else None

    async def record(
        self, *, application_id: int, scope: int, digest: str, ids: dict[str, int], now: datetime
    ) -> None:
        """Note what Discord has just accepted, in place of what was noted before."""
        async with self._db.transaction() as tx:
            await tx.run(
                """
                INSERT INTO command_syncs (application_id, scope, digest, ids, synced_at)
                VALUES (:application_id, :scope, :digest, :ids, :synced_at)
                ON CONFLICT (application_id, scope) DO UPDATE
                SET digest = excluded.digest, ids = excluded.ids, synced_at = excluded.synced_at
                """,
                application_id=application_id,
                scope=scope,
                digest=digest,
                ids=json.dumps(ids),
                synced_at=int(now.timestamp()),
            )
