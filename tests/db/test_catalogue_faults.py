"""Every fault of a catalogue is named on one line: file, table, entry, field, problem."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from db.catalogue import CatalogueError, limits, load, read_show
from tests.shows import Data, plain, to_toml, two_seasons_data

FIRST = "[[episodes]] season 1 episode 1"
MASK = "[[characters]] The Lamplighter"
ADA = "[[characters]] Ada Wick"
BO = "[[characters]] Bo Tallow"
LITTLE = "[[characters]] Little Wick"
NOON = datetime(2003, 4, 3, 12, tzinfo=UTC)
ENTRY = "[[episodes]] entry 1"
S1E14 = "[[episodes]] season 1 episode 14"
S2E1 = "[[episodes]] season 2 episode 1"
S2E2 = "[[episodes]] season 2 episode 2"
REVIEW = "[series.review]"


def lines(data: Data, file: str = "x.toml") -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        read_show(data, file=file)
    assert all(str(fault).isprintable() for fault in caught.value.faults)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("field", "value", "line"),
    [
        ("season", True, f"{ENTRY}: season: must be a whole number, not true"),
        ("season", -1, f"{ENTRY}: season: must be from 0 to 999, not -1"),
        ("season", 10**18, f"{ENTRY}: season: must be from 0 to 999, not a number of more than 18 digits"),
        ("number", "1", f"{ENTRY}: number: must be a number, not '1'"),
        ("number", 0, f"{ENTRY}: number: must be from 0.1 to 9999, not 0"),
        ("number", float("nan"), f"{ENTRY}: number: must be from 0.1 to 9999, not nan"),
        ("number", 13.55, f"{ENTRY}: number: must have at most 1 decimal, not 13.55"),
        ("title", 7, f"{FIRST}: title: must be text, not 7"),
        ("title", "", f"{FIRST}: title: must not be blank"),
        ("title", " \u3000\u200b", f"{FIRST}: title: must not be blank"),
        ("title", "x" * 121, f"{FIRST}: title: must have at most 120 characters, not 121"),
        ("teaser", "a\nb", f"{FIRST}: teaser: must not hold the control character U+000A"),
        ("title", "\u3164\u2800", f"{FIRST}: title: must not be blank"),
        (
            "title",
            "a\u202eb",
            f"{FIRST}: title: must not hold the writing direction mark U+202E",
        ),
        ("teaser", "a\ud800", f"{FIRST}: teaser: must not hold the lone surrogate U+D800"),
        ("synopsis", "x" * 1601, f"{FIRST}: synopsis: must have at most 1600 characters, not 1601"),
        (
            "aired",
            "2003-04-03",
            f"{FIRST}: aired: must be a date without quotes, not '2003-04-03'",
        ),
        (
            "aired",
            NOON,
            f"{FIRST}: aired: must be a date without quotes, not a date with a time",
        ),
        ("aired", date(1899, 12, 31), f"{FIRST}: aired: must not be before 1900, as 1899-12-31 is"),
        ("web_rating", 11.5, f"{FIRST}: web_rating: must be from 0 to 10, not 11.5"),
        ("web_rating", 8.333, f"{FIRST}: web_rating: must have at most 2 decimals, not 8.333"),
        ("web_votes", -1, f"{FIRST}: web_votes: must be from 0 to 1000000000, not -1"),
        ("web_rank", 0, f"{FIRST}: web_rank: must be from 1 to 9999, not 0"),
        ("web_rank", 2, "[[episodes]] season 1 episode 13: web_rank: 2 is given twice, first in entry 1"),
        ("directors", "Ida", f"{FIRST}: directors: must be a list of texts, not 'Ida'"),
        ("directors", [*"123456789"], f"{FIRST}: directors: must have at most 8 entries, not 9"),
        ("directors", ["Ida", "Ida"], f"{FIRST}: directors: entry 2 repeats 'Ida'"),
        ("watch_on", ["A", 2], f"{FIRST}: watch_on: entry 2 must be text, not 2"),
        ("cast", ["Adda"], f"{FIRST}: cast: 'Adda' is no character; did you mean 'Ada'?"),
        ("missing", ["synopsys"], f"{FIRST}: missing: names 'synopsys', no field; did you mean 'synopsis'?"),
        ("missing", ["synopsis"], f"{FIRST}: missing: names 'synopsis', which is given"),
        ("synopsi", "x", f"{FIRST}: synopsi: is unknown; did you mean 'synopsis'?"),
        ("season", 3, "[[episodes]] season 3 episode 1: season: 3 is not among [[seasons]]"),
        ("number", 2, "[[episodes]] season 1 episode 2: number: 2 is given twice in this season"),
        ("number", 15, "[[episodes]] season 1 episode 15: number: is beyond the season's last, 14"),
    ],
)
def test_a_faulty_episode_is_named_with_its_field(field: str, value: object, line: str) -> None:
    data = two_seasons_data()
    data["episodes"][0][field] = value
    assert f"x.toml: {line}" in lines(data)


def change(data: Any, path: str, value: object) -> None:
    """Sets, or with None deletes, what is at `path`, such as `characters.2.identity`."""
    *way, last = (int(step) if step.isdecimal() else step for step in path.split("."))
    for step in way:
        data = data[step]
    if value is None:
        del data[last]
    else:
        data[last] = value


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        ("series", None, "[series]: is missing"),
        ("series", 3, "[series]: must be a table, not 3"),
        ("series.id", None, "[series]: id: is missing"),
        ("series.id", "Lantern Row", "[series]: id: must be 1 to 32 of a-z, 0-9 and -, not 'Lantern Row'"),
        ("series.id", "x" * 33, f"[series]: id: must be 1 to 32 of a-z, 0-9 and -, not '{'x' * 33}'"),
        ("series.rating", 10.5, "[series]: rating: must be from 0 to 10, not 10.5"),
        ("series.premise", "x" * 1201, "[series]: premise: must have at most 1200 characters, not 1201"),
        ("series.reviews", {}, "[series]: reviews: is unknown; did you mean 'review'?"),
        ("series.review.verdict", None, f"{REVIEW}: verdict: is missing"),
        (
            "series.review.strengths",
            ["x" * 151],
            f"{REVIEW}: strengths: entry 1 must have at most 150 characters, not 151",
        ),
        (
            "series.review.weaknesses",
            [*"123456"],
            f"{REVIEW}: weaknesses: must have at most 5 entries, not 6",
        ),
        ("series.ids", {"mall": 1}, "[series.ids]: mall: is unknown; did you mean 'mal'?"),
        ("episode", [], "episode: is unknown; did you mean 'episodes'?"),
        ("a\nb", 1, "'a\\nb': is unknown"),
        ("episodes", [], "[[episodes]]: is missing: a show needs at least one"),
        ("episodes", {}, "[[episodes]]: must be a list of tables, not a table"),
        ("episodes.0", "one", f"{ENTRY}: must be a table, not 'one'"),
        ("episodes.0.title", None, f"{FIRST}: title: is missing"),
        ("episodes.0.web_votes", None, f"{FIRST}: web_votes: is missing beside web_rating and web_rank"),
        ("seasons.1.number", 1, "[[seasons]] season 1: number: 1 is given twice, first in entry 1"),
        ("seasons.0.episodes", None, "[[seasons]] season 1: episodes: is missing"),
        ("seasons.0.episodes", 13, f"{S1E14}: number: is beyond the season's last, 13"),
        ("seasons.1.first", 14, f"{S2E1}: number: is 14 through all seasons, as is season 1 episode 14"),
        ("seasons.1.first", 9999, f"{S2E2}: number: is 10000 through all seasons, past 9999"),
        ("characters.1.name", "Ada Wick", f"{ADA}: name: 'Ada Wick' is given twice, first in entry 1"),
        ("characters.1.aliases", ["Ada"], f"{BO}: aliases: 'Ada' already means Ada Wick"),
        ("characters.1.aliases", ["Ada Wick"], f"{BO}: aliases: 'Ada Wick' already means Ada Wick"),
        ("characters.1.role", "x" * 151, f"{BO}: role: must have at most 150 characters, not 151"),
        ("characters.2.identity", "Bob", f"{MASK}: identity: 'Bob' is no character"),
        ("characters.2.identity", None, f"{MASK}: identity: is missing beside identity_revealed_in"),
        (
            "characters.2.identity_revealed_in",
            None,
            f"{MASK}: identity_revealed_in: is missing beside identity",
        ),
        (
            "characters.2.identity_revealed_in",
            27,
            f"{MASK}: identity_revealed_in: 27 is no episode's absolute number",
        ),
        (
            "characters.3.spoils_episode",
            12.5,
            f"{LITTLE}: spoils_episode: 12.5 is no episode's absolute number",
        ),
    ],
)
def test_a_faulty_table_is_named_with_its_field(path: str, value: object, line: str) -> None:
    data = two_seasons_data()
    change(data, path, value)
    assert f"x.toml: {line}" in lines(data)


def test_more_episodes_than_any_show_has_are_refused() -> None:
    data = plain()
    data["episodes"] = [{"season": 1, "number": number, "title": "x"} for number in range(1, 5002)]
    assert lines(data) == ["x.toml: [[episodes]]: must have at most 5000 entries, not 5001"]


@pytest.mark.parametrize(
    "path",
    [
        "characters",
        "characters.0.name",
        "episodes.19.number",
        "seasons",
        "seasons.0.episodes",
        "seasons.0.number",
    ],
)
def test_one_fault_does_not_drag_others_along(path: str) -> None:
    data = two_seasons_data()
    change(data, path, value=True)
    assert len(lines(data)) == 1


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"[series]\ntitle = \n", "x.toml: is not TOML: Invalid value (at line 2, column 9)"),
        (
            b"[series]\n[more",
            "x.toml: is not TOML: Expected ']' at the end of a table declaration (at line 2, the last one)",
        ),
        (b'[series]\ntitle = "\xff"', "x.toml: is not UTF-8: invalid start byte at byte 18"),
        (b"#" * (limits.FILE_BYTES + 1), "x.toml: must have at most 2097152 bytes, not 2097153"),
    ],
    ids=["syntax", "end", "encoding", "size"],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, line: str) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(content)
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path)
    assert str(caught.value) == line


@pytest.mark.parametrize("value", ["1" * 5000, "[" * 50_000, "0x" + "f" * 5000], ids=["long", "deep", "hex"])
def test_toml_that_python_chokes_on_is_a_fault(tmp_path: Path, value: str) -> None:
    (tmp_path / "x.toml").write_text(f"a = {value}\n", "utf-8")
    with pytest.raises(CatalogueError, match=r"^x\.toml: "):
        load(tmp_path)


def test_a_path_without_a_catalogue_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"nowhere: no such file or folder$"):
        load(tmp_path / "nowhere")
    with pytest.raises(CatalogueError, match=r"the folder has no \.toml files$"):
        load(tmp_path)


def test_all_faults_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    one, two = two_seasons_data(), plain()
    one["episodes"][6] |= {"web_rating": 11.5, "cast": ["Nobody"]}
    two["episodes"][0]["title"] = ""
    (tmp_path / "one.toml").write_text(to_toml(one), "utf-8")
    (tmp_path / "two.toml").write_text(to_toml(two), "utf-8")
    (tmp_path / "zero.toml").write_text("=", "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path)
    assert str(caught.value).splitlines() == [
        "one.toml: [[episodes]] season 1 episode 7: web_rating: must be from 0 to 10, not 11.5",
        "one.toml: [[episodes]] season 1 episode 7: cast: 'Nobody' is no character",
        "two.toml: [series]: id: 'lantern-row' is already the id of one.toml",
        "two.toml: [[episodes]] season 1 episode 1: title: must not be blank",
        "zero.toml: is not TOML: Invalid statement (at line 1, column 1)",
    ]
