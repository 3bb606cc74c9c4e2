"""What spoils is closed until it is safe, however it is handled."""

import copy
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catalogue import Show
from bot.domain.spoilers import INDEXER, Level, Sealed, Viewer, is_safe, unseal
from tests.shows import two_seasons

KEYS = [f"s1e{number}" for number in range(1, 6)]
SOME_KEYS = st.frozensets(st.sampled_from(KEYS))
HIDDEN = "the masked performer"


def f_string(value: object) -> str:
    return f"{value} {value!r} {value!a}"


def in_containers(value: object) -> str:
    return str([value]) + repr({"synopsis": (value,)})


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        format,
        ascii,
        "{}".format,
        "{0!r} {0!s}".format,
        "%s".__mod__,
        f_string,
        in_containers,
    ],
)
def test_a_sealed_value_shows_nothing_of_itself(show: Callable[[object], str]) -> None:
    shown = show(Sealed(HIDDEN, needs={"s1e22"}))
    assert "Sealed(...)" in shown
    assert HIDDEN not in shown
    assert "s1e22" not in shown


def test_no_format_opens_a_sealed_value() -> None:
    with pytest.raises(TypeError) as refused:
        format(Sealed(HIDDEN, needs=frozenset()), ">40")
    assert HIDDEN not in str(refused.value)


def test_a_sealed_value_does_not_join_other_text() -> None:
    with pytest.raises(TypeError) as refused:
        "".join([Sealed(HIDDEN, needs=frozenset())])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType, reportCallIssue]
    assert HIDDEN not in str(refused.value)


def test_a_show_can_be_printed_without_spoiling() -> None:
    shown = repr(two_seasons())
    for secret in ("SYNOPSIS", "PLOT", "STRENGTH", "WEAKNESS", "VERDICT", "identity='Bo"):
        assert secret not in shown


def test_one_missing_episode_keeps_it_closed() -> None:
    sealed = Sealed(HIDDEN, needs=set(KEYS))
    assert unseal(sealed, Viewer(watched=set(KEYS[:-1]))) is None
    assert unseal(sealed, Viewer(watched=set(KEYS))) == HIDDEN


def test_a_viewer_has_watched_nothing_and_was_not_warned_unless_said() -> None:
    assert unseal(Sealed(HIDDEN, needs={"s1e1"}), Viewer()) is None


def test_a_warning_opens_it_but_does_not_make_it_safe() -> None:
    sealed = Sealed(HIDDEN, needs={"s1e1"})
    assert unseal(sealed, Viewer(warned=True)) == HIDDEN
    assert not is_safe(sealed, Viewer(warned=True))


def test_what_an_episode_needs_does_not_change_with_the_set_it_was_given() -> None:
    needs = {"s1e1"}
    sealed = Sealed(HIDDEN, needs=needs)
    needs.clear()
    assert not is_safe(sealed, Viewer())


@given(needs=SOME_KEYS, watched=SOME_KEYS, warned=st.booleans())
def test_it_opens_for_those_who_watched_all_or_were_warned_and_nobody_else(
    needs: frozenset[str], watched: frozenset[str], *, warned: bool
) -> None:
    sealed, viewer = Sealed(HIDDEN, needs=needs), Viewer(watched, warned=warned)
    safe = all(key in watched for key in needs)
    assert is_safe(sealed, viewer) is safe
    assert unseal(sealed, viewer) == (HIDDEN if safe or warned else None)


@given(needs=SOME_KEYS, watched=SOME_KEYS, more=SOME_KEYS)
def test_watching_more_never_closes_what_was_open(
    needs: frozenset[str], watched: frozenset[str], more: frozenset[str]
) -> None:
    sealed = Sealed(HIDDEN, needs=needs)
    assert is_safe(sealed, Viewer(watched | more)) >= is_safe(sealed, Viewer(watched))


@given(st.integers(0, 2), SOME_KEYS, st.integers(0, 2), SOME_KEYS)
def test_sealed_values_are_equal_when_value_and_needs_are(
    one: int, needs: frozenset[str], other: int, other_needs: frozenset[str]
) -> None:
    left, right = Sealed(one, needs=needs), Sealed(other, needs=set(other_needs))
    assert (left == right) is ((one, needs) == (other, other_needs))
    if left == right:
        assert hash(left) == hash(right)
    assert copy.deepcopy(left) == left


def test_a_title_is_open_to_everybody_where_nobody_hides_it() -> None:
    sealed = Sealed(HIDDEN, needs={"s1e1"}, level=Level.TITLE)
    assert is_safe(sealed, Viewer())
    assert unseal(sealed, Viewer()) == HIDDEN


def test_where_titles_are_hidden_one_opens_to_who_has_watched_it_or_was_warned() -> None:
    sealed = Sealed(HIDDEN, needs={"s1e1"}, level=Level.TITLE)
    assert unseal(sealed, Viewer(hides_titles=True)) is None
    assert unseal(sealed, Viewer({"s1e2"}, hides_titles=True)) is None
    assert unseal(sealed, Viewer({"s1e1"}, hides_titles=True)) == HIDDEN
    assert unseal(sealed, Viewer(hides_titles=True, warned=True)) == HIDDEN


def test_what_is_sealed_belongs_to_the_story_unless_said() -> None:
    assert Sealed(HIDDEN, needs=frozenset()).level is Level.STORY


@given(
    level=st.sampled_from(Level),
    needs=SOME_KEYS,
    viewer=st.builds(Viewer, SOME_KEYS, hides_titles=st.booleans(), warned=st.booleans()),
)
def test_the_rule_is_the_same_for_all_that_is_sealed(
    level: Level, needs: frozenset[str], viewer: Viewer
) -> None:
    sealed = Sealed(HIDDEN, needs=needs, level=level)
    free = level is Level.TITLE and not viewer.hides_titles
    assert is_safe(sealed, viewer) is (free or needs.issubset(viewer.watched))
    assert unseal(sealed, viewer) == (HIDDEN if viewer.warned or is_safe(sealed, viewer) else None)
    assert unseal(sealed, INDEXER) == HIDDEN


@given(needs=SOME_KEYS, watched=SOME_KEYS, warned=st.booleans())
def test_hiding_titles_opens_nothing_and_closes_no_story(
    needs: frozenset[str], watched: frozenset[str], *, warned: bool
) -> None:
    hiding, open_ = (Viewer(watched, hides_titles=hides, warned=warned) for hides in (True, False))
    story, title = (Sealed(HIDDEN, needs=needs, level=level) for level in (Level.STORY, Level.TITLE))
    assert is_safe(story, hiding) == is_safe(story, open_) == is_safe(title, hiding)
    assert is_safe(title, hiding) <= is_safe(title, open_)


def test_a_title_and_a_story_of_the_same_words_are_not_equal() -> None:
    assert Sealed(HIDDEN, needs={"s1e1"}) != Sealed(HIDDEN, needs={"s1e1"}, level=Level.TITLE)


def test_a_sealed_value_never_equals_what_it_hides() -> None:
    assert Sealed(HIDDEN, needs=frozenset()) != HIDDEN


def test_each_synopsis_of_a_show_needs_its_own_episode_alone() -> None:
    show: Show = two_seasons()
    for episode in show.episodes:
        if episode.synopsis:
            assert unseal(episode.synopsis, Viewer({episode.key}))
            assert unseal(episode.synopsis, Viewer(set(show.by_key) - {episode.key})) is None


def test_a_sealed_value_is_printed_as_nothing_but_that() -> None:
    assert repr(Sealed("It flies.", needs={"s1e1"})) == "Sealed(...)"
