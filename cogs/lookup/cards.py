"""The card of an episode. It holds only what spoils nobody, and its title where that is not hidden."""

from collections.abc import Iterable

import discord

from bot import ui
from bot.domain.catalogue import Episode, Show, WebFigures, number_text
from bot.names import name_of
from bot.text import clip, counted, day, escape, joined, listed, moment, rating
from cogs.lookup.actions import Figures, Look, Own, Watchers


def episode_card(show: Show, episode: Episode, look: Look) -> ui.Card:
    """One episode: facts, teaser, figures, what is not known, and where to go from here."""
    heading = f"## {escape(name_of(episode, look.viewer))}\n{ui.small(_facts(show, episode))}"
    figures = [_web_line(show, episode.web), *map(ui.small, _sources(episode))]
    if look.here is not None:
        figures[:0] = _here_lines(look.here, episode)
    if look.own is not None:
        figures[:0] = _own_lines(look.own, episode)
    return ui.card(
        heading,
        escape(episode.teaser) if episode.teaser else None,
        ui.line(),
        "\n".join(figures),
        _episode_buttons(show, episode),
        _own_buttons(show, episode, look.here) if look.here is not None else None,
    )


def _facts(show: Show, episode: Episode) -> str:
    if not episode.season:
        where = "special"
    elif len(show.seasons) > 1 and episode.number != episode.absolute:
        where = f"season {episode.season}, episode {number_text(episode.number)}"
    else:
        where = f"season {episode.season}"
    aired = f"aired {day(episode.aired)}" if episode.aired else "air date not known"
    return joined(escape(show.title), where, aired, escape(show.network or ""))


def _own_lines(own: Own, episode: Episode) -> Iterable[str]:
    mark, score = own.marks.get(episode.key), own.scores.get(episode.key)
    watched = f"watched {moment(mark.marked_at, 'D')}" if mark else ""
    if facts := joined(watched, f"your score {score}" if score else ""):
        yield f"**You** · {facts}"


def _here_lines(here: Figures, episode: Episode) -> Iterable[str]:
    yield _here_line(here, episode)
    if here.watchers.count:
        yield ui.small(f"Watched by {watched_by(here.watchers)}")


def watched_by(watchers: Watchers) -> str:
    """`@hana, @tomás and 3 others`: who has watched it, of those who let themselves be seen."""
    others = watchers.count - len(watchers.ids)
    rest = (counted(others, "other"),) if others > 0 else ()
    return listed((*(f"<@{member_id}>" for member_id in watchers.ids), *rest))


def _here_line(here: Figures, episode: Episode) -> str:
    if here.withholds(episode):
        return "**Here** · voting is open: shown when it closes"
    standing = here.of(episode)
    if standing is None:
        return f"**Here** · no votes yet: cast the first with {here.vote}"
    provisional = f"provisional, under {here.ranking.minimum} votes" if standing.provisional else ""
    rank = f"#{standing.place} of {len(here.ranking.standings)}"
    votes = counted(standing.votes, "vote")
    return f"**Here** {joined(f'★ {rating(standing.mean or 0)}', votes, rank, provisional)}"


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


def _own_buttons(show: Show, episode: Episode, here: Figures) -> ui.Row:
    """What one can do with it on a server: the buttons of progress, votes and reviews."""
    subject = f"{show.id}/{episode.key}"
    return ui.row(
        ui.button("I watched it", f"progress:watched:{subject}", style=discord.ButtonStyle.primary),
        ui.button("Rate it", f"vote:rate:{subject}"),
        ui.button("Comment", f"review:comment:{subject}"),
        ui.button(reviews_label(here), f"review:read:{subject}"),
    )


def reviews_label(here: Figures) -> str:
    """`Reviews · 5`: how many texts there are to read."""
    texts = sum(here.texts.values())
    return joined("Reviews", f"{texts:,}" if texts else "")
