"""What is posted when a party is over: who was there, and votes on its episodes."""

import pytest

from bot.domain.quotas import Quotas
from db import due as work
from db import panels, party_times
from db.due import Agenda
from tests.cogs.parties import watching
from tests.cogs.parties.planning import stored
from tests.cogs.parties.watching import BREAK, RUNTIME, TWO, begun, go_to, later, over, results
from tests.marking import watched
from tests.world import World, words


async def test_nobody_is_pinged_by_the_result(world: World) -> None:
    since = len(world.env.http_requests)
    await over(world)

    sent = [
        entry.json
        for entry in world.env.http_requests[since:]
        if entry.json and entry.path.endswith("/messages")
    ]
    assert sent
    assert all(not each["allowed_mentions"].get("users") for each in sent)
    assert all(each["allowed_mentions"].get("parse") == [] for each in sent)


async def test_the_result_is_posted_once_though_its_work_is_done_again(world: World) -> None:
    party = await over(world)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE parties SET result_id = NULL")
        await work.schedule(
            tx, guild_id=party.guild_id, kind=party_times.RESULT, subject_id=party.id, at=world.env.now()
        )
        await tx.run("UPDATE due SET attempts = 1 WHERE kind = 'party:result'")
    await world.restart()
    await world.env.advance_time(20)

    (result,) = results(world)
    assert (await stored(world, party)).result_id == result.id


async def test_a_lost_channel_ends_it_with_a_word_to_the_organiser(world: World) -> None:
    party, stage = await begun(world)
    await world.tomas.click(stage, label="I’m here")
    world.env.inject_error(
        "POST", f"/channels/{world.channel.id}/messages", status=403, code=50001, times=None
    )

    await go_to(world, later(party, RUNTIME + 90))

    (told,) = world.hana.user.dm_channel.history()
    assert "I can no longer post in" in words(told)
    assert "1 member had it marked as watched" in words(told)
    assert set(await watched(world, world.tomas)) == {"s1e12"}
    assert await Agenda(world.db).next_at() is None
    async with world.db.snapshot() as tx:
        assert await panels.all_open(tx, guild_id=world.guild.id, show_id=world.library.shows[0].id) == []


@pytest.mark.parametrize("times", [1, 2])
async def test_a_server_error_is_tried_again_and_tells_once(world: World, times: int) -> None:
    party, stage = await begun(world)
    await world.tomas.click(stage, label="I’m here")
    world.env.inject_error("POST", "/channels/*/messages", status=500, code=0, times=times)

    await go_to(world, later(party, RUNTIME + 120))

    assert len(results(world)) == 1
    assert len(watching.panels(world)) == 1


async def test_many_are_named_up_to_a_limit(world: World) -> None:
    voice = world.guild.create_voice_channel("Big Top")
    crowd = [world.guild.add_member(world.env.create_user(f"m{n}")) for n in range(33)]
    for member in crowd:
        state = world.env.backend.prepare_voice_state(world.guild.id, member.id, voice.id)
        assert state is not None
        world.env.backend.commit_voice_state(state)
    party, _ = await begun(world, voice_id=voice.id)
    await go_to(world, later(party, RUNTIME + 20))

    said = words(results(world)[0])

    assert "## 33 members were there" in said
    assert said.count("<@") == 30
    assert "and 3 more" in said


async def test_an_episode_that_is_voted_on_already_gets_no_second_vote(world: World) -> None:
    await world.hana.slash(world.channel, "vote", episode="12")

    await over(world, episodes=("s1e12",))
    await world.env.advance_time(60)

    assert len(watching.panels(world)) == 1


async def test_more_votes_than_a_server_may_have_open_are_left_out(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(world.bot, "quotas", Quotas(panels_per_server=1))
    voice = world.guild.create_voice_channel("Big Top")
    await world.tomas.join_voice(voice)
    party, _ = await begun(world, voice_id=voice.id, episodes=TWO)
    await go_to(world, later(party, 2 * RUNTIME + BREAK + 90))

    (vote,) = watching.panels(world)
    assert words(vote).startswith("## Vote: 12 · ")
    assert "has too many votes open" in caplog.text


async def test_the_votes_of_a_party_close_after_a_week(world: World) -> None:
    await over(world)
    await world.env.advance_time(7 * 86400 + 60)

    assert watching.newest(world).startswith("## Result: ")
    assert await Agenda(world.db).next_at() is None
