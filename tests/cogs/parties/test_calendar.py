"""/party calendar: a file for one's own calendar."""

from datetime import timedelta
from typing import Any

import icalendar
import simcord

from tests.cogs.parties.asking import all_parties, only, plan, set_server
from tests.world import World, answer, words


async def entries(
    world: World, member: simcord.MemberActor | None = None, **options: Any
) -> list[icalendar.Event]:
    """The entries of the file that a member, or Tomás, is handed."""
    told = answer(await (member or world.tomas).slash(world.channel, "party calendar", **options))
    assert told.ephemeral
    (file,) = told.message.attachments
    assert file.filename == "parties.ics"
    return icalendar.Calendar.from_ical(await file.read()).events


async def test_all_that_is_planned_is_in_the_file(world: World) -> None:
    voice = world.guild.create_voice_channel("Big Top")
    await world.env.settle()
    card = await plan(world, title="Big, big; night", episodes="1-2", voice=voice)
    await plan(world, when="in 9 hours")
    first, second = await all_parties(world)

    one, two = await entries(world)

    assert (str(one["UID"]), str(two["UID"])) == (
        f"{world.guild.id}-{first.id}@encore",
        f"{world.guild.id}-{second.id}@encore",
    )
    assert str(one["SUMMARY"]) == "Big, big; night"
    assert str(one["LOCATION"]) == "#Big Top"
    assert str(two["LOCATION"]) == "#lounge"
    assert one.start == first.starts_at
    assert one.end == first.starts_at + timedelta(minutes=25 + 5 + 25)
    assert "Episodes 1–2 of Kaleido Star" in str(one["DESCRIPTION"])
    assert str(card.message.id) in str(one["DESCRIPTION"])


async def test_an_entry_keeps_its_name_and_counts_its_changes(world: World) -> None:
    await plan(world)
    (before,) = await entries(world)
    await world.hana.slash(world.channel, "party edit", when="in 5 hours")

    (after,) = await entries(world)

    assert before["UID"] == after["UID"]
    assert int(str(after["SEQUENCE"])) > int(str(before["SEQUENCE"]))
    assert after.start == before.start + timedelta(hours=3)


async def test_a_season_is_handed_out_whole_and_a_session_alone(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")
    await plan(world, when="in 2 hours")
    await plan(world, episodes="1-5", when="sat 20:00", every="week")
    session = (await all_parties(world))[3]
    asked = answer(await world.hana.slash(world.channel, "party cancel", party=str(session.id)))
    await world.hana.click(asked, label="Cancel this session")

    season = await entries(world, party=str(session.id), season=True)
    alone = await entries(world, party=str(session.id))

    assert [str(entry["STATUS"]) for entry in season] == [
        *("CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED", "CONFIRMED")
    ]
    assert [str(entry["UID"]) for entry in alone] == [f"{world.guild.id}-{session.id}@encore"]


async def test_hidden_titles_stay_hidden_in_the_file(world: World) -> None:
    await set_server(world, hides_titles="yes")
    await plan(world)
    await world.tomas.slash(world.channel, "watched", episodes="all")

    (entry,) = await entries(world)

    assert str(entry["SUMMARY"]) == "Episode 12"


async def test_where_nothing_is_planned_there_is_no_file(world: World) -> None:
    told = answer(await world.tomas.slash(world.channel, "party calendar"))

    assert words(told) == "No party is planned here, so there is nothing for a calendar."


async def test_the_address_of_a_party_is_the_same_for_ever(world: World) -> None:
    await plan(world)
    party = await only(world)

    (entry,) = await entries(world, party=str(party.id))

    assert str(entry["UID"]) == f"{world.guild.id}-{party.id}@encore"
