"""Who sees how a poll stands, when, and whether with names."""

from tests.cogs.polls.support import choose, last, make_poll, shown
from tests.world import World, answer, words


async def _results(world: World, poll: object, *, by: str = "hana") -> str:
    member = world.hana if by == "hana" else world.tomas
    told = answer(await member.click(poll, label="Results"))  # pyright: ignore[reportArgumentType]
    assert told.ephemeral
    return words(told)


async def test_always_shows_everybody_how_it_stands(world: World) -> None:
    poll = await make_poll(world)
    await choose(world.tomas, poll, 1)

    assert "`100%` **coffee** · 1\u00a0vote" in await _results(world, poll)


async def test_after_voting_shows_it_to_those_who_have_voted_alone(world: World) -> None:
    poll = await make_poll(world, results="after voting")
    told = await choose(world.tomas, poll, 1)
    await world.env.advance_time(6)

    assert "`100%` **coffee** · 1\u00a0vote" in words(told)
    assert "`100%` **coffee** · 1\u00a0vote" in await _results(world, poll, by="tomas")
    assert await _results(world, poll) == "You can see the results once you have voted."
    public = words(shown(world, poll))
    assert "%" not in public
    assert "**1** has voted. Results show once you have." in public


async def test_a_withdrawn_vote_shows_no_results_any_more(world: World) -> None:
    poll = await make_poll(world, results="after voting")
    await choose(world.tomas, poll, 1)

    told = answer(await world.tomas.click(poll, label="Withdraw my vote"))

    assert "%" not in words(told)
    assert "once you have voted" in await _results(world, poll, by="tomas")


async def test_when_it_closes_shows_nobody_before(world: World) -> None:
    poll = await make_poll(world, results="when it closes")
    told = await choose(world.tomas, poll, 1)
    await world.env.advance_time(6)

    assert "%" not in words(told) + words(shown(world, poll))
    assert "\ntea\ncoffee\ncocoa\n" in words(shown(world, poll))
    assert "You chose **coffee**." in words(told)
    assert await _results(world, poll, by="tomas") == "You can see the results when the poll closes."

    await world.hana.click(poll, label="Close")
    assert "`100%` **coffee** · 1\u00a0vote" in words(shown(world, poll))


async def test_an_anonymous_poll_names_nobody_but_its_author(world: World) -> None:
    poll = await make_poll(world)
    told = await choose(world.tomas, poll, 1)
    results = await _results(world, poll)
    await world.hana.click(poll, label="Close")
    await world.env.advance_time(6)

    public = "".join(words(message) for message in world.channel.history())
    assert f"<@{world.tomas.id}>" not in public + results + words(told)


async def test_a_poll_with_names_names_who_chose_what(world: World) -> None:
    poll = await make_poll(world, anonymous=False)
    await choose(world.tomas, poll, 1)

    assert f"`100%` **coffee** · 1\u00a0vote\n-# <@{world.tomas.id}>\n" in await _results(world, poll)
    await world.hana.click(poll, label="Close")
    await world.env.advance_time(6)
    assert f"-# <@{world.tomas.id}>" in words(last(world))


async def test_at_most_ten_are_named_and_the_rest_counted(world: World) -> None:
    poll = await make_poll(world, anonymous=False)
    for n in range(12):
        member = world.guild.add_member(world.env.create_user(f"member{n}"))
        await choose(member, poll, 0)

    results = await _results(world, poll)

    assert results.count("<@") == 11
    assert " and 2 more" in results


async def test_names_ping_nobody(world: World) -> None:
    poll = await make_poll(world, anonymous=False)
    await choose(world.tomas, poll, 1)
    await world.hana.click(poll, label="Close")
    await world.env.advance_time(6)

    sent = [e.json for e in world.env.http_requests if e.method == "POST" and e.path.endswith("/messages")]
    assert [body["allowed_mentions"] for body in sent if body] == [{"parse": []}]
