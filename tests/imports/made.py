"""Small lists as the sites write them, made by hand."""

import json
from typing import Any
from xml.sax.saxutils import escape

import pytest

from bot.domain.catalogue import Show
from bot.domain.refusal import Refusal
from bot.imports import Imported, read_list


def anime(title: str, watched: object, *, mal_id: object = 0, status: str = "Watching", of: int = 0) -> str:
    """An entry of a MyAnimeList export, with the fields the site writes."""
    return f"""
    <anime>
      <series_animedb_id>{mal_id}</series_animedb_id>
      <series_title><![CDATA[{title}]]></series_title>
      <series_type>TV</series_type>
      <series_episodes>{of}</series_episodes>
      <my_id>0</my_id>
      <my_watched_episodes>{watched}</my_watched_episodes>
      <my_start_date>0000-00-00</my_start_date>
      <my_score>8</my_score>
      <my_status>{escape(status)}</my_status>
      <my_comments><![CDATA[5 < 6 & <b>bold</b>]]></my_comments>
      <my_rewatching>0</my_rewatching>
    </anime>"""


def xml(*entries: str) -> bytes:
    """A MyAnimeList export."""
    head = '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- Created by XML Export -->\n<myanimelist>'
    info = "<myinfo><user_id>1</user_id><user_export_type>1</user_export_type></myinfo>"
    return f"{head}{info}{''.join(entries)}\n</myanimelist>".encode()


def exported(*entries: tuple[int, int], manga: bool = False) -> bytes:
    """AniList's own export: entries of id and progress."""
    rows: list[dict[str, Any]] = [
        {
            "id": place,
            "series_type": int(manga),
            "series_id": series,
            "status": 2,
            "score": 80,
            "progress": progress,
            "notes": None,
            "custom_lists": [],
            "started_on": 20200101,
        }
        for place, (series, progress) in enumerate(entries)
    ]
    data: dict[str, Any] = {"user": {"email": "hana@example.com"}, "lists": rows, "activity": []}
    return json.dumps(data).encode()


def answered(*entries: dict[str, Any]) -> bytes:
    """An answer of AniList's API, its entries in one list."""
    group = {"name": "Watching", "isCustomList": False, "entries": list(entries)}
    return json.dumps({"data": {"MediaListCollection": {"lists": [group]}}}).encode()


def media(title: str | None, progress: object, *, status: str = "CURRENT", **fields: Any) -> dict[str, Any]:
    """An entry of such an answer."""
    named = {"romaji": title, "english": None, "native": "カレイドスター"}
    return {"progress": progress, "status": status, "media": {"title": named, **fields}}


def read(data: bytes, show: Show, filename: str = "list") -> Imported:
    return read_list(data, filename=filename, show=show)


def refused(data: bytes, show: Show, filename: str = "list") -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(Refusal) as refusal:
        read(data, show, filename)
    return refusal.value.sentence


def keys(season: int, last: int) -> tuple[str, ...]:
    """The keys of a season's first episodes."""
    return tuple(f"s{season}e{number}" for number in range(1, last + 1))
