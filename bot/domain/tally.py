"""Votes as running sums, and the figures that follow from them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

LOWEST, HIGHEST = 1, 10
"""A score is a whole number from 1 to 10."""
SCORES = range(LOWEST, HIGHEST + 1)


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes on one episode: how many, Σ score, Σ score². `spread[s - 1]` counts those of score s."""

    votes: int = 0
    total: int = 0
    squares: int = 0
    spread: tuple[int, ...] = (0,) * HIGHEST

    @classmethod
    def of(cls, spread: Sequence[int]) -> "Tally":
        """The tally of a histogram of ten counts, from score 1 upwards."""
        scored = list(zip(SCORES, spread, strict=True))
        return cls(
            votes=sum(spread),
            total=sum(score * votes for score, votes in scored),
            squares=sum(score * score * votes for score, votes in scored),
            spread=tuple(spread),
        )

    @property
    def mean(self) -> float | None:
        """Σ score / n, from 1 to 10; None without votes."""
        return self.total / self.votes if self.votes else None

    @property
    def deviation(self) -> float | None:
        """The standard deviation of these votes, √(Σ score² / n − mean²), from 0 to 4.5; None without votes.

        Of the votes themselves (divisor n): they are all there are, no sample of more. Taken as
        √(n·Σ score² − (Σ score)²) / n, whole numbers under the root, so that nothing is lost to cancellation.
        """
        if not self.votes:
            return None
        return math.sqrt(self.votes * self.squares - self.total * self.total) / self.votes


def prior(tallies: Sequence[Tally]) -> float | None:
    """C: the mean of the episodes' means, from 1 to 10; None without votes.

    Each episode counts once, however many voted on it: weighted by votes, one much voted favourite would
    raise every episode that has few.
    """
    means = [tally.mean for tally in tallies if tally.mean is not None]
    return math.fsum(means) / len(means) if means else None


def bayesian(tally: Tally, *, mean: float, weight: float) -> float:
    """The Bayesian average (m·C + Σ score) / (m + n), with C = `mean` and m = `weight`, 0 or more.

    As if m further members had voted C: few votes stay near C, many speak for themselves. n or m must be
    above 0. Rounded to nine decimals, so that equal scores are equal however their sums were made.
    Source: https://en.wikipedia.org/wiki/Bayesian_average
    """
    return round((weight * mean + tally.total) / (weight + tally.votes), 9)


def spearman(first: Mapping[str, float], second: Mapping[str, float]) -> tuple[float | None, int]:
    """Spearman's rank correlation over the keys that both have, from −1 to 1, and how many those are.

    Pearson's correlation of the ranks, equal values having the mean of their ranks. None with fewer than two
    keys, or where one side's values are all equal.
    Source: https://en.wikipedia.org/wiki/Spearman%27s_rank_correlation_coefficient
    """
    keys = sorted(first.keys() & second.keys())
    left, right = _mean_ranks([first[key] for key in keys]), _mean_ranks([second[key] for key in keys])
    middle = (len(keys) + 1) / 2
    across = math.fsum((a - middle) * (b - middle) for a, b in zip(left, right, strict=True))
    along = math.fsum((a - middle) ** 2 for a in left) * math.fsum((b - middle) ** 2 for b in right)
    return (max(-1.0, min(1.0, across / math.sqrt(along))) if along else None), len(keys)


def _mean_ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value, 1 for the lowest; equals share the mean of theirs."""
    ranks = [0.0] * len(values)
    before = 0
    for _, group in groupby(sorted(range(len(values)), key=values.__getitem__), key=values.__getitem__):
        places = list(group)
        for place in places:
            ranks[place] = before + (len(places) + 1) / 2
        before += len(places)
    return ranks
