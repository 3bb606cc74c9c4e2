"""The spoiler rule over all traffic: who tries everything there is finds nothing they have not seen."""

import asyncio
import importlib

import pytest

from bot import lookup, names
from bot.domain import spoilers
from bot.domain.catalogue import Show
from bot.domain.spoilers import INDEXER, Sealed, Viewer
from db import catalogue
from db.catalogue import read_show
from tests import shows
from tests.hidden import title_text
from tests.presses import CONSENT
from tests.traffic import Leak
from tests.walk import WATCHED, Walk, walk

AFTER_CONSENT = {*CONSENT, "characters:all"}
"""What can only be pressed once somebody has said `Show it anyway`."""


_OPENERS = ("cogs.lookup.spoiler_cards", "cogs.lookup.characters_card", "cogs.reviews.cards")
"""Modules of features that open what is sealed. A bot that closes forgets them: the next one has others."""

pytestmark = pytest.mark.lengthy


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """A walk on a server that hides titles."""
    return asyncio.run(walk(tmp_path_factory.mktemp("hidden"), _shipped(), hides=True))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The same on a server that does not."""
    return asyncio.run(walk(tmp_path_factory.mktemp("shown"), _shipped(), hides=False, most=1))


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """A walk through a show with two seasons, specials, and somebody behind a mask whom nobody knows."""
    return asyncio.run(walk(tmp_path_factory.mktemp("masked"), _masked_show(), hides=True, most=1))


@pytest.mark.xdist_group("hidden")
def test_what_one_has_not_watched_is_nowhere_in_what_one_is_sent(hidden: Walk) -> None:
    assert _told(hidden.traffic.leaks) == []


@pytest.mark.xdist_group("hidden")
def test_the_walk_was_through_every_command_and_every_button(hidden: Walk) -> None:
    """One that no recipe leads to, or that refuses whatever it is given, is not proved to be safe."""
    assert hidden.offered - hidden.answered == AFTER_CONSENT


def test_where_titles_are_not_hidden_they_are_told_and_no_story_is(shown: Walk) -> None:
    assert _told(shown.traffic.leaks) == []
    everything = "\n".join(sent.text for sent in shown.traffic.sent if sent.to is None)
    for episode in _shipped().episodes:
        assert title_text(episode) in everything


def test_specials_seasons_and_masks_are_kept_as_well(masked: Walk) -> None:
    assert _told(masked.traffic.leaks) == []


@pytest.mark.xdist_group("hidden")
def test_what_is_safe_is_sent(hidden: Walk) -> None:
    """Silence would pass all else: what Hana has watched is told to her, and to nobody else."""
    first = _shipped().episodes[0]
    told = {sent.to for sent in hidden.traffic.sent if title_text(first) in sent.text}

    assert len(told) >= 1
    assert None not in told


@pytest.mark.xdist_group("leaky")
@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("answer", "title"),
        ("suggestions", "title"),
        ("picture", "title"),
        ("alt text", "title"),
        ("file", "title"),
        ("post", "title"),
        ("edit", "title"),
        ("answer", "synopsis"),
        ("answer", "cast"),
        ("answer", "plot"),
        ("answer", "review"),
        ("answer", "name"),
        ("answer", "identity"),
        ("answer", "heading of a review"),
        ("answer", "text of a review"),
    ],
)
def test_a_leak_would_be_seen(leaky: Walk, place: str, kind: str) -> None:
    found = [leak for leak in leaky.traffic.leaks if leak.sent.place == place]

    assert any(leak.secret.what.startswith(kind) for leak in found)


@pytest.mark.xdist_group("leaky")
def test_a_title_of_an_episode_that_hana_has_watched_would_be_seen_in_public(leaky: Walk) -> None:
    assert any(leak.sent.to is None and leak.secret.what == "title of s1e2" for leak in leaky.traffic.leaks)


@pytest.mark.xdist_group("hidden")
def test_a_hidden_title_finds_nothing_or_guessing_would_tell_it(hidden: Walk) -> None:
    show = _shipped()
    guesses = {title_text(episode): episode.key for episode in show.episodes[WATCHED:]}
    tried = [s for s in hidden.traffic.sent if s.place == "suggestions" and s.act.typed[0] in guesses]

    assert [s for s in tried if s.text == guesses[s.act.typed[0]]] == []


@pytest.fixture(scope="module")
def leaky(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """A walk where the rule opens everything to everybody; short, for it only has to leak."""
    commands = (
        "episode",
        "episodes",
        "series",
        "vote",
        "ranking",
        "poll create",
        "progress export",
        "review read",
    )
    with pytest.MonkeyPatch.context() as patch:
        for module in (names, *map(importlib.import_module, _OPENERS)):
            patch.setattr(module, "unseal", _open)
        patch.setattr(lookup, "is_safe", _is_open)
        folder = tmp_path_factory.mktemp("leaky")
        return asyncio.run(walk(folder, _shipped(), hides=True, only=commands, most=1))


def _open(sealed: Sealed[object], viewer: Viewer) -> object:
    del viewer
    return spoilers.unseal(sealed, INDEXER)


def _is_open(sealed: Sealed[object], viewer: Viewer) -> bool:
    del sealed, viewer
    return True


def _shipped() -> Show:
    return catalogue.load(catalogue.SHIPPED).shows[0]


def _masked_show() -> Show:
    """Two seasons, specials, and behind the mask somebody of whom nobody knows until then."""
    data = shows.two_seasons_data()
    data["characters"] += [
        {"name": "Cornelius Vane", "role": "Owns the whole harbour.", "spoils_episode": 20},
    ]
    data["characters"][2]["identity"] = "Cornelius Vane"
    data["series"]["review"]["verdict"] = (
        "VERDICT: dim lamps all along."  # the word alone heads a form's field
    )
    return read_show(data, file="lantern_row.toml")


def _told(leaks: list[Leak]) -> list[str]:
    """The first of the leaks, in words."""
    return [str(leak) for leak in leaks[:10]]
