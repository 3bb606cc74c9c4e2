"""The shipped catalogue, the made-up ones, and what the loader makes of them."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from bot.domain.catalogue import Show, WebFigures
from bot.domain.spoilers import Level, Sealed, Viewer, is_safe
from db.catalogue import SHIPPED, load, read_show, tables
from tests.opened import opened, title
from tests.shows import Data, longest, plain, to_toml, two_seasons, two_seasons_data

FILE = SHIPPED / "kaleido_star.toml"
ORIGINAL = next(Path(__file__).parents[3].glob("*/data/kaleido_star.toml"), None)
UNRANKED = 14


@pytest.fixture(scope="module")
def shipped() -> Show:
    return load(FILE).shows[0]


def test_the_shipped_show_has_26_episodes_and_an_announced_season(shipped: Show) -> None:
    assert (shipped.id, shipped.title) == ("kaleido-star", "Kaleido Star")
    assert [episode.key for episode in shipped.episodes] == [f"s1e{number}" for number in range(1, 27)]
    assert [(s.number, s.first, s.episodes, s.title) for s in shipped.seasons] == [
        (1, 1, 26, None),
        (2, 27, 25, "Kaleido Star: New Wings"),
    ]


def test_the_shipped_figures_are_the_pages(shipped: Show) -> None:
    assert [e.number for e in shipped.ranked] == [
        *(1, 26, 13, 19, 8, 9, 3, 4, 7, 12, 10, 6, 5, 15, 21, 20, 22, 18, 2, 24, 17, 25, 16, 11, 23)
    ]  # fmt: skip
    assert [e.web.rank for e in shipped.ranked if e.web] == list(range(1, 26))
    assert sum(e.web.votes for e in shipped.ranked if e.web) == 181
    assert shipped.by_key["s1e1"].web == WebFigures(rating=9.4, votes=40, rank=1)
    assert (shipped.rating, shipped.users_added, shipped.last_updated) == (8.6, 363, date(2024, 2, 14))
    assert (shipped.kind, shipped.network, shipped.status) == ("TV", "TV Tokyo", "Ended")
    assert shipped.runtime_minutes == 25


def test_what_the_pages_do_not_say_of_an_episode_is_absent(shipped: Show) -> None:
    fourteen = shipped.by_key["s1e14"]
    assert (title(fourteen), fourteen.aired) == ("Mysterious Amazing Circus", date(2003, 7, 3))
    assert (fourteen.web, fourteen.teaser, fourteen.synopsis, fourteen.cast) == (None, None, None, None)
    assert (fourteen.directors, fourteen.watch_on) == ((), ())
    assert [e.number for e in shipped.episodes if not e.synopsis] == [UNRANKED, 24, 25, 26]
    assert [e.number for e in shipped.episodes if e.directors] == [1]
    assert [e.number for e in shipped.episodes if e.watch_on == ("Apple TV",)] == [12]


def test_what_spoils_is_sealed_until_it_was_watched(shipped: Show) -> None:
    characters = {opened(character).name: character for character in shipped.characters}
    masked, everything = opened(characters["Masked Performer"]), frozenset(shipped.by_key)
    assert characters.pop("Yume").needs == {"s1e19"}
    assert {sealed.needs for sealed in characters.values()} == {frozenset()}
    assert masked.identity == Sealed("Layla Hamilton", needs={"s1e22"})
    assert masked.identity
    assert not is_safe(masked.identity, Viewer(watched={"s1e20", "s1e21"}))
    for episode in shipped.episodes:
        assert (episode.title.level, episode.title.needs) == (Level.TITLE, {episode.key})
        assert {sealed.needs for sealed in (episode.synopsis, episode.cast) if sealed} <= {
            frozenset({episode.key})
        }
    assert shipped.plot_summary is not None
    assert shipped.review is not None
    assert shipped.plot_summary.needs == shipped.review.needs == everything


@pytest.mark.skipif(ORIGINAL is None, reason="only where the original data lies beside the repository")
def test_the_shipped_file_carries_every_value_of_the_original() -> None:
    assert ORIGINAL is not None
    original, ours = (tomllib.loads(path.read_text("utf-8")) for path in (ORIGINAL, FILE))
    series, beyond = original["series"], original["series"]["beyond_the_pages"]
    del series["seasons_known"]
    seasons = [
        {"number": 1, "episodes": series.pop("episodes_season_1")},
        {"number": 2, "title": beyond.pop("season_2_title"), "first": 27, "episodes": 25},
    ]
    assert (beyond.pop("seasons"), beyond.pop("season_1_numbers")) == (2, "1-26")
    assert beyond.pop("season_2_numbers") == "27-51"
    assert ours == {**original, "series": {"id": "kaleido-star", **series}, "seasons": seasons}
    assert FILE.read_text("utf-8").partition("\n\n")[0] == ORIGINAL.read_text("utf-8").partition("\n\n")[0]


def test_the_shipped_folder_is_a_library() -> None:
    library = load(SHIPPED)
    assert library.choose(None) is library.shows[0]
    assert [show.id for show in library.shows] == sorted(library.by_id)


def test_a_folder_gives_its_visible_toml_files_in_order_of_id(tmp_path: Path) -> None:
    for name, show_id in (("b.toml", "alpha"), ("a.toml", "beta"), (".c.toml", "hidden"), ("d.txt", "text")):
        data = plain()
        data["series"]["id"] = show_id
        (tmp_path / name).write_text(to_toml(data), "utf-8")
    (tmp_path / "folder.toml").mkdir()
    assert [show.id for show in load(tmp_path).shows] == ["alpha", "beta"]


def test_a_byte_order_mark_is_tolerated(tmp_path: Path) -> None:
    file = tmp_path / "marked.toml"
    file.write_text(to_toml(plain()), "utf-8-sig")
    assert load(file).shows[0].title == "Lantern Row"


def test_episodes_stand_by_season_and_number_with_specials_last() -> None:
    data = two_seasons_data()
    data["episodes"].reverse()
    show = read_show(data, file="reversed.toml")
    assert show == two_seasons()
    assert [e.key for e in show.episodes][12:16] == ["s1e13", "s1e13.5", "s1e14", "s2e1"]
    assert [e.label for e in show.episodes][12:16] == ["13", "13.5", "14", "15"]
    assert [e.label for e in show.episodes][-2:] == ["SP1", "SP2"]


def test_characters_are_found_by_alias_and_absolute_number() -> None:
    show = two_seasons()
    assert show.episodes[0].cast == Sealed(("Ada Wick", "The Lamplighter"), needs={"s1e1"})
    assert opened(show.characters[2]).identity == Sealed("Bo Tallow", needs={"s2e6"})
    assert [sealed.needs for sealed in show.characters] == [set(), set(), set(), {"s1e13.5"}]


def test_a_season_may_say_where_its_numbers_begin() -> None:
    data = two_seasons_data()
    data["seasons"][1]["first"] = 101
    data["characters"] = [*data["characters"][:2], {"name": "The Lamplighter", "role": "Comes at dusk."}]
    assert read_show(data, file="x.toml").by_key["s2e1"].absolute == 101


def test_seasons_not_declared_are_those_of_the_episodes() -> None:
    data = two_seasons_data()
    del data["seasons"]
    seasons = read_show(data, file="x.toml").seasons
    assert [(season.number, season.first, season.episodes) for season in seasons] == [
        (1, 1, None),
        (2, 15, None),
    ]


def test_a_decimal_before_a_seasons_first_or_after_its_last_is_no_longer_season() -> None:
    data: Data = plain()
    data["seasons"] = [{"number": 1, "episodes": 1}, {"number": 2, "episodes": 1}]
    data["episodes"] += [
        {"season": 1, "number": 1.4, "title": "After"},
        {"season": 2, "number": 0.6, "title": "Before"},
    ]
    assert [e.absolute for e in read_show(data, file="x.toml").episodes] == [1, 1.4, 1.6]


def test_the_longest_show_is_allowed_and_its_titles_differ() -> None:
    show = longest()
    assert len({title(episode) for episode in show.episodes}) == 30
    assert {len(title(episode)) for episode in show.episodes} == {120}


def test_the_readme_example_loads_and_every_field_is_described() -> None:
    readme = (SHIPPED / "README.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert example
    assert read_show(tomllib.loads(example[1]), file="README.md").title == "Lantern Row"
    described = set(re.findall(r"`(\w+)`", readme))
    every = (tables.SERIES, tables.REVIEW, tables.BEYOND_THE_PAGES, tables.IDS, *tables.FILE.lists.values())
    assert {name for table in every for name in table.fields} <= described
