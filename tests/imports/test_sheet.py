"""CSV of episode numbers, from others and from Encore."""

import gzip
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.domain.catalogue import Show
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer
from bot.imports import Marked, export
from bot.imports.sheet import LONGEST
from tests.imports.made import read, refused

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "5\n16\nsp1\n13.5",
        "5\r\n16\r\nsp1\r\n13.5\r\n",
        "5\r16\rsp1\r13.5",
        "s1e5\n2x2\nSP1\ns1e13.5",
        "5, 16, sp1, 13.5",
        "episode\n5\n16\nsp1\n13.5",
        '"title","Episode"\n"a, b",5\n,16\n,sp1\n,13.5',
        "sep=;\nEp;Title\n5;a\n16;b\nsp1;c\n13,5;d",
        "5;one, two\n16;three\nsp1;\n13,5;",
        "5,one; two\n16,three\nsp1,\n13.5,",
        "number\ttitle\n#5\ta\n16.0\tb\nSpecial 1\tc\nepisode 13.5\td",
        "season,episode\n1,5\n2,2\n0,1\n1,13.5",
        "\n\n episode \n\n 5 \n 5\n16\nsp1\n13.5\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_numbers_are_read_however_they_are_laid_out(lantern_row: Show, text: str, encoding: str) -> None:
    found = read(text.encode(encoding), lantern_row)

    assert (found.format, found.episodes) == ("CSV", ("s1e5", "s1e13.5", "s2e2", "sp1"))
    assert found.unmatched == ()


def test_an_episode_of_a_season_is_never_taken_for_one_of_another(lantern_row: Show) -> None:
    found = read(b"season,episode\n2,1\nthree,4\n3,5\n2,99\n,7", lantern_row)

    assert found.episodes == ("s1e7", "s2e1")
    assert found.unmatched == ("4", "5", "99")


def test_what_is_no_episode_here_is_unmatched(lantern_row: Show) -> None:
    found = read("5\n99\n-3\nThe Hinge\nnext\nrandom\n99\n\u202ex".encode(), lantern_row)

    assert found.episodes == ("s1e5",)
    assert found.unmatched == ("99", "-3", "The Hinge", "next", "random", "x")


def test_letters_of_western_spreadsheets_are_read(lantern_row: Show) -> None:
    assert read("episode;title\n5;a\nSeñor;b".encode("cp1252"), lantern_row).unmatched == ("Señor",)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"hello", "no episode numbers"),
        (b"title,score\nThe Hinge,8", "no episode numbers"),
        (b"episode\n", "no episode numbers"),
        (b"sep=;\n", "no episode numbers"),
        (b"5\n" * 10_001, "more than 10,000 rows"),
        (b'5\n"' + b"x\n" * 100_000, "broken"),
        (gzip.compress(b"5" + b"\n" * LONGEST), "too long"),
        (b"x" * 100_000, "no episode numbers"),
    ],
)
def test_any_other_text_is_refused_with_a_reason(lantern_row: Show, data: bytes, sentence: str) -> None:
    assert sentence in refused(data, lantern_row)


def test_ten_thousand_rows_are_read(lantern_row: Show) -> None:
    assert read(b"5\n\n" * 10_000, lantern_row).episodes == ("s1e5",)


def test_the_export_says_what_when_and_from_where(lantern_row: Show) -> None:
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    rows = [
        Marked(lantern_row.by_key["s1e13.5"], "hand", NOON),
        Marked(lantern_row.by_key["sp2"], "party", tokyo),
    ]

    assert export(rows, Viewer()).decode("utf-8-sig").splitlines() == [
        '"episode","title","source","marked at"',
        '"s1e13.5","In Between","hand","2026-11-20T12:00:00Z"',
        '"sp2","Festival Night","party","2026-11-20T12:00:00Z"',
    ]


def test_an_export_of_nothing_has_nothing_to_import(lantern_row: Show) -> None:
    assert "no episode numbers" in refused(export([], Viewer()), lantern_row)


@pytest.mark.parametrize("heading", ["watched", "Seen", "STATUS"])
def test_rows_count_that_say_they_were_watched(lantern_row: Show, heading: str) -> None:
    said = {"2": "no", "3": "Yes", "4": "false", "5": "0", "6": "", "7": "x", "8": "planned", "1": "watched"}
    text = "\n".join([f"episode,{heading}", *(f"{number},{word}" for number, word in said.items())])

    assert read(text.encode(), lantern_row).episodes == ("s1e1", "s1e3", "s1e7")


def test_a_list_of_what_is_yet_to_be_watched_marks_nothing(lantern_row: Show) -> None:
    with pytest.raises(Refusal, match="no episode that was watched"):
        read(b"episode,watched\n1,no\n2,no\n", lantern_row)


def test_a_row_of_a_million_numbers_is_refused(lantern_row: Show) -> None:
    with pytest.raises(Refusal, match="more than 10,000 episodes"):
        read(b"1," * 1_000_000, lantern_row)
