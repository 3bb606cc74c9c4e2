"""The role that the channel's reminder mentions beside those who come, where the server has set one."""

from datetime import timedelta
from typing import Any

import pytest
import simcord

from db import due, party_times, server_settings
from tests.cogs.parties.coming import MINUTE, announced, bodies, checks, reminders, say
from tests.cogs.parties.planning import stored
from tests.cogs.settings.support import manager, put
from tests.cogs.starting import begin
from tests.world import World, words


async def set_role(world: World, role_id: int) -> None:
    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=world.guild.id, name="reminder_role", value=str(role_id))


async def crew_of(world: World) -> simcord.RoleHandle:
    """A role that reminders mention."""
    crew = world.guild.create_role("crew", mentionable=True)
    await world.env.settle()
    await set_role(world, crew.id)
    return crew


def allowed(world: World, since: int) -> list[dict[str, Any]]:
    """What the messages that were posted since then may mention."""
    return [body["allowed_mentions"] for body in bodies(world, since) if "allowed_mentions" in body]


async def test_the_reminder_mentions_the_role_and_those_who_come_and_nobody_else(world: World) -> None:
    crew = await crew_of(world)
    party, _ = await announced(world)
    await say(world, party, world.tomas.id)
    before = len(world.env.http_requests)

    await world.env.advance_time(91 * MINUTE)

    (reminder,) = reminders(world)
    assert f"\n<@&{crew.id}> <@{world.tomas.id}>" in words(reminder)
    (mentions,) = allowed(world, before)
    assert mentions["parse"] == []
    assert (mentions["roles"], mentions["users"]) == ([crew.id], [world.tomas.id])


async def test_where_nobody_comes_the_role_alone_is_mentioned(world: World) -> None:
    crew = await crew_of(world)
    await announced(world)

    await world.env.advance_time(91 * MINUTE)

    (reminder,) = reminders(world)
    assert words(reminder).endswith(f"\n<@&{crew.id}>")


async def test_the_ready_check_is_for_those_who_come(world: World) -> None:
    crew = await crew_of(world)
    party, _ = await announced(world)
    await say(world, party, world.tomas.id)
    await world.env.advance_time(91 * MINUTE)
    before = len(world.env.http_requests)

    await world.env.advance_time(25 * MINUTE)

    assert len(checks(world)) == 1
    (mentions,) = allowed(world, before)
    assert (mentions.get("roles", []), mentions["users"]) == ([], [world.tomas.id])
    assert str(crew.id) not in str(bodies(world, before))


async def test_a_role_that_was_deleted_is_not_mentioned(world: World) -> None:
    crew = await crew_of(world)
    await announced(world)
    world.env.backend.delete_role(world.guild.id, crew.id)
    await world.env.settle()

    await world.env.advance_time(91 * MINUTE)

    (reminder,) = reminders(world)
    assert "<@&" not in words(reminder)


async def test_everybody_is_never_mentioned_whatever_is_stored(world: World) -> None:
    await set_role(world, world.guild.id)
    await announced(world)
    before = len(world.env.http_requests)

    await world.env.advance_time(91 * MINUTE)

    (reminder,) = reminders(world)
    assert "<@&" not in words(reminder)
    assert [mentions["parse"] for mentions in allowed(world, before)] == [[]]
    assert all(not mentions.get("roles") for mentions in allowed(world, before))


async def test_a_reminder_that_is_due_before_discord_tells_of_the_server_has_the_role(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew = await crew_of(world)
    await announced(world)
    begin(world, monkeypatch)

    await world.env.advance_time(91 * MINUTE)

    (reminder,) = reminders(world)
    assert f"<@&{crew.id}>" in words(reminder)


@pytest.mark.parametrize("values", [("10",), ("never", "10"), ("1 hour", "10")])
async def test_a_reminder_that_was_posted_but_not_noted_is_found_after_another_was_set(
    world: World, values: tuple[str, ...]
) -> None:
    await crew_of(world)
    mia = manager(world)
    party, _ = await announced(world)
    await world.env.advance_time(91 * MINUTE)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE parties SET reminded_at = NULL WHERE id = :id", id=party.id)

    for value in values:
        await put(world, mia, "reminder", value)
    await world.env.advance_time(25 * MINUTE)

    assert len(reminders(world)) == 1
    assert (await stored(world, party)).reminded_at == party.starts_at - timedelta(minutes=10)


async def test_a_reminder_that_is_posted_anew_after_a_crash_is_found_and_stands_alone(world: World) -> None:
    await crew_of(world)
    party, _ = await announced(world)
    await world.env.advance_time(91 * MINUTE)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE parties SET reminded_at = NULL WHERE id = :id", id=party.id)
        await due.schedule(
            tx,
            guild_id=party.guild_id,
            kind=party_times.REMIND,
            subject_id=party.id,
            at=world.env.now() + timedelta(minutes=2),
        )

    await world.restart()
    await world.env.advance_time(3 * MINUTE)

    assert len(reminders(world)) == 1
    assert (await stored(world, party)).reminded_at is not None
