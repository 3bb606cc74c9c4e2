"""How a party ends, and who was there for what."""

from datetime import timedelta

import discord

from bot.domain.parties import Phase
from bot.domain.progress import Source
from tests.cogs.parties import watching
from tests.cogs.parties.planning import planned, stored
from tests.cogs.parties.watching import (
    BREAK,
    RUNTIME,
    TWO,
    attended,
    begun,
    go_to,
    later,
    over,
    press,
    results,
    stage_of,
)
from tests.marking import set_to, watched
from tests.world import World, answer, buttons, words


async def test_a_party_nobody_ended_ends_itself_marks_and_opens_a_vote(world: World) -> None:
    party = await over(world)

    assert party.phase is Phase.ENDED
    assert party.ended_at == later(party, RUNTIME)
    assert await attended(world, party) == {world.tomas.id: ("s1e12",)}
    assert {key: each.source for key, each in (await watched(world, world.tomas)).items()} == {
        "s1e12": Source.PARTY
    }
    assert await watched(world, world.hana) == {}
    (result,) = results(world)
    assert "## 1 member was there" in words(result)
    assert f"<@{world.tomas.id}>" in words(result)
    (vote,) = watching.panels(world)
    assert "**0** have voted" not in words(vote)
    assert result.id < vote.id
    ended = await stage_of(world, party)
    assert (
        f"[Who was there](https://discord.com/channels/{world.guild.id}/{world.channel.id}/{result.id})"
        in (words(ended))
    )
    assert buttons(ended) == {}


async def test_half_of_the_runtime_is_enough_and_less_is_not(world: World) -> None:
    voice = world.guild.create_voice_channel("Big Top")
    party, _ = await begun(world, voice_id=voice.id)
    await go_to(world, later(party, RUNTIME / 2 - 5))
    await world.hana.join_voice(voice)  # more than half is left
    await go_to(world, later(party, RUNTIME / 2 + 5))
    await world.tomas.join_voice(voice)
    await go_to(world, later(party, RUNTIME + 10))

    assert await attended(world, party) == {world.hana.id: ("s1e12",)}
    assert await watched(world, world.tomas) == {}


async def test_the_share_is_the_servers(world: World) -> None:
    await set_to(world, presence="10")
    voice = world.guild.create_voice_channel("Big Top")
    party, _ = await begun(world, voice_id=voice.id)
    await go_to(world, later(party, RUNTIME * 0.85))
    await world.tomas.join_voice(voice)
    await go_to(world, later(party, RUNTIME + 10))

    assert await attended(world, party) == {world.tomas.id: ("s1e12",)}


async def test_two_episodes_with_a_break_are_counted_apart(world: World) -> None:
    voice = world.guild.create_voice_channel("Big Top")
    await world.hana.join_voice(voice)
    await world.tomas.join_voice(voice)
    party, _ = await begun(world, voice_id=voice.id, episodes=TWO)
    await go_to(world, later(party, RUNTIME + 60))
    await world.restart()
    await world.tomas.leave_voice()
    await go_to(world, later(party, 2 * RUNTIME + BREAK + 30))

    assert await attended(world, party) == {world.hana.id: TWO, world.tomas.id: ("s1e12",)}
    (result,) = results(world)
    assert f"**Episodes 12–13** · <@{world.hana.id}>\n**Episode 12** · <@{world.tomas.id}>" in words(result)
    assert len(watching.panels(world)) == 2


async def test_a_pause_is_nobodys_time_and_moves_the_end(world: World) -> None:
    voice = world.guild.create_voice_channel("Big Top")
    party, stage = await begun(world, voice_id=voice.id)
    await go_to(world, later(party, 60))
    await world.hana.click(stage, label="Pause")
    await world.tomas.join_voice(voice)
    await go_to(world, later(party, 60 + 3600))
    await world.tomas.leave_voice()
    await world.hana.click(await stage_of(world, party), label="Resume")
    await go_to(world, later(party, RUNTIME + 3600))
    assert (await stored(world, party)).phase is Phase.LIVE
    await world.env.advance_time(30)

    assert (await stored(world, party)).phase is Phase.ENDED
    assert await attended(world, party) == {}
    assert "Nobody was there for 50 % of an episode." in words(results(world)[0])
    assert watching.panels(world) == []


async def test_two_hours_of_pause_end_it(world: World) -> None:
    party, stage = await begun(world)
    await world.tomas.click(stage, label="I’m here")
    await go_to(world, later(party, RUNTIME * 0.8))
    await world.hana.click(stage, label="Pause")

    await world.env.advance_time(2 * 3600 + 10)

    assert (await stored(world, party)).phase is Phase.ENDED
    assert await attended(world, party) == {world.tomas.id: ("s1e12",)}


async def test_what_ended_while_the_bot_was_away_ends_at_its_time(world: World) -> None:
    party, stage = await begun(world)
    await world.tomas.click(stage, label="I’m here")
    async with world.db.transaction() as tx:
        await tx.run("UPDATE due SET due_at = due_at + 86400")
    await world.restart()

    await world.env.advance_time(86400 + RUNTIME + 30)

    ended = await stored(world, party)
    assert ended.ended_at == later(party, RUNTIME)
    assert len(results(world)) == 1


async def test_the_button_asks_first_where_much_is_left_and_ends_at_a_second_word(world: World) -> None:
    party, stage = await begun(world)
    asked = answer(await world.hana.click(stage, label="End"))
    assert asked.ephemeral
    assert "Ending it cannot be undone." in words(asked)
    assert (await stored(world, party)).phase is Phase.LIVE

    await world.hana.click(asked, label="End it")

    assert "is over. Who was there follows" in words(asked)
    assert (await stored(world, party)).phase is Phase.ENDED
    await world.env.advance_time(10)
    assert "**Over**" in words(await stage_of(world, party))


async def test_near_its_end_the_button_ends_it_in_one_call(world: World) -> None:
    party, stage = await begun(world)
    await go_to(world, later(party, RUNTIME - 60))
    before = len(world.env.http_requests)

    await world.hana.click(stage, label="End")

    assert world.calls(before)[0].startswith("POST /interactions/")
    assert "**Over**" in words(await stage_of(world, party))
    again = await world.post_button(f"party:end:{party.id}/now")
    assert await press(world.hana, again, "Press") == "This party is over."
    assert "who planned it" in await press(world.tomas, again, "Press")


async def test_cancelled_parties_leave_nothing(world: World) -> None:
    party = await planned(world, starts_in=timedelta(minutes=4))
    await world.env.advance_time(10)
    await world.tomas.click(watching.stages(world)[0], label="I’m here")
    asked = answer(await world.hana.slash(world.channel, "party cancel"))
    await world.hana.click(asked, label=next(iter(buttons(asked))))
    await world.env.advance_time(30)

    assert (await stored(world, party)).phase is Phase.CANCELLED
    assert results(world) == []
    assert await watched(world, world.tomas) == {}
    assert isinstance(world.channel.history()[-1], discord.Message)
