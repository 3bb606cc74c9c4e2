"""What is left of text that shows nothing, joins, piles up, or leads elsewhere."""

import pytest

from bot.text import escape, one_line, paragraphs


@pytest.mark.parametrize(
    "text",
    [
        "\u200b\u2060",
        "\ufe0f\ufe0f",
        "\U000e0100",
        "\u3164",
        "\u2800",
        "\u202e\u202e",
        "\u0301\u0301",
        "\U0001d159",
    ],
)
def test_what_shows_nothing_is_no_text(text: str) -> None:
    assert one_line(text) == ""
    assert paragraphs(f"{text}\n\n{text}") == ""


@pytest.mark.parametrize(
    "text",
    ["👩🏽\u200d🚀", "می\u200cخواهم", "क्\u200dष", "🏴\U000e0067\U000e007f", "5\ufe0f\u20e3", "ที่นี่"],  # noqa: RUF001
)
def test_what_joins_characters_stays(text: str) -> None:
    assert one_line(text) == text


@pytest.mark.parametrize(("character", "mark"), [("z", "\u0301"), ("ก", "\u0e47"), ("ش", "\u0651")])
def test_marks_do_not_pile_up(character: str, mark: str) -> None:
    assert one_line(character + mark * 3000) == character + mark * 4


def test_paragraphs_stay_apart_by_one_empty_line_at_most() -> None:
    assert paragraphs("One.\r\n\r\n\r\n\u200b\r\nTwo.\nThree.\n\n") == "One.\n\nTwo.\nThree."


@pytest.mark.parametrize("host", ["discord.gg", "discord.com", "discord.gift", "discord.events"])
def test_an_invite_is_broken_in_two_without_showing(host: str) -> None:
    assert escape(f"{host}/abc") == f"{host}\\/abc"
