"""What a list says of a series, and which episodes of a show that means."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.catalogue import Season, Show
from bot.domain.refusal import Refusal
from bot.text import clip, one_line

MOST = 20_000
"""Entries of a list that are read."""
LARGEST_COUNT = 9_999
"""Episodes of one series that are looked at; the longest has some 8,000."""
LONGEST_TITLE = 300
"""Characters of a title that are looked at."""
DESCRIBED = 20
"""Unmatched things that are named; all are counted."""
DESCRIPTION = 80

_TV = re.compile(r"\(tv\)\s*$")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file would mark.

    `format` is MyAnimeList, AniList or CSV. `episodes` are keys of the show, each once, in its order.
    `unmatched` names up to `DESCRIBED` things that are not of the show, or not in the catalogue, the show's
    own first: plain text of one line and at most `DESCRIPTION` characters, to be escaped where it is shown.
    `unmatched_count` counts all of them. `scores` is for formats that score episodes; none does yet.
    """

    format: str
    episodes: tuple[str, ...]
    unmatched: tuple[str, ...] = ()
    unmatched_count: int = 0
    scores: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Entry:
    """One series of a list: what it is called there, and how many episodes were watched, from the first.

    An id is None where the list does not give it.
    """

    titles: tuple[str, ...]
    watched: int
    mal_id: int | None = None
    anilist_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """What an entry is to the show: its episode 1 is the absolute `first`, of `episodes`, if known."""

    first: int
    episodes: int | None = None


def gathered(kind: str, show: Show, keys: Iterable[str], unmatched: Iterable[str]) -> Imported:
    """An `Imported` of format `kind`; repeated keys and descriptions count once."""
    found = set(keys)
    named = tuple(dict.fromkeys(unmatched))
    return Imported(
        format=kind,
        episodes=tuple(episode.key for episode in show.episodes if episode.key in found),
        unmatched=named[:DESCRIBED],
        unmatched_count=len(named),
    )


def matched(kind: str, show: Show, entries: Iterable[Entry]) -> Imported:
    """What the entries of a list say of `show`: of each that is it, or a season of it, the first n episodes.

    An entry is the show by its id, where the catalogue and the list both give one, else by its title. Lists
    count neither specials nor episodes between others (13.5), so a count marks none of them. What it counts
    beyond the catalogue is unmatched.

    Raises:
        Refusal: the list has no entries, or more than `MOST`.
    """
    seasons = {name: season for season in show.seasons for name in _season_names(show, season)}
    first = min((season.first for season in show.seasons), default=1)
    watched: dict[_Part, Entry] = {}  # one entry a part: a list that repeats one must not cost by its length
    others: dict[str, None] = {}
    count = 0
    for count, entry in enumerate(entries, 1):
        if count > MOST:
            raise Refusal(f"That list has more than {MOST:,} entries, which is more than I read.")
        part = _part(show, entry, first, seasons)
        if not part:
            others[described(_title(entry))] = None
        elif part not in watched or watched[part].watched < entry.watched:
            watched[part] = entry
    if not count:
        raise Refusal("That list has no series on it. Export it anew, your anime list whole.")
    keys: list[str] = []
    missing: list[str] = []
    for part, entry in watched.items():
        name = clip(one_line(_title(entry) if entry.titles else show.title), DESCRIPTION // 2)
        missing += [described(f"{name}: {span}") for span in _spans(_unknown(show, entry, part, keys))]
    return gathered(kind, show, keys, [*missing, *others])


def described(text: str) -> str:
    """`text` as it may stand among `Imported.unmatched`."""
    return clip(one_line(text[:LONGEST_TITLE]), DESCRIPTION) or "something without a name"


def plain(title: str) -> str:
    """A title for comparison: without capitals, punctuation, width and a closing “(TV)”."""
    text = unicodedata.normalize("NFKC", title[:LONGEST_TITLE]).casefold()
    return " ".join(_WORD.findall(_TV.sub("", text))) or text.strip()


def _part(show: Show, entry: Entry, first: int, seasons: Mapping[str, Season]) -> _Part | None:
    titles = {plain(title) for title in entry.titles} - {""}
    if _is_show(show, entry, titles):
        return _Part(first)
    season = next((seasons[title] for title in sorted(titles) if title in seasons), None)
    return _Part(season.first, season.episodes) if season else None


def _is_show(show: Show, entry: Entry, titles: set[str]) -> bool:
    for ours, theirs in ((show.anilist_id, entry.anilist_id), (show.mal_id, entry.mal_id)):
        if ours and theirs:
            return ours == theirs
    return plain(show.title) in titles


def _season_names(show: Show, season: Season) -> Iterator[str]:
    """What lists that split a show call a season of it; a title of its own only beside the show's."""
    number = season.number
    yield plain(f"{show.title} Season {number}")
    yield plain(f"{show.title} {number}{_ordinal(number)} Season")
    if season.title:
        yield plain(f"{show.title} {season.title}")
        if plain(season.title).startswith(f"{plain(show.title)} "):
            yield plain(season.title)


def _ordinal(number: int) -> str:
    return "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _unknown(show: Show, entry: Entry, part: _Part, keys: list[str]) -> Iterator[int]:
    """Put the keys of what was watched into `keys`; give the entry's numbers of what is not known here."""
    for number in range(1, min(entry.watched, LARGEST_COUNT) + 1):
        within = part.episodes is None or number <= part.episodes
        episode = show.by_absolute.get(part.first + number - 1) if within else None
        if episode:
            keys.append(episode.key)
        else:
            yield number


def _spans(numbers: Iterable[int]) -> Iterator[str]:
    """`episode 5`, `episodes 27–51`: runs of ascending numbers."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    for begin, end in runs:
        yield f"episode {begin}" if begin == end else f"episodes {begin}–{end}"


def _title(entry: Entry) -> str:
    named = next(filter(None, (title.strip() for title in entry.titles)), "")
    if named or not entry.anilist_id:
        return named
    return f"AniList series {entry.anilist_id}"
