"""The card of a ranking, the one where there is none yet, and the file to take along."""

from collections.abc import Iterator, Mapping

import discord

from bot import ui
from bot.domain.catalogue import Episode
from bot.domain.ranking import Order, Ranking, Standing, View
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer
from bot.names import name_of
from bot.pictures.studio import Picture
from bot.text import clip, counted, escape, listed, rating
from cogs.ranking import table
from cogs.ranking.actions import Found
from cogs.ranking.chart import Page, details, figure_text, is_faint

NAMES: Mapping[View, str] = {
    View.SERVER: "this server",
    View.WEB: "the web",
    View.DIVISIVE: "this server",
    View.DIFFERENCE: "server against web",
    View.MINE: "my scores",
}
"""Whose order it is."""
RHO = "\N{GREEK SMALL LETTER RHO}"

_HEADINGS: Mapping[View, tuple[str, str]] = {
    View.DIVISIVE: ("Most to least divisive", "Least to most divisive"),
    View.DIFFERENCE: ("Liked better here", "Liked better on the web"),
}
_TURNS: Mapping[View, tuple[str, str]] = {
    View.DIVISIVE: ("Most divisive first", "Least divisive first"),
    View.DIFFERENCE: ("Better here first", "Better there first"),
}
_CHOICES: Mapping[View, tuple[str, str]] = {
    View.SERVER: ("This server", "Best to worst, as this server votes"),
    View.WEB: ("The web", "Best to worst, as printed on the ranking page"),
    View.DIVISIVE: ("Most divisive", "Where the votes here lie furthest apart"),
    View.DIFFERENCE: ("Server against web", "What is liked better here than there"),
    View.MINE: ("My scores", "My own order beside the server's, for me alone"),
}
_TICKS: Mapping[View, str] = {View.SERVER: "the plain mean", View.MINE: "the mean here"}
_WEIGHTED = "Figure: the weighted mean"
_FEW = 3
"""Episodes that are named one by one; more of them are counted."""
_LACKS: Mapping[View, tuple[str, str]] = {
    View.SERVER: ("has no votes yet", "have no votes yet"),
    View.WEB: ("is not listed there", "are not listed there"),
    View.DIVISIVE: ("has fewer than two votes", "have fewer than two votes"),
    View.DIFFERENCE: ("lacks votes here or there", "lack votes here or there"),
    View.MINE: ("has no score of yours", "have no score of yours"),
}
_AGREEMENT = (
    (0.7, "the server and the web agree"),
    (0.3, "the server and the web rather agree"),
    (-0.3, "the server and the web have little in common"),
    (-0.7, "the server and the web rather disagree"),
    (-1.0, "the server and the web disagree"),
)
"""What a correlation means, from its lower bound upwards; the bounds are a rule of thumb."""


def heading(view: View, order: Order) -> str:
    """Which way the rows run."""
    best, worst = _HEADINGS.get(view, ("Best to worst", "Worst to best"))
    return best if order is Order.BEST else worst


def ranking_card(
    found: Found, page: Page, picture: Picture | None, vote: str, note: str | None = None
) -> ui.Card:
    """Ten rows as a picture, or as text without one; then what one can do. `vote` links the command.

    `note`: why there is no picture, where there is a reason to name.
    """
    shown = page.ranking
    title = f"## {heading(shown.view, page.order)}: {NAMES[shown.view]}"
    head = "\n".join(
        [
            title,
            ui.small(_facts(found, shown)),
            *map(ui.small, _notes(found, page, drawn=picture is not None)),
            *([ui.small(note)] if note else []),
        ]
    )
    rows = None if picture else "\n".join(_row(shown.view, standing, found.viewer) for standing in page.rows)
    why = None if found.ranking.standings else f"{_why_empty(found, vote)} Until then, the web's order:"
    return ui.card(head, why, picture, rows, _choice(found, page.order), ui.row(*_buttons(found, page)))


def empty_card(found: Found, order: Order, vote: str) -> ui.Card:
    """What to do where there is nothing to show, not even from the web."""
    rest = "" if found.asked in {View.MINE, View.WEB} else " The web has no ranking of it either."
    title = f"## {heading(found.asked, order)}: {NAMES[found.asked]}"
    return ui.card(title, f"{_why_empty(found, vote)}{rest}", _choice(found, order))


def csv_card(found: Found, order: Order) -> ui.Card:
    """The whole order, all its pages, as a file.

    Raises:
        Refusal: there is nothing in it.
    """
    shown = found.shown
    if not shown.standings:
        raise Refusal("There is nothing in this ranking yet. Vote first, then take it along.")
    title = f"## {heading(shown.view, order)}: {NAMES[shown.view]}"
    facts = ui.small(f"{counted(len(shown.standings), 'row')} · UTF-8, separated by commas")
    document = ui.Document(f"ranking-{shown.view}.csv", table.as_csv(shown, order, found.viewer))
    return ui.card(f"{title}\n{facts}", document)


def _facts(found: Found, shown: Ranking) -> str:
    known = f"{len(shown.standings)} of {counted(len(found.show.episodes), 'episode')}"
    votes = "" if shown.view is View.MINE else counted(shown.votes, "vote")
    one, more = _LACKS[shown.view]
    missing = f"{_named(shown.unranked)} {one if len(shown.unranked) == 1 else more}"
    return " · ".join(filter(None, (known, votes, missing if shown.unranked else "")))


def _notes(found: Found, page: Page, *, drawn: bool) -> Iterator[str]:
    """What one has to know of these rows, a line each; `drawn` ones have signs to be told."""
    shown = page.ranking
    signs: list[str] = []
    if shown.view is View.SERVER:
        signs.append(_WEIGHTED)
    if drawn and shown.view in _TICKS:
        signs.append(f"White tick: {_TICKS[shown.view]}")
    if any(is_faint(shown.view, standing) for standing in page.rows):
        few = f"fewer than {counted(shown.minimum, 'vote')}"
        signs.append(f"Hatched: provisional, {few}" if drawn else f"Provisional: {few}")
    if signs:
        yield " · ".join(signs)
    if shown.view is View.DIFFERENCE:
        yield _correlation(shown)
    if shown.withheld:
        yield _withheld(found)


def _correlation(ranking: Ranking) -> str:
    over = f"over {counted(ranking.compared, 'episode')}"
    if ranking.correlation is not None:
        meaning = next(words for least, words in _AGREEMENT if ranking.correlation >= least)
        figure = rating(ranking.correlation).replace("-", "−")
        return f"Spearman's {RHO} = {figure} {over}: {meaning}"
    if ranking.compared < 2:
        return f"No correlation {over}: it takes two at least"
    return f"No correlation {over}: one side rates them all alike"


def _withheld(found: Found) -> str:
    return f"Voting is open on {_named(found.ranking.withheld)}: shown when it closes"


def _named(episodes: tuple[Episode, ...]) -> str:
    """`episode 14`, `episodes 3 and 14`, `17 episodes`."""
    if len(episodes) > _FEW:
        return counted(len(episodes), "episode")
    labels = listed(tuple(episode.label for episode in episodes))
    return f"{'episode' if len(episodes) == 1 else 'episodes'} {labels}"


def _row(view: View, standing: Standing, viewer: Viewer) -> str:
    name = f"**#{standing.place}** · {clip(escape(name_of(standing.episode, viewer)), 210)}"
    figures = [f"**{figure_text(view, standing.figure)}**", *details(view, standing)]
    return f"{name}\n{ui.small(' · '.join(figures))}"


def _why_empty(found: Found, vote: str) -> str:
    """Why the ranking that was asked for has no rows, and what fills it."""
    show, voted = found.show, bool(found.tallies)
    if found.asked is View.WEB:
        where = "and this server makes its own" if found.in_server else "in a server, and it makes its own"
        return f"The web has no ranking of {escape(show.title)}. Vote with {vote} {where}."
    secret = f" {_withheld(found)}." if found.ranking.withheld else ""
    if found.asked is View.MINE:
        return (
            f"You have no scores to rank here yet. Give one with {vote}, and your own order begins.{secret}"
        )
    if found.asked is View.DIVISIVE and voted:
        return f"No episode here has two votes yet, and it takes two to differ. Vote with {vote}.{secret}"
    if found.asked is View.DIFFERENCE and voted and not show.ranked:
        return f"There are votes here, but nothing to hold them against.{secret}"
    if found.asked is View.DIFFERENCE and voted:
        return f"None of the episodes voted on here is on the web's list. Vote on others with {vote}.{secret}"
    return f"No votes here yet. Open a panel with {vote}, or give your own score with it.{secret}"


def _choice(found: Found, order: Order) -> ui.Row | None:
    """The list of views; none in a direct message, where there is but one."""
    if not found.in_server:
        return None
    options = [
        discord.SelectOption(label=label, value=view, description=about, default=view is found.asked)
        for view, (label, about) in _CHOICES.items()
    ]
    return ui.row(ui.select("Another view", f"ranking:pick:{found.show.id}/{order}", options))


def _buttons(found: Found, page: Page) -> Iterator["discord.ui.Button[discord.ui.LayoutView]"]:
    view, order, number = found.asked, page.order, page.number
    show = f"ranking:show:{found.show.id}/{view}"
    if page.count > 1:
        is_first, is_last = number == 1, number == page.count
        earlier = "First" if is_first else f"← {page.span(number - 1)}"
        later = "Last" if is_last else f"{page.span(number + 1)} →"
        yield ui.button(earlier, f"{show}/{order}/{number - 1}", disabled=is_first)
        yield ui.button(later, f"{show}/{order}/{number + 1}", disabled=is_last)
    other = Order.WORST if order is Order.BEST else Order.BEST
    turns = _TURNS.get(page.ranking.view, ("Best first", "Worst first"))
    yield ui.button(turns[other is Order.WORST], f"{show}/{other}/1")
    yield ui.button("How is this computed?", f"ranking:how:{found.show.id}/{view}")
    yield ui.button("CSV", f"ranking:csv:{found.show.id}/{view}/{order}")
