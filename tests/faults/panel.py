"""A vote panel, and what members do with it."""

import asyncio
import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.faults.telling import words
from tests.stand_in import GUILD_ID, PLAIN, Json

if TYPE_CHECKING:
    from tests.faults.stage import Stage


@dataclass
class Panel:
    """A vote panel, as its members and the database have it."""

    stage: "Stage"
    episode: str
    opened_by: int
    guild_id: int = GUILD_ID
    _id: int = 0

    @property
    def id(self) -> int:
        """Its row's, to be asked for before that is gone."""
        self._id = self._id or self.known["id"]
        return self._id

    @property
    def row(self) -> sqlite3.Row | None:
        """Its row; None where it was forgotten."""
        found = self.stage.rows(
            "SELECT * FROM panels WHERE guild_id = :guild AND episode = :episode AND closed_at IS NULL",
            guild=self.guild_id,
            episode=self.episode,
        )
        return found[0] if found else None

    @property
    def known(self) -> sqlite3.Row:
        """Its row, which has to be there."""
        assert self.row is not None
        return self.row

    @property
    def path(self) -> str:
        """Where its message is edited."""
        return f"/channels/{self.guild_id + 1}/messages/{self.known['message_id']}"

    @property
    def shown(self) -> str:
        """What its message says."""
        return words(self.stage.stand_in.messages[self.known["message_id"]])

    @property
    def votes(self) -> list[int]:
        """The scores that are counted."""
        found = self.stage.rows(
            "SELECT score FROM votes WHERE guild_id = :guild AND episode = :episode ORDER BY cast_at",
            guild=self.guild_id,
            episode=self.episode,
        )
        return [row["score"] for row in found]

    async def shows(self, votes: int) -> None:
        """Wait until its message says that so many have voted; time passes ten times as fast, for a while."""
        self.stage.pass_time()
        for _ in range(20):
            if f"**{votes}** ha" in self.shown:
                return
            await asyncio.sleep(0.1)
            self.stage.pass_time(timedelta(seconds=1))
        await self.stage.until(lambda: f"**{votes}** ha" in self.shown)

    async def vote(self, score: int = 8, *, user_id: int | None = None, permissions: int = PLAIN) -> Json:
        """Have a member vote through it; the answer."""
        return await self.stage.stand_in.choose(
            f"panel:score:{self.id}",
            [str(score)],
            self.stage.stand_in.messages[self.known["message_id"]],
            user_id=user_id or self.stage.somebody(),
            guild_id=self.guild_id,
            permissions=permissions,
        )

    async def close(self) -> Json:
        """Have who opened it close it; the answer."""
        return await self.stage.stand_in.press(
            f"panel:close:{self.id}",
            self.stage.stand_in.messages[self.known["message_id"]],
            user_id=self.opened_by,
            guild_id=self.guild_id,
        )

    async def gone(self) -> None:
        """Wait until its row is: its result was posted, or it was forgotten."""
        await self.stage.until(lambda: not self.stage.rows("SELECT 1 FROM panels WHERE id = :id", id=self.id))

    async def forgotten(self) -> None:
        """Wait until its next edit has made the bot forget it; its votes have to stay."""
        votes = self.votes
        self.stage.pass_time()
        await self.gone()
        assert self.votes == votes
