"""How parties begin: by hand, by themselves, late, and too late."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.parties import Phase
from db import parties
from db.due import Agenda
from tests.cogs.parties.planning import planned, stored
from tests.cogs.parties.watching import (
    COUNTDOWN,
    at,
    begun,
    custom_ids,
    newest,
    press,
    stages,
)
from tests.marking import set_to
from tests.world import World, answer, buttons, words


async def test_the_answer_to_start_is_the_live_card_and_counts_down(world: World) -> None:
    party = await planned(world)

    told = answer(await world.hana.slash(world.channel, "party start"))

    now_live = await stored(world, party)
    assert not told.ephemeral
    assert now_live.phase is Phase.LIVE
    assert f"## Press play {at(now_live.started_at)}" in words(told)
    assert now_live.stage_id == told.message.id
    assert list(buttons(told)) == ["Where are we?", "I’m here", "Pause", "−30 s", "+30 s", "End"]


async def test_after_the_countdown_it_shows_what_is_on_and_until_when(world: World) -> None:
    party, stage = await begun(world)

    assert f"## It began {at(party.started_at)}\nOver at {at(party.ends_at(), 't')}" in words(stage)
    assert "**Live**" in words(stage)
    assert len(stages(world)) == 1


async def test_the_programme_is_the_servers_runtime_else_the_catalogues(world: World) -> None:
    catalogue, _ = await begun(world, id=1, episodes=("s1e12", "s1e13"))
    await world.hana.slash(world.channel, "party end")
    await set_to(world, runtime="30", pause="2")
    server, _ = await begun(world, id=2, episodes=("s1e12", "s1e13"))

    minutes = world.library.shows[0].runtime_minutes or 24
    assert catalogue.programme is not None
    assert server.programme is not None
    assert (catalogue.programme.lengths, catalogue.programme.pause) == ((minutes * 60,) * 2, 300)
    assert (server.programme.lengths, server.programme.pause) == ((1800, 1800), 120)


async def test_a_party_begins_by_itself_in_the_ready_checks_message(world: World) -> None:
    party = await planned(world, starts_in=timedelta(minutes=30))
    await world.env.advance_time(26 * 60)
    (check,) = stages(world)
    assert f"## Starts {at(party.starts_at)}" in words(check)
    assert list(buttons(check)) == ["I’m here", "Start now"]

    await world.env.advance_time(4 * 60 + 20)

    (stage,) = stages(world)
    assert stage.id == check.id
    assert (await stored(world, party)).phase is Phase.LIVE
    assert "Pause" in buttons(stage)
    assert "Sorry" not in words(stage)


async def test_start_now_on_the_ready_check_is_one_call_and_turns_it_into_the_live_card(world: World) -> None:
    await planned(world, starts_in=timedelta(minutes=4))
    await world.env.advance_time(5)
    (check,) = stages(world)
    before = len(world.env.http_requests)

    await world.hana.click(check, label="Start now")

    assert world.calls(before)[0].startswith("POST /interactions/")
    assert "## Press play" in words(stages(world)[0])
    await world.env.advance_time(COUNTDOWN)
    assert len(stages(world)) == 1


async def test_from_another_channel_the_worker_posts_the_live_card(world: World) -> None:
    party = await planned(world)
    elsewhere = world.guild.create_text_channel("elsewhere")

    told = answer(await world.hana.slash(elsewhere, "party start", party=str(party.id)))
    await world.env.advance_time(6)

    assert told.ephemeral
    assert "It begins: press play" in words(told)
    (stage,) = stages(world)
    assert (await stored(world, party)).stage_id == stage.id


async def test_an_answer_that_nobody_heard_of_again_is_found_and_not_posted_twice(world: World) -> None:
    party, stage = await begun(world)
    async with world.db.transaction() as tx:
        await parties.note(tx, guild_id=party.guild_id, party_id=party.id, stage_id=None)
    await world.hana.slash(world.channel, "party pause")
    await world.restart()

    await world.env.advance_time(2 * 60)

    assert [each.id for each in stages(world)] == [stage.id]
    assert (await stored(world, party)).stage_id == stage.id


async def test_only_the_organiser_and_those_who_manage_events_begin_it(world: World) -> None:
    party = await planned(world)
    stranger = answer(await world.tomas.slash(world.channel, "party start"))
    card = await world.post_button(f"party:start:{party.id}")
    pressed = await press(world.tomas, card, "Press")

    assert "who planned it" in words(stranger)
    assert "who planned it" in pressed
    assert (await stored(world, party)).phase is Phase.PLANNED


@pytest.mark.parametrize("row_id", ["99", "x", "", "9" * 40, "-4242", "4242 "])
async def test_a_forged_id_begins_nothing(world: World, row_id: str) -> None:
    party = await planned(world)
    card = await world.post_button(f"party:start:{row_id}")

    assert "That is no party of this server." in await press(world.hana, card, "Press")
    assert (await stored(world, party)).phase is Phase.PLANNED


async def test_a_party_of_another_server_is_not_begun(world: World) -> None:
    other = world.env.create_guild("Elsewhere")
    party = await planned(world, guild_id=other.id)

    told = answer(await world.hana.slash(world.channel, "party start", party=str(party.id)))

    assert "That is no party of this server." in words(told)
    assert (await stored(world, party)).phase is Phase.PLANNED


async def test_beginning_twice_is_a_sentence(world: World) -> None:
    party, _ = await begun(world)

    told = answer(await world.hana.slash(world.channel, "party start", party=str(party.id)))

    assert words(told) == "This party is on already."
    assert "No party is planned" in words(answer(await world.hana.slash(world.channel, "party start")))


async def test_what_the_bot_missed_by_minutes_begins_late_with_a_word_of_apology(world: World) -> None:
    party = await planned(world, starts_in=timedelta(minutes=2))
    await _away(world, party.starts_at + timedelta(minutes=6))

    (stage,) = stages(world)
    assert "Sorry for the wait: it began 6 minutes late." in words(stage)
    assert (await stored(world, party)).phase is Phase.LIVE


async def test_what_it_missed_by_more_waits_for_the_organiser_and_says_so_once(world: World) -> None:
    party = await planned(world, starts_in=timedelta(minutes=2))
    await _away(world, party.starts_at + timedelta(minutes=11))
    assert "Sorry, I was away when it was to begin" in newest(world)
    assert (await stored(world, party)).phase is Phase.PLANNED
    count = len(world.channel.history())

    await world.hana.slash(world.channel, "party edit", title="Late show")  # all is arranged anew
    await world.env.advance_time(120)
    assert len(world.channel.history()) == count

    late = world.channel.history()[-1]
    assert custom_ids(late) == [f"party:start:{party.id}/{int(party.starts_at.timestamp())}"]
    await world.hana.click(late, label="Start")
    assert (await stored(world, party)).phase is Phase.LIVE


async def test_a_party_that_never_began_is_over_in_the_end(world: World) -> None:
    party = await planned(world, starts_in=timedelta(minutes=2))
    await _away(world, party.starts_at + timedelta(minutes=11))

    await world.env.advance_time(12 * 3600)

    over = await stored(world, party)
    assert (over.phase, over.started_at) == (Phase.ENDED, None)
    assert await Agenda(world.db).next_at() is None


async def test_where_posting_is_forbidden_the_party_is_on_all_the_same(world: World) -> None:
    party = await planned(world, starts_in=timedelta(minutes=1))
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)

    await world.env.advance_time(3 * 60)

    assert (await stored(world, party)).phase is Phase.LIVE


async def test_a_live_card_that_could_not_be_posted_is_before_the_countdown_is_over(world: World) -> None:
    party = await planned(world, starts_in=timedelta(minutes=1), ready_at=world.env.now())
    world.env.inject_error("POST", "/channels/*/messages", status=500, code=0, times=1)

    await world.env.advance_time(60 + COUNTDOWN)

    (stage,) = stages(world)
    assert (await stored(world, party)).stage_id == stage.id
    await world.env.advance_time(120)
    assert len(stages(world)) == 1


async def _away(world: World, until: Any) -> None:
    """The bot does nothing until then, and comes back."""
    async with world.db.transaction() as tx:
        rows = await tx.all("SELECT kind, subject_id, due_at FROM due")
        await tx.run("DELETE FROM due")
    await world.env.advance_time((until - world.env.now()).total_seconds())
    async with world.db.transaction() as tx:
        for row in rows:
            await tx.run(
                "INSERT INTO due (guild_id, kind, subject_id, due_at, attempts)"
                " VALUES (:guild_id, :kind, :subject_id, :due_at, 0)",
                guild_id=world.guild.id,
                **dict(row),
            )
    await world.restart()
    await world.env.advance_time(COUNTDOWN + 10)
