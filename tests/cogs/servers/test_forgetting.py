"""Deleting a server's rows, from wherever it broke off."""

from datetime import timedelta
from functools import partial

import pytest

from cogs.servers import actions, timed
from db import forgetting, servers, votes
from db.database import Database
from db.votes import Ballot
from tests.cogs.servers.support import let_in, removed, settle
from tests.world import World

GRACE = (servers.GRACE + servers.SPREAD).total_seconds()
EPISODES = 20


@pytest.fixture
async def voted(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A server with votes that removed the bot; three rows are deleted at a time, and twice in one go."""
    monkeypatch.setattr(timed, "TURNS", 2)
    monkeypatch.setattr(forgetting, "forget_some", partial(forgetting.forget_some, most=3))
    async with world.db.transaction() as tx:
        for number in range(1, EPISODES + 1):
            ballot = Ballot(world.guild.id, world.library.shows[0].id, f"s1e{number}", world.hana.id)
            await votes.cast(tx, ballot, score=5, now=world.env.now() - timedelta(days=1))
    await removed(world, world.guild)
    return world


async def rows(world: World) -> int:
    async with world.db.snapshot() as tx:
        found = await tx.one(
            """
            SELECT (SELECT count(*) FROM votes) + (SELECT count(*) FROM vote_totals)
            + (SELECT count(*) FROM servers) + (SELECT count(*) FROM due) AS n
            """
        )
    return found["n"] if found else 0


async def test_much_is_deleted_in_several_goes(voted: World) -> None:
    assert await rows(voted) == 2 * EPISODES + 2
    await voted.env.advance_time(GRACE + 60)

    assert await rows(voted) == 0


async def test_it_goes_on_where_it_failed(voted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = actions.forget_some, list[int]()

    async def failing(db: Database, *, guild_id: int) -> bool:
        calls.append(1)
        if len(calls) % 2 == 0:
            raise ConnectionError
        return await real(db, guild_id=guild_id)

    monkeypatch.setattr(actions, "forget_some", failing)
    await voted.env.advance_time(GRACE + 30 * 3600)

    assert len(calls) > EPISODES / 2
    assert await rows(voted) == 0


async def test_who_lets_the_bot_in_while_it_deletes_begins_anew(
    voted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = actions.forget_some

    async def meanwhile(db: Database, *, guild_id: int) -> bool:
        monkeypatch.setattr(actions, "forget_some", real)
        raise ConnectionError(await real(db, guild_id=guild_id))

    monkeypatch.setattr(actions, "forget_some", meanwhile)
    await voted.env.advance_time(servers.grace(voted.guild.id).total_seconds() - 2)
    assert 0 < await rows(voted) < 2 * EPISODES + 2
    await let_in(voted, voted.guild)
    await settle(voted, 60)

    async with voted.db.snapshot() as tx:
        assert await tx.all("SELECT 1 FROM votes UNION ALL SELECT 1 FROM vote_totals") == []
        assert await servers.present(tx) == {voted.guild.id}
