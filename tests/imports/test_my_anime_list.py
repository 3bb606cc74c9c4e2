"""MyAnimeList exports: what they mark, and what they cannot do."""

import dataclasses
import gzip

import pytest

from bot.domain.catalogue import Show
from tests.imports.made import anime, keys, read, refused, xml


@pytest.mark.parametrize(
    "title",
    ["Lantern Row", "LANTERN ROW (TV)", "Lantern Row!", "Ｌantern  Row"],  # noqa: RUF001  full width
)
def test_the_first_n_episodes_of_the_show_are_marked(lantern_row: Show, title: str) -> None:
    found = read(xml(anime(title, 12)), lantern_row)

    assert (found.format, found.episodes) == ("MyAnimeList", keys(1, 12))
    assert (found.unmatched, found.unmatched_count, found.scores) == ((), 0, {})


def test_it_is_read_gzipped_as_the_site_gives_it(lantern_row: Show) -> None:
    assert read(gzip.compress(xml(anime("Lantern Row", 3))), lantern_row).episodes == keys(1, 3)


def test_other_series_are_named_as_unmatched(lantern_row: Show) -> None:
    found = read(xml(anime("Some & Other", 5), anime("Lantern Row", 1), anime("", 2)), lantern_row)

    assert found.episodes == ("s1e1",)
    assert found.unmatched == ("Some & Other", "something without a name")


def test_many_unmatched_series_are_counted_and_some_named(lantern_row: Show) -> None:
    found = read(xml(*(anime(f"Other {place}", 5) for place in range(300))), lantern_row)

    assert (found.episodes, len(found.unmatched), found.unmatched_count) == ((), 20, 300)


def test_what_is_counted_beyond_the_catalogue_is_unmatched_and_named_first(kaleido_star: Show) -> None:
    found = read(xml(anime("Other", 5), anime("Kaleido Star", 51, mal_id=427)), kaleido_star)

    assert found.episodes == keys(1, 26)
    assert found.unmatched == ("Kaleido Star: episodes 27–51", "Other")


def test_a_count_runs_through_the_seasons_and_marks_nothing_between_the_numbers(lantern_row: Show) -> None:
    assert read(xml(anime("Lantern Row", 16)), lantern_row).episodes == (*keys(1, 14), *keys(2, 2))


@pytest.mark.parametrize(
    "title",
    ["Lantern Row: Low Tide", "Lantern Row Season 2", "Lantern Row 2nd Season", "lantern row low tide"],
)
def test_a_season_with_a_title_of_its_own_marks_that_season(lantern_row: Show, title: str) -> None:
    found = read(xml(anime(title, 14)), lantern_row)

    assert found.episodes == keys(2, 12)
    assert found.unmatched == (f"{title}: episodes 13–14",)


def test_a_season_ends_where_it_ends(lantern_row: Show) -> None:
    found = read(xml(anime("Lantern Row Season 1", 16)), lantern_row)

    assert (found.episodes, found.unmatched) == (keys(1, 14), ("Lantern Row Season 1: episodes 15–16",))


def test_an_announced_season_marks_nothing_of_the_first(kaleido_star: Show) -> None:
    found = read(xml(anime("Kaleido Star: New Wings", 3, mal_id=99)), kaleido_star)

    assert (found.episodes, found.unmatched) == ((), ("Kaleido Star: New Wings: episodes 1–3",))


@pytest.mark.parametrize("title", ["Low Tide", "Lantern Row: The Movie", "Lantern", "Row Lantern", "(TV)"])
def test_a_title_that_is_only_like_it_marks_nothing(lantern_row: Show, title: str) -> None:
    found = read(xml(anime(title, 5)), lantern_row)

    assert (found.episodes, found.unmatched) == ((), (title,))


def test_the_id_decides_where_both_sides_give_one(kaleido_star: Show) -> None:
    assert read(xml(anime("Kareido Sutā", 2, mal_id=427)), kaleido_star).episodes == keys(1, 2)
    assert read(xml(anime("Kaleido Star", 2, mal_id=5)), kaleido_star).episodes == ()
    assert read(xml(anime("Kaleido Star", 2)), kaleido_star).episodes == keys(1, 2)


def test_a_show_without_ids_goes_by_title(kaleido_star: Show) -> None:
    unknown = dataclasses.replace(kaleido_star, mal_id=None)

    assert read(xml(anime("Kaleido Star", 2, mal_id=5)), unknown).episodes == keys(1, 2)


def test_all_of_a_completed_series_was_watched(lantern_row: Show) -> None:
    again = anime("Lantern Row", 3, status="Completed", of=14)

    assert read(xml(again), lantern_row).episodes == keys(1, 14)


@pytest.mark.parametrize("watched", ["0", "", "-3", "many", "1" * 5_000, "3.5"])
def test_a_count_that_is_none_marks_nothing(lantern_row: Show, watched: str) -> None:
    assert read(xml(anime("Lantern Row", watched)), lantern_row).episodes == ()


def test_an_entry_given_twice_counts_by_the_larger(lantern_row: Show) -> None:
    twice = xml(anime("Lantern Row", 4), anime("Lantern Row", 2))

    assert read(twice, lantern_row).episodes == keys(1, 4)


def test_text_in_another_encoding_is_read(lantern_row: Show) -> None:
    text = xml(anime("Lantern Row", 2), anime("Señorita", 2)).decode()

    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"):
        found = read(text.encode(encoding), lantern_row)
        assert (found.episodes, found.unmatched) == (keys(1, 2), ("Señorita",))


BOMB = b"""<?xml version="1.0"?><!DOCTYPE myanimelist [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>
<myanimelist><anime><series_title>&b;</series_title></anime></myanimelist>"""
OUTSIDE = b"""<!DOCTYPE myanimelist [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<myanimelist><anime><series_title>&a;</series_title></anime></myanimelist>"""


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (BOMB, "XML of another kind"),
        (OUTSIDE, "XML of another kind"),
        (b'<!DOCTYPE myanimelist SYSTEM "http://example.com/a.dtd"><myanimelist/>', "XML of another kind"),
        (b"<!doctype html><html><body>Log in", "web page"),
        (b"<html><body>Log in</body></html>", "no anime list"),
        (b"<rss><anime/></rss>", "no anime list"),
        (b"<myanimelist/>", "no series"),
        (b"<myanimelist><manga><manga_title>A</manga_title></manga></myanimelist>", "manga list"),
        (xml(anime("Lantern Row", 2))[:-10], "broken"),
        (b"<myanimelist><anime></myanimelist>", "broken"),
        (b"<myanimelist><anime>&nbsp;</anime></myanimelist>", "broken"),
        (b"<myanimelist>" + b"<a>" * 50, "no anime list"),
        (b"<myanimelist " + b" ".join(b'a%d=""' % n for n in range(2_000)) + b"/>", "no anime list"),
        (b"<myanimelist>" + b"".join(b"<a%d/>" % n for n in range(600)), "no anime list"),
        (b"<myanimelist><!--" + b"x" * 600_000 + b"--></myanimelist>", "no anime list"),
        (gzip.compress(b"<myanimelist>" + b"<a/>" * 700_000), "no anime list"),
        (b"<myanimelist>" + b"<anime/>" * 20_001 + b"</myanimelist>", "more than 20,000 entries"),
    ],
)
def test_any_other_xml_is_refused_with_a_reason(lantern_row: Show, data: bytes, sentence: str) -> None:
    assert sentence in refused(data, lantern_row)
