"""What a database holds after a kill, held against what members were told: nothing missing, no total off."""

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from benchmarks.kills_crowd import HOST, SHOW, Crowd
from benchmarks.kills_deeds import Stage, State
from db import poll_votes, recount, review_votes, votes
from db.database import DatabaseError, Tx
from db.sqlite import open_database
from tests.stand_in import GUILD_ID

FILES = ("encore.db", "encore.db-wal")
"""What is copied: the index of the log is made anew, as after a crash of the machine."""


@dataclass
class Findings:
    """What was found wrong, each in words; empty where all is well."""

    missing: list[str] = field(default_factory=list[str])
    """Members whose rows are neither what was acknowledged nor that and what was on its way."""
    off: list[str] = field(default_factory=list[str])
    """Totals that differ from a recount."""
    broken: list[str] = field(default_factory=list[str])
    """What SQLite itself finds wrong."""
    kept: int = 0
    """Changes that were on their way and are there."""
    undone: int = 0
    """Changes that were on their way and are not."""

    def take(self, other: "Findings") -> None:
        """Add what was found elsewhere."""
        self.missing += other.missing
        self.off += other.off
        self.broken += other.broken
        self.kept += other.kept
        self.undone += other.undone


async def audit(folder: Path, crowd: Crowd, *, now: datetime) -> Findings:
    """Look at a copy, so that the bot has to recover the original by itself. Settles what was in doubt."""
    found = Findings()
    with tempfile.TemporaryDirectory(dir=folder) as name:
        copy = Path(name)
        for file in FILES:
            if (folder / file).exists():
                shutil.copyfile(folder / file, copy / file)
        try:
            db = await open_database(copy / "encore.db", now=now)
        except DatabaseError as error:
            found.broken.append(error.sentence)
            return found
        try:
            async with db.snapshot() as tx:
                await _check_file(tx, found)
                await _check_totals(tx, found)
                if crowd.stage is not None:
                    await _check_people(tx, crowd, crowd.stage, found)
        finally:
            await db.close()
    return found


async def _check_file(tx: Tx, found: Findings) -> None:
    said = [str(next(iter(row.values()))) for row in await tx.all("PRAGMA integrity_check")]
    found.broken += [line for line in said if line != "ok"]
    found.broken += [f"no parent: {dict(row)}" for row in await tx.all("PRAGMA foreign_key_check")]


async def _check_totals(tx: Tx, found: Findings) -> None:
    kept = await votes.tallies(tx, guild_id=GUILD_ID, show_id=SHOW)
    counted = await votes.recount(tx, guild_id=GUILD_ID, show_id=SHOW)
    found.off += [
        f"votes on {episode}: {kept.get(episode)}, counted {counted.get(episode)}"
        for episode in kept.keys() | counted.keys()
        if kept.get(episode) != counted.get(episode)
    ]
    found.off += [f"{rows} rows of {table}" for table, rows in (await recount.differences(tx)).items()]
    if reviews := await review_votes.recount(tx):
        found.off.append(f"thanks or reports of {reviews} reviews")
    for row in await tx.all("SELECT id FROM polls"):
        poll = {"guild_id": GUILD_ID, "poll_id": row["id"]}
        if (shown := await poll_votes.results(tx, **poll)) != (true := await poll_votes.recount(tx, **poll)):
            found.off.append(f"poll {row['id']}: {shown}, counted {true}")


async def _check_people(tx: Tx, crowd: Crowd, stage: Stage, found: Findings) -> None:
    for table, row_id in (("panels", stage.panel), ("polls", stage.poll), ("parties", stage.party)):
        if not crowd.is_over and not await tx.all(f"SELECT 1 FROM {table} WHERE id = :id", id=row_id):  # noqa: S608
            found.missing.append(f"the row of {table}")
    for person in crowd.people:
        held, deed = await _state(tx, person.id), person.pending
        if deed is not None and held == deed.after != person.sure:
            found.kept += 1
        elif deed is not None and held == person.sure:
            found.undone += 1
        sure = person.sure
        if not crowd.settle(person, held):
            found.missing.append(
                f"of {person.id}: {held}, was told {sure}, on its way {deed and (deed.what, deed.after)}"
            )


async def _state(tx: Tx, member_id: int) -> State:
    own = {"member": member_id}
    ballots = await tx.all(
        "SELECT episode, score, former, version FROM votes WHERE member_id = :member", **own
    )
    marks = await tx.all("SELECT episode FROM marks WHERE member_id = :member AND watched = 1", **own)
    coming = await tx.one("SELECT answer FROM rsvps WHERE member_id = :member", **own)
    chosen = await tx.all("SELECT number FROM poll_votes WHERE member_id = :member", **own)
    text = await tx.one("SELECT body FROM reviews WHERE member_id = :member", **own)
    thanks = await tx.one(
        """
        SELECT 1 AS found FROM review_thanks JOIN reviews ON reviews.id = review_id
        WHERE review_thanks.member_id = :member AND reviews.member_id = :host
        """,
        **own,
        host=HOST,
    )
    return State(
        votes={row["episode"]: (row["score"], row["former"], row["version"]) for row in ballots},
        watched=frozenset(row["episode"] for row in marks),
        coming=coming["answer"] if coming else None,
        chosen=frozenset(row["number"] for row in chosen),
        text=text["body"] if text else None,
        thanked=thanks is not None,
    )
