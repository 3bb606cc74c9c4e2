"""Turns what a catalogue file says into a Show."""

from collections.abc import Mapping

from bot.domain.catalogue import Character, Episode, Show, WebFigures, WebReview
from bot.domain.spoilers import Level, Sealed
from db.catalogue.faults import CatalogueError
from db.catalogue.rows import Row, read
from db.catalogue.rules import RULES
from db.catalogue.sheet import Sheet, key_of, tidy
from db.catalogue.tables import FILE


def id_of(data: Mapping[str, object]) -> str | None:
    """The id that a file's TOML `data` gives its show, whatever else is wrong with it."""
    match data:
        case {"series": {"id": str(show_id)}}:
            return show_id
        case _:
            return None


def read_show(data: Mapping[str, object], *, file: str) -> Show:
    """Make the show that a file's TOML `data` describes; `file` is its name in faults.

    Raises CatalogueError with all faults of the file.
    """
    sheet = Sheet(read(data, FILE, file=file))
    faults = [*sheet.root.all_faults(), *(fault for rule in RULES for fault in rule(sheet))]
    if faults or not sheet.series:
        raise CatalogueError(faults)
    return _show(sheet, sheet.series)


def _show(sheet: Sheet, series: Row) -> Show:
    show_id = series.get("id")
    beyond, ids = sheet.inner("series", "beyond_the_pages"), sheet.inner("series", "ids")
    episodes = sorted((_episode(show_id, row, sheet) for row in sheet.rows("episodes")), key=_order)
    everything = {episode.key for episode in episodes}
    plot, review = series.get("plot_summary"), sheet.review
    return Show(
        id=show_id,
        title=series.get("title"),
        seasons=tuple(season for _, season in sorted(sheet.seasons.items())),
        episodes=tuple(episodes),
        characters=tuple(_character(row, sheet) for row in sheet.rows("characters")),
        kind=series.get("kind"),
        network=series.get("network"),
        status=series.get("status"),
        rating=series.get("rating"),
        users_added=series.get("users_added"),
        last_updated=series.get("last_updated"),
        runtime_minutes=beyond and beyond.get("runtime_minutes"),
        mal_id=ids and ids.get("mal"),
        anilist_id=ids and ids.get("anilist"),
        premise=series.get("premise"),
        plot_summary=Sealed(plot, needs=everything) if plot else None,
        review=Sealed(_review(review), needs=everything) if review else None,
    )


def _review(row: Row) -> WebReview:
    return WebReview(row.texts("strengths"), row.texts("weaknesses"), row.get("verdict"))


def _episode(show_id: str, row: Row, sheet: Sheet) -> Episode:
    synopsis = row.get("synopsis")
    cast = tuple(dict.fromkeys(sheet.names[name] for name in row.texts("cast")))
    rated = "web_rank" in row.given
    return Episode(
        show_id=show_id,
        season=row.get("season"),
        number=tidy(row.get("number")),
        absolute=sheet.absolute(row),
        title=Sealed(row.get("title"), needs={key_of(row)}, level=Level.TITLE),
        aired=row.get("aired"),
        web=WebFigures(row.get("web_rating"), row.get("web_votes"), row.get("web_rank")) if rated else None,
        directors=row.texts("directors"),
        watch_on=row.texts("watch_on"),
        teaser=row.get("teaser"),
        synopsis=Sealed(synopsis, needs={key_of(row)}) if synopsis else None,
        cast=Sealed(cast, needs={key_of(row)}) if cast else None,
    )


def _order(episode: Episode) -> tuple[bool, int, float]:
    return episode.season == 0, episode.season, episode.number


def _last_seen_in(name: str, sheet: Sheet) -> set[str]:
    """The last episode that has the character in its cast: what sums them up may tell of it."""
    seen = [row for row in sheet.rows("episodes") if name in {sheet.names[n] for n in row.texts("cast")}]
    seen.sort(key=lambda row: (row.get("season") == 0, row.get("season"), row.get("number")))
    return {key_of(row) for row in seen[-1:]}


def _character(row: Row, sheet: Sheet) -> Sealed[Character]:
    identity, spoils = row.get("identity"), row.get("spoils_episode")
    character = Character(
        name=row.get("name"),
        role=Sealed(row.get("role"), needs=_last_seen_in(row.get("name"), sheet)),
        aliases=row.texts("aliases"),
        identity=Sealed(sheet.names[identity], needs={sheet.keys[row.get("identity_revealed_in")]})
        if identity
        else None,
    )
    return Sealed(character, needs={sheet.keys[spoils]} if spoils else frozenset())
