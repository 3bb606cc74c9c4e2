"""What must hold between the fields and tables of one file."""

from collections.abc import Callable, Iterator

from bot.domain.catalogue import Number, number_text
from db.catalogue.faults import Fault, shown, suggestion
from db.catalogue.limits import EPISODES, LAST_NUMBER
from db.catalogue.rows import Row
from db.catalogue.sheet import Sheet, tidy
from db.catalogue.tables import EPISODE

Rule = Callable[[Sheet], Iterator[Fault]]


def series_is_there(sheet: Sheet) -> Iterator[Fault]:
    """A file describes one show."""
    if not sheet.series:
        yield Fault(sheet.root.file, "[series]", "", "is missing")


def episodes_are_there(sheet: Sheet) -> Iterator[Fault]:
    """A show has from 1 to 5,000 episodes."""
    count = len(sheet.rows("episodes"))
    if count == 0 and sheet.sound("episodes"):
        yield Fault(sheet.root.file, "[[episodes]]", "", "is missing: a show needs at least one")
    if count > EPISODES:
        yield Fault(sheet.root.file, "[[episodes]]", "", f"must have at most {EPISODES} entries, not {count}")


def seasons_differ(sheet: Sheet) -> Iterator[Fault]:
    """No season is declared twice."""
    yield from _repeated(sheet.rows("seasons"), "number")


def seasons_hold_their_episodes(sheet: Sheet) -> Iterator[Fault]:
    """An episode's season is declared, where any is, and long enough for its number (26.5 follows a 26th)."""
    if not sheet.rows("seasons") or not sheet.countable:
        return
    for row in sheet.numbered:
        season = sheet.seasons.get(row.get("season"))
        if season is None and row.get("season"):
            yield row.fault("season", f"{row.get('season')} is not among [[seasons]]")
        elif season and season.episodes and int(row.get("number")) > season.episodes:
            yield row.fault("number", f"is beyond the season's last, {season.episodes}")


def numbers_differ(sheet: Sheet) -> Iterator[Fault]:
    """No two episodes of a season share a number, nor two of the show the number through all seasons."""
    in_season: set[tuple[int, Number]] = set()
    through_all: dict[Number, Row] = {}
    for row in sheet.numbered:
        number, absolute = (row.get("season"), row.get("number")), sheet.absolute(row)
        if number in in_season:
            yield row.fault("number", f"{number_text(number[1])} is given twice in this season")
        elif absolute is not None and through_all.setdefault(absolute, row) is not row:
            other = through_all[absolute].called
            yield row.fault("number", f"is {shown(absolute)} through all seasons, as is {other}")
        in_season.add(number)


def numbers_stay_small(sheet: Sheet) -> Iterator[Fault]:
    """Counted through all seasons no number passes 9,999 either."""
    for row in sheet.numbered:
        absolute = sheet.absolute(row)
        if absolute is not None and absolute > LAST_NUMBER:
            yield row.fault("number", f"is {shown(absolute)} through all seasons, past {LAST_NUMBER}")


def ranks_differ(sheet: Sheet) -> Iterator[Fault]:
    """No two episodes share a printed rank."""
    yield from _repeated(sheet.rows("episodes"), "web_rank")


def missing_is_missing(sheet: Sheet) -> Iterator[Fault]:
    """`missing` names fields of an episode that are not given."""
    for row in sheet.rows("episodes"):
        for name in row.texts("missing"):
            if name not in EPISODE.fields:
                yield row.fault("missing", f"names {shown(name)}, no field{suggestion(name, EPISODE.fields)}")
            elif name in row.given:
                yield row.fault("missing", f"names {shown(name)}, which is given")


def characters_differ(sheet: Sheet) -> Iterator[Fault]:
    """No name or alias means two characters."""
    yield from _repeated(sheet.rows("characters"), "name")
    owners = {row.get("name"): row for row in sheet.rows("characters")}
    for row in sheet.rows("characters"):
        for alias in row.texts("aliases"):
            owner = owners.setdefault(alias, row)
            if owner is not row:
                yield row.fault("aliases", f"{shown(alias)} already means {owner.called}")


def people_are_characters(sheet: Sheet) -> Iterator[Fault]:
    """Everyone in a cast and behind a mask is one of [[characters]]."""
    if not sheet.sound("characters", "name", "aliases"):
        return
    named = [(row, "cast", name) for row in sheet.rows("episodes") for name in row.texts("cast")]
    masked = [row for row in sheet.rows("characters") if row.get("identity")]
    named += [(row, "identity", row.get("identity")) for row in masked]
    for row, field, name in named:
        if name not in sheet.names:
            yield row.fault(field, f"{shown(name)} is no character{suggestion(name, sheet.names)}")


def revelations_are_episodes(sheet: Sheet) -> Iterator[Fault]:
    """What gives a character away is an episode of the show, by its absolute number."""
    if not sheet.countable or not sheet.sound("episodes", "season", "number"):
        return
    for row in sheet.rows("characters"):
        for field in ("identity_revealed_in", "spoils_episode"):
            number = row.get(field)
            if number is not None and tidy(number) not in sheet.keys:
                yield row.fault(field, f"{number_text(number)} is no episode's absolute number")


RULES: tuple[Rule, ...] = (
    series_is_there,
    episodes_are_there,
    seasons_differ,
    seasons_hold_their_episodes,
    numbers_differ,
    numbers_stay_small,
    ranks_differ,
    missing_is_missing,
    characters_differ,
    people_are_characters,
    revelations_are_episodes,
)


def _repeated(rows: list[Row], field: str) -> Iterator[Fault]:
    first: dict[object, int] = {}
    for entry, row in enumerate(rows, 1):
        value = row.get(field)
        if value is not None and first.setdefault(value, entry) != entry:
            yield row.fault(field, f"{shown(value)} is given twice, first in entry {first[value]}")
