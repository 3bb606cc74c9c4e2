"""Votes, and the totals that are kept beside them in the same transaction."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.tally import SCORES, Tally
from db.database import Row, Tx

_SPREAD = [f"s{score}" for score in SCORES]
_SUMS = ["votes", "total", "squares", *_SPREAD]


@dataclass(frozen=True, slots=True)
class Ballot:
    """Whose vote it is, and on what. `episode` is the episode's key."""

    guild_id: int
    show_id: str
    episode: str
    member_id: int


@dataclass(frozen=True, slots=True)
class Vote:
    """A member's vote as it stands.

    `score` is None once withdrawn, `former` what it was before the last change.
    `version` counts the changes, from 1: who wants to undo one says which.
    """

    score: int | None
    former: int | None
    version: int


async def find(tx: Tx, ballot: Ballot) -> Vote | None:
    """The vote of a member on an episode, None where there never was one."""
    row = await tx.one(f"SELECT score, former, version FROM votes WHERE {_MINE}", **_params(ballot))
    return _vote(row) if row else None


Changed = tuple[Vote, Tally] | None
"""The vote and the episode's votes after a change; None where there was nothing to change."""


async def cast(tx: Tx, ballot: Ballot, *, score: int, now: datetime) -> Changed:
    """Store a score and count it; None where it is the member's score already."""
    row = await tx.one(
        """
        INSERT INTO votes
            (guild_id, show_id, episode, member_id, score, former, version, cast_at, changed_at)
        VALUES (:guild_id, :show_id, :episode, :member_id, :score, NULL, 1, :now, :now)
        ON CONFLICT (guild_id, show_id, episode, member_id) DO UPDATE
        SET former = votes.score, score = excluded.score,
            version = votes.version + 1, changed_at = excluded.changed_at
        WHERE votes.score IS NULL OR votes.score <> excluded.score
        RETURNING score, former, version
        """,
        **_params(ballot),
        score=score,
        now=int(now.timestamp()),
    )
    return await _counted(tx, ballot, row)


async def withdraw(tx: Tx, ballot: Ballot, *, now: datetime) -> Changed:
    """Take the vote back; None where there is none."""
    row = await tx.one(
        f"""
        UPDATE votes SET former = score, score = NULL, version = version + 1, changed_at = :now
        WHERE {_MINE} AND score IS NOT NULL
        RETURNING score, former, version
        """,
        **_params(ballot),
        now=int(now.timestamp()),
    )
    return await _counted(tx, ballot, row)


async def undo(tx: Tx, ballot: Ballot, *, version: int, now: datetime) -> Changed:
    """Undo the change that made `version`; None where the vote has changed since."""
    row = await tx.one(
        f"""
        UPDATE votes SET score = former, former = score, version = version + 1, changed_at = :now
        WHERE {_MINE} AND version = :version
        RETURNING score, former, version
        """,
        **_params(ballot),
        version=version,
        now=int(now.timestamp()),
    )
    return await _counted(tx, ballot, row)


async def tally(tx: Tx, *, guild_id: int, show_id: str, episode: str) -> Tally:
    """The votes on one episode."""
    row = await tx.one(
        f"""
        SELECT {", ".join(_SUMS)} FROM vote_totals
        WHERE guild_id = :guild_id AND show_id = :show_id AND episode = :episode
        """,
        guild_id=guild_id,
        show_id=show_id,
        episode=episode,
    )
    return _tally(row) if row else Tally()


async def tallies(tx: Tx, *, guild_id: int, show_id: str) -> dict[str, Tally]:
    """The votes on every episode that has any, by its key."""
    rows = await tx.all(
        f"""
        SELECT episode, {", ".join(_SUMS)} FROM vote_totals
        WHERE guild_id = :guild_id AND show_id = :show_id AND votes > 0
        """,
        guild_id=guild_id,
        show_id=show_id,
    )
    return {row["episode"]: _tally(row) for row in rows}


async def recount(tx: Tx, *, guild_id: int, show_id: str) -> dict[str, Tally]:
    """What `tallies` must say, counted from the votes themselves."""
    spread = ", ".join(f"count(*) FILTER (WHERE score = {score}) AS s{score}" for score in SCORES)
    rows = await tx.all(
        f"""
        SELECT episode, count(*) AS votes, sum(score) AS total, sum(score * score) AS squares, {spread}
        FROM votes WHERE guild_id = :guild_id AND show_id = :show_id AND score IS NOT NULL
        GROUP BY episode
        """,
        guild_id=guild_id,
        show_id=show_id,
    )
    return {row["episode"]: _tally(row) for row in rows}


async def scores_of(tx: Tx, *, guild_id: int, show_id: str, member_id: int) -> dict[str, int]:
    """A member's scores by episode key, the last changed first."""
    rows = await tx.all(
        """
        SELECT episode, score FROM votes
        WHERE guild_id = :guild_id AND show_id = :show_id AND member_id = :member_id AND score IS NOT NULL
        ORDER BY changed_at DESC
        """,
        guild_id=guild_id,
        show_id=show_id,
        member_id=member_id,
    )
    return {row["episode"]: row["score"] for row in rows}


async def erase(tx: Tx, *, guild_id: int, member_id: int) -> int:
    """Delete every vote of a member in a server and count them no more; how many rows went."""
    rows = await tx.all(
        """
        DELETE FROM votes WHERE guild_id = :guild_id AND member_id = :member_id
        RETURNING show_id, episode, score
        """,
        guild_id=guild_id,
        member_id=member_id,
    )
    for row in rows:
        if row["score"] is not None:
            ballot = Ballot(guild_id, row["show_id"], row["episode"], member_id)
            await _count(tx, ballot, removed=row["score"], added=None)
    return len(rows)


_MINE = "guild_id = :guild_id AND show_id = :show_id AND episode = :episode AND member_id = :member_id"

_ADD = f"""
    INSERT INTO vote_totals (guild_id, show_id, episode, {", ".join(_SUMS)})
    VALUES (:guild_id, :show_id, :episode, {", ".join(f":{name}" for name in _SUMS)})
    ON CONFLICT (guild_id, show_id, episode) DO UPDATE
    SET {", ".join(f"{name} = vote_totals.{name} + :{name}" for name in _SUMS)}
    RETURNING {", ".join(_SUMS)}
    """

_CHANGE = f"""
    UPDATE vote_totals SET {", ".join(f"{name} = {name} + :{name}" for name in _SUMS)}
    WHERE guild_id = :guild_id AND show_id = :show_id AND episode = :episode
    RETURNING {", ".join(_SUMS)}
    """


async def _counted(tx: Tx, ballot: Ballot, row: Row | None) -> Changed:
    if row is None:
        return None
    vote = _vote(row)
    return vote, await _count(tx, ballot, removed=vote.former, added=vote.score)


async def _count(tx: Tx, ballot: Ballot, *, removed: int | None, added: int | None) -> Tally:
    """Bring the totals up to date with one vote's change; what they are then."""
    change = dict.fromkeys(_SUMS, 0)
    for score, sign in ((removed, -1), (added, 1)):
        if score is not None:
            change["votes"] += sign
            change["total"] += sign * score
            change["squares"] += sign * score * score
            change[f"s{score}"] += sign
    # An INSERT of sums below zero would break the table's CHECK before it met the row that is there.
    sql = _ADD if removed is None else _CHANGE
    row = await tx.one(
        sql, guild_id=ballot.guild_id, show_id=ballot.show_id, episode=ballot.episode, **change
    )
    return _tally(row) if row else Tally()


def _params(ballot: Ballot) -> dict[str, str | int]:
    return {
        "guild_id": ballot.guild_id,
        "show_id": ballot.show_id,
        "episode": ballot.episode,
        "member_id": ballot.member_id,
    }


def _vote(row: Row) -> Vote:
    return Vote(row["score"], row["former"], row["version"])


def _tally(row: Row) -> Tally:
    spread = tuple(row[name] for name in _SPREAD)
    return Tally(votes=row["votes"], total=row["total"], squares=row["squares"], spread=spread)
