"""Whatever members do, in whatever order: who looks out of memory sees what who looks anew would."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from bot.domain.catalogue import Show
from bot.domain.ranking import View
from cogs.lookup.actions import Asker, look
from cogs.ranking.actions import look_up
from db import catalogue, erasing, panels, viewers
from db.database import Database, Tx, Work
from db.sqlite import MIGRATIONS, SqliteDatabase
from tests.db.lives import GUILDS, HEIR, LEFT, MEMBERS, Step, steps
from tests.db.support import NOW
from tests.db.test_erasing_properties import dump, one_database
from tests.db.texts import SAID

DOES = {**LEFT, **SAID}
SHOW: Show = catalogue.load(catalogue.SHIPPED).shows[0]


@dataclass(frozen=True)
class Forgetful:
    """A database that keeps nothing in memory."""

    db: Database

    async def recall(self, _: Hashable, work: Work[Any]) -> Any:
        return await self.db.read(work)


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def sights(db: Any) -> list[Any]:
    """All that is looked up through memory, for everybody in every server."""
    seen: list[Any] = []
    for guild_id in GUILDS:
        asker = Asker(guild_id, MEMBERS[0], alone=False)
        seen.append(await look(db, SHOW, asker, vote="/vote", episode=SHOW.episodes[0]))
        seen.append(await look(db, SHOW, asker, vote="/vote"))
        seen += [
            await look_up(db, SHOW, view, guild_id=guild_id, member_id=MEMBERS[0], alone=False)
            for view in View
        ]
        seen += [await panels.recall(db, guild_id=guild_id, panel_id=10_000 + number) for number in range(5)]
        for member_id in MEMBERS[:2]:
            alone = Asker(guild_id, member_id, alone=True)
            seen.append(await look(db, SHOW, alone, vote="/vote", episode=SHOW.episodes[0]))
            seen.append(await viewer(db, guild_id, member_id))
    return seen


async def viewer(db: Any, guild_id: int, member_id: int) -> Any:
    whose = {"guild_id": guild_id, "member_id": member_id}
    return await db.recall(("viewer", guild_id, member_id), partial(viewers.member, **whose, show_id=SHOW.id))


async def _wipe(tx: Tx) -> None:
    for table in await dump(tx):
        await tx.run(f"DELETE FROM {table}")  # noqa: S608  tables' names


async def _erase(tx: Tx, step: Step) -> None:
    await erasing.erase(tx, guild_id=step.guild_id, member_id=step.member_id, heir_id=HEIR, now=NOW)


@one_database
@given(steps((*DOES, "erase")))
async def test_memory_never_tells_of_what_was(db: SqliteDatabase, history: list[Step]) -> None:
    await db.write(_wipe)
    deeds = {**DOES, "erase": _erase}
    for number, step in enumerate(history):
        async with db.transaction() as tx:
            await deeds[step.verb](tx, step)
        if number % 3 == 0:
            assert await sights(db) == await sights(Forgetful(db))

    assert await sights(db) == await sights(Forgetful(db))
