"""The channel's reminder: in time; of what was moved or cancelled; and whom it mentions."""

from datetime import timedelta

from bot.domain.rsvps import Answer, How, Preference
from db import due, party_times, server_settings
from tests.cogs.parties.coming import (
    HOUR,
    MINUTE,
    announced,
    bodies,
    change,
    checks,
    move,
    pinged,
    reminders,
    rsvp,
    say,
    shown,
    written,
)
from tests.cogs.parties.planning import planned
from tests.world import World, answer, buttons, words

DIRECT = Preference(How.DIRECT, 30)


async def test_the_channel_is_reminded_half_an_hour_before_and_the_party_linked(world: World) -> None:
    _, card = await announced(world, voice_id=77)
    await world.env.advance_time(90 * MINUTE - 1)
    assert reminders(world) == []

    await world.env.advance_time(2)

    (reminder,) = reminders(world)
    said = words(reminder)
    assert said.startswith("### 12 · A Hot, Amazing, New Production begins <t:")
    assert ":R>\n<t:" in said
    assert "in <#77>" in said
    assert f"/{world.guild.id}/{world.channel.id}/{card.id})" in said
    assert "late" not in said
    assert list(buttons(reminder)) == ["Going", "Can’t", "Do not remind me"]


async def test_those_who_go_and_want_it_there_are_mentioned_and_nobody_else(world: World) -> None:
    party, _ = await announced(world, seats=2)
    await say(world, party, world.tomas.id)
    await say(world, party, 11, wish=Preference(How.OFF))
    await say(world, party, 12)  # waits
    await say(world, party, 13, Answer.MAYBE)
    await say(world, party, 14, Answer.CANT)
    before = len(world.env.http_requests)

    await world.env.advance_time(91 * MINUTE)

    (reminder,) = reminders(world)
    assert world.tomas.mention in words(reminder)
    assert not [n for n in (11, 12, 13, 14) if f"<@{n}>" in words(reminder)]
    assert pinged(world, before) == [[world.tomas.id]]
    assert bodies(world, before)[0]["allowed_mentions"]["parse"] == []


async def test_no_more_than_fifty_are_mentioned_and_the_others_counted(world: World) -> None:
    party, _ = await announced(world)
    for n in range(62):
        await say(world, party, 10_000 + n)
    before = len(world.env.http_requests)

    await world.env.advance_time(91 * MINUTE)

    (reminder,) = reminders(world)
    assert words(reminder).count("<@") == 50
    assert "and 12 more" in words(reminder)
    (mentioned,) = [each for each in pinged(world, before) if each]
    assert len(mentioned) == 50


async def test_where_nobody_goes_the_reminder_mentions_nobody(world: World) -> None:
    await announced(world)
    before = len(world.env.http_requests)

    await world.env.advance_time(91 * MINUTE)

    assert len(reminders(world)) == 1
    assert pinged(world, before) == [[]]


async def test_a_server_can_say_when_or_that_it_wants_none(world: World) -> None:
    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=world.guild.id, name="reminder", value="60")
    await announced(world)
    await world.env.advance_time(61 * MINUTE)
    assert len(reminders(world)) == 1

    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=world.guild.id, name="reminder", value="0")
    await announced(world, id=4300, starts_in=timedelta(hours=3))
    await world.env.advance_time(3 * HOUR - MINUTE)
    assert len(reminders(world)) == 1


async def test_a_party_planned_shortly_before_is_not_reminded_of(world: World) -> None:
    await announced(world, starts_in=timedelta(minutes=20))

    await world.env.advance_time(19 * MINUTE)

    assert reminders(world) == []


async def test_a_party_that_is_moved_is_reminded_of_at_its_new_time_alone(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)
    await world.env.advance_time(HOUR)

    await move(world, party, timedelta(hours=3))
    await world.env.advance_time(3 * HOUR + 20 * MINUTE)
    assert reminders(world) == []
    assert written(world.tomas) == []
    await world.env.advance_time(11 * MINUTE)

    assert len(reminders(world)) == 1
    assert len(written(world.tomas)) == 1


async def test_a_party_that_is_moved_after_the_reminder_is_reminded_of_again(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)
    await world.env.advance_time(91 * MINUTE)

    await move(world, party, timedelta(hours=3))
    await world.env.advance_time(3 * HOUR)

    assert len(reminders(world)) == 2
    assert len(written(world.tomas)) == 2


async def test_a_party_that_is_cancelled_is_reminded_of_no_more(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)
    now = world.env.now()
    await change(world, party, lambda held: held.cancel(now))

    await world.env.advance_time(3 * HOUR)

    assert reminders(world) == []
    assert checks(world) == []
    assert written(world.tomas) == []


async def test_work_that_outlived_its_party_does_nothing(world: World) -> None:
    now = world.env.now()
    async with world.db.transaction() as tx:
        for kind in (party_times.REMIND, party_times.CHECK, party_times.DIRECT, party_times.SEAT):
            await due.schedule(tx, guild_id=world.guild.id, kind=kind, subject_id=99, at=now)
    before = len(world.env.http_requests)
    world.bot.wake(now)

    await world.env.advance_time(MINUTE)

    assert world.calls(before) == []
    async with world.db.snapshot() as tx:
        assert await tx.all("SELECT * FROM due") == []


async def test_hidden_titles_are_hidden_in_reminders(world: World) -> None:
    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=world.guild.id, name="hides_titles", value="yes")
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, wish=DIRECT)

    await world.env.advance_time(116 * MINUTE)

    for said in (words(reminders(world)[0]), *written(world.tomas)):
        assert "Episode 12" in said
        assert "Hot" not in said


async def test_going_on_the_reminder_is_told_alone_and_the_card_follows(world: World) -> None:
    party, card = await announced(world)
    await world.env.advance_time(91 * MINUTE)
    (reminder,) = reminders(world)

    told = answer(await world.tomas.click(reminder, label="Going"))
    await world.env.advance_time(10)

    assert told.ephemeral
    assert (said := await rsvp(world, party, world.tomas))
    assert said.answer is Answer.GOING
    assert f"**Going 1** · {world.tomas.mention}" in words(shown(world, card))
    assert words(shown(world, reminder)) == words(reminder)


async def test_reminders_of_many_parties_at_one_time_all_come(world: World) -> None:
    for n in range(25):
        await planned(world, id=5000 + n)

    await world.env.advance_time(92 * MINUTE)

    assert len(reminders(world)) == 25
