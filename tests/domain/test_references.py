"""Which ways to name an episode are understood, and what is said of all others."""

# ruff: noqa: RUF001  digits and letters of other scripts are what is tested

from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.catalogue import Episode, Season, Show
from bot.domain.references import LONGEST, AtRandom, ByTitle, InSeason, Next, known, locate, parse
from bot.domain.refusal import Refusal
from db.catalogue import SHIPPED, load
from tests.domain.strategies import ALMOST, ANY_TEXT, NUMBERS, acting, episode, shows, titled
from tests.shows import longest, two_seasons

KALEIDO = load(SHIPPED).by_id["kaleido-star"]
LANTERN = two_seasons()


def first(episodes: Sequence[Episode]) -> Episode:
    return episodes[0]


def find(show: Show, text: str, *watched: str) -> Episode:
    reference = parse(text)
    assert not isinstance(reference, ByTitle)
    return locate(show, reference, watched=frozenset(watched), choose=first)


def refusal(show: Show, text: str, *watched: str) -> str:
    with pytest.raises(Refusal) as refused:
        find(show, text, *watched)
    return refused.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        *("26", "#26", "# 26", " 26 ", "026", "26.0", "\t26\n"),
        *("ep 26", "ep26", "ep. 26", "EP #26", "episode 26", "Episode #26", "e26", "E26"),
        *("s1e26", "S1E26", "s01e26", "s1 e26", "s1.e26", "s1-e26", "s 1 e 26", "s1ep26"),
        *("season 1 episode 26", "Season 1, Episode 26", "season 1: ep. 26"),
        *("1x26", "1X26", "1×26", "1 x 26", "01x26"),
        *("２６", "٢٦", "＃２６", "ｓ１ｅ２６", "s١e٢٦", "२६"),
    ],
)
def test_an_episode_has_many_names(text: str) -> None:
    assert find(KALEIDO, text).key == "s1e26"


@pytest.mark.parametrize("text", ["sp1", "SP1", "sp 1", "special 1", "Special #1", "s0e1", "0x1", "ｓｐ１"])
def test_a_special_has_many_names(text: str) -> None:
    assert find(LANTERN, text).key == "sp1"


@pytest.mark.parametrize(
    "text", ["13.5", "13,5", "#13.5", "13.50", "s1e13.5", "1x13,5", "１３．５", "ep 13,5"]
)
def test_an_episode_in_between_is_named_with_a_point_or_a_comma(text: str) -> None:
    assert find(LANTERN, text).key == "s1e13.5"


@pytest.mark.parametrize(("absolute", "key"), [("14", "s1e14"), ("15", "s2e1"), ("26", "s2e12")])
def test_a_bare_number_counts_through_all_seasons(absolute: str, key: str) -> None:
    assert find(LANTERN, absolute) is find(LANTERN, key) is LANTERN.by_key[key]


@pytest.mark.parametrize("text", ["next", "NEXT", " Next ", "ｎｅｘｔ"])
def test_next_is_read_in_any_case(text: str) -> None:
    assert parse(text) == Next()


@pytest.mark.parametrize("text", ["random", "RANDOM", "\nrandom"])
def test_random_is_read_in_any_case(text: str) -> None:
    assert parse(text) == AtRandom()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The  Diva's\nAmazing Love", "the diva's amazing love"),
        ("Next Stop", "next stop"),
        ("episode", "episode"),
        ("1.2.3", "1.2.3"),
        ("s1e", "s1e"),
        ("1x", "1x"),
        ("1,000", "1,000"),
        ("9" * 100, "9" * 100),
        ("2️⃣", "2️⃣"),
        ("☄", "☄"),
        ("\x00", "\x00"),
        ("\ud800", "\ud800"),
        ("../../etc/passwd", "../../etc/passwd"),
    ],
)
def test_whatever_is_no_number_is_a_title(text: str, title: str) -> None:
    assert parse(text) == ByTitle(title)


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u3000", "\u00a0 \u2005"])
def test_nothing_is_answered_with_a_question(text: str) -> None:
    assert refusal(KALEIDO, text).startswith("Which episode? Give its number, like `26`")


@pytest.mark.parametrize("text", ["x" * 201, "x" * 6_000, "1" * 201, " " * 201, "☄" * 201])
def test_what_is_longer_than_any_title_is_refused_for_its_length(text: str) -> None:
    assert refusal(KALEIDO, text).startswith("That is too long to be an episode.")


def test_the_longest_reference_is_still_read() -> None:
    assert parse("x" * LONGEST) == ByTitle("x" * 200)


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
        "That episode belongs to “Kaleido Star: New Wings”, which is not in my catalogue yet. "
        "I know episodes 1–26."
    )


@pytest.mark.parametrize("text", ["s2e26", "2x0", "52"])
def test_beyond_the_announced_season_nothing_is_promised(text: str) -> None:
    assert "There is no episode" in refusal(KALEIDO, text)


def test_an_announced_season_without_a_title_goes_by_its_number() -> None:
    show = Show("made-up", "Made Up", (Season(1, 1), Season(2, 2, episodes=5)), (episode(1, 1, 1),))
    assert refusal(show, "3").startswith("That episode belongs to season 2,")


def test_a_number_inside_a_season_that_is_known_is_not_announced() -> None:
    assert "There is no episode 27 here" in refusal(LANTERN, "27")


@pytest.mark.parametrize(
    ("show", "words"),
    [
        (titled("One"), "episodes 1"),
        (titled("One", "Two"), "episodes 1–2"),
        (LANTERN, "episodes 1–26 and specials SP1–SP2"),
        (Show("x", "X", (), (episode(0, 1, None),)), "special SP1"),
        (longest(), "episodes 9970–9999"),
    ],
)
def test_what_is_known_is_said_in_a_few_words(show: Show, words: str) -> None:
    assert known(show) == words


def test_next_follows_the_order_through_gaps_seasons_and_decimals() -> None:
    to_13 = [f"s1e{number}" for number in range(1, 14)]
    assert find(LANTERN, "next").key == "s1e1"
    assert find(LANTERN, "next", "s1e1", "s1e3").key == "s1e2"
    assert find(LANTERN, "next", *to_13).key == "s1e13.5"
    assert find(LANTERN, "next", *to_13, "s1e13.5", "s1e14").key == "s2e1"


def test_specials_are_never_next_unless_there_is_nothing_else() -> None:
    regular = [e.key for e in LANTERN.episodes if e.season]
    assert "You have watched every episode there is" in refusal(LANTERN, "next", *regular)
    only_specials = Show("x", "X", (), (episode(0, 1, None), episode(0, 2, None)))
    assert find(only_specials, "next", "sp1").key == "sp2"


@given(ANY_TEXT | ALMOST)
def test_no_text_is_answered_with_anything_but_an_episode_or_a_refusal(text: str) -> None:
    with suppress(Refusal):
        reference = parse(text)
        if not isinstance(reference, ByTitle):
            assert locate(LANTERN, reference, watched=frozenset(), choose=first) in LANTERN.episodes


@given(shows(), st.data())
def test_every_episode_is_found_by_each_of_its_names(show: Show, data: st.DataObject) -> None:
    wanted = data.draw(st.sampled_from(show.episodes))
    season, number = wanted.season, f"{wanted.number:g}"
    for name in (wanted.key, wanted.label, f"s{season}e{number}", f"{season}x{number}", f"#{wanted.label}"):
        if not name.startswith("#SP"):
            assert find(show, name) is wanted
            assert find(show, f" {name.upper()} ") is wanted


@given(shows(), st.data())
def test_next_is_the_first_that_was_not_watched(show: Show, data: st.DataObject) -> None:
    regular = [e.key for e in show.episodes if e.season]
    watched = data.draw(st.sets(st.sampled_from(regular)))
    left = [key for key in regular if key not in watched]
    if left:
        assert find(show, "next", *watched).key == left[0]
    else:
        assert refusal(show, "next", *watched).startswith("You have watched every episode there is.")


@given(shows(), st.integers(0))
def test_random_is_chosen_from_all_episodes_of_the_show(show: Show, chance: int) -> None:
    offered: list[Sequence[Episode]] = []

    def choose(episodes: Sequence[Episode]) -> Episode:
        offered.append(episodes)
        return episodes[chance % len(episodes)]

    found = locate(show, AtRandom(), watched=frozenset(show.by_key), choose=choose)
    assert found is show.episodes[chance % len(show.episodes)]
    assert offered == [show.episodes]


@given(shows(), st.one_of(ANY_TEXT, ALMOST, NUMBERS, NUMBERS.map("s1e{}".format), NUMBERS.map("-{}".format)))
def test_a_refusal_is_short_and_carries_nothing_that_acts(show: Show, text: str) -> None:
    sentence = ""
    try:
        reference = parse(text)
        if not isinstance(reference, ByTitle):
            locate(show, reference, watched=frozenset(show.by_key), choose=first)
    except Refusal as refused:
        sentence = refused.sentence
    assert len(sentence) <= 400
    assert not set("@`\n\\") & set(acting(sentence))


@given(NUMBERS.filter(lambda written: written not in {"0", "1"}))
@example("9999.99")
@example("123456.78")
@example("999999.99")
def test_a_number_is_refused_as_it_was_written_or_without_it(written: str) -> None:
    shown = written if float(written) < 10_000 else "of that number"
    assert refusal(titled("One"), written).startswith(f"There is no episode {shown} here.")


@given(st.integers(1, 3), st.integers(1, 30))
def test_season_and_number_are_read_whatever_stands_between(season: int, number: int) -> None:
    for between in ("e", " e", "ep", " episode ", ", Episode "):
        assert parse(f"S{season}{between}{number}") == InSeason(season, number)
