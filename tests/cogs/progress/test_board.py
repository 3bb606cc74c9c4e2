"""/progress board, as a server meets it."""

import pytest

from bot.domain.progress import Source
from db import marks
from tests.cogs.progress.support import ask, watch
from tests.world import World, answer, buttons, words


async def fill(world: World, counts: list[int]) -> None:
    """Have members 1, 2, … watch so many episodes."""
    async with world.db.transaction() as tx:
        for member_id, count in enumerate(counts, 1):
            await marks.mark(
                tx,
                guild_id=world.guild.id,
                member_id=member_id,
                show_id="kaleido-star",
                episodes=[f"s1e{number}" for number in range(1, count + 1)],
                source=Source.HAND,
                change_id=member_id,
                now=world.env.now(),
            )


async def test_an_empty_board_says_how_to_fill_it(world: World) -> None:
    board = answer(await world.hana.slash(world.channel, "progress board"))

    assert not board.ephemeral
    assert "Nobody is on the board yet. Mark what you have watched with </watched:" in words(board)
    assert buttons(board) == {}


async def test_members_stand_by_episodes_watched_and_equals_share_a_place(world: World) -> None:
    await fill(world, [3, 26, 3, 1])

    board = answer(await world.hana.slash(world.channel, "progress board"))

    assert words(board) == (
        "## Who has watched how much\n-# Kaleido Star · 4 members · episodes watched, specials aside\n"
        "**#1** <@2>\n-# ▰▰▰▰▰▰▰▰▰▰ 26 episodes\n"
        "**#2** <@1>\n-# ▰▱▱▱▱▱▱▱▱▱ 3 episodes\n"
        "**#2** <@3>\n-# ▰▱▱▱▱▱▱▱▱▱ 3 episodes\n"
        "**#4** <@4>\n-# ▰▱▱▱▱▱▱▱▱▱ 1 episode"
    )
    assert list(buttons(board)) == ["Where am I?"]


async def test_the_board_turns_in_place_for_who_asked_and_alone_for_others(world: World) -> None:
    await fill(world, [20] * 21)
    board = answer(await world.hana.slash(world.channel, "progress board"))
    assert [(label, part["disabled"]) for label, part in buttons(board).items()] == [
        ("First", True),
        ("11–20 →", False),
        ("Where am I?", False),
    ]

    own = answer(await world.tomas.click(board, label="11–20 →"))
    await world.hana.click(board, label="11–20 →")

    assert own.ephemeral
    assert words(own) == words(board)
    assert "page 2 of 3" in words(board)
    assert words(board).count("**#1** ") == 10
    await world.hana.click(board, label="21 →")
    assert list(buttons(board)) == ["← 11–20", "Last", "Where am I?"]
    assert "**#1** <@21>" in words(board)


async def test_two_hundred_members_are_twenty_pages(world: World) -> None:
    await fill(world, [1 + number % 26 for number in range(200)])
    message = await world.post_button("progress:board:kaleido-star/9999")

    last = answer(await world.hana.click(message, label="Press"))

    assert "200 members · episodes watched, specials aside · page 20 of 20" in words(last)


async def test_who_lets_nobody_see_their_progress_is_not_on_the_board(world: World) -> None:
    await watch(world.hana, world, "1-5")
    await watch(world.tomas, world, "1-3")
    await ask(world.hana, world, "progress privacy", visible="nobody")

    board = words(answer(await world.tomas.slash(world.channel, "progress board")))

    assert str(world.hana.id) not in board
    assert f"**#1** <@{world.tomas.id}>" in board


async def test_where_one_stands_is_told_to_who_asks_alone(world: World) -> None:
    await fill(world, [20] * 12)
    await watch(world.hana, world, "1-5")
    board = answer(await world.tomas.slash(world.channel, "progress board"))

    told = answer(await world.hana.click(board, label="Where am I?"))

    assert told.ephemeral
    assert "You are **#13** of 13, on page 2.\n▰▱▱▱▱▱▱▱▱▱ 5 episodes" in words(told)
    await world.hana.click(told, label="Show me there")
    assert f"**#13** <@{world.hana.id}>" in words(told)
    assert "page 1 of 2" in words(board)


async def test_who_is_not_on_the_board_is_told_why(world: World) -> None:
    await watch(world.hana, world, "1-5")
    await ask(world.hana, world, "progress privacy", visible="nobody")
    await watch(world.tomas, world, "1-9")
    board = answer(await world.tomas.slash(world.channel, "progress board"))
    idle = world.guild.add_member(world.env.create_user("idle"))

    hidden = words(answer(await world.hana.click(board, label="Where am I?")))
    nothing = words(answer(await idle.click(board, label="Where am I?")))

    assert "You would be **#2**." in hidden
    assert "Nobody sees your progress here, so the board goes without you: </progress privacy:" in hidden
    assert "You are not on the board yet: it counts episodes, not specials. Mark some with" in nothing


async def test_another_servers_members_are_not_on_the_board(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    await elsewhere.add_member(world.hana.user).slash(hall, "watched", episodes="1-5")

    board = answer(await world.hana.slash(world.channel, "progress board"))

    assert "Nobody is on the board yet." in words(board)


@pytest.mark.parametrize("count", [0, 1, 13, 25, 26])
async def test_a_bar_is_empty_or_full_only_where_nothing_or_everything_is_watched(
    world: World, count: int
) -> None:
    told = (
        await watch(world.hana, world, f"1-{count}")
        if count
        else words(await ask(world.hana, world, "progress show"))
    )

    assert told.count("▰") == {0: 0, 1: 1, 13: 5, 25: 9, 26: 10}[count]
    assert told.count("▱") == 10 - told.count("▰")
