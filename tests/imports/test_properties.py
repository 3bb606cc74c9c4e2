"""What holds for every file."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.catalogue import Show
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Level, Sealed, Viewer
from bot.imports import Imported, Marked, export, read_list
from bot.imports.entries import DESCRIBED, DESCRIPTION
from bot.text import one_line
from tests.domain.strategies import ANY_TEXT, shows
from tests.imports.made import anime, answered, exported, media, read, xml
from tests.shows import two_seasons

SHOW = replace(two_seasons(), mal_id=427, anilist_id=427)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["data", "MediaListCollection", "lists", "entries", "media", "title", "progress", "id"]
            )
            | st.sampled_from(
                ["series_id", "series_type", "status", "idMal", "mediaId", "romaji", "episodes"]
            ),
            inner,
        )
    ),
)
XML_PARTS = st.lists(
    st.sampled_from(
        [
            *("<anime>", "</anime>", "<series_title>", "</series_title>", "Lantern Row", "5", "&amp;", "&x;"),
            *(
                "<my_watched_episodes>",
                "</my_watched_episodes>",
                "</myanimelist>",
                "<![CDATA[",
                "]]>",
                "<!--",
            ),
        ]
    ),
    max_size=20,
).map("".join)
CSV_PARTS = st.lists(
    st.sampled_from([*'5,;\t\n\r" é-', "s1e5", "sp1", "99", "episode", "season"]),
    max_size=30,
).map("".join)


def judged(data: bytes, show: Show = SHOW) -> Imported | None:
    """What was read, after a look at whether it keeps its promises; None where it was refused."""
    try:
        found = read_list(data, filename="list", show=show)
    except Refusal:
        return None
    assert list(found.episodes) == [e.key for e in show.episodes if e.key in set(found.episodes)]
    assert len(found.unmatched) == min(found.unmatched_count, DESCRIBED)
    for text in found.unmatched:
        assert text == one_line(text)
        assert 0 < len(text) <= DESCRIPTION
    return found


@given(st.binary(max_size=300), st.booleans())
@example(b"\x1f\x8b", False)  # noqa: FBT003
@example(b"<?xml version='1.0' encoding='rot13'?><a/>", False)  # noqa: FBT003
@example(b"<?xml version='1.0' encoding='utf-16'?><a/>", False)  # noqa: FBT003
def test_any_bytes_are_read_or_refused(data: bytes, packed: bool) -> None:  # noqa: FBT001
    judged(gzip.compress(data) if packed else data)


@given(ANY_TEXT | CSV_PARTS, st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_text_is_read_or_refused(text: str, encoding: str) -> None:
    judged(text.encode(encoding, errors="replace"))


@given(XML_PARTS)
def test_any_xml_is_read_or_refused(text: str) -> None:
    judged(f"<myanimelist>{text}".encode())


@given(JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    judged(json.dumps({"lists": [value, {"entries": [value]}], "data": {"lists": value}}).encode())
    judged(json.dumps({"lists": [value, {"entries": [value]}]}).encode())


@given(shows(), st.data())
def test_what_is_exported_is_imported_again(show: Show, data: st.DataObject) -> None:
    watched = data.draw(st.sets(st.sampled_from(show.episodes), min_size=1))
    titles = data.draw(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=3)
    )
    rows = [
        Marked(
            replace(
                episode,
                title=Sealed(titles[place % len(titles)], needs={episode.key}, level=Level.TITLE),
            ),
            "hand",
            datetime(2026, 11, 20, tzinfo=UTC),
        )
        for place, episode in enumerate(watched)
    ]

    found = read(export(rows, Viewer()), show)

    assert set(found.episodes) == {episode.key for episode in watched}
    assert found.unmatched == ()


@given(shows(), st.lists(st.integers(0, 60), min_size=1, max_size=4))
def test_every_format_marks_the_first_n_whole_numbers_and_misses_the_rest(
    show: Show, history: Sequence[int]
) -> None:
    show = replace(show, mal_id=427, anilist_id=427)
    first, most = show.seasons[0].first, max(history)
    expected = [e.key for e in show.episodes if e.absolute in range(first, first + most)]
    length = sum(season.episodes or 0 for season in show.seasons)
    files = [
        xml(*(anime(show.title, watched, mal_id=427) for watched in history)),
        answered(*(media(show.title, watched) for watched in history)),
        exported(*((427, watched) for watched in history)),
    ]

    for data in files:
        found = judged(data, show)
        assert found
        assert list(found.episodes) == expected
        assert len(expected) == min(most, length)
        assert found.unmatched_count == (most > length)
