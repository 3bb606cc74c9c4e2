"""A party, as its members and the database have it."""

import sqlite3
from dataclasses import dataclass
from datetime import timedelta

from tests.faults.stage import Stage, is_refusal, words
from tests.stand_in import Json


@dataclass
class Party:
    """A planned party."""

    stage: Stage
    id: int
    organiser: int

    @property
    def row(self) -> sqlite3.Row:
        """Its row."""
        (found,) = self.stage.rows("SELECT * FROM parties WHERE id = :id", id=self.id)
        return found

    @property
    def answers(self) -> dict[int, str]:
        """Who has said what, but for the organiser."""
        found = self.stage.rows(
            "SELECT member_id, answer FROM rsvps WHERE party_id = :id AND member_id <> :organiser",
            id=self.id,
            organiser=self.organiser,
        )
        return {row["member_id"]: row["answer"] for row in found}

    @property
    def card(self) -> Json:
        """Its card."""
        return self.stage.stand_in.messages[self.row["message_id"]]

    async def going(self) -> int:
        """Have somebody say on its card that they come; their id."""
        user_id = self.stage.somebody()
        await self.stage.stand_in.press(f"party:going:{self.id}", self.card, user_id=user_id)
        return user_id


async def plan(stage: Stage) -> Party:
    """A party in an hour, whose card the bot knows."""
    stage.pass_time(timedelta(minutes=2))  # no two parties begin at the same time
    organiser = stage.somebody()
    options = {"episodes": "12", "when": "in 61 minutes"}
    answer = await stage.stand_in.slash("party plan", options, user_id=organiser)
    assert not is_refusal(answer), words(answer)
    party = Party(stage, stage.only("SELECT max(id) FROM parties"), organiser)
    await stage.until(lambda: party.row["message_id"] in stage.stand_in.messages)
    return party
