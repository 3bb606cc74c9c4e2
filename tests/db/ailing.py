"""A database in which a bit of everything is, and what may befall it."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bot.domain.progress import Source
from db import catalogue, doctor, marks, withdrawals
from db.database import Tx, connect
from db.doctor.findings import Finding, Ill, Known
from db.withdrawals import Withdrawn
from tests.db.lives import GUILDS, LEFT, MEMBERS, SHOW, Step
from tests.db.support import NOW
from tests.db.texts import SAID

GUILD = GUILDS[0]
DOES = {**LEFT, **SAID}
ATTEMPTS = 100
EPISODES = {
    show.id: frozenset(episode.key for episode in show.episodes)
    for show in catalogue.load(catalogue.SHIPPED).shows
}
# What the lives have on it, and the shipped show may not.
KNOWN = Known(NOW, {SHOW: EPISODES[SHOW] | {"sp1", "s1e12.5"}}, ATTEMPTS)
NOW_SECONDS = int(NOW.timestamp())


async def fill(path: Path) -> None:
    """Make a database in which every feature has left something, and close it."""
    db = await connect(f"sqlite:///{path}", now=NOW)
    try:
        async with db.transaction() as tx:
            await live(tx)
    finally:
        await db.close()


async def live(tx: Tx) -> None:
    """Let three members do everything that there is to do in a server."""
    for number, (verb, member_id) in enumerate((verb, member_id) for verb in DOES for member_id in MEMBERS):
        await DOES[verb](tx, Step(verb, GUILD, member_id, pick=number, yes=True, id=10_000 + number))
    await DOES["go on"](tx, Step("go on", GUILD, MEMBERS[0], pick=7, yes=True))  # to its end
    for member_id in MEMBERS:  # some of them hid, and took what they had said back
        await marks.set_visible(tx, guild_id=GUILD, member_id=member_id, visible=True)
        await marks.mark(
            tx,
            guild_id=GUILD,
            member_id=member_id,
            show_id=SHOW,
            episodes=["s1e1"],
            source=Source.HAND,
            change_id=1,
            now=NOW,
        )
    await withdrawals.add(tx, Withdrawn(GUILD, 70, 90_001), now=NOW)


def befall(path: Path, *statements: str) -> None:
    """Have happen to the rows what no feature does to them."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, f"nothing befell: {statement}"


def ills(found: Sequence[Finding]) -> set[tuple[Ill, str]]:
    return {(finding.ill, finding.table) for finding in found}


def examined(path: Path) -> list[Finding]:
    return doctor.examine(path, KNOWN)


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()
