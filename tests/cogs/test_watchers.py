"""Who has watched something: on public cards those who let themselves be seen, on one's own the own marks."""

from typing import Any

from bot.text import moment
from tests.marking import hide, keys, mark
from tests.world import World, answer, words


async def card_of(world: World, episode: str = "26") -> str:
    return words(answer(await world.hana.slash(world.channel, "episode", episode=episode)))


async def series(world: World) -> str:
    return words(answer(await world.hana.slash(world.channel, "series")))


async def test_where_nobody_has_watched_the_card_says_nothing_of_it(world: World) -> None:
    await mark(world, 101, ["s1e25"])

    assert "Watched by" not in await card_of(world)


async def test_ten_are_named_in_the_order_in_which_they_marked_it_and_the_rest_counted(world: World) -> None:
    for member_id in (*range(205, 200, -1), *range(101, 108)):
        await mark(world, member_id, ["s1e26"])
        await world.env.advance_time(1)

    card = await card_of(world)

    named = ", ".join(f"<@{member_id}>" for member_id in (*range(205, 200, -1), *range(101, 106)))
    assert f"-# Watched by {named} and 2 others\n" in card


async def test_eleven_are_ten_and_one_other(world: World) -> None:
    for member_id in range(101, 112):
        await mark(world, member_id, ["s1e26"])

    assert "<@110> and 1 other\n" in await card_of(world)


async def test_who_keeps_it_to_themselves_is_neither_named_nor_counted(world: World) -> None:
    for member in (world.hana, world.tomas):
        await mark(world, member.id, keys(1, 26))
    await hide(world, world.hana)

    assert f"-# Watched by <@{world.tomas.id}>\n" in await card_of(world)
    assert f"-# Watched whole by <@{world.tomas.id}>\n" in await series(world)

    await hide(world, world.tomas)

    assert "Watched by" not in await card_of(world)
    assert "Watched whole" not in await series(world)
    assert "added by 2 members" in await series(world)  # a number names nobody


async def test_naming_who_has_watched_pings_nobody(world: World) -> None:
    await mark(world, world.tomas.id, keys(1, 26))

    await card_of(world)
    await series(world)

    bodies: list[Any] = [e.json for e in world.env.http_requests if e.path.endswith("/callback")]
    assert [body["data"]["allowed_mentions"] for body in bodies] == [{"parse": []}] * 2


async def test_marks_of_another_server_are_not_shown(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    await mark(world, world.hana.id, keys(1, 26), guild_id=elsewhere.id)

    assert "Watched by" not in await card_of(world)
    assert "Watched whole" not in await series(world)
    assert "added by" not in (await series(world)).partition("**Web**")[0]


async def test_the_series_counts_who_takes_part_and_names_who_finished(world: World) -> None:
    await mark(world, world.tomas.id, keys(1, 26))
    await mark(world, 101, keys(1, 25))
    await world.hana.slash(world.channel, "vote", episode="3", score=9)

    page = await series(world)

    assert "**Here** ★ 9.00 · 1 of 26 episodes, by 1 vote · added by 3 members\n" in page
    assert f"-# Watched whole by <@{world.tomas.id}>\n" in page


async def test_of_many_who_finished_ten_are_named(world: World) -> None:
    for member_id in range(101, 114):
        await mark(world, member_id, keys(1, 26))

    assert "<@110> and 3 others\n" in await series(world)


async def test_ones_own_card_says_when_one_watched_it_and_ones_score(world: World) -> None:
    await mark(world, world.hana.id, ["s1e2"])
    day = moment(world.env.now(), "D")
    await world.env.advance_time(3 * 24 * 3600)
    await world.hana.slash(world.channel, "vote", episode="2", score=8)
    guide = answer(await world.hana.slash(world.channel, "episodes"))

    own = answer(await world.hana.select(guide, ["s1e2"]))
    other = answer(await world.hana.select(guide, ["s1e3"]))

    assert own.ephemeral
    assert f"**You** · watched {day} · your score 8\n**Here** " in words(own)
    assert "**You**" not in words(other)


async def test_a_public_card_says_nothing_of_the_one_who_asks(world: World) -> None:
    await world.hana.slash(world.channel, "vote", episode="2", score=8)

    assert "**You**" not in await card_of(world, "2")
