"""The sample server's history: plausible for any show, the same each time, and put in once."""

from collections import defaultdict

import pytest

from bot.demo import history
from bot.domain.catalogue import Show
from bot.domain.ranking import Ranking, by_deviation, by_server
from bot.domain.server_settings import ServerSettings
from bot.domain.tally import SCORES, Tally
from db import catalogue, votes
from db.catalogue import read_show
from tests import shows
from tests.world import World

VOTERS = 10


def tallies(show: Show) -> dict[str, Tally]:
    given: dict[str, list[int]] = defaultdict(list)
    for place, _, score in history.scores(show, voters=VOTERS):
        given[show.episodes[place].key].append(score)
    return {key: Tally.of([scores.count(score) for score in SCORES]) for key, scores in given.items()}


def ranked(show: Show) -> Ranking:
    return by_server(show, tallies(show), ServerSettings())


@pytest.mark.parametrize("show", [catalogue.load(catalogue.SHIPPED).shows[0], shows.two_seasons()])
def test_the_history_has_something_for_every_page_to_show(show: Show) -> None:
    ranking = ranked(show)
    divisive = by_deviation(show, tallies(show), ServerSettings()).standings

    assert ranking.unranked == show.episodes[-2:]
    assert len({standing.votes for standing in ranking.standings}) > 4
    assert len({standing.place for standing in ranking.standings}) < len(ranking.standings)
    assert [s.episode for s in ranking.standings if s.provisional] == [show.episodes[-3]]
    assert divisive[0].figure > 2 * divisive[1].figure
    assert ranking.prior is not None
    assert 6.5 < ranking.prior < 8.5


@pytest.mark.parametrize("count", range(1, 8))
def test_a_short_show_has_a_history_too(count: int) -> None:
    data = shows.plain()
    data["episodes"] = [{"season": 1, "number": n, "title": f"The {n}th Light"} for n in range(1, count + 1)]
    show = read_show(data, file="short.toml")

    assert len(ranked(show).standings) == max(1, count - 2)


def test_each_voter_votes_once_on_an_episode_and_the_scores_are_scores() -> None:
    cast = list(history.scores(shows.two_seasons(), voters=VOTERS))

    assert len({(place, voter) for place, voter, _ in cast}) == len(cast)
    assert {voter for _, voter, _ in cast} == set(range(VOTERS))
    assert {score for _, _, score in cast} <= set(SCORES)
    assert cast == list(history.scores(shows.two_seasons(), voters=VOTERS))


async def test_the_history_is_put_in_once_and_counted_like_any_votes(world: World) -> None:
    (show,) = world.library.shows

    async def write() -> int:
        members = range(1, VOTERS + 1)
        return await history.write(
            world.db, show, guild_id=world.guild.id, member_ids=members, now=world.env.now()
        )

    assert await write() > 150
    async with world.db.transaction() as tx:
        await votes.erase(tx, guild_id=world.guild.id, member_id=1)
    assert await write() == 0

    async with world.db.snapshot() as tx:
        recount = await votes.recount(tx, guild_id=world.guild.id, show_id=show.id)
        assert await votes.tallies(tx, guild_id=world.guild.id, show_id=show.id) == recount
        assert await votes.scores_of(tx, guild_id=world.guild.id, show_id=show.id, member_id=1) == {}


async def test_a_new_conversation_knows_nothing_of_the_old_ones_panels_and_polls_but_the_votes(
    world: World,
) -> None:
    show = world.library.shows[0]
    await world.hana.slash(world.channel, "vote", episode="26")
    await world.hana.slash(world.channel, "vote", episode="26", score=8)
    await world.hana.slash(world.channel, "poll create", question="Tea?", options="yes | no")

    await history.forget_conversation(world.db, show, guild_id=world.guild.id)

    async with world.db.snapshot() as tx:
        assert await tx.all("SELECT id FROM panels UNION SELECT id FROM polls") == []
        assert await tx.all("SELECT kind FROM due") == []
        assert set(await votes.tallies(tx, guild_id=world.guild.id, show_id=show.id)) == {"s1e26"}
