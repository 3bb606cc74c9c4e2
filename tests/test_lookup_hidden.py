"""Which episode a member means where titles are hidden: of what they may not see, no word tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catalogue import Episode
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer
from bot.search import words
from tests.opened import title
from tests.test_lookup import KALEIDO, LOOKUP, telling


@pytest.mark.parametrize("episode", KALEIDO.episodes, ids=lambda episode: episode.key)
def test_a_hidden_title_finds_nothing_in_the_words_that_nonsense_gets(episode: Episode) -> None:
    others = {e.key for e in KALEIDO.episodes} - {episode.key}
    for viewer in (Viewer(hides_titles=True), Viewer(watched=others, hides_titles=True)):
        with pytest.raises(Refusal) as refused:
            LOOKUP.find(KALEIDO, telling(episode), viewer)
        assert title(episode) not in refused.value.sentence.replace(telling(episode), "")
        assert "No title that you have watched is like" in refused.value.sentence
        assert episode.key not in {key for _, key in LOOKUP.suggest(KALEIDO, title(episode), viewer)}


def test_what_is_hidden_and_what_is_nowhere_are_refused_alike() -> None:
    hiding = Viewer(hides_titles=True)
    sentences: list[str] = []
    for typed in ("An Amazing Comeback", "Xyzzy Plugh Quuxxy"):
        with pytest.raises(Refusal) as refused:
            LOOKUP.find(KALEIDO, typed, hiding)
        sentences.append(refused.value.sentence.replace(typed, "…"))
    assert sentences[0] == sentences[1]


def test_words_of_hidden_titles_weigh_no_more_than_nonsense() -> None:
    seen = Viewer(watched={"s1e1"}, hides_titles=True)
    hidden = {word for e in KALEIDO.episodes[1:] for word in words(title(e))} - set(
        words(title(KALEIDO.episodes[0]))
    )
    offered = {
        tuple(LOOKUP.suggest(KALEIDO, f"qqzzj {guess} amazing debut", seen)) for guess in (*hidden, "xyzzy")
    }
    assert len(offered) == 1


@given(watched=st.sets(st.sampled_from(sorted(KALEIDO.by_key))), episode=st.sampled_from(KALEIDO.episodes))
def test_a_title_finds_just_what_is_watched_and_names_nothing_else(
    watched: set[str], episode: Episode
) -> None:
    viewer = Viewer(watched=watched, hides_titles=True)
    said = ""
    try:
        found = LOOKUP.find(KALEIDO, title(episode), viewer)
        assert found.key in watched
    except Refusal as refused:
        said = refused.sentence.replace(title(episode), "")
        assert episode.key not in watched
    offered = LOOKUP.suggest(KALEIDO, title(episode), viewer)
    told = "\n".join([said, *(name for name, _ in offered)])
    assert [e.key for e in KALEIDO.episodes if title(e) in told and e.key not in watched] == []


def test_numbers_find_what_has_a_hidden_title() -> None:
    hiding = Viewer(hides_titles=True)
    assert LOOKUP.find(KALEIDO, "26", hiding).key == "s1e26"
    assert LOOKUP.suggest(KALEIDO, "s1e26", hiding) == [("Episode 26", "s1e26")]


def test_who_wants_no_warnings_finds_hidden_titles_too() -> None:
    off = Viewer(hides_titles=True, warned=True)
    assert LOOKUP.find(KALEIDO, "An Amazing Comeback", off).key == "s1e26"
    assert ("26 · An Amazing Comeback", "s1e26") in LOOKUP.suggest(KALEIDO, "comeback", off)
