"""The card of the series: what it is, what the server and the web think of it, and the way to what spoils."""

from collections.abc import Iterable

import discord

from bot import ui
from bot.domain.catalogue import Season, Show
from bot.domain.reviews import Verdict
from bot.domain.spoilers import Viewer
from bot.names import name_of
from bot.text import counted, day, escape, joined, rating
from cogs.lookup.actions import Figures, Look
from cogs.lookup.cards import reviews_label, watched_by
from cogs.lookup.guide_card import counts
from cogs.lookup.spoiler_cards import PLOT, REVIEW


def series_card(show: Show, look: Look) -> ui.Card:
    """The series: facts, premise, figures of the server and of the web, and the way to what spoils."""
    run = [episode.aired for episode in show.episodes if episode.aired]
    facts = joined(
        escape(show.kind or ""),
        escape(show.network or ""),
        escape((show.status or "").lower()),
        counts(show),
        f"about {show.runtime_minutes} minutes each" if show.runtime_minutes else "",
        f"{day(min(run))} – {day(max(run))}" if run else "air dates not known",
    )
    premise = escape(show.premise) if show.premise else "Nobody has written down what it is about."
    ours = _here(show, look.here, look.viewer) if look.here is not None else ()
    figures = "\n".join([*ours, *_web(show, look.viewer), *map(ui.small, _notes(show))])
    return ui.card(
        f"## {escape(show.title)}\n{ui.small(facts)}",
        premise,
        ui.line(),
        figures,
        _buttons(show),
        _here_buttons(show, look.here) if look.here is not None else None,
    )


def _here(show: Show, here: Figures, viewer: Viewer) -> Iterable[str]:
    ranking = here.ranking
    added = f"added by {counted(here.members, 'member')}" if here.members else ""
    if not ranking.standings or ranking.prior is None:
        yield f"**Here** · {joined(added, f'no votes yet: cast the first with {here.vote}')}"
    else:
        voted = f"{len(ranking.standings)} of {len(show.episodes)} episodes"
        by = f"{voted}, by {counted(ranking.votes, 'vote')}"
        yield f"**Here** {joined(f'★ {rating(ranking.prior)}', by, added)}"
        best = [standing.episode for standing in ranking.standings if standing.place == 1]
        others = f" and {counted(len(best) - 1, 'other')}" if len(best) > 1 else ""
        yield f"**Best here** {escape(name_of(best[0], viewer))}{others}"
    if verdicts := _verdicts(here):
        yield f"**Reviews here** · {verdicts}"
    if here.watchers.count:
        yield ui.small(f"Watched whole by {watched_by(here.watchers)}")


def _verdicts(here: Figures) -> str:
    """`8 worth it, 2 mixed, 1 skip`; empty where there is no review."""
    return ", ".join(
        f"{here.texts[verdict]:,} {verdict.words}" for verdict in Verdict if verdict in here.texts
    )


def _web(show: Show, viewer: Viewer) -> Iterable[str]:
    score = f"★ {rating(show.rating)}" if show.rating is not None else "not rated"
    added = (
        f"added by {counted(show.users_added, 'person', 'people')}" if show.users_added is not None else ""
    )
    yield f"**Web** {joined(score, added)}"
    if show.ranked:
        votes = sum(episode.web.votes for episode in show.ranked if episode.web)
        yield f"**Ranked** {len(show.ranked)} of {len(show.episodes)} episodes, by {counted(votes, 'vote')}"
        yield f"**Best on the web** {escape(name_of(show.ranked[0], viewer))}"


def _notes(show: Show) -> Iterable[str]:
    """How old the web's figures are, and what the catalogue does not hold yet."""
    if show.last_updated:
        yield f"The ranking page was last updated on {day(show.last_updated)}"
    for season in show.seasons:
        if not any(episode.season == season.number for episode in show.episodes):
            yield f"Not in my catalogue yet: {_season_name(season)}"


def _season_name(season: Season) -> str:
    title = f", {escape(season.title)}" if season.title else ""
    return f"season {season.number}{title}" + (f" ({season.episodes} episodes)" if season.episodes else "")


def _buttons(show: Show) -> ui.Row:
    return ui.row(
        ui.button("All episodes", f"guide:open:{show.id}", style=discord.ButtonStyle.primary),
        ui.button("Plot summary", f"spoiler:ask:{show.id}/{PLOT}", disabled=show.plot_summary is None),
        ui.button("Web review", f"spoiler:ask:{show.id}/{REVIEW}", disabled=show.review is None),
        ui.button("Characters", f"characters:page:{show.id}/1", disabled=not show.characters),
    )


def _here_buttons(show: Show, here: Figures) -> ui.Row:
    """What members of a server wrote about it, and the way to write."""
    return ui.row(
        ui.button(reviews_label(here), f"review:read:{show.id}/series"),
        ui.button("Comment", f"review:comment:{show.id}/series"),
    )
