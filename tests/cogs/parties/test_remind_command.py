"""How members choose to be reminded: the command, the list behind the button, and the one press to stop."""

from datetime import timedelta

import pytest

from bot.domain.rsvps import Answer, How, Preference
from db import member_settings, server_settings
from tests.cogs.parties.coming import HOUR, MINUTE, announced, reminders, rsvp, say, shown, written
from tests.world import World, answer, options, words


async def ask(world: World, **given: object) -> str:
    told = answer(await world.tomas.slash(world.channel, "party remind", **given))
    assert told.ephemeral
    return words(told)


async def default(world: World) -> Preference:
    async with world.db.snapshot() as tx:
        return (await member_settings.read(tx, member_id=world.tomas.id)).remind


async def test_a_direct_message_is_asked_for_with_its_minutes(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id)

    told = await ask(world, how="by direct message", minutes=90, party=str(party.id))

    assert "I write to you 90 minutes before it starts." in told
    stored = await rsvp(world, party, world.tomas)
    assert stored
    assert (stored.answer, stored.how, stored.minutes) == (Answer.GOING, How.DIRECT, 90)


async def test_the_next_party_is_meant_where_none_is_named_and_30_minutes_where_none_are(
    world: World,
) -> None:
    party, _ = await announced(world)
    await announced(world, id=4243, starts_in=timedelta(hours=5))
    await say(world, party, world.tomas.id)

    assert "I write to you 30 minutes before it starts." in await ask(world, how="by direct message")

    assert (stored := await rsvp(world, party, world.tomas))
    assert stored.preference == Preference(How.DIRECT, 30)


async def test_who_has_not_answered_is_put_down_as_maybe_and_told(world: World) -> None:
    party, card = await announced(world)

    told = await ask(world, how="by direct message")
    await world.env.advance_time(10)

    assert "You had not answered, so I put you down as maybe. I write to you 30 minutes" in told
    assert (stored := await rsvp(world, party, world.tomas))
    assert stored.answer is Answer.MAYBE
    assert f"**Maybe 1** · {world.tomas.mention}" in words(shown(world, card))


async def test_who_has_not_answered_and_wants_no_reminder_stays_so(world: World) -> None:
    party, _ = await announced(world)

    assert "You have not answered this party, so I do not remind you of it." in await ask(
        world, how="not at all"
    )

    assert await rsvp(world, party, world.tomas) is None


@pytest.mark.parametrize("how", ["in the channel, with the others", "not at all"])
async def test_minutes_go_with_direct_messages_only(world: World, how: str) -> None:
    party, _ = await announced(world)

    assert (await ask(world, how=how, minutes=10)).startswith("`minutes` goes with direct messages")
    assert await rsvp(world, party, world.tomas) is None


async def test_every_party_to_come_can_be_chosen_for_without_answering_one(world: World) -> None:
    told = await ask(world, how="by direct message", minutes=15, every_party=True)

    assert told.startswith("From now on I write to you 15 minutes before it starts, of every party")
    assert await default(world) == Preference(How.DIRECT, 15)
    party, card = await announced(world)
    await world.tomas.click(card, label="Going")
    assert (stored := await rsvp(world, party, world.tomas))
    assert stored.preference == Preference(How.DIRECT, 15)


async def test_a_named_party_and_every_one_to_come_are_chosen_for_together(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id)

    told = await ask(world, how="not at all", party=str(party.id), every_party=True)

    assert "I do not remind you of this party." in told
    assert "every party that you answer" in told
    assert await default(world) == Preference(How.OFF)
    assert (stored := await rsvp(world, party, world.tomas))
    assert stored.how is How.OFF


async def test_a_moment_that_is_past_is_not_made_up_for(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id)

    told = await ask(world, how="by direct message", minutes=180)
    await world.env.advance_time(HOUR)

    assert "You chose a direct message 3 hours before it starts: that moment is past." in told
    assert written(world.tomas) == []


async def test_without_a_party_there_is_a_sentence(world: World) -> None:
    assert (await ask(world, how="not at all")).startswith("No party is planned here.")


@pytest.mark.parametrize(("state", "sentence"), [("cancelled", "was cancelled"), ("ended", "is over")])
async def test_of_a_party_that_is_over_nobody_is_reminded(world: World, state: str, sentence: str) -> None:
    party, card = await announced(world)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE parties SET phase = :phase", phase=state)

    assert sentence in await ask(world, how="not at all", party=str(party.id))
    assert sentence in words(answer(await world.tomas.click(card, label="Remind me")))


async def test_the_button_opens_a_list_for_the_presser_alone_with_what_is_chosen(world: World) -> None:
    party, card = await announced(world)
    await say(world, party, world.tomas.id, wish=Preference(How.DIRECT, 15))
    before = len(world.env.http_requests)

    told = answer(await world.tomas.click(card, label="Remind me"))

    assert told.ephemeral
    assert len(world.calls(before)) == 1
    assert [option["label"] for option in options(told)] == [
        "In the channel, with the others",
        "By direct message, 10 minutes before it starts",
        "By direct message, 15 minutes before it starts",
        "By direct message, 30 minutes before it starts",
        "By direct message, 1 hour before it starts",
        "By direct message, 1 day before it starts",
        "Not at all",
    ]
    assert [option["value"] for option in options(told) if option.get("default")] == ["direct:15"]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("channel", "I mention you in <#{channel}> 30 minutes before it starts, with the others."),
        ("direct:60", "I write to you 1 hour before it starts."),
        ("direct:1440", "You chose a direct message 1 day before it starts: that moment is past."),
        ("off", "I do not remind you of this party."),
    ],
)
async def test_a_choice_from_the_list_is_kept_and_said(world: World, value: str, sentence: str) -> None:
    party, card = await announced(world)
    await say(world, party, world.tomas.id, wish=Preference(How.DIRECT, 15))
    opened = answer(await world.tomas.click(card, label="Remind me"))

    await world.tomas.select(opened, [value])

    assert (stored := await rsvp(world, party, world.tomas))
    assert str(stored.preference) == value
    told = answer(await world.tomas.click(card, label="Remind me"))
    assert sentence.format(channel=world.channel.id) in words(told)


async def test_who_may_come_hears_that_the_channel_s_reminder_mentions_those_who_go(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, Answer.MAYBE, Preference(How.OFF))

    told = await ask(world, how="in the channel, with the others")

    assert "30 minutes before it starts, and mention those who are going." in told


async def test_who_cannot_come_hears_that_it_holds_if_they_change_that(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id, Answer.CANT)

    told = await ask(world, how="by direct message")
    await world.env.advance_time(2 * HOUR - MINUTE)

    assert "You said that you can’t come, so I remind you only if you change that." in told
    assert written(world.tomas) == []


async def test_where_the_server_reminds_nobody_the_list_does_not_offer_it(world: World) -> None:
    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=world.guild.id, name="reminder", value="0")
    party, card = await announced(world)
    await say(world, party, world.tomas.id)

    told = answer(await world.tomas.click(card, label="Remind me"))

    assert "This server reminds nobody in its channels; I can write to you instead." in words(told)
    assert "channel" not in [option["value"] for option in options(told)]


async def test_one_press_on_the_reminder_ends_reminders_and_the_list_takes_it_back(world: World) -> None:
    party, _ = await announced(world)
    await say(world, party, world.tomas.id)
    await world.env.advance_time(91 * MINUTE)
    (reminder,) = reminders(world)

    told = answer(await world.tomas.click(reminder, label="Do not remind me"))

    assert told.ephemeral
    assert "I do not remind you of this party. If that was a slip, choose again." in words(told)
    assert (stored := await rsvp(world, party, world.tomas))
    assert stored.how is How.OFF
    await world.tomas.select(told, ["channel"])
    assert (stored := await rsvp(world, party, world.tomas))
    assert stored.how is How.CHANNEL


async def test_the_parties_are_suggested_by_name_and_date(world: World) -> None:
    party, _ = await announced(world, title="The finale")

    (choice,) = await world.tomas.autocomplete(world.channel, "party remind", "party", "fin")

    assert choice["value"] == str(party.id)
    assert choice["name"].startswith("The finale · ")
