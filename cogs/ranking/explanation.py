"""How a ranking was computed: the formula, what goes into it, and its first row reckoned out."""

from bot import ui
from bot.domain.ranking import Standing, View
from bot.names import name_of
from bot.text import clip, counted, day, escape, rating
from cogs.ranking.actions import Found
from cogs.ranking.cards import RHO
from cogs.ranking.chart import signed

_TIES = (
    "Equal figures share a place; among them more votes come first, then the lower number. "
    "They are compared before they are rounded."
)
_TITLES = {
    View.SERVER: "this server",
    View.WEB: "the web",
    View.DIVISIVE: "most divisive",
    View.DIFFERENCE: "server against web",
    View.MINE: "my scores",
}


def card(found: Found) -> ui.Card:
    """The formula of the view that was asked for, in plain words, with an example where there are votes."""
    match found.asked:
        case View.SERVER:
            lines = _bayesian(found)
        case View.WEB:
            lines = _web(found)
        case View.DIVISIVE:
            lines = _deviation(found)
        case View.DIFFERENCE:
            lines = _difference(found)
        case View.MINE:
            lines = [
                "Your own scores, as you gave them. The white tick is the mean of all votes here.",
                _TIES,
            ]
    if found.ranking.withheld:
        lines.append("Votes on episodes whose voting is open are left out of every figure until it closes.")
    return ui.card(f"## How this is computed: {_TITLES[found.asked]}", *lines)


def _bayesian(found: Found) -> list[str]:
    ranking = found.ranking
    m, rated = ranking.weight, counted(len(ranking.standings), "episode")
    c = "there are no votes yet" if ranking.prior is None else f"**{_exact(ranking.prior)}**, over {rated}"
    members = f"as if {counted(m, 'further member')} had voted C" if m else "so it is the plain mean"
    points = [
        f"- **C**: {c}. The mean of the means of the episodes with votes here, each counting once.",
        f"- **m**: **{m}**, {members}.",
        f"- **Votes**: {ranking.votes:,}. An episode with fewer than {ranking.minimum} is provisional.",
    ]
    lines = [
        "The mean of a few votes is noise. The Bayesian average holds few near C, and lets many speak:",
        "`(m × C + sum of its votes) / (m + number of its votes)`",
        "\n".join(points),
    ]
    if ranking.standings and ranking.prior is not None:
        first = ranking.standings[0]
        total = round((first.mean or 0) * first.votes)
        lines.append(
            f"{_example(found, first)} `({m} × {_exact(ranking.prior)} + {total}) / ({m} + {first.votes})` "
            f"= **{rating(first.figure)}**"
        )
    return [*lines, _TIES]


def _web(found: Found) -> list[str]:
    updated = f", last updated on {day(found.show.last_updated)}" if found.show.last_updated else ""
    lines = [
        f"Nothing is computed here: rating, votes and place stand as the web's page prints them{updated}.",
        "Its ratings are plain means. Equal ones have places of their own there, in the page's order.",
    ]
    if found.ranking.standings:
        first = found.ranking.standings[0]
        lines.append(
            f"{_example(found, first)} **{rating(first.figure)}** "
            f"from {counted(first.votes, 'vote')}, as printed."
        )
    return lines


def _deviation(found: Found) -> list[str]:
    lines = [
        "How far the votes on an episode lie from their mean, as the standard deviation:",
        "`√(n × sum of the squared votes − (sum of the votes)²) / n`",
        "0 is when all give the same score; 4.50 when one half gives 1 and the other 10.",
        f"Counted: {counted(found.ranking.votes, 'vote')}, on episodes with two or more.",
    ]
    if found.ranking.standings:
        first = found.ranking.standings[0]
        tally = found.tallies[first.episode.key]
        n = tally.votes
        sums = f"√({n} × {tally.squares} − {tally.total}²) / {n}"
        lines.append(f"{_example(found, first)} `{sums}` = **{rating(first.figure)}**")
    return [*lines, _TIES]


def _difference(found: Found) -> list[str]:
    ranking = found.ranking
    lines = [
        "The plain mean of the votes here, less the web's rating: above 0 is liked better here.",
        (
            f"Spearman's {RHO} compares the orders of {counted(ranking.compared, 'episode')} that have both. "
            "1 is the same order, 0 nothing in common, −1 the reverse; equals share the mean of their ranks."
        ),
    ]
    if ranking.standings:
        first = ranking.standings[0]
        web = first.episode.web
        lines.append(
            f"{_example(found, first)} `{_exact(first.mean or 0)} − {_exact(web.rating if web else 0)}` "
            f"= **{signed(first.figure)}**"
        )
    return [*lines, _TIES]


def _example(found: Found, standing: Standing) -> str:
    name = clip(escape(name_of(standing.episode, found.viewer)), 210)
    return f"**Example** · #{standing.place} · {name}:"


def _exact(value: float) -> str:
    """Two decimals where they say it all, else four, so that the example can be checked."""
    two = rating(value)
    return two if abs(float(two) - value) < 1e-9 else f"{value:.4f}"
