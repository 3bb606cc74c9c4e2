"""/party list and show: what is planned here, and what was watched together."""

from datetime import timedelta
from typing import Any

import discord

from bot.domain.attendance import Seen
from bot.domain.parties import Party
from bot.domain.playing import Programme
from bot.text import MESSAGE_TEXT
from db import parties, presences
from tests.cogs.parties.asking import all_parties, at, plan, set_server
from tests.cogs.parties.planning import planned
from tests.world import World, answer, buttons, words


async def watched(world: World, *, there: tuple[int, ...] = (), **fields: Any) -> Party:
    """A party that took place, yesterday where `fields` say nothing else, with these members there."""
    party = await planned(world, **({"starts_in": timedelta(days=-1)} | fields))
    live = party.start(Programme((1500,) * len(party.episodes)), party.starts_at)
    ended = live.end(party.starts_at + timedelta(hours=1))
    async with world.db.transaction() as tx:
        await parties.save(tx, ended)
        for member_id in there:
            await presences.come(
                tx,
                guild_id=party.guild_id,
                party_id=party.id,
                member_ids=[member_id],
                seen=Seen.SAID,
                now=party.starts_at,
            )
        await presences.settle(
            tx,
            guild_id=party.guild_id,
            party_id=party.id,
            attended=dict.fromkeys(there, party.episodes),
            now=ended.ended_at or party.starts_at,
        )
        await tx.run("DELETE FROM due WHERE subject_id = :id", id=party.id)
    return ended


async def listed(world: World, **options: Any) -> str:
    told = answer(await world.tomas.slash(world.channel, "party list", **options))
    assert told.ephemeral
    return words(told)


async def test_with_nothing_planned_the_list_says_how_to_plan(world: World) -> None:
    assert await listed(world) == (
        "## Watch parties\nNo party is planned here. `/party plan` plans one, or a whole season."
    )
    assert "Nothing was watched together here yet." in await listed(world, past=True)


async def test_what_is_planned_is_listed_by_date_with_the_way_there(world: World) -> None:
    await plan(world, title="Later", when="in 9 hours")
    card = await plan(world, title="Sooner", seats=4)
    (sooner, _) = await all_parties(world)

    told = await listed(world)

    there = f"https://discord.com/channels/{world.guild.id}/{world.channel.id}/{card.message.id}"
    assert told.startswith("## Watch parties\n-# 2 planned or on\n**Sooner**\n")
    assert (
        f"-# {at(sooner.starts_at, 'f')} · {at(sooner.starts_at, 'R')} · 0 of 4 going · episode 12"
        f" · [go there]({there})\n"
    ) in told
    assert told.index("Sooner") < told.index("Later")


async def test_a_live_party_comes_first_and_says_so(world: World) -> None:
    await planned(world, title="Soon", starts_in=timedelta(minutes=30))
    live = await planned(world, id=7, title="Now")
    async with world.db.transaction() as tx:
        await parties.save(tx, live.start(Programme((1500,)), world.env.now()))

    told = await listed(world)

    assert "**Now**\n-# **Live** · began <t:" in told
    assert told.index("Now") < told.index("Soon")


async def test_a_season_turns_its_pages_in_one_call(world: World) -> None:
    await set_server(world, zone="Europe/Berlin")
    await plan(world, episodes="1-20", when="sat 20:00", every="week", title="*" * 80)
    card = answer(await world.tomas.slash(world.channel, "party list"))
    before = len(world.env.http_requests)

    assert "20 planned or on · page 1 of 3" in words(card)
    assert "session 8 of 20" in words(card)
    assert "0 going · episode 8 · session 8 of 20 · " in words(card)
    assert len(words(card)) <= MESSAGE_TEXT
    assert [b["disabled"] for b in buttons(card).values()] == [True, False]
    await world.tomas.click(card, label="Later →")

    assert len(world.calls(before)) == 1
    assert "page 2 of 3" in words(card)
    assert "session 9 of 20" in words(card)


async def test_the_past_tells_when_how_many_were_there_and_what_the_server_thinks(world: World) -> None:
    await watched(world, id=5, there=(1, 2, 3), episodes=("s1e1", "s1e2"), title="First night")
    await watched(world, id=6, starts_in=timedelta(hours=-5), title="Second night")
    for member, score in ((world.hana, 9), (world.tomas, 8)):
        await member.slash(world.channel, "vote", episode="1", score=score)

    told = await listed(world, past=True)

    assert told.startswith("## Parties that were\n-# 2 watched together\n**Second night**\n")
    assert "nobody was there\n-# 12: no votes to see" in told
    assert "3 were there\n-# 1: **8.50** (2 votes) · 2: no votes to see" in told


async def test_secret_votes_are_not_told_by_the_past(world: World) -> None:
    await watched(world, there=(1,))
    await set_server(world, reveal="closed")
    await world.hana.slash(world.channel, "vote", episode="12")
    await world.hana.slash(world.channel, "vote", episode="12", score=3)

    assert "12: no votes to see" in await listed(world, past=True)


async def test_the_past_is_paged_too(world: World) -> None:
    for number in range(10):
        await watched(world, id=100 + number, starts_in=timedelta(days=-number - 1), title=f"Night {number}")
    card = answer(await world.tomas.slash(world.channel, "party list", past=True))
    assert "10 watched together · page 1 of 2" in words(card)

    await world.tomas.click(card, label="Older →")

    assert "**Night 9**" in words(card)
    assert "**Night 7**" not in words(card)


async def test_parties_in_channels_that_one_may_not_see_are_nowhere(world: World) -> None:
    role = world.guild.create_role("staff")
    boss = world.guild.add_member(world.env.create_user("boss"), roles=[role])
    secret = world.guild.create_text_channel(
        "staff",
        overwrites={
            world.guild.default_role: discord.PermissionOverwrite(view_channel=False),
            role: discord.PermissionOverwrite(view_channel=True),
            world.guild.me: discord.PermissionOverwrite(view_channel=True),  # pyright: ignore[reportArgumentType]
        },
    )
    await world.env.settle()
    await plan(world, boss, there=secret, title="Whom we promote")
    (party,) = await all_parties(world)
    await watched(world, id=9, channel_id=secret.id, title="What we said")

    assert "promote" not in await listed(world)
    assert "said" not in await listed(world, past=True)
    assert await world.tomas.autocomplete(world.channel, "party show", "party", "") == []
    for verb in ("show", "calendar"):
        told = answer(await world.tomas.slash(world.channel, f"party {verb}", party=str(party.id)))
        assert words(told).startswith("That is no party of this server.")
    assert "No party is planned here" in words(
        answer(await world.tomas.slash(world.channel, "party calendar"))
    )
    assert "promote" in words(answer(await boss.slash(world.channel, "party list")))


async def test_show_is_the_card_for_the_one_who_asks(world: World) -> None:
    await plan(world, title="Later", when="in 9 hours")
    await plan(world, title="Sooner")
    (choice,) = await world.tomas.autocomplete(world.channel, "party show", "party", "lat")

    next_one = answer(await world.tomas.slash(world.channel, "party show"))
    chosen = answer(await world.tomas.slash(world.channel, "party show", party=choice["value"]))

    assert next_one.ephemeral
    assert words(next_one).startswith("### Sooner")
    assert words(chosen).startswith("### Later")
    assert choice["name"].startswith("Later · ")
