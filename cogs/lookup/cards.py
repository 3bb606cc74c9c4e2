"""The cards of an episode, the guide and the series. They hold only what spoils nobody.

`here` are the server's own figures, None in a direct message, which has none.
"""

from collections.abc import Iterable

import discord

from bot import ui
from bot.domain.catalogue import Episode, Season, Show, WebFigures, number_text
from bot.lookup import choice_name
from bot.text import clip, counted, day, escape, listed, rating
from cogs.lookup.actions import Figures
from cogs.lookup.spoiler_cards import PLOT, REVIEW

PAGE = 10
"""Episodes on a page of the guide."""


def episode_card(show: Show, episode: Episode, here: Figures | None) -> ui.Card:
    """One episode: facts, teaser, figures, what is not known, and where to go from here."""
    parts: list[str] = [f"## {episode.label} · {escape(episode.title)}\n{ui.small(_facts(show, episode))}"]
    if episode.teaser:
        parts.append(escape(episode.teaser))
    figures = [_web_line(show, episode.web), *map(ui.small, _sources(episode))]
    if here is not None:
        figures.insert(0, _here_line(here, episode))
    return ui.card(*parts, ui.line(), "\n".join(figures), _episode_buttons(show, episode))


def _facts(show: Show, episode: Episode) -> str:
    if not episode.season:
        where = "special"
    elif len(show.seasons) > 1 and episode.number != episode.absolute:
        where = f"season {episode.season}, episode {number_text(episode.number)}"
    else:
        where = f"season {episode.season}"
    aired = f"aired {day(episode.aired)}" if episode.aired else "air date not known"
    return _joined(escape(show.title), where, aired, escape(show.network or ""))


def _here_line(here: Figures, episode: Episode) -> str:
    if here.withholds(episode):
        return "**Here** · voting is open: shown when it closes"
    standing = here.of(episode)
    if standing is None:
        return f"**Here** · no votes yet: cast the first with {here.vote}"
    provisional = f"provisional, under {here.ranking.minimum} votes" if standing.provisional else ""
    rank = f"#{standing.place} of {len(here.ranking.standings)}"
    votes = counted(standing.votes, "vote")
    return f"**Here** {_joined(f'★ {rating(standing.mean or 0)}', votes, rank, provisional)}"


def _web_line(show: Show, web: WebFigures | None) -> str:
    if web is None:
        why = "not on the ranking page, so no rating, votes or rank" if show.ranked else "not rated"
        return f"**Web** · {why}"
    rank = f"#{web.rank} of {len(show.ranked)}"
    return f"**Web** ★ {rating(web.rating)} · {counted(web.votes, 'vote')} · {rank}"


def _sources(episode: Episode) -> Iterable[str]:
    """Where to watch it and who directed it, then what nobody knows, in words."""
    if episode.watch_on:
        yield f"Watch on {clip(escape(listed(episode.watch_on)), 300)}"
    if episode.directors:
        yield f"Directed by {clip(escape(listed(episode.directors)), 300)}"
    unknown = (
        ("where to watch it", not episode.watch_on),
        ("who directed it", not episode.directors),
        ("a teaser", not episode.teaser),
        ("a synopsis", episode.synopsis is None),
    )
    missing = tuple(name for name, is_missing in unknown if is_missing)
    if missing:
        yield f"Not known: {listed(missing)}"


def _episode_buttons(show: Show, episode: Episode) -> ui.Row:
    before, after = show.before(episode), show.after(episode)
    return ui.row(
        ui.button(
            f"← {before.label}" if before else "First",
            f"episode:show:{show.id}/{before.key}" if before else "episode:show:first",
            disabled=before is None,
        ),
        ui.button(
            "Synopsis",
            f"spoiler:ask:{show.id}/{episode.key}",
            disabled=episode.synopsis is None,
        ),
        ui.button(
            f"{after.label} →" if after else "Last",
            f"episode:show:{show.id}/{after.key}" if after else "episode:show:last",
            disabled=after is None,
        ),
    )


def guide_card(show: Show, here: Figures | None, *, page: int) -> ui.Card:
    """A page of all episodes in order; `page` counts from 1, one beyond the ends shows the nearest."""
    pages = [show.episodes[at : at + PAGE] for at in range(0, len(show.episodes), PAGE)]
    page = max(1, min(page, len(pages)))
    shown = pages[page - 1]
    silent = ""
    if here is not None and not (here.ranking.standings or here.ranking.withheld):
        here, silent = None, "no votes here yet"  # once, not on every line
    facts = _joined(_counts(show), silent, f"page {page} of {len(pages)}")
    heading = f"## {escape(show.title)}: all episodes\n{ui.small(facts)}"
    lines = "\n".join(_guide_line(episode, here) for episode in shown)
    options = [_guide_option(episode, here) for episode in shown]
    rows = [ui.row(ui.select("Open an episode", f"guide:pick:{show.id}", options))]
    if len(pages) > 1:
        rows.append(ui.row(*_guide_buttons(show, page, len(pages))))
    return ui.card(heading, lines, *rows)


def _guide_line(episode: Episode, here: Figures | None) -> str:
    aired = day(episode.aired) if episode.aired else "air date not known"
    facts = ui.small(_joined(aired, _short_figures(episode, here)))
    return f"**{episode.label}** · {escape(episode.title)}\n{facts}"


def _guide_option(episode: Episode, here: Figures | None) -> discord.SelectOption:
    return discord.SelectOption(
        label=choice_name(episode), value=episode.key, description=_short_figures(episode, here)
    )


def _short_figures(episode: Episode, here: Figures | None) -> str:
    if here is None:
        votes = f" · {counted(episode.web.votes, 'vote')}" if episode.web else ""
        return _short_web(episode.web) + votes
    return _joined(_short_here(here, episode), _short_web(episode.web))


def _short_here(here: Figures, episode: Episode) -> str:
    if here.withholds(episode):
        return "voting is open"
    standing = here.of(episode)
    if standing is None:
        return "no votes here"
    provisional = " (provisional)" if standing.provisional else ""
    return f"here ★ {rating(standing.mean or 0)}{provisional}"


def _short_web(web: WebFigures | None) -> str:
    return f"web ★ {rating(web.rating)}" if web else "not rated on the web"


def _guide_buttons(show: Show, page: int, pages: int) -> Iterable[discord.ui.Button[discord.ui.LayoutView]]:
    yield ui.button("← Earlier", f"guide:page:{show.id}/{page - 1}", disabled=page == 1)
    yield ui.button("Later →", f"guide:page:{show.id}/{page + 1}", disabled=page == pages)


def series_card(show: Show, here: Figures | None) -> ui.Card:
    """The series: facts, premise, figures of the server and of the web, and the way to what spoils."""
    run = [episode.aired for episode in show.episodes if episode.aired]
    facts = _joined(
        escape(show.kind or ""),
        escape(show.network or ""),
        escape((show.status or "").lower()),
        _counts(show),
        f"about {show.runtime_minutes} minutes each" if show.runtime_minutes else "",
        f"{day(min(run))} – {day(max(run))}" if run else "air dates not known",
    )
    premise = escape(show.premise) if show.premise else "Nobody has written down what it is about."
    ours = _series_here(show, here) if here is not None else ()
    figures = "\n".join([*ours, *_series_figures(show), *map(ui.small, _series_notes(show))])
    return ui.card(
        f"## {escape(show.title)}\n{ui.small(facts)}", premise, ui.line(), figures, _series_buttons(show)
    )


def _series_here(show: Show, here: Figures) -> Iterable[str]:
    ranking = here.ranking
    if not ranking.standings or ranking.prior is None:
        yield f"**Here** · no votes yet: cast the first with {here.vote}"
        return
    voted = f"{len(ranking.standings)} of {len(show.episodes)} episodes"
    yield f"**Here** ★ {rating(ranking.prior)} · {voted}, by {counted(ranking.votes, 'vote')}"
    best = [standing.episode for standing in ranking.standings if standing.place == 1]
    others = f" and {counted(len(best) - 1, 'other')}" if len(best) > 1 else ""
    yield f"**Best here** {best[0].label} · {escape(best[0].title)}{others}"


def _series_figures(show: Show) -> Iterable[str]:
    score = f"★ {rating(show.rating)}" if show.rating is not None else "not rated"
    added = (
        f"added by {counted(show.users_added, 'person', 'people')}" if show.users_added is not None else ""
    )
    yield f"**Web** {_joined(score, added)}"
    if show.ranked:
        votes = sum(episode.web.votes for episode in show.ranked if episode.web)
        yield f"**Ranked** {len(show.ranked)} of {len(show.episodes)} episodes, by {counted(votes, 'vote')}"
        best = show.ranked[0]
        yield f"**Best on the web** {best.label} · {escape(best.title)}"


def _series_notes(show: Show) -> Iterable[str]:
    """How old the web's figures are, and what the catalogue does not hold yet."""
    if show.last_updated:
        yield f"The ranking page was last updated on {day(show.last_updated)}"
    for season in show.seasons:
        if not any(episode.season == season.number for episode in show.episodes):
            yield f"Not in my catalogue yet: {_season_name(season)}"


def _season_name(season: Season) -> str:
    title = f", {escape(season.title)}" if season.title else ""
    return f"season {season.number}{title}" + (f" ({season.episodes} episodes)" if season.episodes else "")


def _counts(show: Show) -> str:
    specials = sum(not episode.season for episode in show.episodes)
    regular = counted(len(show.episodes) - specials, "episode")
    return _joined(regular, counted(specials, "special") if specials else "")


def _series_buttons(show: Show) -> ui.Row:
    return ui.row(
        ui.button("All episodes", f"guide:open:{show.id}", style=discord.ButtonStyle.primary),
        ui.button("Plot summary", f"spoiler:ask:{show.id}/{PLOT}", disabled=show.plot_summary is None),
        ui.button("Web review", f"spoiler:ask:{show.id}/{REVIEW}", disabled=show.review is None),
    )


def _joined(*facts: str) -> str:
    return " · ".join(filter(None, facts))
