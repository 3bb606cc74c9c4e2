"""Which episode a member means."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catalogue import Episode, Library, Show
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer
from bot.lookup import Lookup
from bot.search import words
from db.catalogue import SHIPPED, load
from tests.domain.strategies import ALMOST, ANY_TEXT, acting, titled
from tests.opened import title
from tests.shows import longest, two_seasons

KALEIDO = load(SHIPPED).by_id["kaleido-star"]
LANTERN = two_seasons()
SHOWS = (KALEIDO, LANTERN, longest())


def last(episodes: Sequence[Episode]) -> Episode:
    return episodes[-1]


LOOKUP = Lookup(Library(SHOWS), last)


def find(text: str, show: Show = KALEIDO) -> str:
    return LOOKUP.find(show, text, Viewer()).key


def refusal(text: str, show: Show = KALEIDO, lookup: Lookup = LOOKUP) -> str:
    with pytest.raises(Refusal) as refused:
        lookup.find(show, text, Viewer())
    return refused.value.sentence


def of_titles(*titles: str) -> tuple[Lookup, Show]:
    show = titled(*titles)
    return Lookup(Library((show,)), last), show


# By title


@pytest.mark.parametrize("episode", KALEIDO.episodes, ids=lambda episode: episode.key)
def test_each_title_is_found_however_it_is_written(episode: Episode) -> None:
    name = title(episode)
    without = name.replace("'", "")
    curly = name.replace("'", "’")
    for typed in (name, name.upper(), name.lower(), without, curly, f"  {name.replace(' ', '   ')}!"):
        assert find(typed) == episode.key


@pytest.mark.parametrize("episode", KALEIDO.episodes, ids=lambda episode: episode.key)
def test_each_title_is_found_by_its_telling_words(episode: Episode) -> None:
    telling = " ".join(word for word in words(title(episode)) if word != "amazing")
    for typed in (telling, telling.upper(), f"amazing {telling}", f"{telling} amazing", telling[:-1]):
        assert find(typed) == episode.key, typed


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("comeback", "s1e26"),
        ("an amazing comebak", "s1e26"),
        ("seal", "s1e6"),
        ("DIVAS", "s1e15"),
        ("anna father", "s1e11"),
        ("doesnt smile", "s1e7"),
        ("legendary", "s1e23"),
        ("fire it up", "s1e17"),
        ("zero hero", "s1e20"),
        ("amazing mystery star", "s1e21"),
    ],
)
def test_a_part_of_a_title_is_enough(typed: str, key: str) -> None:
    assert find(typed) == key


def test_an_exact_title_wins_over_titles_that_hold_it() -> None:
    lookup, show = of_titles("The Star Rises", "The Star", "Star", "The Star Rises Again", "Start")
    for episode in show.episodes:
        assert lookup.find(show, title(episode), Viewer()) is episode


@pytest.mark.parametrize("show", [KALEIDO, LANTERN], ids=lambda show: show.id)
def test_every_exact_title_of_a_show_wins(show: Show) -> None:
    for episode in show.episodes:
        assert LOOKUP.find(show, title(episode), Viewer()) is episode


def test_a_title_of_full_length_is_found() -> None:
    long = " ".join(["Everlasting"] * 10)
    lookup, show = of_titles(long[:118] + " 1", long[:118] + " 2")
    assert lookup.find(show, title(show.episodes[1]), Viewer()) is show.episodes[1]


def test_titles_that_fit_alike_are_refused_by_name() -> None:
    assert refusal("challenge") == (
        "Several titles fit “\u2068challenge\u2069”. Add a word, or give the number:\n"
        "2 · My Amazing And Lonely Challenge\n"
        "9 · My Amazing Challenge For the Lead Role"
    )


def test_of_many_titles_that_fit_four_are_named_and_the_rest_counted() -> None:
    sentence = refusal("amazing")
    assert all(f"{e.label} · {title(e)}" in sentence for e in KALEIDO.episodes[:4])
    assert sentence.endswith("\n… and 21 more")
    assert title(KALEIDO.episodes[5]) not in sentence


def test_two_episodes_of_one_title_are_told_apart_by_number_only() -> None:
    lookup, show = of_titles("The Fog", "The Fog")
    assert "\n1 · The Fog\n2 · The Fog" in refusal("the fog", show, lookup)


def test_titles_named_in_a_refusal_are_short_and_harmless() -> None:
    lookup, show = of_titles(*(f"**Fog** {'`@x` ' * 22}{number}" for number in range(9)))
    sentence = refusal("fog", show, lookup)
    assert len(sentence.replace("\\", "")) <= 400
    assert not set("*`@") & set(acting(sentence))


@pytest.mark.parametrize(
    "junk",
    [
        *("qwertyuiop", "xyzzy plugh", "☄", "🎪🎪🎪", "\x00", "\x00\x07\x1b[31m", "\ud800", "\udfff\ud800"),
        *("שלום עולם", "مرحبا", "\u202egnp.exe", "カレイド", "' OR 1=1; DROP TABLE votes; --", "1.2.3"),
        *("s1e", "1x", "9" * 100, "**zzz**", "`code`", "@everyone", "<@123456789>", "https://a.b/c", "a\nb"),
        *("../../etc/passwd", "{0.__class__}", "${7*7}", "?", "-", "x" * 200),
    ],
)
def test_junk_is_refused_in_one_harmless_sentence(junk: str) -> None:
    sentence = refusal(junk)
    assert len(sentence) <= 400
    assert len(sentence.splitlines()) == 1
    assert not set("*`@<\\") & set(acting(sentence))
    assert "://" not in sentence
    assert sentence.encode().decode() == sentence


def test_what_fits_no_title_is_refused_with_what_there_is() -> None:
    assert refusal("xyzzy") == (
        "No title here is like “\u2068xyzzy\u2069”. I know episodes 1–26; a number finds each."
    )


@given(ANY_TEXT | ALMOST | st.text("amzing stroeTh'", max_size=60))
def test_any_text_names_an_episode_or_is_refused_in_a_harmless_sentence(text: str) -> None:
    for show in SHOWS:
        sentence = "Found."
        try:
            assert LOOKUP.find(show, text, Viewer()) in show.episodes
        except Refusal as refused:
            sentence = refused.sentence
        assert len(sentence) <= 400
        assert len(sentence.splitlines()) <= 6
        assert not set("@`\\") & set(acting(sentence))
        assert sentence.encode().decode() == sentence


def telling(episode: Episode) -> str:
    """The title without the word that most have, so that no other is meant."""
    return " ".join(word for word in words(title(episode)) if word != "amazing")


# By number and word


def test_numbers_are_found_in_the_show_that_was_asked() -> None:
    assert (find("26"), find("26", LANTERN), find("sp2", LANTERN)) == ("s1e26", "s2e12", "sp2")
    assert "season 2 (27–51)" in refusal("27")
    assert "There is no episode 27 here." in refusal("27", LANTERN)


def test_next_is_the_first_that_was_not_watched() -> None:
    assert find("next") == "s1e1"
    assert LOOKUP.find(KALEIDO, "NEXT", Viewer(), watched={"s1e1", "s1e2", "s1e4"}).key == "s1e3"
    with pytest.raises(Refusal, match="You have watched every episode"):
        LOOKUP.find(KALEIDO, "next", Viewer(), watched=set(KALEIDO.by_key))


def test_random_is_chosen_by_the_one_who_built_the_lookup() -> None:
    assert (find("random"), find("Random", LANTERN)) == ("s1e26", "sp2")
