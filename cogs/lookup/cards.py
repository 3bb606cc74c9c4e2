"""The cards of an episode, the guide and the series. They hold only what spoils nobody."""

from collections.abc import Iterable

import discord

from bot import ui
from bot.domain.catalogue import Episode, Season, Show, WebFigures, number_text
from bot.lookup import choice_name
from bot.text import clip, counted, day, escape, listed, rating
from cogs.lookup.spoiler_cards import PLOT, REVIEW

PAGE = 10
"""Episodes on a page of the guide."""


def episode_card(show: Show, episode: Episode) -> ui.Card:
    """One episode: facts, teaser, figures, what is not known, and where to go from here."""
    parts: list[str] = [f"## {episode.label} · {escape(episode.title)}\n{ui.small(_facts(show, episode))}"]
    if episode.teaser:
        parts.append(escape(episode.teaser))
    figures = "\n".join([_web_line(show, episode.web), *map(ui.small, _sources(episode))])
    return ui.card(*parts, ui.line(), figures, _episode_buttons(show, episode))


def _facts(show: Show, episode: Episode) -> str:
    if not episode.season:
        where = "special"
    elif len(show.seasons) > 1 and episode.number != episode.absolute:
        where = f"season {episode.season}, episode {number_text(episode.number)}"
    else:
        where = f"season {episode.season}"
    aired = f"aired {day(episode.aired)}" if episode.aired else "air date not known"
    return _joined(escape(show.title), where, aired, escape(show.network or ""))


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


def guide_card(show: Show, *, page: int) -> ui.Card:
    """A page of all episodes in order; `page` counts from 1, one beyond the ends shows the nearest."""
    pages = [show.episodes[at : at + PAGE] for at in range(0, len(show.episodes), PAGE)]
    page = max(1, min(page, len(pages)))
    shown = pages[page - 1]
    heading = (
        f"## {escape(show.title)}: all episodes\n{ui.small(f'{_counts(show)} · page {page} of {len(pages)}')}"
    )
    lines = "\n".join(_guide_line(episode) for episode in shown)
    options = [_guide_option(episode) for episode in shown]
    rows = [ui.row(ui.select("Open an episode", f"guide:pick:{show.id}", options))]
    if len(pages) > 1:
        rows.append(ui.row(*_guide_buttons(show, page, len(pages))))
    return ui.card(heading, lines, *rows)


def _guide_line(episode: Episode) -> str:
    aired = day(episode.aired) if episode.aired else "air date not known"
    facts = ui.small(_joined(aired, _short_figures(episode.web)))
    return f"**{episode.label}** · {escape(episode.title)}\n{facts}"


def _guide_option(episode: Episode) -> discord.SelectOption:
    return discord.SelectOption(
        label=choice_name(episode), value=episode.key, description=_short_figures(episode.web)
    )


def _short_figures(web: WebFigures | None) -> str:
    if web is None:
        return "not rated on the web"
    return f"web ★ {rating(web.rating)} · {counted(web.votes, 'vote')}"


def _guide_buttons(show: Show, page: int, pages: int) -> Iterable[discord.ui.Button[discord.ui.LayoutView]]:
    yield ui.button("← Earlier", f"guide:page:{show.id}/{page - 1}", disabled=page == 1)
    yield ui.button("Later →", f"guide:page:{show.id}/{page + 1}", disabled=page == pages)


def series_card(show: Show) -> ui.Card:
    """The series: facts, premise, figures of the web, and the way to what spoils."""
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
    figures = "\n".join([*_series_figures(show), *map(ui.small, _series_notes(show))])
    return ui.card(
        f"## {escape(show.title)}\n{ui.small(facts)}", premise, ui.line(), figures, _series_buttons(show)
    )


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
        yield f"**Best** {best.label} · {escape(best.title)}"


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
