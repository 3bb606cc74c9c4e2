from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from bot.pictures.canvas import MARGIN, WIDTH
from bot.pictures.grid import (
    BAR,
    COMPACT,
    DENSE,
    HEAD,
    LEGEND,
    LIGHT,
    MOST_DENSE,
    MOST_ROOMY,
    ROOMY,
    TALLEST,
    Form,
    colours,
    draw_grid,
)
from bot.pictures.lettering import Lettering, Style
from bot.pictures.painter import Painter
from bot.pictures.palette import GOLD, INK, PANEL, Colour
from bot.pictures.specs import Cell, CellState, Grid, Section
from tests.pictures.seeing import Seen, look
from tests.pictures.test_charts import ANY_NUMBER, ANY_TEXT, contrast

PAINTER = Painter()
EVERY_STATE: list[CellState | int] = [*CellState, *range(1, 11)]
WIDE = "W" * 10_000


def season(episodes: int, watched: int = 0, first: int = 1) -> tuple[Cell, ...]:
    states = [CellState.WATCHED] * watched + [CellState.NEXT] + [CellState.UNWATCHED] * episodes
    return tuple(Cell(str(first + i), states[i]) for i in range(episodes))


def grid(*sections: Section, heading: str = "hana · Kaleido Star", share: float = 0.5) -> Grid:
    return Grid(heading, "7 of 26 · 27 %", share, sections)


class Listening(Lettering):
    """Notes what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def write(
        self, draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, style: Style, colour: Colour
    ) -> None:
        self.written.append(text)
        super().write(draw, at, text, style, colour)


def written(spec: Grid) -> list[str]:
    letters = Listening()
    draw_grid(spec, letters)
    return [text for text in letters.written if text]


def cell_at(seen: Seen, place: int, form: Form) -> Image.Image:
    """A cell of a grid's first section, which has no title."""
    row, column = divmod(place, form.columns)
    left, top = form.left + round(form.pitch * column), HEAD + (form.height + form.gap) * row
    return seen.image.crop((left, top, left + int(form.pitch) - form.gap, top + form.height))


@pytest.mark.parametrize("state", EVERY_STATE)
def test_text_stands_out_from_the_ground_of_its_cell(state: CellState | int) -> None:
    ground, text = colours(state)

    assert contrast(ground, text) >= 4.5
    assert contrast(LIGHT, colours(CellState.NEXT)[0]) >= 4.5


@pytest.mark.parametrize(("form", "episodes"), [(ROOMY, 13), (DENSE, 100), (COMPACT, 200)])
def test_no_two_states_differ_by_colour_alone(form: Form, episodes: int) -> None:
    cells = [Cell("", state) for state in EVERY_STATE]
    more = [Cell("", CellState.UNWATCHED)] * (episodes - len(cells))
    seen = look(grid(Section((*cells, *more))), PAINTER)

    shapes: list[bytes] = []
    for place, state in enumerate(EVERY_STATE):
        ground = Image.new("RGB", (1, 1), colours(state)[0]).convert("L").getpixel((0, 0))
        inside = cell_at(seen, place, form).convert("L").crop((6, 6, form.height - 6, form.height - 6))
        shapes.append(bytes(grey != ground for grey in inside.tobytes()))
    assert all(one != other for one, other in combinations(shapes, 2))
    assert not any(shapes[EVERY_STATE.index(CellState.UNWATCHED)])


def test_only_the_next_episode_is_outlined_in_gold_and_it_says_so() -> None:
    spec = grid(Section(season(26, watched=7)))
    seen = look(spec, PAINTER)
    gold = [place for place in range(26) if cell_at(seen, place, ROOMY).getpixel((1, 37)) == GOLD]

    assert gold == [7]
    assert written(spec).count("next") == 2, "the cell and the legend"


def test_a_scored_episode_shows_its_score_and_a_watched_one_does_not() -> None:
    texts = written(grid(Section((Cell("1", 10), Cell("2", CellState.WATCHED), Cell("SP1", 3)))))

    assert [text for text in texts if "/" in text] == ["10/10", "3/10"]
    assert {"1", "2", "SP1"} < set(texts)


def test_the_legend_names_what_is_there_and_nothing_else() -> None:
    assert written(grid(Section(season(26))))[-2:] == ["next", "not yet"]
    assert written(grid(Section((Cell("1", 9), Cell("2", CellState.WATCHED)))))[-3:] == [
        "watched",
        "scored 1",
        "10",
    ]


def test_the_same_grid_is_the_same_picture() -> None:
    spec = grid(Section(season(26, watched=7), "Kaleido Star"))

    assert Painter()(spec) == Painter()(spec)


def test_a_larger_share_is_a_longer_bar() -> None:
    box = (BAR.x, BAR.y, BAR.x + BAR.width, BAR.y + BAR.height)
    shares = (float("nan"), 0.01, 0.5, 25 / 26, 1, 7)
    gold = [look(grid(share=share), PAINTER).count(GOLD, box) for share in shares]

    assert gold[0] == 0
    assert gold[:5] == sorted(set(gold[:5]))
    assert gold[2] * 2 == pytest.approx(gold[4], rel=0.02)
    assert gold[4] == gold[5]
    assert look(grid(share=1), PAINTER).count(PANEL, box) == 0


@pytest.mark.parametrize("episodes", [0, 1, 12, 26, 51, MOST_ROOMY, 100, MOST_DENSE, MOST_DENSE + 1, 500])
def test_any_length_is_as_wide_as_all_pictures_and_not_too_high(episodes: int) -> None:
    image = look(grid(Section(season(episodes, watched=episodes // 2), title="Kaleido Star")), PAINTER).image

    assert (image.width, image.mode) == (WIDTH, "RGB")
    assert HEAD + LEGEND <= image.height <= HEAD + TALLEST + LEGEND


def test_up_to_120_episodes_each_has_its_label_and_then_each_row() -> None:
    few, many = (set(written(grid(Section(season(number, 5))))) for number in (120, 121))

    assert {str(i) for i in range(1, 121)} < few
    assert {str(i) for i in (1, 21, 41, 61, 81, 101, 121)} < many
    assert "22" not in many
    assert "next: 6" in many


@pytest.mark.parametrize("watched", [0, 1, 2500, 4999])
def test_of_thousands_of_episodes_those_around_the_next_are_shown_and_the_others_counted(
    watched: int,
) -> None:
    spec = grid(Section(season(5000, watched)))
    texts = written(spec)
    rows = [int(text) for text in texts if text.isdecimal() and text not in {"26", "10"}]
    left_out = [int(text.split()[1].replace(",", "")) for text in texts if text.startswith("…")]

    assert min(rows) <= watched + 1 <= max(rows) + 19
    assert len(rows) >= 20
    assert sum(left_out) + COMPACT.columns * len(rows) == 5000
    assert "»" in texts
    assert look(spec, PAINTER).image.height <= HEAD + TALLEST + LEGEND


def test_a_long_show_that_is_finished_shows_its_end() -> None:
    texts = written(grid(Section((Cell("1", CellState.WATCHED),) * 4999 + (Cell("end", 9),))))

    assert any(text.endswith("more before") for text in texts)
    assert not any(text.endswith("more after") for text in texts)


def test_a_season_that_is_cut_keeps_its_title() -> None:
    over = Section((Cell("1", 8),) * 400, "Season 1")
    late = Section(season(900, watched=890, first=401), "Season 2")

    assert any(text.endswith(" more before · Season 2") for text in written(grid(over, late)))


@pytest.mark.parametrize("watched", range(3))
def test_what_is_cut_does_not_end_with_a_title(watched: int) -> None:
    first = Section(season(100 + 20 * watched, watched), "Season 0")
    spec = grid(first, *(Section((Cell("1", CellState.UNWATCHED),), f"Season {i}") for i in range(1, 300)))
    texts = written(spec)
    (cut,) = (i for i, text in enumerate(texts) if text.endswith("more after"))

    assert texts[cut - 1] == "1"
    assert look(spec, PAINTER).image.height <= HEAD + TALLEST + LEGEND


def test_a_title_makes_room_for_itself_and_one_that_no_font_has_does_not() -> None:
    plain, titled, drawn_by_nobody = (
        look(grid(Section(season(26), title)), PAINTER).image.height for title in ("", "New Wings", "🎉")
    )

    assert titled > plain
    assert drawn_by_nobody == plain


def test_labels_and_words_stay_within_their_cells() -> None:
    cells = [Cell(WIDE, state) for state in (CellState.WATCHED, CellState.NEXT, CellState.UNWATCHED, 10)]
    seen = look(grid(Section((*cells, *cells, *cells[:2]))), PAINTER)
    height = HEAD + ROOMY.height

    for column in range(1, ROOMY.columns):
        left = ROOMY.left + round(ROOMY.pitch * column)
        assert seen.is_empty((left - ROOMY.gap + 1, HEAD, left, height))


@pytest.mark.parametrize("note", ["7 of 26 · 27 %", WIDE])
def test_a_long_name_and_the_numbers_leave_each_other_room(note: str) -> None:
    seen = look(Grid("l" * 300, note, 0.5, ()), PAINTER)
    ink, gold = (
        [x for x in range(WIDTH) if any(seen.image.getpixel((x, y)) == colour for y in range(20, 64))]
        for colour in (INK, GOLD)
    )

    assert max(ink) + 16 < min(gold)
    assert max(ink) > WIDTH * 0.4
    assert "7 of 26 · 27 %" in written(grid(heading=WIDE))


def test_the_longest_legend_stays_within_the_margins() -> None:
    labels = (Cell(WIDE, state) for state in EVERY_STATE)
    seen = look(grid(Section((*labels, *season(200)))), PAINTER)

    assert seen.is_empty((WIDTH - MARGIN, HEAD, WIDTH, seen.image.height))


ANY_CELL = st.builds(Cell, ANY_TEXT, st.sampled_from(CellState) | st.integers(-3, 13))
ANY_CELLS = st.lists(ANY_CELL, max_size=4).map(tuple)
ANY_SECTION = st.builds(Section, ANY_CELLS | ANY_CELLS.map(lambda cells: cells * 100), ANY_TEXT)


@settings(max_examples=25, deadline=None)
@given(st.builds(Grid, ANY_TEXT, ANY_TEXT, ANY_NUMBER, st.lists(ANY_SECTION, max_size=3).map(tuple)))
def test_whatever_a_grid_says_stays_within_its_margins(spec: Grid) -> None:
    seen = look(spec, PAINTER)

    height = seen.image.height
    assert height <= HEAD + TALLEST + LEGEND
    assert seen.is_empty((0, 0, MARGIN // 2, height))
    assert seen.is_empty((WIDTH - MARGIN // 2, 0, WIDTH, height))
    assert seen.is_empty((0, height - 4, WIDTH, height))
