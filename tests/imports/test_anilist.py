"""Lists from AniList: its export, and the answer of its API."""

import dataclasses
import gzip
import json
from typing import Any

import pytest

from bot.domain.catalogue import Show
from tests.imports.made import answered, exported, keys, media, read, refused


def test_the_export_marks_by_the_id_of_the_show(kaleido_star: Show) -> None:
    found = read(exported((1, 26), (427, 7)), kaleido_star)

    assert (found.format, found.episodes, found.unmatched) == ("AniList", keys(1, 7), ("AniList series 1",))


def test_the_export_names_what_is_beyond_the_catalogue_by_the_show(kaleido_star: Show) -> None:
    assert read(exported((427, 51)), kaleido_star).unmatched == ("Kaleido Star: episodes 27–51",)


def test_manga_of_the_same_number_is_passed_over(kaleido_star: Show) -> None:
    assert "no series" in refused(exported((427, 7), manga=True), kaleido_star)


def test_an_export_without_titles_is_refused_where_the_catalogue_has_no_id(lantern_row: Show) -> None:
    assert "I do not know this show’s number at AniList" in refused(exported((427, 7)), lantern_row)


@pytest.mark.parametrize(
    "entry",
    [
        media("Kaleido Star", 7),
        media("カレイド", 7, id=427),
        media("Kareido", 7, idMal=427),
        media(None, 7, idMal=427, id=None),
        {"mediaId": 427, "progress": 7},
        {"progress": 7, "media": {"title": "Kaleido Star"}},
        {"progress": 7, "media": {"title": {"english": "KALEIDO STAR"}}},
    ],
)
def test_an_answer_marks_by_id_or_title(kaleido_star: Show, entry: dict[str, Any]) -> None:
    assert read(answered(entry), kaleido_star).episodes == keys(1, 7)


def test_another_id_with_the_same_title_is_another_show(kaleido_star: Show) -> None:
    found = read(answered(media("Kaleido Star", 7, id=1)), kaleido_star)

    assert (found.episodes, found.unmatched) == ((), ("Kaleido Star",))


@pytest.mark.parametrize("status", ["COMPLETED", "REPEATING"])
def test_all_of_a_completed_or_repeated_series_was_watched(kaleido_star: Show, status: str) -> None:
    entry = media("Kaleido Star", 2, status=status, episodes=26)

    assert read(answered(entry), kaleido_star).episodes == keys(1, 26)


def test_a_member_s_own_lists_repeat_entries_and_count_once(kaleido_star: Show) -> None:
    found = read(answered(*[media("Kaleido Star", 7), media("Other", 1)] * 2), kaleido_star)

    assert (found.episodes, found.unmatched_count) == (keys(1, 7), 1)


def test_an_answer_is_read_from_any_of_its_layers(kaleido_star: Show) -> None:
    whole = json.loads(answered(media("Kaleido Star", 7)))

    for layer in (whole, whole["data"], whole["data"]["MediaListCollection"]):
        assert read(json.dumps(layer).encode(), kaleido_star).episodes == keys(1, 7)


@pytest.mark.parametrize("progress", [None, -1, 7.5, "7", True, [7], {}, 10**400])
def test_a_progress_that_is_none_marks_nothing(kaleido_star: Show, progress: object) -> None:
    assert read(answered(media("Kaleido Star", progress)), kaleido_star).episodes == ()


def test_an_enormous_progress_costs_and_says_little(kaleido_star: Show) -> None:
    found = read(exported((427, 999_999_999)), kaleido_star)

    assert (found.episodes, found.unmatched) == (keys(1, 26), ("Kaleido Star: episodes 27–9999",))


def test_a_list_that_names_the_show_very_often_is_read_once(kaleido_star: Show) -> None:
    entries = [media("Kaleido Star", 9_999, id=427, episodes=n) for n in range(9_000)]

    assert read(answered(*entries), kaleido_star).unmatched_count == 1


def test_a_title_is_named_on_one_line_and_cut(kaleido_star: Show) -> None:
    found = read(answered(media("a\n\u202e\ud800" + "b" * 500, 1)), kaleido_star)

    assert found.unmatched[0].startswith("a b")
    assert len(found.unmatched[0]) == 80


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{}", "no list from AniList"),
        (b"[1, 2, 3]", "no list from AniList"),
        (b'{"lists": {}}', "no list from AniList"),
        (b'{"data": null, "errors": [{"message": "User not found"}]}', "no list from AniList"),
        (b'{"lists": []}', "no series"),
        (b'{"lists": [1, null, "x", [], {"entries": 5}]}', "no series"),
        (gzip.compress(exported(*((n, 1) for n in range(1, 20_002)))), "more than 20,000 entries"),
        (b'{"lists": [', "broken"),
        (b'{"lists": []} {"lists": []}', "broken"),
        (b"[" * 100_000, "broken"),
        (b"[" * 300_000, "larger than I read"),
        (b"[" + b"0," * 600_000 + b"0]", "larger than I read"),
        (b"[" + b"9" * 100_000 + b"]", "no list from AniList"),
        (b"[1e999999, NaN, -Infinity]", "no list from AniList"),
    ],
)
def test_any_other_json_is_refused_with_a_reason(kaleido_star: Show, data: bytes, sentence: str) -> None:
    assert sentence in refused(data, kaleido_star)


def test_the_ids_come_from_the_catalogue_and_may_be_absent(kaleido_star: Show, lantern_row: Show) -> None:
    assert (kaleido_star.mal_id, kaleido_star.anilist_id) == (427, 427)
    assert (lantern_row.mal_id, lantern_row.anilist_id) == (None, None)
    assert dataclasses.replace(kaleido_star, anilist_id=1).mal_id == 427
