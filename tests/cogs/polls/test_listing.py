"""/poll list: what is open here, and what was."""

import discord

from bot.text import MESSAGE_TEXT
from tests.cogs.polls.support import choose, make_poll, poll_id
from tests.world import World, answer, buttons, words


async def test_where_there_are_no_polls_the_list_says_how_to_make_one(world: World) -> None:
    told = answer(await world.hana.slash(world.channel, "poll list"))

    assert told.ephemeral
    assert words(told) == "## Polls\nThere are no polls here yet. `/poll create` makes one."


async def test_open_polls_are_listed_with_the_way_to_them(world: World) -> None:
    poll = await make_poll(world, results="when it closes", closes="2h")
    await choose(world.tomas, poll, 1)

    told = words(answer(await world.tomas.slash(world.channel, "poll list")))

    there = f"https://discord.com/channels/{world.guild.id}/{world.channel.id}/{poll.id}"
    assert told.startswith("## Polls\n-# 1 open · 0 closed lately\n**What shall we drink?**\n-# closes <t:")
    assert f"· 1 voter · by <@{world.hana.id}> · [go there]({there})" in told
    assert "coffee" not in told


async def test_closed_polls_come_last_and_lead_to_their_result(world: World) -> None:
    poll = await make_poll(world)
    await world.hana.click(poll, label="Close")
    result = world.channel.history()[-1]
    await make_poll(world, question="And then?")

    told = words(answer(await world.hana.slash(world.channel, "poll list")))

    assert told.index("And then?") < told.index("What shall we drink?")
    assert "closed <t:" in told
    assert f"[result](https://discord.com/channels/{world.guild.id}/{world.channel.id}/{result.id})" in told


async def test_ten_are_on_a_page_and_pages_turn_in_one_call(world: World) -> None:
    others = [world.guild.add_member(world.env.create_user(f"member {number}")) for number in range(3)]
    for n in range(12):
        await make_poll(world, others[n % 3], question=f"{n}" + "_" * 190)
    card = answer(await world.hana.slash(world.channel, "poll list"))
    before = len(world.env.http_requests)

    assert words(card).count("open until closed") == 10
    assert len(words(card)) <= MESSAGE_TEXT
    assert [(label, b["disabled"]) for label, b in buttons(card).items()] == [
        ("← Newer", True),
        ("Older →", False),
    ]
    await world.hana.click(card, label="Older →")

    assert len(world.calls(before)) == 1
    assert words(card).count("open until closed") == 2
    assert "page 2 of 2" in words(card)


async def test_polls_in_channels_that_one_may_not_see_are_not_listed(world: World) -> None:
    role = world.guild.create_role("staff", permissions=discord.Permissions(manage_messages=True))
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
    await boss.slash(secret, "poll create", question="Whom do we promote?", options="hana|tomás")

    assert "promote" not in words(answer(await world.hana.slash(world.channel, "poll list")))
    assert "promote" in words(answer(await boss.slash(world.channel, "poll list")))
    (choice,) = await boss.autocomplete(world.channel, "poll close", "poll", "")
    assert choice["name"] == "Whom do we promote?"


async def test_who_manages_one_channel_closes_nothing_elsewhere(world: World) -> None:
    poll = await make_poll(world)
    own = world.guild.create_text_channel(
        "own", overwrites={world.tomas: discord.PermissionOverwrite(manage_messages=True)}
    )
    await world.env.settle()

    told = answer(await world.tomas.slash(own, "poll close", poll=str(poll_id(poll))))

    assert await world.tomas.autocomplete(own, "poll close", "poll", "") == []
    assert words(told).startswith("Only the one who made this poll")


async def test_a_poll_whose_channel_is_gone_can_still_be_closed_by_its_author(world: World) -> None:
    poll = await make_poll(world)
    office = world.guild.create_text_channel("office")
    world.env.backend.delete_channel(world.channel.id)
    await world.env.settle()

    (choice,) = await world.hana.autocomplete(office, "poll close", "poll", "")
    told = answer(await world.hana.slash(office, "poll close", poll=choice["value"]))

    assert "is closed" in words(told)
    assert choice["value"] == str(poll_id(poll))
    assert "drink" not in words(answer(await world.tomas.slash(office, "poll list")))
