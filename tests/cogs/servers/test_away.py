"""What a server that removed the bot and let it in again finds: all as it was, but for what was deleted."""

import pytest

from bot.domain.rsvps import How, Preference
from tests.cogs.parties import coming
from tests.cogs.polls import support as polls
from tests.cogs.privacy.support import ask
from tests.cogs.servers.support import deny, let_in, removed, settle
from tests.cogs.votes import support as panels
from tests.world import World, words

HOUR, DAY = 3600, 24 * 3600
DIRECT = Preference(How.DIRECT, 30)


async def leave(world: World) -> None:
    await removed(world, world.guild)
    deny(world, "view_channel")


async def come_back(world: World) -> None:
    deny(world)
    await let_in(world, world.guild)
    await settle(world, 60)


async def delete_from_afar(world: World) -> None:
    """Have hana delete what is kept about her, in a direct message."""
    card = await ask(world.hana.user, world, "privacy delete", where="everywhere")
    await world.hana.user.click(card, label="Delete")
    await world.env.advance_time(60)


@pytest.fixture
async def busy(world: World) -> World:
    """A server with a panel, a poll and a party that all have an end, some of it soon."""
    panel = await panels.opened(world, closes="20d")
    await panels.score(world.tomas, panel, 9)
    poll = await polls.make_poll(world, world.tomas, closes="2h", anonymous=False)
    for member in (world.hana, world.tomas):
        await polls.choose(member, poll, 0)
    party, _ = await coming.announced(world, title="Hana’s evening")
    await coming.say(world, party, world.tomas.id, wish=DIRECT)
    return world


async def test_while_it_is_away_the_bot_does_nothing_and_writes_to_nobody(busy: World) -> None:
    await leave(busy)
    before = len(busy.env.http_requests)

    await busy.env.advance_time(3 * DAY)

    assert busy.calls(before) == []
    assert coming.written(busy.tomas) == []


async def test_all_is_as_it_was_and_what_was_due_meanwhile_is_done(busy: World) -> None:
    await leave(busy)
    await busy.env.advance_time(3 * DAY)
    await come_back(busy)

    async with busy.db.snapshot() as tx:
        assert await tx.all("SELECT 1 FROM server_faults") == []
        assert len(await tx.all("SELECT 1 FROM panels WHERE closed_at IS NULL")) == 1
        assert await tx.all("SELECT 1 FROM parties WHERE message_id IS NULL") == []
        (poll,) = await tx.all("SELECT closed_at, result_id FROM polls")
    assert None not in (poll["closed_at"], poll["result_id"])


async def test_who_deleted_themselves_meanwhile_is_named_no_longer(busy: World) -> None:
    await polls.make_poll(busy, question="Hana’s question")
    await leave(busy)
    await delete_from_afar(busy)
    await come_back(busy)

    said = [words(message) for message in busy.channel.history()]
    assert len(said) >= 3
    assert not [text for text in said if busy.hana.mention in text or "Hana’s" in text]


async def test_nobody_is_told_of_a_seat_at_a_party_that_the_bot_is_not_at(world: World) -> None:
    party, _ = await coming.announced(world, organiser_id=99, seats=1)
    for member in (world.hana, world.tomas):
        await coming.say(world, party, member.id, wish=DIRECT)
    await leave(world)
    await delete_from_afar(world)
    await world.env.advance_time(3 * HOUR)

    assert coming.written(world.tomas) == []
