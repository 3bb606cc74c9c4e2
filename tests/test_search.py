"""Titles are found by the words that tell them apart, and by slips of them."""

# ruff: noqa: RUF001  digits and letters of other scripts are what is tested

import re
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catalogue import Episode, Library
from bot.domain.spoilers import Viewer
from bot.lookup import Lookup
from bot.search import ALL_WORDS, TitleIndex, words
from db.catalogue import SHIPPED, load
from tests.domain.strategies import ANY_TEXT, titled
from tests.opened import title
from tests.shows import longest, two_seasons

KALEIDO = load(SHIPPED).by_id["kaleido-star"]
INDEX = TitleIndex(KALEIDO.episodes)
LOOKUP = Lookup(Library((KALEIDO,)), itemgetter(0))
HELD_BY = Counter(word for episode in KALEIDO.episodes for word in set(words(title(episode))))


def offered(text: str) -> list[str]:
    return [key for _, key in LOOKUP.suggest(KALEIDO, text, Viewer())]


def slips(word: str) -> Iterator[str]:
    """The word with one letter dropped, doubled, or swapped with the next, at each place."""
    for at in range(len(word)):
        before, letter, after = word[:at], word[at], word[at + 1 :]
        if letter.isalpha():
            yield before + after
            yield before + letter + letter + after
            if after[:1].isalpha() and after[0] != letter:
                yield before + after[0] + letter + after[1:]


def one_slip(text: str) -> Iterator[str]:
    """The title with one slip in one of its longer words: every such text."""
    typed = text.split()
    for place, word in enumerate(typed):
        if len(word) >= 5:
            for slip in slips(word):
                yield " ".join((*typed[:place], slip, *typed[place + 1 :]))


def a_slip_in_each_word(text: str) -> Iterator[str]:
    """The title with a slip in each of its longer words, until each slip was made once."""
    ways = [list(slips(word)) if len(word) >= 5 else [word] for word in text.split()]
    for turn in range(max(map(len, ways))):
        yield " ".join(way[turn % len(way)] for way in ways)


def telling_words(text: str) -> list[str]:
    """The longer words that no other title has, nor one that is nearly the same in most."""
    held = re.findall(r"[\w']+", text)
    return [w for w in held if len(w) >= 5 and HELD_BY[words(w)[0]] == 1 and not w.startswith("Amazing")]


def slips_of_one_word(text: str) -> Iterator[str]:
    for word in telling_words(text):
        yield from slips(word)


@pytest.mark.parametrize("episode", KALEIDO.episodes, ids=lambda episode: episode.key)
def test_a_title_with_a_slip_in_one_or_each_word_is_offered_first(episode: Episode) -> None:
    for typed in (*one_slip(title(episode)), *a_slip_in_each_word(title(episode))):
        assert offered(typed)[0] == episode.key, typed


@pytest.mark.parametrize("episode", KALEIDO.episodes, ids=lambda episode: episode.key)
def test_a_slip_of_one_telling_word_is_offered_among_the_first_three(episode: Episode) -> None:
    for slip in slips_of_one_word(title(episode)):
        assert episode.key in offered(slip)[:3], slip
        assert episode.key in offered(f"amazing {slip}")[:3], slip


def test_nearly_every_slip_of_a_single_telling_word_is_offered_first() -> None:
    first = [offered(slip)[0] == e.key for e in KALEIDO.episodes for slip in slips_of_one_word(title(e))]
    assert len(first) > 500
    assert sum(first) / len(first) >= 0.98


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The Diva's Amazing Love", ["the", "divas", "amazing", "love"]),
        ("You’ll   GET", ["youll", "get"]),
        ("Fire it up!", ["fire", "it", "up"]),
        ("Élan, naïve—Ｗｉｄｅ", ["elan", "naive", "wide"]),
        ("snake_case 'quoted' 13.5", ["snake", "case", "quoted", "13", "5"]),
        ("カレイドスター", ["カレイトスター"]),
        ("*_~`| ☄ \x00\ud800", []),
        ("", []),
    ],
)
def test_words_are_compared_without_capitals_accents_and_apostrophes(text: str, plain: list[str]) -> None:
    assert words(text) == plain


def test_the_very_title_has_the_only_full_score() -> None:
    for episode in KALEIDO.episodes:
        scores = INDEX.search(title(episode))
        assert [e.key for e, score in scores if score > ALL_WORDS] == [episode.key]
        assert scores[0] == (episode, 1.0)


def test_a_rare_word_weighs_more_than_one_of_every_title() -> None:
    (first, high), (_, low), *_ = INDEX.search("amazing seal")
    assert (first.key, high) == ("s1e6", ALL_WORDS)
    assert low < 0.5


def test_equal_scores_stand_in_order_of_the_show() -> None:
    found = [e.key for e, score in INDEX.search("amazing") if score == ALL_WORDS]
    assert found == [e.key for e in KALEIDO.episodes if "Amazingly" not in title(e)]


def test_a_word_that_no_title_has_costs() -> None:
    index = TitleIndex(two_seasons().episodes)
    assert index.search("harbour")[0][1] == ALL_WORDS
    assert index.search("harbour xyzzy")[0][1] < 0.6


@pytest.mark.parametrize("junk", ["", " ", "☄☄", "*_~`|", "\x00", "\ud800"])
def test_what_has_no_words_finds_nothing(junk: str) -> None:
    assert INDEX.search(junk) == []
    assert TitleIndex(longest().episodes).search(junk) == []


def test_an_index_of_nothing_finds_nothing() -> None:
    assert TitleIndex(()).search("anything") == []


@given(ANY_TEXT)
def test_any_text_gives_scores_from_0_to_1_with_the_best_first(text: str) -> None:
    scores = [score for _, score in INDEX.search(text)]
    assert all(0 < score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)


@given(
    st.lists(
        st.lists(st.sampled_from(words("the star stars start rises rise a of sky")), min_size=2), min_size=1
    )
)
def test_every_title_is_found_by_itself(titles: list[list[str]]) -> None:
    show = titled(*(" ".join(held) for held in titles))
    index = TitleIndex(show.episodes)
    for episode in show.episodes:
        best = [title(e) for e, score in index.search(title(episode).upper()) if score > ALL_WORDS]
        assert best == [title(e) for e in show.episodes if title(e) == title(episode)]


def test_however_many_words_are_typed_ten_different_ones_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = TitleIndex(KALEIDO.episodes)
    looked_at: list[str] = []
    like = index._like  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  what costs is not seen from outside

    def counted(word: str, *, begun: bool) -> dict[str, float]:
        looked_at.append(word)
        return like(word, begun=begun)

    monkeypatch.setattr(index, "_like", counted)

    index.search("amazing " * 100 + " ".join(map(str, range(100))))

    assert looked_at == ["amazing", *map(str, range(9))]
