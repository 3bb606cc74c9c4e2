"""Vote panels in a channel, while they are open."""

import discord
import pytest

from bot.domain.tally import Tally
from tests.cogs.votes.support import edits, opened, panel_id, score, tally
from tests.world import World, answer, buttons, options, words


async def test_a_panel_shows_the_episode_in_short_and_takes_scores(world: World) -> None:
    panel = await opened(world)

    assert not panel.ephemeral
    assert words(panel) == (
        "## Vote: 26 · An Amazing Comeback\n"
        f"-# Opened by <@{world.hana.id}> · open until closed\n"
        "The last episode listed for the season announces a comeback.\n"
        "Nobody has voted yet. How they voted shows once you have."
    )
    assert [option["value"] for option in options(panel)] == [str(score) for score in range(10, 0, -1)]
    assert list(buttons(panel)) == ["Results", "Withdraw my vote", "Close"]


async def test_a_press_is_answered_at_once_in_one_call_for_the_voter_alone(world: World) -> None:
    panel = await opened(world)
    before = len(world.env.http_requests)

    told = await score(world.tomas, panel, 9)

    assert "Your score is **9**.\n-# Marked as watched.\n**Here** ★ 9.00 · 1 vote" in told
    assert len(world.calls(before)) == 1
    assert (await tally(world)).total == 9


async def test_the_count_follows_with_one_edit_in_five_seconds(world: World) -> None:
    panel = await opened(world)
    await world.env.advance_time(10)
    before = len(world.env.http_requests)

    for value in range(1, 11):
        await score(world.tomas, panel, value)
    await score(world.hana, panel, 5)
    await world.env.advance_time(4)

    assert edits(world, before) == 1
    await world.env.advance_time(2)
    assert edits(world, before) == 2
    assert "**2** have voted." in words(panel)
    await world.env.advance_time(600)
    assert edits(world, before) == 2


async def test_a_vote_by_command_moves_the_count_of_the_episodes_panel(world: World) -> None:
    panel = await opened(world)
    other = answer(await world.hana.slash(world.channel, "vote", episode="25"))

    await world.tomas.slash(world.channel, "vote", episode="26", score=4)
    await world.env.advance_time(10)

    assert "**1** has voted." in words(panel)
    assert "Nobody has voted yet." in words(other)


async def test_a_vote_is_withdrawn_through_the_panel(world: World) -> None:
    panel = await opened(world)
    await score(world.tomas, panel, 9)

    told = answer(await world.tomas.click(panel, label="Withdraw my vote"))
    await world.env.advance_time(10)

    assert told.ephemeral
    assert "Your vote (**9**) is withdrawn." in words(told)
    assert "Nobody has voted yet." in words(panel)
    assert await tally(world) == Tally()


async def test_who_never_voted_has_nothing_to_withdraw(world: World) -> None:
    panel = await opened(world)

    told = answer(await world.tomas.click(panel, label="Withdraw my vote"))

    assert "You have no vote on this episode." in words(told)
    assert buttons(told) == {}


async def test_a_server_has_one_panel_of_an_episode(world: World) -> None:
    panel = await opened(world)
    elsewhere = world.guild.create_text_channel("other")

    refused = answer(await world.tomas.slash(elsewhere, "vote", episode="26"))

    assert refused.ephemeral
    link = f"https://discord.com/channels/{world.guild.id}/{world.channel.id}/{panel.id}"
    assert words(refused) == f"A panel for this episode is open on this server already: {link}"


async def test_a_panel_whose_message_was_deleted_stands_in_no_ones_way(world: World) -> None:
    panel = await opened(world)
    world.env.backend.delete_message(world.channel.id, panel.id)

    again = await opened(world)

    assert "Vote: 26" in words(again)
    assert "26" in await score(world.tomas, again, 9)


async def test_a_panel_whose_message_is_not_known_yet_stands_until_it_cannot_come_any_more(
    world: World,
) -> None:
    await opened(world)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE panels SET message_id = NULL")

    refused = answer(await world.tomas.slash(world.channel, "vote", episode="26"))
    await world.env.advance_time(16 * 60)
    again = await opened(world)

    assert "is open on this server already" in words(refused)
    assert "Vote: 26" in words(again)


async def test_a_server_has_so_many_panels_open(world: World) -> None:
    for number in range(5):
        member = world.guild.add_member(world.env.create_user(f"member {number}"))
        for episode in range(5):
            await member.slash(world.channel, "vote", episode=str(1 + number * 5 + episode))

    refused = answer(await world.tomas.slash(world.channel, "vote", episode="26"))

    assert words(refused) == (
        "25 panels are open on this server, as many as this bot allows. One has to be closed first, by who"
        " opened it or by who manages the server."
    )


async def test_one_member_has_at_most_five_of_them(world: World) -> None:
    for episode in range(1, 6):
        await world.hana.slash(world.channel, "vote", episode=str(episode))

    refused = answer(await world.hana.slash(world.channel, "vote", episode="26"))

    assert words(refused).startswith(
        "You have 5 panels open here, as many as this bot allows. Close one first. https://discord.com/channels/"
    )
    await world.tomas.slash(world.channel, "vote", episode="26")


async def test_a_panel_works_after_a_restart(world: World) -> None:
    panel = await opened(world)
    await score(world.tomas, panel, 9)

    await world.restart()

    await score(world.hana, panel, 7)
    await world.env.advance_time(10)
    assert "**2** have voted." in words(panel)


async def test_a_panel_whose_message_was_never_heard_of_learns_it_at_a_press(world: World) -> None:
    panel = await opened(world)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE panels SET message_id = NULL")

    await score(world.tomas, panel, 9)
    await world.env.advance_time(10)

    assert "**1** has voted." in words(panel)


async def test_a_panel_that_could_not_be_sent_does_not_stand_in_the_way(world: World) -> None:
    world.provoked.append(discord.HTTPException)
    world.env.inject_error("POST", "/interactions/*/*/callback", status=500)
    await world.hana.slash(world.channel, "vote", episode="26")

    panel = await opened(world)

    assert "Vote: 26" in words(panel)


@pytest.mark.parametrize("value", ["0", "11", "-1", "8.5", "²", "٣", "9" * 40])
async def test_a_forged_score_counts_nothing(world: World, value: str) -> None:
    panel = await opened(world)
    message = await world.post_select(f"panel:score:{panel_id(panel)}", [value])

    told = await score(world.tomas, message, value)

    assert "A score is a whole number from 1 to 10." in told or "no longer here" in told
    assert await tally(world) == Tally()


@pytest.mark.parametrize("verb", ["score", "withdraw", "results", "close"])
@pytest.mark.parametrize("row_id", ["", "0", "-5", "1" * 19, "9" * 60, "²", "x"])
async def test_a_forged_panel_gets_a_sentence(world: World, verb: str, row_id: str) -> None:
    message = await world.post_button(f"panel:{verb}:{row_id}")

    refused = answer(await world.hana.click(message, label="Press"))

    assert refused.ephemeral
    assert "`/vote`" in words(refused)


@pytest.mark.parametrize("verb", ["score", "withdraw", "results", "close"])
async def test_a_panel_of_another_server_is_out_of_reach(world: World, verb: str) -> None:
    panel = await opened(world)
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("lounge")
    visitor = elsewhere.add_member(world.env.create_user("visitor"))
    message = await world.post_select(f"panel:{verb}:{panel_id(panel)}", ["9"], channel=channel)

    refused = answer(await visitor.select(message, ["9"]))

    assert words(refused).startswith("This vote is closed.")
    assert await tally(world) == Tally()
    await score(world.hana, panel, 8)  # and it is still open
