import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.bars import BAR, HEAD, ROW, TITLED_ROW
from bot.pictures.canvas import MARGIN, WIDTH
from bot.pictures.painter import Painter
from bot.pictures.palette import DIM, GOLD, INK, NIGHT, PANEL, ROSE, Colour, ramp
from bot.pictures.specs import Bar, BarChart, Histogram, score_tone
from tests.pictures.seeing import bar, chart, look

PAINTER = Painter()
ANY_TEXT = st.text(max_size=200) | st.text("WÅ漢한ي\u0301\ud800🎉\u202e \n", max_size=200)
ANY_NUMBER = st.floats(-2, 2) | st.just(float("nan")) | st.just(float("inf"))


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""

    def luminance(colour: Colour) -> float:
        shares = [c / 255 for c in colour]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", [INK, DIM, GOLD])
def test_text_stands_out_from_its_ground(colour: Colour) -> None:
    assert contrast(colour, NIGHT) >= 4.5


@pytest.mark.parametrize("rows", [1, 10, 25])
def test_a_chart_is_as_wide_as_all_pictures_and_opaque(rows: int) -> None:
    image = look(chart(*[bar()] * rows), PAINTER).image

    assert (image.width, image.mode) == (880, "RGB")
    assert HEAD + ROW * rows <= image.height <= HEAD + ROW * rows + 60


def test_the_same_chart_is_the_same_picture() -> None:
    spec = chart(bar(title="すごい"), bar(faint=True, mark=0.3))

    assert Painter()(spec) == Painter()(spec)


def test_a_longer_length_is_a_longer_bar() -> None:
    filled = [look(chart(bar(length=length)), PAINTER).count(ramp(0.5)) for length in (0, 0.05, 0.5, 0.55, 1)]

    assert filled == sorted(set(filled))
    assert filled[0] == 0
    assert filled[2] * 2 == pytest.approx(filled[4], rel=0.01)


def test_a_full_bar_covers_its_track() -> None:
    assert look(chart(bar(length=1)), PAINTER).count(PANEL) == 0
    assert look(chart(bar(length=0)), PAINTER).count(PANEL) > WIDTH / 2 * BAR * 0.9


def test_the_first_place_is_gold_and_the_second_is_not() -> None:
    row = (0, HEAD, WIDTH, HEAD + ROW)

    assert look(chart(bar(place="#1")), PAINTER).count(GOLD, row)
    assert not look(chart(bar(place="#2")), PAINTER).count(GOLD, row)


def test_in_a_chart_with_a_middle_bars_grow_to_either_side() -> None:
    seen = look(chart(bar(length=0.5), bar(length=-0.5), middle=True), PAINTER)
    left = MARGIN + 44 + 20 + 50
    columns = [
        [x for x in range(left, WIDTH) if seen.image.getpixel((x, HEAD + ROW * row + ROW // 2)) == colour]
        for row, colour in enumerate((GOLD, ROSE))
    ]

    assert len(columns[0]) == pytest.approx(len(columns[1]), abs=2)
    assert 0 < min(columns[0]) - max(columns[1]) <= 4


def test_a_provisional_bar_differs_in_more_than_colour() -> None:
    sure, faint = (look(chart(bar(faint=faint)), PAINTER) for faint in (False, True))
    middle = range(300, 350)
    y = HEAD + ROW // 2

    assert len({sure.image.getpixel((x, y)) for x in middle}) == 1
    assert len({faint.image.getpixel((x, y)) for x in middle}) > 2
    assert 0 < faint.count(ramp(0.5)) < sure.count(ramp(0.5))


def test_a_mark_stands_across_the_bar() -> None:
    plain, marked = (look(chart(bar(mark=mark)), PAINTER) for mark in (None, 0.25))

    assert marked.count(INK) - plain.count(INK) >= 4 * (BAR + 12)


def test_a_title_makes_room_for_itself_and_one_that_no_font_has_does_not() -> None:
    plain, titled, drawn_by_nobody = (
        look(chart(bar(title=title)), PAINTER).image.height for title in (None, "The Beginning", "🎉🎉")
    )

    assert titled - plain == TITLED_ROW - ROW
    assert drawn_by_nobody == plain


def test_the_ends_of_the_axis_are_printed() -> None:
    bare = look(chart(bar()), PAINTER).image.height
    seen = look(BarChart("Best to worst", "181 votes", (bar(),), ends=("6", "10")), PAINTER)

    assert seen.count(DIM, (0, bare - 18, WIDTH, seen.image.height)) > 0


ANY_BAR = st.builds(
    Bar, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_NUMBER, ANY_NUMBER, ANY_TEXT, ANY_TEXT, ANY_NUMBER, st.booleans()
)


@settings(max_examples=30)
@given(
    st.builds(
        BarChart,
        ANY_TEXT,
        ANY_TEXT,
        st.lists(ANY_BAR, max_size=3).map(tuple),
        st.tuples(ANY_TEXT, ANY_TEXT),
        st.booleans(),
    )
)
def test_whatever_a_chart_says_stays_within_its_margins(spec: BarChart) -> None:
    seen = look(spec, PAINTER)

    height = seen.image.height
    assert seen.image.width == WIDTH
    assert seen.is_empty((0, 0, MARGIN // 2, height))
    assert seen.is_empty((WIDTH - MARGIN // 2, 0, WIDTH, height))
    assert seen.is_empty((0, height - 4, WIDTH, height))


def test_the_columns_of_the_widest_row_do_not_touch() -> None:
    wide = Bar("Special 13.5 " * 9, "1,234,567 " * 9, "1,234,567 votes " * 9, 1.0, 1.0, "#1,234,567")
    seen = look(chart(wide, heading="H" * 300), PAINTER)
    row = seen.image.crop((MARGIN, HEAD, WIDTH - MARGIN, HEAD + ROW))
    free = [
        x for x in range(row.width - 12) if row.crop((x, 0, x + 12, ROW)).getcolors() == [(12 * ROW, NIGHT)]
    ]
    gaps = [x for x in free if x - 1 not in free]

    assert len(gaps) >= 4
    assert seen.count(GOLD) > 100 * BAR


def test_the_most_chosen_score_is_the_tallest_column() -> None:
    seen = look(Histogram("Episode 26", (0, 0, 1, 0, 2, 3, 5, 9, 7, 4)), PAINTER)
    areas = [seen.count(ramp(score_tone(score))) for score in range(1, 11)]

    assert areas[:2] == [0, 0]
    assert areas[3] == 0
    assert sorted(range(10), key=lambda i: areas[i])[-3:] == [6, 8, 7]


@pytest.mark.parametrize("counts", [(0,) * 10, (12_345,) * 10, (10**9, *(1,) * 9), (1,), ()])
def test_a_histogram_of_any_counts_stays_within_its_margins(counts: tuple[int, ...]) -> None:
    seen = look(Histogram("Episode " * 60, counts), PAINTER)

    assert seen.image.size == (880, 332)
    assert seen.is_empty((0, 0, MARGIN // 2, 332))
    assert seen.is_empty((WIDTH - MARGIN // 2, 0, WIDTH, 332))


def test_counts_of_neighbours_do_not_touch() -> None:
    seen = look(Histogram("Episode 26", (99_999,) * 10), PAINTER)
    line = seen.image.crop((MARGIN, 84, WIDTH - MARGIN, 108))
    inked = [line.crop((x, 0, x + 1, 24)).getcolors() != [(24, NIGHT)] for x in range(line.width)]
    widest = max(len(gap) for gap in "".join(".x"[ink] for ink in inked).strip(".").split("x"))

    assert widest >= 8


def test_scores_run_from_violet_to_gold() -> None:
    assert [score_tone(score) for score in (1, 5.5, 10)] == [0, 0.5, 1]
    assert ramp(-1) == ramp(0) != ramp(1) == ramp(2) == GOLD
