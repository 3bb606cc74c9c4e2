"""The figures of a page: scales that tell the truth, and words that fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catalogue import Show
from bot.domain.ranking import Order, Ranking, View, rank
from bot.domain.server_settings import ServerSettings
from bot.domain.spoilers import Viewer
from bot.domain.tally import SCORES, Tally
from bot.pictures.specs import BarChart
from bot.text import ALT_TEXT
from cogs.ranking.chart import alternative, chart, figure_text, page_of, signed
from tests import shows

SHOW = shows.two_seasons()
KEYS = [episode.key for episode in SHOW.episodes]
SPREADS = st.lists(st.integers(0, 4), min_size=10, max_size=10).filter(any)
VOTES = st.dictionaries(st.sampled_from(KEYS), SPREADS, min_size=1)


def made(view: View, scores: dict[str, tuple[int, ...]], show: Show = SHOW) -> Ranking:
    tallies = {key: Tally.of([given.count(score) for score in SCORES]) for key, given in scores.items()}
    mine = {key: given[0] for key, given in scores.items()}
    return rank(view, show, tallies=tallies, settings=ServerSettings(), mine=mine)


def drawn(view: View, scores: dict[str, tuple[int, ...]]) -> BarChart:
    return chart(page_of(made(view, scores), Order.BEST, 1), "Heading", "name", Viewer())


@pytest.mark.parametrize(
    ("view", "figure", "text"),
    [
        (View.SERVER, 8.15, "8.15"),
        (View.WEB, 9.4, "9.40"),
        (View.DIVISIVE, 2.314, "±2.31"),
        (View.DIFFERENCE, 0.416, "+0.42"),
        (View.DIFFERENCE, -0.416, "−0.42"),
        (View.MINE, 8.0, "8"),
    ],
)
def test_figures_are_written_alike_everywhere(view: View, figure: float, text: str) -> None:
    assert figure_text(view, figure) == text


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert [signed(value) for value in (0.0, -0.0, 0.004, -0.004, -0.006)] == ["0.00"] * 4 + ["−0.01"]


def test_scores_begin_at_a_whole_number_below_the_lowest_and_say_so() -> None:
    spec = drawn(View.MINE, {"s1e1": (8,), "s1e2": (6, 9)})

    assert spec.ends == ("5", "10")
    assert [bar.length for bar in spec.bars] == [pytest.approx(3 / 5), pytest.approx(1 / 5)]
    assert [bar.mark for bar in spec.bars] == [pytest.approx(3 / 5), pytest.approx(2.5 / 5)]
    assert [bar.tone for bar in spec.bars] == [1, 0]


def test_the_lowest_score_is_the_lowest_end() -> None:
    assert drawn(View.MINE, {"s1e1": (1,)}).ends == ("1", "10")


def test_deviations_begin_at_nothing() -> None:
    spec = drawn(View.DIVISIVE, {"s1e1": (1, 10), "s1e2": (8, 8)})

    assert spec.ends == ("±0", "±4.5")
    assert [bar.length for bar in spec.bars] == [1, 0]
    assert drawn(View.DIVISIVE, {"s1e1": (8, 8)}).ends == ("±0", "±0.5")


def test_differences_grow_to_both_sides_by_one_scale() -> None:
    spec = drawn(View.DIFFERENCE, {"s1e14": (10,), "s1e13": (7,)})  # the web: 9.4 and 9.3

    assert spec.middle
    assert spec.ends == ("−2.5", "+2.5")
    assert [bar.length for bar in spec.bars] == [pytest.approx(0.6 / 2.5), pytest.approx(-2.3 / 2.5)]


def test_few_votes_are_faint_but_ones_own_score_is_not() -> None:
    scores = {"s1e1": (9,), "s1e2": (8, 8, 8)}

    assert [bar.faint for bar in drawn(View.SERVER, scores).bars] == [True, False]
    assert [bar.faint for bar in drawn(View.MINE, scores).bars] == [False, False]


def test_a_special_goes_by_its_own_name() -> None:
    labels = [bar.label for bar in drawn(View.MINE, {"sp1": (9,), "s2e1": (8,)}).bars]

    assert labels == ["SP1", "Ep 15"]


@pytest.mark.parametrize(
    ("order", "spans"),
    [(Order.BEST, ["1–10", "11–20", "21–25"]), (Order.WORST, ["25–16", "15–6", "5–1"])],
)
def test_pages_are_named_by_the_places_they_hold(order: Order, spans: list[str]) -> None:
    ranking = made(View.MINE, dict.fromkeys(KEYS[:25], (5,)))

    assert [page_of(ranking, order, 1).span(number) for number in (1, 2, 3)] == spans


def test_a_page_of_one_is_named_by_it() -> None:
    ranking = made(View.MINE, dict.fromkeys(KEYS[:11], (5,)))

    assert page_of(ranking, Order.BEST, 9).span(2) == "11"


@given(st.sampled_from(sorted(View)), VOTES, st.sampled_from(Order), st.integers(-2, 9))
def test_every_bar_is_within_its_chart_and_all_pages_share_the_scale(
    view: View, votes: dict[str, list[int]], order: Order, number: int
) -> None:
    tallies = {key: Tally.of(spread) for key, spread in votes.items()}
    ranking = rank(view, SHOW, tallies=tallies, settings=ServerSettings(), mine=dict.fromkeys(votes, 7))
    if not ranking.standings:
        return
    page = page_of(ranking, order, number)

    spec = chart(page, "Heading", "name", Viewer())

    assert 1 <= len(spec.bars) <= 10
    assert spec.ends == chart(page_of(ranking, order, 1), "", "", Viewer()).ends
    for bar in spec.bars:
        assert (-1 if spec.middle else 0) <= bar.length <= 1
        assert 0 <= bar.tone <= 1
        assert bar.mark is None or 0 <= bar.mark <= 1


def test_the_alternative_text_of_the_longest_titles_keeps_every_figure() -> None:
    show = shows.longest()
    scores = {episode.key: (10, 10) for episode in show.episodes}

    for view in View:
        page = page_of(made(view, scores, show), Order.BEST, 1)
        said = alternative(page, "Best to worst: this server", Viewer())

        assert len(said) <= ALT_TEXT
        rows = said.split("\n")[1:]
        assert len(rows) == 10
        assert all(row.endswith(("votes", "provisional")) for row in rows)
