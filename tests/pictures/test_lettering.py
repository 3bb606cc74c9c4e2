import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.glyphs import characters
from bot.pictures.lettering import BOLD, FALLBACKS, FONTS, REGULAR, Lettering, Style

LETTERS = Lettering()
STYLE = Style(24)


@pytest.mark.parametrize(
    "text",
    [
        "The Beginning! The Wonderful Stage",
        "El increíble espectáculo: ¡acróbatas!",
        "すごい\uff01ステージのはじまり☆",
        "万花筒之星\uff1a精彩的舞台",
        "이것은 멋진 무대입니다",
        "Прекрасная сцена",
        "Việt Nam đẹp lắm",
        "“quoted” … 50 % – ★ ♪",
    ],
)
def test_a_title_in_any_language_of_the_fonts_is_kept_whole(text: str) -> None:
    assert LETTERS.clean(text) == text
    assert LETTERS.width(text, STYLE) > 100


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("🎉 Party 🎉", "Party"),
        ("🎉🎉", ""),
        ("مرحبا!", ""),
        ("!!!", "!!!"),
        ("a\ud800b", "a b"),
        ("Z\u0351\u0301\u0489a\u030a", "Zå"),
        ("\u202eabc\u202c", "abc"),
        ("one\ntwo\tthree\u3000four", "one two three four"),
        ("−0.42", "–0.42"),
        ("👨\u200d👩\u200d👧 family", "family"),
        ("", ""),
    ],
)
def test_what_cannot_be_drawn_is_left_out(text: str, kept: str) -> None:
    assert LETTERS.clean(text) == kept


def test_what_is_too_wide_is_cut_with_an_ellipsis() -> None:
    cut = LETTERS.fit("The Great Spectacle of the Kaleido Stage " * 250, STYLE, 300)

    assert cut.startswith("The Great Spectacle")
    assert cut.endswith("…")
    assert 270 < LETTERS.width(cut, STYLE) <= 300


@settings(max_examples=200)
@given(st.text(max_size=400), st.floats(0, 900), st.booleans())
def test_text_always_fits_and_never_fails(text: str, width: float, bold: bool) -> None:  # noqa: FBT001  drawn
    style = Style(24, bold=bold)

    assert LETTERS.width(LETTERS.fit(text, style, width), style) <= width


def test_the_fonts_have_what_they_are_bundled_for() -> None:
    regular, bold, ideographs, hangul = (characters(FONTS / n) for n in (REGULAR, BOLD, *FALLBACKS))

    assert regular == bold
    assert set("aZ0é…·#%ñşłжΩ") <= regular
    assert not set("漢\u2212한") & regular
    assert {chr(c) for c in range(0x3041, 0x3095)} | set("万花筒之星舞台漢") <= ideographs
    assert {chr(c) for c in range(0xAC00, 0xD7A4)} <= hangul


def test_every_font_comes_with_its_licence() -> None:
    about = (FONTS / "README.md").read_text(encoding="utf-8")

    assert all(path.name in about for path in FONTS.iterdir() if path.name != "README.md")
