"""Messages of the bot's own that are taken back: deleted, or left where they are out of reach."""

import pytest
import simcord

from db import withdrawals
from db.withdrawals import Withdrawn
from tests.cogs.servers.support import settle
from tests.world import World


async def withdraw(world: World, channel: simcord.ChannelHandle) -> None:
    message = await world.post_button("test:nothing:1")
    async with world.db.transaction() as tx:
        await withdrawals.add(tx, Withdrawn(world.guild.id, channel.id, message.id), now=world.env.now())
    world.bot.wake(world.env.now())
    await settle(world)


async def kept(world: World) -> int:
    async with world.db.snapshot() as tx:
        return len(await tx.all("SELECT 1 FROM withdrawn_messages UNION ALL SELECT 1 FROM due"))


async def test_a_message_is_deleted(world: World) -> None:
    await withdraw(world, world.channel)

    assert world.channel.history() == []
    assert await kept(world) == 0


@pytest.mark.parametrize(("status", "code"), [(404, 10008), (403, 50001), (400, 50083)])
async def test_what_is_out_of_reach_is_left(world: World, status: int, code: int) -> None:
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=status, code=code)
    await withdraw(world, world.channel)

    assert await kept(world) == 0


async def test_what_fails_for_a_while_is_tried_again(world: World) -> None:
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=503, times=2)
    await withdraw(world, world.channel)
    await world.env.advance_time(600)

    assert world.channel.history() == []
    assert await kept(world) == 0
