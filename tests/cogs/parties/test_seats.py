"""Seats, and those who wait for one."""

import asyncio
from dataclasses import replace

from bot.domain.rsvps import Answer, How, Preference
from tests.cogs.parties.coming import MINUTE, announced, change, roster_of, say, shown, written
from tests.world import World, answer, words

DIRECT = Preference(How.DIRECT, 30)


async def test_who_comes_when_all_seats_are_taken_waits(world: World) -> None:
    party, card = await announced(world, seats=1)
    await world.hana.click(card, label="Going")

    await world.tomas.click(card, label="Going")

    said = words(shown(world, card))
    assert f"**Going 1 of 1** · {world.hana.mention}" in said
    assert f"**Waiting 1** · {world.tomas.mention}" in said
    button = await world.post_button(f"party:going:{party.id}")
    told = words(answer(await world.tomas.click(button, label="Press")))
    assert "All seats are taken. You wait for one: number 1 in line." in told


async def test_who_waits_longest_moves_up_when_a_seat_is_given_up(world: World) -> None:
    party, card = await announced(world, seats=2)
    for member_id in (11, 12, 13, 14):
        await say(world, party, member_id)

    await say(world, party, 11, Answer.MAYBE)
    await world.env.advance_time(10)

    roster = await roster_of(world, party)
    assert [each.member_id for each in roster.going] == [12, 13]
    assert [each.member_id for each in roster.waiting] == [14]
    assert "**Going 2 of 2** · <@12>, <@13>" in words(shown(world, card))


async def test_who_gave_up_their_seat_and_comes_back_waits_behind_the_others(world: World) -> None:
    party, _ = await announced(world, seats=1)
    for member_id, said in ((11, Answer.GOING), (12, Answer.GOING), (11, Answer.CANT), (11, Answer.GOING)):
        await say(world, party, member_id, said)

    roster = await roster_of(world, party)
    assert [each.member_id for each in roster.going] == [12]
    assert [each.member_id for each in roster.waiting] == [11]


async def test_who_asked_for_direct_messages_is_written_to_when_they_get_a_seat(world: World) -> None:
    party, card = await announced(world, seats=1)
    await world.hana.click(card, label="Going")
    await say(world, party, world.tomas.id, wish=DIRECT)
    assert written(world.tomas) == []

    await world.hana.click(card, label="Can’t")
    await world.env.advance_time(5 * MINUTE)

    (told,) = written(world.tomas)
    assert told.startswith("### You have a seat: 12 · ")
    assert f"https://discord.com/channels/{world.guild.id}/{world.channel.id}/{card.id}" in told


async def test_who_did_not_ask_for_direct_messages_gets_none(world: World) -> None:
    party, card = await announced(world, seats=1)
    await world.hana.click(card, label="Going")
    await say(world, party, world.tomas.id)

    await world.hana.click(card, label="Can’t")
    await world.env.advance_time(5 * MINUTE)

    assert written(world.tomas) == []
    assert f"**Going 1 of 1** · {world.tomas.mention}" in words(shown(world, card))


async def test_more_seats_move_those_up_who_wait(world: World) -> None:
    party, _ = await announced(world, seats=1)
    await say(world, party, 11)
    await say(world, party, world.tomas.id, wish=DIRECT)

    await change(world, party, lambda held: replace(held, seats=None))
    await world.env.advance_time(10)

    assert len((await roster_of(world, party)).going) == 2
    assert len(written(world.tomas)) == 1


async def test_a_seat_that_was_lost_again_before_it_was_told_is_not_told(world: World) -> None:
    party, _ = await announced(world, seats=1)
    await say(world, party, 11)
    await say(world, party, world.tomas.id, wish=DIRECT)

    async with world.db.transaction() as tx:  # nothing is done meanwhile
        await tx.run("UPDATE due SET due_at = due_at")
    await say(world, party, 11, Answer.CANT)
    await say(world, party, world.tomas.id, Answer.MAYBE)
    await world.env.advance_time(10)

    assert written(world.tomas) == []


async def test_the_word_about_a_seat_comes_once_though_sending_it_fails_twice(world: World) -> None:
    party, _ = await announced(world, seats=1)
    await say(world, party, 11)
    await say(world, party, world.tomas.id, wish=DIRECT)
    there = world.tomas.user.dm_channel.id
    world.env.inject_error("POST", f"/channels/{there}/messages", status=500, times=2)

    await say(world, party, 11, Answer.CANT)
    await world.env.advance_time(10 * MINUTE)

    assert len(written(world.tomas)) == 1


async def test_no_more_are_seated_than_there_are_seats_however_many_press_at_once(world: World) -> None:
    party, _ = await announced(world, seats=10)

    await asyncio.gather(*(say(world, party, 10_000 + n) for n in range(100)))
    await asyncio.gather(
        *(say(world, party, 10_000 + n, Answer.CANT) for n in range(0, 100, 2)),
        *(say(world, party, 20_000 + n) for n in range(20)),
    )

    roster = await roster_of(world, party)
    assert len(roster.going) == 10
    assert len(roster.waiting) == 60
    assert {each.member_id for each in roster.going} == {10_001 + 2 * n for n in range(10)}
