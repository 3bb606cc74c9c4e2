"""Lists as MyAnimeList exports them, and as other sites do after its model.

Format: the site's own export (https://myanimelist.net/panel.php?go=export), which it never described; fields
after the “MyAnimeList XML Unofficial Specification” (CC BY 4.0) and the exports that public tools write.
"""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from bot.domain.catalogue import Show
from bot.domain.refusal import Refusal
from bot.imports.entries import LONGEST_TITLE, MOST, Entry, Imported, matched
from bot.imports.files import WANTED

KIND = "MyAnimeList"

_FIELDS = frozenset(
    {
        *("series_animedb_id", "series_title", "series_episodes"),
        *("my_watched_episodes", "my_status", "my_rewatching"),
    }
)
_CHUNK = 64 * 1024
"""Characters read at a time."""
_SILENCE = 4
"""Pieces in a row that may bring nothing: a single tag is never that long."""
_ELEMENTS = 30 * MOST
_NAMES = 500
_ATTRIBUTES = 1_000
"""The format has none; tools that write it may put a few. The parser keeps all their names."""
_DEPTH = 10
_WHOLE = re.compile(r"\s*(\d{1,9})\s*", re.ASCII)
_COMPLETED = frozenset({"completed", "2"})
"""Older exports give the status as a number."""


def read(text: str, show: Show) -> Imported:
    """What an anime list in XML says of `show`: the first `my_watched_episodes` of its entry.

    Of a completed series all episodes were watched, where its number of them is given: while it is watched
    anew the site counts from the beginning.

    Raises:
        Refusal: it is not such a list, a manga list, broken, empty or too large, or has a document type, with
            which XML brings entities along.
    """
    reading = _Reading()
    parser = DefusedXMLParser(target=reading, forbid_dtd=True)
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
            reading.heard()
        parser.close()
    except DefusedXmlException:  # a document type: lists have none, web pages and bombs do
        raise _wrong() from None
    except (ParseError, ValueError, LookupError):  # the latter two for encodings that are none
        if not reading.begun:
            raise _wrong() from None
        raise Refusal("That XML is broken. Export the list anew and send it again.") from None
    if reading.manga and not reading.entries:
        raise Refusal("That is a manga list. Export your anime list and send that.")
    return matched(KIND, show, reading.entries)


class _Reading:
    """Hears the parser's events, keeps the few fields that matter, and stops what is out of proportion."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.manga = 0
        self._open: list[str] = []
        self._fields: dict[str, str] = {}
        self._names: set[str] = set()
        self._elements = self._attributes = self._silent = 0

    @property
    def begun(self) -> bool:
        """Whether a tag was heard."""
        return self._elements > 0

    def heard(self) -> None:
        """Another piece was read. One tag that goes on and on would fill the memory before it is heard of."""
        self._silent += 1
        if self._silent > _SILENCE:
            raise _wrong()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""
        self._silent = 0
        self._elements += 1
        self._attributes += len(attributes)
        self._names.add(tag)
        self._open.append(tag)
        if len(self._open) == 1 and tag != "myanimelist":
            raise _wrong()
        if (
            self._elements > _ELEMENTS
            or self._attributes > _ATTRIBUTES
            or len(self._names) > _NAMES
            or len(self._open) > _DEPTH
        ):
            raise _wrong()

    def data(self, text: str) -> None:
        """Text between tags."""
        self._silent = 0
        if len(self._open) == 3 and self._open[1] == "anime" and self._open[2] in _FIELDS:
            known = self._fields.get(self._open[2], "")
            self._fields[self._open[2]] = known + text[: LONGEST_TITLE - len(known)]

    def end(self, tag: str) -> None:
        """A tag closes."""
        self._silent = 0
        self._open.pop()
        if len(self._open) != 1:
            return
        if tag == "anime":
            self.entries.append(_entry(self._fields))
            self._fields = {}
            if len(self.entries) > MOST:
                raise Refusal(f"That list has more than {MOST:,} entries, which is more than I read.")
        elif tag == "manga":
            self.manga += 1

    def close(self) -> None:
        """The document is over."""


def _entry(fields: Mapping[str, str]) -> Entry:
    watched = _whole(fields.get("my_watched_episodes"))
    completed = fields.get("my_status", "").strip().casefold() in _COMPLETED
    if completed or _whole(fields.get("my_rewatching")):
        watched = max(watched, _whole(fields.get("series_episodes")))
    return Entry(
        titles=(fields.get("series_title", ""),),
        watched=watched,
        mal_id=_whole(fields.get("series_animedb_id")) or None,
    )


def _whole(text: str | None) -> int:
    found = _WHOLE.fullmatch(text or "")
    return int(found[1]) if found else 0


def _wrong() -> Refusal:
    return Refusal(f"That is no anime list, but a web page or XML of another kind. {WANTED}")
