"""A ranking as the rows of a spreadsheet."""

from collections.abc import Iterator, Mapping

from bot.domain.ranking import Order, Ranking, Standing, View
from bot.domain.spoilers import Viewer
from bot.names import title_of
from bot.spreadsheet import Cell, to_csv
from cogs.ranking.chart import is_faint

_FIGURE: Mapping[View, str] = {
    View.SERVER: "bayesian average",
    View.DIVISIVE: "standard deviation",
    View.DIFFERENCE: "server mean less web rating",
    View.MINE: "my score",
}


def as_csv(ranking: Ranking, order: Order, viewer: Viewer) -> bytes:
    """All rows of a ranking, as they are read. Figures that were computed have four decimals at most.

    A title that is hidden from `viewer` leaves its cell empty.
    """
    read = ranking if order is Order.BEST else ranking.worst_first()
    if ranking.view is View.WEB:
        web = ([*_named(standing, viewer), standing.figure, standing.votes] for standing in read.standings)
        return to_csv([["place", "episode", "title", "web rating", "web votes"], *web])
    head = ["place", "episode", "title", _FIGURE[ranking.view], "server mean", "server votes", "provisional"]
    rows = (_row(ranking.view, standing, viewer) for standing in read.standings)
    return to_csv([[*head, "web rating", "web votes", "web place"], *rows])


def _row(view: View, standing: Standing, viewer: Viewer) -> list[Cell]:
    web = standing.episode.web
    return [
        *_named(standing, viewer),
        round(standing.figure, 4),
        None if standing.mean is None else round(standing.mean, 4),
        standing.votes,
        "yes" if is_faint(view, standing) else "no",
        *((web.rating, web.votes, web.rank) if web else (None, None, None)),
    ]


def _named(standing: Standing, viewer: Viewer) -> Iterator[Cell]:
    """Place, number and title; a special has no number but a name."""
    episode = standing.episode
    yield standing.place
    yield episode.label if episode.absolute is None else episode.absolute
    yield title_of(episode, viewer)
