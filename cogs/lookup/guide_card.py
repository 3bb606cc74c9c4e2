"""The guide: all episodes in order, what one has watched of them, and how they are rated."""

from collections.abc import Iterable

import discord

from bot import ui
from bot.domain.catalogue import Episode, Show, WebFigures
from bot.names import choice_name, title_of
from bot.text import counted, day, escape, joined, rating
from cogs.lookup.actions import Figures, Look, Own

PAGE = 10
"""Episodes on a page."""


def guide_card(show: Show, look: Look, *, page: int | None = None) -> ui.Card:
    """A page of all episodes in order; `page` counts from 1, one beyond the ends shows the nearest.

    None is the page with the first episode that is not watched.
    """
    pages = [show.episodes[at : at + PAGE] for at in range(0, len(show.episodes), PAGE)]
    page = max(1, min(_page_of_next(show, look) if page is None else page, len(pages)))
    shown = pages[page - 1]
    facts = joined(counts(show), *_notes(show, look), f"page {page} of {len(pages)}")
    heading = f"## {escape(show.title)}: all episodes\n{ui.small(facts)}"
    lines = "\n".join(_line(episode, look) for episode in shown)
    options = [_option(episode, look) for episode in shown]
    rows = [ui.row(ui.select("Open an episode", f"guide:pick:{show.id}", options))]
    if len(pages) > 1:
        rows.append(ui.row(*_buttons(show, page, len(pages))))
    return ui.card(heading, lines, *rows)


def counts(show: Show) -> str:
    """`26 episodes`, `27 episodes · 2 specials`."""
    specials = sum(not episode.season for episode in show.episodes)
    regular = counted(len(show.episodes) - specials, "episode")
    return joined(regular, counted(specials, "special") if specials else "")


def _page_of_next(show: Show, look: Look) -> int:
    following = look.own.next if look.own is not None else None
    return show.place(following) // PAGE + 1 if following is not None else 1


def _notes(show: Show, look: Look) -> Iterable[str]:
    """What holds for all lines is said once."""
    if look.own is not None and (watched := sum(e.key in look.own.marks for e in show.episodes)):
        yield f"{watched} watched"
    if _is_silent(look.here):
        yield "no votes here yet"
    if any(title_of(episode, look.viewer) is None for episode in show.episodes):
        yield "titles show once you have watched"


def _is_silent(here: Figures | None) -> bool:
    return here is not None and not (here.ranking.standings or here.ranking.withheld)


def _line(episode: Episode, look: Look) -> str:
    aired = day(episode.aired) if episode.aired else "air date not known"
    facts = ui.small(joined(_mine(episode, look), aired, _figures(episode, look.here)))
    title = title_of(episode, look.viewer)
    return f"**{episode.label}**{'' if title is None else f' · {escape(title)}'}\n{facts}"


def _option(episode: Episode, look: Look) -> discord.SelectOption:
    return discord.SelectOption(
        label=choice_name(episode, look.viewer),
        value=episode.key,
        description=joined(_mine(episode, look), _figures(episode, look.here)),
    )


def _mine(episode: Episode, look: Look) -> str:
    """What the one who looks has to do with an episode: `✓ watched`, `✓ your ★ 8`, `▸ next`."""
    if look.own is None:
        return ""
    if episode.key in look.own.marks:
        return _watched(look.own, episode)
    score = look.own.scores.get(episode.key)
    return joined("▸ next" if episode == look.own.next else "", f"your ★ {score}" if score else "")


def _watched(own: Own, episode: Episode) -> str:
    score = own.scores.get(episode.key)
    return f"✓ your ★ {score}" if score else "✓ watched"


def _figures(episode: Episode, here: Figures | None) -> str:
    if here is None or _is_silent(here):
        votes = f" · {counted(episode.web.votes, 'vote')}" if episode.web else ""
        return _web(episode.web) + votes
    return joined(_here(here, episode), _web(episode.web))


def _here(here: Figures, episode: Episode) -> str:
    if here.withholds(episode):
        return "voting is open"
    standing = here.of(episode)
    if standing is None:
        return "no votes here"
    provisional = " (provisional)" if standing.provisional else ""
    return f"here ★ {rating(standing.mean or 0)}{provisional}"


def _web(web: WebFigures | None) -> str:
    return f"web ★ {rating(web.rating)}" if web else "not rated on the web"


def _buttons(show: Show, page: int, pages: int) -> Iterable[discord.ui.Button[discord.ui.LayoutView]]:
    yield ui.button("← Earlier", f"guide:page:{show.id}/{page - 1}", disabled=page == 1)
    yield ui.button("Later →", f"guide:page:{show.id}/{page + 1}", disabled=page == pages)
