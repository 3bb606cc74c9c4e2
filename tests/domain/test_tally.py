"""The figures that follow from votes, against worked and published ones, and what always holds of them."""

import math
import statistics
from collections.abc import Callable, Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.tally import SCORES, Tally, bayesian, prior, spearman

SPREADS = st.lists(st.integers(0, 40), min_size=10, max_size=10)
VOTED = SPREADS.filter(any)
MAPS = st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(-20, 20))

RISING: Sequence[Callable[[int], float]] = (lambda n: n**3, lambda n: 2 * n - 7, math.exp)


def tally(*scores: int) -> Tally:
    return Tally.of([scores.count(score) for score in SCORES])


def scores_of(spread: Sequence[int]) -> list[int]:
    return [score for score, votes in zip(SCORES, spread, strict=True) for _ in range(votes)]


def test_a_tally_counts_sums_and_squares() -> None:
    assert tally(2, 9, 9) == Tally(votes=3, total=20, squares=166, spread=(0, 1, 0, 0, 0, 0, 0, 0, 2, 0))


@given(SPREADS)
def test_a_tally_agrees_with_a_recount_of_its_votes(spread: list[int]) -> None:
    scores = scores_of(spread)

    assert Tally.of(spread) == Tally(
        votes=len(scores), total=sum(scores), squares=sum(s * s for s in scores), spread=tuple(spread)
    )


def test_without_votes_there_is_neither_mean_nor_deviation() -> None:
    assert (Tally().mean, Tally().deviation) == (None, None)


def test_the_deviation_is_that_of_the_published_example() -> None:
    # https://en.wikipedia.org/wiki/Standard_deviation, "Basic examples": 2, 4, 4, 4, 5, 5, 7, 9
    assert tally(2, 4, 4, 4, 5, 5, 7, 9).deviation == 2


def test_the_deviation_reaches_from_agreement_to_a_split_down_the_middle() -> None:
    assert tally(7, 7, 7).deviation == 0
    assert tally(1, 1, 10, 10).deviation == 4.5


@given(VOTED)
def test_mean_and_deviation_from_the_sums_are_those_of_the_votes(spread: list[int]) -> None:
    found, scores = Tally.of(spread), scores_of(spread)

    assert found.mean == pytest.approx(statistics.fmean(scores))
    assert found.deviation == pytest.approx(statistics.pstdev(scores), abs=1e-12)


def test_the_prior_counts_each_episode_once_however_many_voted() -> None:
    assert prior([tally(10, 10, 10, 10), tally(4), Tally()]) == 7
    assert prior([Tally()]) is None


@given(st.lists(VOTED, min_size=1, max_size=12))
def test_the_prior_does_not_depend_on_the_order(spreads: list[list[int]]) -> None:
    tallies = [Tally.of(spread) for spread in spreads]

    assert prior(tallies) == prior(tallies[::-1]) == prior(sorted(tallies, key=lambda t: t.total))


def test_the_bayesian_average_is_as_worked_by_hand() -> None:
    # (5 × 7.9 + 42) / (5 + 5) = 81.5 / 10
    assert bayesian(tally(8, 8, 8, 9, 9), mean=7.9, weight=5) == 8.15
    assert bayesian(tally(8, 9), mean=3.0, weight=0) == 8.5
    assert bayesian(Tally(), mean=7.9, weight=5) == 7.9


@given(VOTED, st.floats(1, 10), st.integers(0, 100))
def test_the_average_lies_between_the_mean_and_c_and_shrinks_towards_c(
    spread: list[int], middle: float, weight: int
) -> None:
    found = Tally.of(spread)
    mean = found.mean or 0

    score = bayesian(found, mean=middle, weight=weight)
    heavier = bayesian(found, mean=middle, weight=weight + 1)

    assert min(mean, middle) - 1e-9 <= score <= max(mean, middle) + 1e-9
    assert abs(heavier - middle) <= abs(score - middle) + 2e-9


@given(VOTED, st.floats(1, 10), st.integers(0, 100))
def test_a_top_vote_never_lowers_an_average(spread: list[int], middle: float, weight: int) -> None:
    more = [*spread[:-1], spread[-1] + 1]

    before = bayesian(Tally.of(spread), mean=middle, weight=weight)

    assert bayesian(Tally.of(more), mean=middle, weight=weight) >= before


def test_spearman_is_that_of_the_published_example() -> None:
    # https://en.wikipedia.org/wiki/Spearman%27s_rank_correlation_coefficient
    # "Example": IQ and hours of television
    iq = (106, 100, 86, 101, 99, 103, 97, 113, 112, 110)
    hours = (7, 27, 2, 50, 28, 29, 20, 12, 6, 17)

    found, compared = spearman(_keyed(iq), _keyed(hours))

    assert found == pytest.approx(-29 / 165)
    assert compared == 10


def test_spearman_gives_ties_the_mean_of_their_ranks() -> None:
    # ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: Σ = 4.5, over √(4.5 × 5)
    found, _ = spearman(_keyed((1, 2, 2, 4)), _keyed((10, 20, 30, 40)))

    assert found == pytest.approx(4.5 / math.sqrt(4.5 * 5))


def test_spearman_compares_only_what_both_have_and_needs_two_that_differ() -> None:
    assert spearman({"a": 1, "b": 2, "c": 9}, {"b": 7, "a": 3, "z": 1}) == (1.0, 2)
    assert spearman({"a": 1}, {"a": 1}) == (None, 1)
    assert spearman({}, {"a": 1}) == (None, 0)
    assert spearman({"a": 1, "b": 1}, {"a": 1, "b": 2}) == (None, 2)


@given(MAPS, MAPS)
def test_spearman_is_symmetric_bounded_and_blind_to_order(
    first: dict[str, int], second: dict[str, int]
) -> None:
    found = spearman(first, second)

    assert found == spearman(second, first)
    assert found == spearman(dict(reversed(first.items())), second)
    assert found[0] is None or -1 <= found[0] <= 1


@given(MAPS, MAPS, st.sampled_from(RISING))
def test_spearman_sees_the_order_alone(
    first: dict[str, int], second: dict[str, int], rising: Callable[[int], float]
) -> None:
    risen = {key: rising(value) for key, value in first.items()}

    assert spearman(risen, second) == spearman(first, second)


@given(MAPS, st.sampled_from(RISING))
def test_spearman_is_one_for_the_same_order_and_minus_one_for_its_reverse(
    values: dict[str, int], rising: Callable[[int], float]
) -> None:
    assume(len(set(values.values())) > 1)

    assert spearman(values, {k: rising(v) for k, v in values.items()})[0] == pytest.approx(1)
    assert spearman(values, {k: -rising(v) for k, v in values.items()})[0] == pytest.approx(-1)


def _keyed(values: Sequence[float]) -> dict[str, float]:
    return {str(place): value for place, value in enumerate(values)}


@pytest.mark.parametrize("counts", [0, 9, 11])
def test_a_tally_is_of_ten_counts(counts: int) -> None:
    with pytest.raises(ValueError, match="zip"):
        Tally.of([1] * counts)


def test_the_average_has_nine_decimals() -> None:
    assert bayesian(Tally.of([0] * 7 + [2, 1, 0]), mean=8.0, weight=0) == 8.333333333
