"""The views on a show's episodes, best to worst: who is where, and by what figure."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.catalogue import Episode, Show
from bot.domain.server_settings import ServerSettings
from bot.domain.tally import Tally, bayesian, prior, spearman


class View(StrEnum):
    """What an order is made by."""

    SERVER = "server"
    WEB = "web"
    DIVISIVE = "divisive"
    DIFFERENCE = "difference"
    MINE = "mine"


class Order(StrEnum):
    """Which end is read first."""

    BEST = "best"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class Standing:
    """One episode's place in an order.

    `figure` is what the order is made by: the Bayesian average, the web's rating, the standard deviation, the
    server's mean less the web's rating, or my score. `mean` and `votes` are the server's, but the web's in
    the view of the web. A `provisional` one has fewer votes than the server asks for.
    """

    place: int
    episode: Episode
    figure: float
    mean: float | None
    votes: int
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """An order of a show's episodes, best first, and what it was computed with.

    `unranked` are those without a figure, `withheld` those whose votes nobody may see yet. `votes` counts all
    votes behind the order; `prior` is C and `weight` m of the Bayesian average; `correlation` is Spearman's
    between server and web over `compared` episodes.
    """

    view: View
    standings: tuple[Standing, ...]
    unranked: tuple[Episode, ...]
    votes: int
    withheld: tuple[Episode, ...] = ()
    prior: float | None = None
    weight: int = 0
    minimum: int = 0
    correlation: float | None = None
    compared: int = 0

    def worst_first(self) -> "Ranking":
        """The same places, read from the other end."""
        return replace(self, standings=self.standings[::-1])


def rank(
    view: View,
    show: Show,
    *,
    tallies: Mapping[str, Tally],
    settings: ServerSettings,
    mine: Mapping[str, int],
    withheld: AbstractSet[str] = frozenset(),
) -> Ranking:
    """The order of `view`. `tallies` are the server's and `mine` a member's scores, both by episode key.

    The votes on `withheld` episodes count for nothing, C included: nobody can work them out from the rest.
    """
    seen = {key: tally for key, tally in tallies.items() if key not in withheld}
    match view:
        case View.SERVER:
            ranking = by_server(show, seen, settings)
        case View.WEB:
            return by_web(show)
        case View.DIVISIVE:
            ranking = by_deviation(show, seen, settings)
        case View.DIFFERENCE:
            ranking = by_difference(show, seen, settings)
        case View.MINE:
            ranking = by_member(show, seen, settings, mine)
    return replace(
        ranking,
        unranked=tuple(episode for episode in ranking.unranked if episode.key not in withheld),
        withheld=tuple(episode for episode in show.episodes if episode.key in withheld),
    )


def by_server(show: Show, tallies: Mapping[str, Tally], settings: ServerSettings) -> Ranking:
    """By the Bayesian average of the server's votes."""
    middle = prior(_known(show, tallies))

    def figure(_: Episode, tally: Tally) -> float | None:
        return None if middle is None else bayesian(tally, mean=middle, weight=settings.weight)

    ranking = _by_votes(View.SERVER, show, tallies, settings, figure)
    return replace(ranking, prior=middle, weight=settings.weight)


def by_web(show: Show) -> Ranking:
    """As the web's page has it, printed ranks and all."""
    standings = tuple(
        Standing(e.web.rank, e, figure=e.web.rating, mean=e.web.rating, votes=e.web.votes)
        for e in show.ranked
        if e.web
    )
    return Ranking(View.WEB, standings, _left_out(show, standings), votes=sum(s.votes for s in standings))


def by_deviation(show: Show, tallies: Mapping[str, Tally], settings: ServerSettings) -> Ranking:
    """By the standard deviation of the server's votes, the most divisive first; it takes two to differ."""

    def figure(_: Episode, tally: Tally) -> float | None:
        return tally.deviation if tally.votes > 1 else None

    return _by_votes(View.DIVISIVE, show, tallies, settings, figure)


def by_difference(show: Show, tallies: Mapping[str, Tally], settings: ServerSettings) -> Ranking:
    """By the server's mean less the web's rating: first what is liked better here."""

    def figure(episode: Episode, tally: Tally) -> float | None:
        return None if tally.mean is None or episode.web is None else tally.mean - episode.web.rating

    ranking = _by_votes(View.DIFFERENCE, show, tallies, settings, figure)
    here = {
        key: tally.mean for key, tally in tallies.items() if tally.mean is not None and key in show.by_key
    }
    web = {episode.key: episode.web.rating for episode in show.ranked if episode.web}
    correlation, compared = spearman(here, web)
    return replace(ranking, correlation=correlation, compared=compared)


def by_member(
    show: Show, tallies: Mapping[str, Tally], settings: ServerSettings, mine: Mapping[str, int]
) -> Ranking:
    """By one member's scores, the server's mean beside them."""

    def figure(episode: Episode, _: Tally) -> float | None:
        return mine.get(episode.key)

    ranking = _by_votes(View.MINE, show, tallies, settings, figure)
    return replace(ranking, votes=len(ranking.standings))


Figure = Callable[[Episode, Tally], float | None]
"""What an episode is ranked by, None where it is not."""


def _by_votes(
    view: View, show: Show, tallies: Mapping[str, Tally], settings: ServerSettings, figure: Figure
) -> Ranking:
    """By falling figure; equals share a place, more votes first among them, then the lower number."""
    found: list[tuple[float, int, int, Episode, Tally]] = []
    for number, episode in enumerate(show.episodes):
        tally = tallies.get(episode.key)
        value = figure(episode, tally) if tally and tally.votes else None
        if tally and value is not None:
            found.append((-round(value, 9), -tally.votes, number, episode, tally))
    found.sort(key=lambda one: one[:3])
    standings = tuple(_placed(found, settings.minimum))
    return Ranking(
        view,
        standings,
        _left_out(show, standings),
        votes=sum(standing.votes for standing in standings),
        minimum=settings.minimum,
    )


def _placed(found: list[tuple[float, int, int, Episode, Tally]], minimum: int) -> Iterator[Standing]:
    place, last = 0, None
    for number, (below, _, _, episode, tally) in enumerate(found, start=1):
        if below != last:
            place, last = number, below
        yield Standing(
            place,
            episode,
            figure=-below,
            mean=tally.mean,
            votes=tally.votes,
            provisional=tally.votes < minimum,
        )


def _known(show: Show, tallies: Mapping[str, Tally]) -> list[Tally]:
    """The tallies of episodes that are in the catalogue."""
    return [tally for key, tally in tallies.items() if key in show.by_key]


def _left_out(show: Show, standings: tuple[Standing, ...]) -> tuple[Episode, ...]:
    ranked = {standing.episode.key for standing in standings}
    return tuple(episode for episode in show.episodes if episode.key not in ranked)
