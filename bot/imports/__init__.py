"""Reads what members bring along from elsewhere, and writes what they take with them.

`read_list` is plain work without an event loop, up to a second or two for the largest files: call it in a
thread. It keeps nothing of the file but what `Imported` holds.
"""

import re

from bot.domain.catalogue import Show
from bot.imports import anilist, sheet
from bot.imports.entries import Imported
from bot.imports.files import text_of
from bot.imports.sheet import Marked, export

__all__ = ["Imported", "Marked", "export", "read_list"]


def read_list(data: bytes, *, filename: str, show: Show) -> Imported:
    """Say what a file would mark of `show`: a MyAnimeList XML, an AniList JSON or a CSV, plain or gzipped.

    The content tells which it is; `filename` only helps to say what is wrong with a file that is none.

    Raises:
        Refusal: it is none of these, broken, empty, encrypted, packed otherwise, or larger than `files` says.
    """
    text = text_of(data, filename=filename)
    first = re.search(r"\S", text)
    match first and first[0]:
        case "<":
            from bot.imports import my_anime_list  # noqa: PLC0415  XML is much to keep in memory for few

            return my_anime_list.read(text, show)
        case "{" | "[":
            return anilist.read(text, show)
        case _:
            return sheet.read(text, show)
