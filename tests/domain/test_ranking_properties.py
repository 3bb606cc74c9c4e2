"""What must hold of every ranking, whatever was voted."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ranking import Ranking, View, rank
from bot.domain.server_settings import ServerSettings
from bot.domain.tally import Tally
from tests import shows

SHOW = shows.two_seasons()
KEYS = [episode.key for episode in SHOW.episodes]
SPREADS = st.lists(st.integers(0, 4), min_size=10, max_size=10).filter(any)
VOTES = st.dictionaries(st.sampled_from(KEYS), SPREADS, min_size=1, max_size=8)
SETTINGS = st.builds(ServerSettings, weight=st.integers(0, 100), minimum=st.integers(1, 5))
VIEWS = st.sampled_from(sorted(View))


def made(
    view: View, votes: dict[str, list[int]], settings: ServerSettings, mine: dict[str, int] | None = None
) -> Ranking:
    tallies = {key: Tally.of(spread) for key, spread in votes.items()}
    return rank(view, SHOW, tallies=tallies, settings=settings, mine=mine or dict.fromkeys(votes, 5))


@given(VIEWS, VOTES, SETTINGS)
def test_a_ranking_does_not_depend_on_the_order_votes_came_in(
    view: View, votes: dict[str, list[int]], settings: ServerSettings
) -> None:
    assert made(view, dict(reversed(votes.items())), settings) == made(view, votes, settings)


@given(VIEWS, VOTES, SETTINGS)
def test_every_episode_is_ranked_or_named_as_unranked_once(
    view: View, votes: dict[str, list[int]], settings: ServerSettings
) -> None:
    ranking = made(view, votes, settings)

    named = [s.episode.key for s in ranking.standings] + [e.key for e in ranking.unranked]
    assert sorted(named) == sorted(KEYS)


@given(st.sampled_from([View.SERVER, View.DIVISIVE, View.DIFFERENCE, View.MINE]), VOTES, SETTINGS)
def test_a_place_is_one_more_than_how_many_stand_higher(
    view: View, votes: dict[str, list[int]], settings: ServerSettings
) -> None:
    standings = made(view, votes, settings).standings

    for standing in standings:
        assert standing.place == 1 + sum(other.figure > standing.figure for other in standings)
    keys = [(-s.figure, -s.votes, KEYS.index(s.episode.key)) for s in standings]
    assert keys == sorted(keys)


@given(VOTES, SETTINGS, st.data())
def test_a_top_vote_lowers_neither_an_episodes_score_nor_its_place(
    votes: dict[str, list[int]], settings: ServerSettings, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(sorted(votes)))
    more = {**votes, key: [*votes[key][:-1], votes[key][-1] + 1]}

    before, after = (_standing(made(View.SERVER, given, settings), key) for given in (votes, more))

    assert after[0] >= before[0]
    assert after[1] <= before[1]


@given(VOTES, SETTINGS)
def test_a_score_lies_between_the_mean_and_c(votes: dict[str, list[int]], settings: ServerSettings) -> None:
    ranking = made(View.SERVER, votes, settings)

    for standing in ranking.standings:
        low, high = sorted((standing.mean or 0, ranking.prior or 0))
        assert low - 1e-9 <= standing.figure <= high + 1e-9


@given(VOTES, SETTINGS, st.data())
def test_withheld_votes_change_nothing(
    votes: dict[str, list[int]], settings: ServerSettings, data: st.DataObject
) -> None:
    view = data.draw(VIEWS)
    withheld = data.draw(st.sets(st.sampled_from(sorted(votes))))
    others = {key: data.draw(SPREADS) if key in withheld else votes[key] for key in votes}

    one, other = (
        rank(
            view,
            SHOW,
            tallies={key: Tally.of(spread) for key, spread in given.items()},
            settings=settings,
            mine=dict.fromkeys(votes, 5),
            withheld=withheld,
        )
        for given in (votes, others)
    )

    assert one == other


def _standing(ranking: Ranking, key: str) -> tuple[float, int]:
    return next((s.figure, s.place) for s in ranking.standings if s.episode.key == key)
