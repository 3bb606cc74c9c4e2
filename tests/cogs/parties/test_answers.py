"""Going, maybe, can't: on the card, on a reminder, again, and when it is too late."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.parties import Phase
from bot.domain.playing import Clock, Programme
from bot.domain.rsvps import Answer, How, Preference
from cogs.parties import answering
from db import member_settings, parties
from tests.cogs.parties.coming import announced, bodies, roster_of, rsvp, say, shown
from tests.world import World, answer, words


async def test_pressing_going_on_the_card_is_answered_by_the_card_in_one_call(world: World) -> None:
    party, card = await announced(world)
    before = len(world.env.http_requests)

    await world.tomas.click(card, label="Going")

    assert world.calls(before)[0].startswith("POST /interactions/")
    assert bodies(world, before)[0]["type"] == 7
    assert f"**Going 1** · {world.tomas.mention}" in words(shown(world, card))
    assert [each.member_id for each in (await roster_of(world, party)).going] == [world.tomas.id]


async def test_one_member_has_one_answer_the_last_one(world: World) -> None:
    party, card = await announced(world)
    for label in ("Going", "Maybe", "Can’t", "Maybe"):
        await world.tomas.click(card, label=label)

    roster = await roster_of(world, party)

    assert [each.member_id for each in roster.maybe] == [world.tomas.id]
    assert not roster.going
    assert not roster.cant
    assert "**Maybe 1**" in words(shown(world, card))


async def test_the_same_answer_again_is_answered_and_changes_nothing(world: World) -> None:
    party, card = await announced(world)
    await world.tomas.click(card, label="Going")
    await world.env.advance_time(60)
    was, before = await rsvp(world, party, world.tomas), len(world.env.http_requests)

    await world.tomas.click(card, label="Going")

    assert len(world.calls(before)) == 1
    assert bodies(world, before)[0]["type"] == 7
    await world.env.advance_time(60)
    assert len(world.calls(before)) == 1, "nothing followed"
    assert await rsvp(world, party, world.tomas) == was


async def test_an_answer_elsewhere_is_told_alone_and_the_card_follows(world: World) -> None:
    party, card = await announced(world)
    reminder = await world.post_button(f"party:going:{party.id}")

    told = answer(await world.tomas.click(reminder, label="Press"))
    again = answer(await world.tomas.click(reminder, label="Press"))
    await world.env.advance_time(10)

    assert told.ephemeral
    assert words(told).startswith("You are going to **12 · ")
    assert words(again).startswith("That is what you said before. You are going")
    assert f"**Going 1** · {world.tomas.mention}" in words(shown(world, card))


@pytest.mark.parametrize(
    ("verb", "sentence"), [("maybe", "You may come to **12"), ("cant", "You can’t come to **12")]
)
async def test_what_was_said_is_said_back(world: World, verb: str, sentence: str) -> None:
    party, _ = await announced(world)
    button = await world.post_button(f"party:{verb}:{party.id}")

    assert sentence in words(answer(await world.tomas.click(button, label="Press")))


@pytest.mark.parametrize("verb", ["going", "maybe", "cant"])
@pytest.mark.parametrize(
    ("phase", "sentence"),
    [
        (Phase.ENDED, "This party is over."),
        (Phase.CANCELLED, "This party was cancelled."),
        (Phase.LIVE, answering.ON),
    ],
)
async def test_when_it_is_too_late_a_sentence_says_so(
    world: World, phase: Phase, sentence: str, verb: str
) -> None:
    party, _ = await announced(world)
    now = world.env.now()
    async with world.db.transaction() as tx:
        programme, clock = Programme((1440,)), Clock(now)
        await parties.save(tx, replace(party, phase=phase, programme=programme, clock=clock, started_at=now))
    button = await world.post_button(f"party:{verb}:{party.id}")

    told = answer(await world.tomas.click(button, label="Press"))

    assert told.ephemeral
    assert words(told) == sentence
    assert await rsvp(world, party, world.tomas) is None


async def test_a_hundred_presses_at_once_are_a_hundred_answers_and_few_edits(world: World) -> None:
    party, card = await announced(world)
    before = len(world.env.http_requests)

    await asyncio.gather(*(say(world, party, 10_000 + n) for n in range(100)))
    await world.env.advance_time(20)

    assert [each.number for each in (await roster_of(world, party)).going] == list(range(1, 101))
    assert "**Going 100**" in words(shown(world, card))
    assert "and 85 more" in words(shown(world, card))
    edits = [call for call in world.calls(before) if call.startswith("PATCH /channels/")]
    assert 1 <= len(edits) <= 2


async def test_the_same_member_pressing_a_hundred_times_at_once_is_one_row(world: World) -> None:
    party, _ = await announced(world)
    said = [Answer.GOING, Answer.MAYBE]

    await asyncio.gather(*(say(world, party, 10_000, said[n % 2]) for n in range(100)))

    roster = await roster_of(world, party)
    assert len(roster.going) + len(roster.maybe) == 1


async def test_answers_outlast_a_restart_and_the_buttons_go_on_working(world: World) -> None:
    party, card = await announced(world)
    await world.tomas.click(card, label="Going")
    await world.restart()

    await world.hana.click(card, label="Maybe")

    roster = await roster_of(world, party)
    assert [each.member_id for each in roster.going] == [world.tomas.id]
    assert [each.member_id for each in roster.maybe] == [world.hana.id]


async def test_the_default_of_a_member_is_how_they_are_reminded_of_what_they_answer(world: World) -> None:
    party, card = await announced(world)
    async with world.db.transaction() as tx:
        await member_settings.put(tx, member_id=world.tomas.id, name="remind", value="direct:15")

    await world.tomas.click(card, label="Going")
    await world.hana.click(card, label="Going")

    stored, other = await rsvp(world, party, world.tomas), await rsvp(world, party, world.hana)
    assert stored
    assert other
    assert (stored.how, stored.minutes) == (How.DIRECT, 15)
    assert other.how is How.CHANNEL


async def test_changing_the_answer_keeps_how_to_be_reminded(world: World) -> None:
    party, card = await announced(world)
    await say(world, party, world.tomas.id, Answer.MAYBE, Preference(How.DIRECT, 45))

    await world.tomas.click(card, label="Going")

    stored = await rsvp(world, party, world.tomas)
    assert stored
    assert (stored.answer, stored.how, stored.minutes) == (Answer.GOING, How.DIRECT, 45)


async def test_a_bot_comes_to_no_party(world: World) -> None:
    party, card = await announced(world)
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))

    told = answer(await robot.click(card, label="Going"))

    assert words(told) == "Bots do not come to parties."
    assert await rsvp(world, party, robot) is None
