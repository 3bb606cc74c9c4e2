"""/party plan: one party, and its card as the answer."""

from datetime import datetime, timedelta

import discord
import pytest

from db.party_times import ANNOUNCE
from tests.cogs.parties.asking import BERLIN, all_parties, at, due, only, pings, plan, set_server
from tests.world import World, answer, buttons, words


async def test_a_party_is_planned_and_its_card_is_the_answer(world: World) -> None:
    before = len(world.env.http_requests)

    card = await plan(world, title="The big night", seats=8)

    party = await only(world)
    assert party.starts_at == world.env.now().replace(microsecond=0) + timedelta(hours=2)
    assert party.organiser_id == world.hana.id
    assert party.channel_id == world.channel.id
    assert party.message_id == card.message.id
    assert party.episodes == ("s1e12",)
    assert (party.title, party.seats, party.season_id) == ("The big night", 8, None)
    assert not card.ephemeral
    assert words(card).startswith("### The big night\n-# **Planned** · watch party by")
    assert f"## {at(party.starts_at)}\n{at(party.starts_at, 'R')}" in words(card)
    assert world.calls(before)[0].startswith("POST /interactions/")
    assert ANNOUNCE not in await due(world)


async def test_the_card_has_two_rows_of_verbs(world: World) -> None:
    card = await plan(world)

    party = await only(world)
    assert {label: b["custom_id"] for label, b in buttons(card).items()} == {
        "Going": f"party:going:{party.id}",
        "Maybe": f"party:maybe:{party.id}",
        "Can’t": f"party:cant:{party.id}",
        "Remind me": f"party:remind:{party.id}",
        "Start": f"party:start:{party.id}",
        "Cancel": f"party:cancel:{party.id}",
    }


async def test_a_time_is_read_in_the_servers_zone(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")

    await plan(world, when="tomorrow 20:00")

    local = (await only(world)).starts_at.astimezone(BERLIN)
    assert (local.hour, local.minute) == (20, 0)
    assert local.date() == world.env.now().astimezone(BERLIN).date() + timedelta(days=1)
    assert (await only(world)).zone == "Europe/Berlin"


async def test_without_any_zone_it_is_asked_for_once_and_nothing_is_planned(world: World) -> None:
    told = await plan(world, when="tomorrow 20:00")

    assert told.ephemeral
    assert "Which time zone is that in?" in words(told)
    assert "party zone" in words(told)
    assert await all_parties(world) == []


@pytest.mark.parametrize(
    "when", ["in 2 hours", "90m", "2026-12-20 20:00 UTC+2", "2026-12-20 20:00 Asia/Tokyo"]
)
async def test_what_means_the_same_everywhere_needs_no_zone(world: World, when: str) -> None:
    now = datetime(2026, 12, 1, 12, 0, tzinfo=BERLIN)
    await world.env.advance_time((now - world.env.now()).total_seconds())

    card = await plan(world, when=when)

    assert not card.ephemeral, words(card)
    assert (await only(world)).zone == "UTC"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("yesterday 20:00", "That has passed already"),
        ("in 20 years", "more than a year away"),
        ("9999-01-01 20:00", "more than a year away"),
        ("in 10 seconds", "less than a minute away"),
        ("when the stars align", "I cannot read that as a time."),
        ("x" * 200, "too long for a time"),
        ("friday", "At what time?"),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
async def test_what_is_no_time_for_a_party_gets_a_sentence(
    world: World, zone: str, when: str, said: str
) -> None:
    await set_server(world, zone=zone)

    told = await plan(world, when=when)

    assert told.ephemeral
    assert said in words(told)
    assert await all_parties(world) == []


async def test_times_that_a_clock_skips_or_shows_twice_are_not_shifted(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")
    now = datetime(2027, 3, 1, 12, 0, tzinfo=BERLIN)
    await world.env.advance_time((now - world.env.now()).total_seconds())

    gap = await plan(world, when="2027-03-28 02:30")
    fold = await plan(world, when="2027-10-31 02:30")

    assert gap.ephemeral
    assert fold.ephemeral
    assert "shows that time twice" in words(fold)
    assert await all_parties(world) == []


@pytest.mark.parametrize(
    ("episodes", "keys"),
    [
        ("12", ("s1e12",)),
        ("1-3", ("s1e1", "s1e2", "s1e3")),
        ("next", ("s1e1",)),
        ("1-12", tuple(f"s1e{n}" for n in range(1, 13))),
    ],
)
async def test_episodes_are_named_as_elsewhere(world: World, episodes: str, keys: tuple[str, ...]) -> None:
    await plan(world, episodes=episodes)

    assert (await only(world)).episodes == keys


@pytest.mark.parametrize(
    ("episodes", "said"),
    [
        ("1-13", "One party takes at most 12 episodes, and those are 13."),
        ("all", "One party takes at most 12 episodes"),
        ("random", "Let those who come know what you will watch"),
        ("27", "belongs to season 2 (27–51), which is not in my catalogue yet"),
        ("no such thing at all", "No title here is like"),
        ("9" * 200, "That is no list of episodes."),
        ("1," * 2000, "too long"),
    ],
)
async def test_what_is_no_episode_for_a_party_gets_a_sentence(world: World, episodes: str, said: str) -> None:
    told = await plan(world, episodes=episodes)

    assert told.ephemeral
    assert said in words(told)
    assert await all_parties(world) == []


async def test_a_second_party_at_the_same_time_and_place_is_refused_by_the_name_of_the_first(
    world: World,
) -> None:
    await set_server(world, zone="Europe/Berlin")
    await plan(world, title="The *first*", when="tomorrow 20:00")

    told = await plan(world, world.tomas, episodes="3", when="tomorrow 8pm")

    assert "**The \\*first\\*** starts at the same time in that channel." in words(told)
    assert len(await all_parties(world)) == 1


async def test_another_channel_takes_another_party_at_the_same_time(world: World) -> None:
    other = world.guild.create_text_channel("cinema")
    await plan(world)

    await plan(world, there=other)

    assert len(await all_parties(world)) == 2


async def test_an_answer_that_cannot_be_sent_leaves_no_party(world: World) -> None:
    world.provoked.append(discord.HTTPException)
    world.env.inject_error("POST", "/interactions/*/*/callback", status=500, times=1)

    await world.hana.slash(world.channel, "party plan", episodes="12", when="in 2 hours")

    assert await all_parties(world) == []
    assert await due(world) == {}


async def test_the_time_is_suggested_while_it_is_typed(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")

    choices = await world.hana.autocomplete(world.channel, "party plan", "when", "fri 8pm", episodes="12")

    assert "20:00 Europe/Berlin" in choices[0]["name"]


async def test_a_title_is_one_harmless_line(world: World) -> None:
    card = await plan(world, title="@everyone <@1>\n# **loud** ~~x~~ [a](https://b.c)")

    heading = words(card).splitlines()[0]
    assert heading.startswith("### \\@everyone \\<\\@1\\> \\# \\*\\*loud\\*\\*")
    assert "](https://b.c" not in heading
    assert (await only(world)).title == "@everyone <@1> # **loud** ~~x~~ [a](https://b.c)"
    assert pings(world) == {"parse": []}


async def test_a_title_of_blanks_is_refused_and_nothing_planned(world: World) -> None:
    told = await plan(world, title="\u202e \t ")

    assert words(told).startswith("There is nothing to read in that title.")
    assert await all_parties(world) == []


async def test_hidden_titles_stay_hidden_on_the_card(world: World) -> None:
    await set_server(world, hides_titles="yes")

    card = await plan(world)

    assert words(card).startswith("### Episode 12\n")


async def test_who_keeps_their_progress_to_themselves_names_the_episode(world: World) -> None:
    await world.hana.slash(world.channel, "progress privacy", visible="nobody")

    told = await plan(world, episodes="next")

    assert "You keep your progress to yourself" in words(told)
    assert await all_parties(world) == []


async def test_a_voice_channel_is_named_on_the_card(world: World) -> None:
    voice = world.guild.create_voice_channel("Big Top")
    await world.env.settle()

    card = await plan(world, voice=voice)

    assert f"in <#{voice.id}>" in words(card)
    assert (await only(world)).voice_id == voice.id


async def test_in_direct_messages_there_are_no_parties(world: World) -> None:
    assert "party plan" in world.hana.available_commands(world.channel)
    assert answer(await world.hana.slash(world.channel, "party list")).ephemeral
