"""Lists from AniList: the account's own export, and the answer of its API that tools save.

- The export (https://anilist.co/settings/account, `gdpr_data.json`): `lists` of entries with `series_type`
  (0 anime, 1 manga), `series_id` and `progress`, and no titles. Its `status` is a number that public tools
  read in three different ways, so it is not looked at.
- The API (https://docs.anilist.co, MediaListCollection): `lists` of `entries`, each with `progress`, `status`
  and `media`.

The export holds an address, messages and more: what is not needed is dropped while it is read.
"""

import json
from collections.abc import Iterator, Mapping
from typing import cast

from bot.domain.catalogue import Show
from bot.domain.refusal import Refusal
from bot.imports.entries import LONGEST_TITLE, Entry, Imported, matched
from bot.imports.files import WANTED

KIND = "AniList"

_BRACKETS = 250_000
_COMMAS = 500_000
"""Signs in the text, which bound the memory it takes before it is taken; 20,000 entries have fewer."""

_TITLES = ("userPreferred", "english", "romaji", "native")
_NEEDED = frozenset(
    {
        *("data", "MediaListCollection", "lists", "entries", "media", "mediaId", "title", *_TITLES),
        *("id", "idMal", "type", "episodes", "progress", "status", "series_type", "series_id"),
    }
)
_WATCHED_ALL = ("COMPLETED", "REPEATING")

_Object = Mapping[str, object]


def read(text: str, show: Show) -> Imported:
    """What an AniList list says of `show`: the first `progress` episodes of its entry.

    Of a completed or repeated series all were watched, where its number of episodes is given. Manga is passed
    over.

    Raises:
        Refusal: it is not such a list, broken, nested without end, empty or too large, or it names series by
            AniList's ids alone and the catalogue does not know the show's.
    """
    if text.count("[") + text.count("{") > _BRACKETS or text.count(",") > _COMMAS:
        raise Refusal(
            "That JSON is larger than I read. Export the anime list alone, or send a CSV of numbers."
        )
    try:
        root: object = json.loads(
            text, object_hook=_needed, parse_int=_whole, parse_float=_nothing, parse_constant=_nothing
        )
    except (ValueError, RecursionError):
        raise Refusal("That JSON is broken. Export the list anew and send it again.") from None
    found = _object(root)
    found = _object(found.get("data", found))
    found = _object(found.get("MediaListCollection", found))
    if not isinstance(found.get("lists"), list):
        raise Refusal(f"That JSON is no list from AniList. {WANTED}")
    lists = [_object(entry) for entry in _array(found.get("lists"))]
    if any("series_id" in entry for entry in lists) and not show.anilist_id:
        raise Refusal(
            "That export has no titles, and I do not know this show’s number at AniList. Send a CSV."
        )
    return matched(KIND, show, _entries(lists))


def _needed(found: dict[str, object]) -> _Object:
    return {name: value for name, value in found.items() if name in _NEEDED}


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= 9 else None


def _nothing(_: str) -> None:
    return None


def _entries(lists: list[_Object]) -> Iterator[Entry]:
    """Every entry once; a member's own lists repeat those of the status lists."""
    seen: set[Entry] = set()
    for group in lists:
        rows = [_object(row) for row in _array(group.get("entries"))] if "entries" in group else [group]
        for row in rows:
            entry = _exported(row) if "series_id" in row else _answered(row)
            if entry and entry not in seen:
                seen.add(entry)
                yield entry


def _exported(row: _Object) -> Entry | None:
    if row.get("series_type") != 0:
        return None
    return Entry(
        titles=(), watched=_count(row.get("progress")), anilist_id=_count(row.get("series_id")) or None
    )


def _answered(row: _Object) -> Entry | None:
    media = _object(row.get("media"))
    if media.get("type", "ANIME") != "ANIME" or not (media or "mediaId" in row):
        return None
    title = media.get("title")
    titles = [title, *(_object(title).get(name) for name in _TITLES)]
    watched = _count(row.get("progress"))
    if row.get("status") in _WATCHED_ALL:
        watched = max(watched, _count(media.get("episodes")))
    return Entry(
        titles=tuple(text[:LONGEST_TITLE] for text in titles if isinstance(text, str)),
        watched=watched,
        mal_id=_count(media.get("idMal")) or None,
        anilist_id=_count(media.get("id")) or _count(row.get("mediaId")) or None,
    )


def _object(value: object) -> _Object:
    return cast("_Object", value) if isinstance(value, dict) else {}


def _array(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
