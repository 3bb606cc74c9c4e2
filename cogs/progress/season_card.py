"""A member's progress through a show: as a picture, in words, and as a card."""

from bot import ui
from bot.domain.progress import Cell, SeasonGrid, State, grid
from bot.domain.ranges import spans
from bot.names import name_of
from bot.pictures import specs
from bot.pictures.studio import Picture
from bot.text import clip, escape, joined, one_line
from cogs.progress.cards import standing_lines
from cogs.progress.looking import Seen

_SCORES = 40
"""Scores that are told one by one."""
_STATES = {
    State.UNWATCHED: specs.CellState.UNWATCHED,
    State.WATCHED: specs.CellState.WATCHED,
    State.NEXT: specs.CellState.NEXT,
}


def picture_of(seen: Seen, name: str) -> specs.Grid:
    """The picture of what was seen, with the member's `name` over it: numbers and states, no titles."""
    seasons = grid(seen.show, seen.marks.keys(), seen.scores)
    done = seen.progress.regular if seen.progress.regular.total else seen.progress.specials
    return specs.Grid(
        heading=joined(clip(name, 60), seen.show.title),
        note=str(done),
        share=done.watched / done.total if done.total else 0.0,
        sections=tuple(
            specs.Section(
                tuple(map(_cell, (cell for row in season.rows for cell in row))),
                _title(season) if len(seasons) > 1 else "",
            )
            for season in seasons
        ),
    )


def in_words(seen: Seen) -> str:
    """What the picture shows, without what the card says anyway; empty where nothing is watched."""
    show = seen.show
    watched = [episode for episode in show.episodes if episode.key in seen.marks]
    scored = [f"{e.label}: {seen.scores[e.key]}" for e in watched if e.key in seen.scores]
    more = f" and {len(scored) - _SCORES:,} more" if len(scored) > _SCORES else ""
    lines = (
        f"Watched: {spans(show, watched, most=30)}" if watched else "",
        f"Scores by episode: {', '.join(scored[:_SCORES])}{more}" if scored else "",
    )
    return "\n".join(filter(None, lines))


def alternative(seen: Seen, name: str) -> str:
    """The picture for those who do not see it."""
    found = seen.progress
    following = f"Next: {found.next.label}" if found.next else ""
    whose = f"{clip(one_line(name), 60)}'s progress through {seen.show.title}: {found.regular}"
    facts = (whose, in_words(seen), following)
    return ". ".join(filter(None, facts)).replace("\n", ". ") + "."


def season_card(
    seen: Seen,
    picture: Picture | None,
    *,
    member_id: int,
    watched: str,
    privacy: str,
    note: str | None = None,
) -> ui.Card:
    """How far somebody is. `watched` and `privacy` link the commands that add to it and let it be seen.

    `note`: why there is no picture, where there is a reason to name.
    """
    is_own = seen.viewer is not None
    heading = "## Your progress" if is_own else f"## Progress of <@{member_id}>"
    lines = [*standing_lines(seen.progress), *_next_line(seen)]
    if not _any(seen):
        lines.append(f"Nothing yet: mark what you have watched with {watched}." if is_own else "Nothing yet.")
    seen_by = "everyone here" if seen.visible else "nobody here"
    return ui.card(
        f"{heading}\n{ui.small(escape(seen.show.title))}",
        picture,
        ui.small(note) if note else None,
        None if picture else in_words(seen) or None,
        "\n".join(lines),
        ui.small(f"Seen by {seen_by}: {privacy}") if is_own else None,
        ui.row(ui.button("Board", f"progress:board:{seen.show.id}/1")),
    )


def _next_line(seen: Seen) -> list[str]:
    """What is next, by name: that is for the member alone."""
    if seen.viewer is None or not _any(seen):
        return []
    following = seen.progress.next
    if following is None:
        return ["You have watched them all."]
    return [f"Next: {escape(name_of(following, seen.viewer))}"]


def _any(seen: Seen) -> bool:
    """Whether anything is watched that the catalogue has."""
    found = seen.progress
    return bool(found.regular.watched or found.specials.watched)


def _cell(cell: Cell) -> specs.Cell:
    state = cell.score if cell.score is not None else _STATES[cell.state]
    return specs.Cell(cell.episode.label, state)


def _title(season: SeasonGrid) -> str:
    if season.season is None:
        return f"Specials · {season.done}"
    title = f": {season.season.title}" if season.season.title else ""
    return f"Season {season.season.number}{title} · {season.done}"
