"""What is said of an episode that does not exist, or is not named."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.catalogue import Season, Show
from bot.domain.references import ByTitle, known, locate, parse
from bot.domain.refusal import Refusal
from db.catalogue import SHIPPED, load
from tests.domain.strategies import ALMOST, ANY_TEXT, NUMBERS, acting, episode, shows, titled
from tests.shows import longest, two_seasons

KALEIDO = load(SHIPPED).by_id["kaleido-star"]
LANTERN = two_seasons()


def refusal(show: Show, text: str) -> str:
    """The sentence that refuses `text`, where every episode was watched; empty where it is understood."""
    try:
        reference = parse(text)
        if not isinstance(reference, ByTitle):
            locate(show, reference, watched=frozenset(show.by_key), choose=lambda episodes: episodes[0])
    except Refusal as refused:
        return refused.sentence
    return ""


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u3000", "\u00a0 \u2005"])
def test_nothing_is_answered_with_a_question(text: str) -> None:
    assert refusal(KALEIDO, text).startswith("Which episode? Give its number, like `26`")


@pytest.mark.parametrize("text", ["x" * 201, "x" * 6_000, "1" * 201, " " * 201, "☄" * 201])
def test_what_is_longer_than_any_title_is_refused_for_its_length(text: str) -> None:
    assert refusal(KALEIDO, text).startswith("That is too long to be an episode.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0", "There is no episode 0 here. I know episodes 1–26."),
        ("-1", "There is no episode -1 here. I know episodes 1–26."),
        ("−1", "There is no episode -1 here. I know episodes 1–26."),
        ("13.5", "There is no episode 13.5 here. I know episodes 1–26."),
        ("52", "There is no episode 52 here. I know episodes 1–26."),
        ("s1e27", "There is no episode 27 in season 1 here. I know episodes 1–26."),
        ("s3e1", "There is no episode 1 in season 3 here. I know episodes 1–26."),
        ("sp1", "There is no special 1 here. I know episodes 1–26."),
        ("s0e1", "There is no special 1 here. I know episodes 1–26."),
        ("9999", "There is no episode 9999 here. I know episodes 1–26."),
        ("10000", "There is no episode of that number here. I know episodes 1–26."),
        ("9999999999999", "There is no episode of that number here. I know episodes 1–26."),
        ("9" * 20, "There is no episode of that number here. I know episodes 1–26."),
        ("s1e" + "9" * 20, "There is no episode of that number in season 1 here. I know episodes 1–26."),
    ],
)
def test_a_number_the_show_does_not_have_is_refused_with_what_there_is(text: str, sentence: str) -> None:
    assert refusal(KALEIDO, text) == sentence


@pytest.mark.parametrize("text", ["27", "51", "s2e1", "2x25"])
def test_an_episode_of_an_announced_season_is_refused_with_its_name(text: str) -> None:
    assert refusal(KALEIDO, text) == (
        "That episode belongs to season 2 (27–51), which is not in my catalogue yet. I know episodes 1–26."
    )


@pytest.mark.parametrize("text", ["s2e26", "2x0", "52"])
def test_beyond_the_announced_season_nothing_is_promised(text: str) -> None:
    assert "There is no episode" in refusal(KALEIDO, text)


def test_an_announced_season_without_a_title_goes_by_its_number() -> None:
    show = Show("made-up", "Made Up", (Season(1, 1), Season(2, 2, episodes=5)), (episode(1, 1, 1),))
    assert refusal(show, "3").startswith("That episode belongs to season 2 (2–6), which")


def test_a_number_inside_a_season_that_is_known_is_not_announced() -> None:
    assert "There is no episode 27 here" in refusal(LANTERN, "27")


@pytest.mark.parametrize(
    ("show", "words"),
    [
        (titled("One"), "episode 1"),
        (titled("One", "Two"), "episodes 1–2"),
        (LANTERN, "episodes 1–26 and specials SP1–SP2"),
        (Show("x", "X", (), (episode(0, 1, None),)), "special SP1"),
        (longest(), "episodes 9970–9999"),
    ],
)
def test_what_is_known_is_said_in_a_few_words(show: Show, words: str) -> None:
    assert known(show) == words


@given(shows(), st.one_of(ANY_TEXT, ALMOST, NUMBERS, NUMBERS.map("s1e{}".format), NUMBERS.map("-{}".format)))
def test_a_refusal_is_short_and_carries_nothing_that_acts(show: Show, text: str) -> None:
    sentence = refusal(show, text)
    assert len(sentence) <= 400
    assert not set("@`\n\\") & set(acting(sentence))


@given(NUMBERS.filter(lambda written: written not in {"0", "1"}))
@example("9999.99")
@example("123456.78")
@example("999999.99")
def test_a_number_is_refused_as_it_was_written_or_without_it(written: str) -> None:
    shown = written if float(written) < 10_000 else "of that number"
    assert refusal(titled("One"), written).startswith(f"There is no episode {shown} here.")


def test_of_a_season_that_was_announced_without_its_length_nothing_is_promised() -> None:
    show = Show("made-up", "Made Up", (Season(1, 1), Season(2, 2)), (episode(1, 1, 1),))
    assert refusal(show, "2") == "There is no episode 2 here. I know episode 1."
