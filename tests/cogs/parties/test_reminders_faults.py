"""Whatever fails on the way, each reminder comes once, or its organiser hears why it does not."""

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.domain.rsvps import How, Preference
from cogs.parties import changing, reminding
from db import party_times, rsvps
from tests.cogs.parties.coming import HOUR, MINUTE, announced, change, checks, reminders, rsvp, say, written
from tests.cogs.parties.planning import stored
from tests.world import World

DIRECT = Preference(How.DIRECT, 30)
POSTS = "/channels/{}/messages"


class Killed(Exception):
    """What ends the bot right after it posted."""


def posts(world: World, channel_id: int, since: int) -> int:
    """How often the bot tried to post in a channel."""
    return world.calls(since).count(f"POST {POSTS.format(channel_id)}")


@asynccontextmanager
async def killed_before_noting(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, times: int = 1
) -> AsyncGenerator[None]:
    """Let what notes what was posted fail so many times, as it does for who dies before it."""
    real, left = getattr(module, name), times

    async def note(*given: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left >= 0:
            raise Killed
        return await real(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(module, name, note)
        yield


@pytest.mark.parametrize("status", [500, 502, 503, 429])
@pytest.mark.parametrize("what", ["reminder", "check", "message"])
async def test_two_failures_and_then_one_message(world: World, what: str, status: int) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT if what == "message" else None)
    await world.env.advance_time((114 if what == "check" else 89) * MINUTE)
    there = world.tomas.user.dm_channel.id if what == "message" else world.channel.id
    world.env.inject_error("POST", POSTS.format(there), status=status, times=2)

    await world.env.advance_time(3 * MINUTE)

    assert (len(reminders(world)), len(checks(world)), len(written(world.tomas))) == (
        1,
        int(what == "check"),
        int(what == "message"),
    )


@pytest.mark.parametrize("pause", [0, HOUR // 4])
async def test_a_reminder_that_was_posted_and_not_noted_is_found_again(
    world: World, monkeypatch: pytest.MonkeyPatch, pause: int
) -> None:
    party, _ = await announced(world)
    world.provoked.append(Killed)
    before = len(world.env.http_requests)
    async with killed_before_noting(monkeypatch, changing, "change"):
        await world.env.advance_time(90 * MINUTE + 1)
    assert len(reminders(world)) == 1
    assert (await stored(world, party)).reminded_at is None

    await world.restart()
    await world.env.advance_time(pause + MINUTE)

    assert len(reminders(world)) == 1
    assert posts(world, world.channel.id, before) == 1
    assert (await stored(world, party)).reminded_at is not None


async def test_a_ready_check_that_was_posted_and_not_noted_is_found_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    party, _ = await announced(world)
    await world.env.advance_time(114 * MINUTE)
    world.provoked.append(Killed)
    before = len(world.env.http_requests)
    async with killed_before_noting(monkeypatch, changing, "change"):
        await world.env.advance_time(MINUTE + 1)

    await world.restart()
    await world.env.advance_time(MINUTE)

    (check,) = checks(world)
    assert posts(world, world.channel.id, before) == 1
    assert (await stored(world, party)).stage_id == check.id


async def test_a_message_that_was_sent_and_not_noted_is_found_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)
    world.provoked.append(Killed)
    async with killed_before_noting(monkeypatch, reminding, "note_written"):
        await world.env.advance_time(90 * MINUTE + 1)

    await world.restart()
    await world.env.advance_time(MINUTE)

    assert len(written(world.tomas)) == 1
    assert (said := await rsvp(world, party, world.tomas))
    assert said.reminded


async def test_what_was_posted_is_found_though_the_party_was_changed_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)
    await say(world, party, world.hana.id)
    async with (
        killed_before_noting(monkeypatch, rsvps, "note_reminded", times=9),
        killed_before_noting(monkeypatch, changing, "change", times=9),
    ):
        await world.env.advance_time(90 * MINUTE + 1)
        await world.env.advance_time(10 * MINUTE)
    assert (len(reminders(world)), len(written(world.tomas))) == (1, 1)

    await change(world, party, lambda held: held)
    await world.env.advance_time(16 * MINUTE)

    assert (len(reminders(world)), len(written(world.tomas))) == (1, 1)
    assert (await stored(world, party)).reminded_at is not None


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (403, 50013), (404, 10003), (400, 50083)])
async def test_a_channel_that_is_lost_ends_it_with_a_log_and_one_word_to_the_organiser(
    world: World, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id)
    caplog.set_level(logging.WARNING, logger="cogs.parties.timed_reminders")
    world.env.inject_error("POST", POSTS.format(world.channel.id), status=status, code=code, times=None)
    before = len(world.env.http_requests)

    await world.env.advance_time(118 * MINUTE)

    assert posts(world, world.channel.id, before) == 2, "the reminder and the ready check"
    (told,) = written(world.hana)
    assert f"I can no longer post in <#{world.channel.id}>" in told
    assert "its channel is lost" in caplog.text
    found = await stored(world, party)
    assert found.reminded_at is not None
    assert found.ready_at is not None


async def test_a_channel_that_was_deleted_ends_it_too(world: World) -> None:
    hall = world.guild.create_text_channel("hall")
    await announced(world, channel_id=hall.id)
    world.env.backend.delete_channel(hall.id)

    await world.env.advance_time(91 * MINUTE)

    (told,) = written(world.hana)
    assert f"I can no longer post in <#{hall.id}>" in told


@pytest.mark.parametrize(("status", "code"), [(403, 50007), (403, 50278), (404, 10013)])
async def test_who_lets_the_bot_not_write_is_given_up_and_the_others_are_not(
    world: World, status: int, code: int
) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)
    await say(world, party, world.hana.id, wish=DIRECT)
    there = world.tomas.user.dm_channel.id
    world.env.inject_error("POST", POSTS.format(there), status=status, code=code, times=None)
    before = len(world.env.http_requests)

    await world.env.advance_time(110 * MINUTE)

    assert posts(world, there, before) == 1
    assert written(world.tomas) == []
    assert len(written(world.hana)) == 1
    assert (said := await rsvp(world, party, world.tomas))
    assert said.reminded


async def test_who_left_the_server_holds_nobody_up(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)
    await say(world, party, world.hana.id, wish=DIRECT)
    world.guild.remove_member(world.tomas)

    await world.env.advance_time(118 * MINUTE)

    assert len(written(world.hana)) == 1
    assert len(reminders(world)) == 1
    assert len(checks(world)) == 1


async def test_no_work_about_reminders_is_left_when_all_is_done(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)

    await world.env.advance_time(118 * MINUTE)

    async with world.db.snapshot() as tx:
        kinds = {row["kind"] for row in await tx.all("SELECT kind FROM due")}
    assert not kinds & {party_times.REMIND, party_times.CHECK, party_times.DIRECT, party_times.SEAT}
