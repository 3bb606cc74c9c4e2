"""What a member may do to votes, as values, and a plain model of what must come of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from hypothesis import strategies as st

from bot.domain.tally import SCORES, Tally
from db import votes
from db.database import Database, Tx
from db.votes import Ballot, Changed, Vote
from tests.db.support import NOW

GUILDS, SHOWS = (1, 2**63 - 1), ("kaleido-star", "new-wings")

BALLOTS = st.builds(
    Ballot,
    guild_id=st.sampled_from(GUILDS),
    show_id=st.sampled_from(SHOWS),
    episode=st.sampled_from(["s1e26", "s1e1"]),
    member_id=st.sampled_from([11, 12, 13]),
)
VERBS = ("cast", "cast", "withdraw", "undo", "erase")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does; what does not belong to the verb is not looked at."""

    verb: str
    ballot: Ballot
    score: int
    version: int


STEPS = st.builds(
    Step,
    verb=st.sampled_from(VERBS),
    ballot=BALLOTS,
    score=st.integers(min(SCORES), max(SCORES)),
    version=st.integers(1, 4),
)


async def take(tx: Tx, step: Step) -> Changed | int:
    """Carry out a step; a number of rows for `erase`."""
    match step.verb:
        case "cast":
            return await votes.cast(tx, step.ballot, score=step.score, now=NOW)
        case "withdraw":
            return await votes.withdraw(tx, step.ballot, now=NOW)
        case "undo":
            return await votes.undo(tx, step.ballot, version=step.version, now=NOW)
        case _:
            return await votes.erase(tx, guild_id=step.ballot.guild_id, member_id=step.ballot.member_id)


class Model:
    """Votes in a dict, and every sum made anew each time."""

    def __init__(self) -> None:
        self.votes: dict[Ballot, Vote] = {}

    def take(self, step: Step) -> Changed | int:
        ballot, old = step.ballot, self.votes.get(step.ballot)
        match step.verb:
            case "cast":
                if old and old.score == step.score:
                    return None
                return self._change(ballot, step.score)
            case "withdraw":
                return self._change(ballot, None) if old and old.score is not None else None
            case "undo":
                return self._change(ballot, old.former) if old and old.version == step.version else None
            case _:
                gone = [b for b in self.votes if (b.guild_id, b.member_id) == _person(ballot)]
                for each in gone:
                    del self.votes[each]
                return len(gone)

    def tallies(self, guild_id: int, show_id: str) -> dict[str, Tally]:
        scores: dict[str, list[int]] = {}
        for ballot, vote in self.votes.items():
            if (ballot.guild_id, ballot.show_id) == (guild_id, show_id) and vote.score is not None:
                scores.setdefault(ballot.episode, []).append(vote.score)
        return {episode: tally_of(given) for episode, given in scores.items()}

    def _change(self, ballot: Ballot, score: int | None) -> Changed:
        old = self.votes.get(ballot, Vote(score=None, former=None, version=0))
        self.votes[ballot] = Vote(score=score, former=old.score, version=old.version + 1)
        tally = self.tallies(ballot.guild_id, ballot.show_id).get(ballot.episode, Tally())
        return self.votes[ballot], tally


def tally_of(scores: Iterable[int]) -> Tally:
    given = list(scores)
    return Tally.of([given.count(score) for score in SCORES])


async def stored(db: Database) -> dict[Ballot, Vote]:
    """Every vote in the database."""
    async with db.snapshot() as tx:
        rows = await tx.all("SELECT guild_id, show_id, episode, member_id, score, former, version FROM votes")
    return {
        Ballot(row["guild_id"], row["show_id"], row["episode"], row["member_id"]): Vote(
            row["score"], row["former"], row["version"]
        )
        for row in rows
    }


async def recounted(db: Database) -> dict[tuple[int, str], dict[str, Tally]]:
    """The totals by server and show, once they were found to equal a recount."""
    found: dict[tuple[int, str], dict[str, Tally]] = {}
    async with db.snapshot() as tx:
        for row in await tx.all("SELECT DISTINCT guild_id, show_id FROM vote_totals"):
            at = (row["guild_id"], row["show_id"])
            found[at] = await votes.tallies(tx, guild_id=at[0], show_id=at[1])
            assert found[at] == await votes.recount(tx, guild_id=at[0], show_id=at[1])
        strangers = await tx.all(
            """
            SELECT 1 FROM votes WHERE NOT EXISTS (
                SELECT 1 FROM vote_totals AS t WHERE t.guild_id = votes.guild_id
                AND t.show_id = votes.show_id AND t.episode = votes.episode)
            """
        )
    assert strangers == []
    return found


async def wipe(db: Database) -> None:
    """Delete every vote and every total: the next example begins with nothing."""
    async with db.transaction() as tx:
        await tx.run("DELETE FROM votes")
        await tx.run("DELETE FROM vote_totals")


def _person(ballot: Ballot) -> tuple[int, int]:
    return ballot.guild_id, ballot.member_id
