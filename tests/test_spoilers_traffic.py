"""The spoiler rule over all traffic: who tries everything there is finds nothing they have not seen."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import errors, lookup, names, routes
from bot.client import Interaction
from bot.domain import spoilers
from bot.domain.catalogue import Library, Show
from bot.domain.spoilers import INDEXER, Sealed, Viewer
from bot.pictures.specs import Spec
from bot.pictures.studio import Studio
from cogs.lookup import characters_card, spoiler_cards
from db import catalogue, server_settings
from db.catalogue import read_show
from tests import gatherings, shows
from tests.cogs.ranking.support import cast, equip
from tests.crawl import CONSENT, Crawler, Visitor
from tests.hidden import Eyes, title_text
from tests.recipes import commands_of
from tests.traffic import Act, Leak, Traffic
from tests.world import World, open_world

HERE, WATCHED = 3, 5
"""Hana has watched the first five episodes: three of them on this server, two on another."""
AFTER_CONSENT = {*CONSENT, "characters:all"}
"""What can only be pressed once somebody has said `Show it anyway`."""


@dataclass(frozen=True)
class Walk:
    """What was found on a walk through everything."""

    traffic: Traffic
    answered: set[str]
    offered: set[str]
    """All commands and routes that there are."""


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """A walk on a server that hides titles."""
    return asyncio.run(_walk(tmp_path_factory.mktemp("hidden"), _shipped(), hides=True))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The same on a server that does not."""
    return asyncio.run(_walk(tmp_path_factory.mktemp("shown"), _shipped(), hides=False, most=1))


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """A walk through a show with two seasons, specials, and somebody behind a mask whom nobody knows."""
    return asyncio.run(_walk(tmp_path_factory.mktemp("masked"), _masked_show(), hides=True, most=1))


def test_what_one_has_not_watched_is_nowhere_in_what_one_is_sent(hidden: Walk) -> None:
    assert _told(hidden.traffic.leaks) == []


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


def test_what_is_safe_is_sent(hidden: Walk) -> None:
    """Silence would pass all else: what Hana has watched is told to her, and to nobody else."""
    first = _shipped().episodes[0]
    told = {sent.to for sent in hidden.traffic.sent if title_text(first) in sent.text}

    assert len(told) >= 1
    assert None not in told


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
    ],
)
def test_a_leak_would_be_seen(leaky: Walk, place: str, kind: str) -> None:
    found = [leak for leak in leaky.traffic.leaks if leak.sent.place == place]

    assert any(leak.secret.what.startswith(kind) for leak in found)


def test_a_title_of_an_episode_that_hana_has_watched_would_be_seen_in_public(leaky: Walk) -> None:
    assert any(leak.sent.to is None and leak.secret.what == "title of s1e2" for leak in leaky.traffic.leaks)


def test_a_hidden_title_finds_nothing_or_guessing_would_tell_it(hidden: Walk) -> None:
    show = _shipped()
    guesses = {title_text(episode): episode.key for episode in show.episodes[WATCHED:]}
    tried = [s for s in hidden.traffic.sent if s.place == "suggestions" and s.act.typed[0] in guesses]

    assert [s for s in tried if s.text == guesses[s.act.typed[0]]] == []


@pytest.fixture(scope="module")
def leaky(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """A walk where the rule opens everything to everybody; short, for it only has to leak."""
    commands = ("episode", "episodes", "series", "vote", "ranking", "poll create", "progress export")
    with pytest.MonkeyPatch.context() as patch:
        for module in (names, spoiler_cards, characters_card):
            patch.setattr(module, "unseal", _open)
        patch.setattr(lookup, "is_safe", _is_open)
        folder = tmp_path_factory.mktemp("leaky")
        return asyncio.run(_walk(folder, _shipped(), hides=True, only=commands, most=1))


def _open(sealed: Sealed[object], viewer: Viewer) -> object:
    del viewer
    return spoilers.unseal(sealed, INDEXER)


def _is_open(sealed: Sealed[object], viewer: Viewer) -> bool:
    del sealed, viewer
    return True


async def _walk(folder: Path, show: Show, *, hides: bool, only: tuple[str, ...] = (), most: int = 2) -> Walk:
    async with open_world(folder, Library((show,))) as world:
        whole = most > 1
        equip(world, Studio(_as_text))
        await _prepare(world, show, hides=hides)
        crawler = Crawler(world, Traffic(world.env, Eyes(show)), hides=hides, alike=16 if whole else 6)
        keys = [episode.key for episode in show.episodes]
        hana = Visitor(world.hana, frozenset(keys[:HERE]), frozenset(keys[HERE:WATCHED]))
        tomas = Visitor(world.tomas, frozenset(keys))
        with pytest.MonkeyPatch.context() as patch:
            _watch_refusals(crawler, patch)
            await crawler.commands(hana, most=most, only=only)
            await crawler.suggestions(hana, only=() if whole else ("episode",))
            await crawler.conversation(hana)
            await crawler.press_all(hana)
            await crawler.commands(tomas, only=only, lasting="2h", pressing=False)
            await crawler.commands(tomas, most=min(most, 1), only=only, pressing=False)
            await crawler.commands(hana, most=0, only=only)
            if not only:
                await _parties(crawler, hana, hides=hides)
            for hours in (0, 3):
                await world.env.advance_time(hours * 3600)
                crawler.traffic.note(Act("time that passes", 0), frozenset(), hides=hides)
                crawler.meet(hana)
                await crawler.press_all(hana)
        # Other tests hold every payload against Discord's description, which takes long: here a part will do.
        world.env.http_requests[:] = world.env.http_requests[::25]
        offered = {f"/{command.qualified_name}" for command in commands_of(world.bot.tree)}
        return Walk(crawler.traffic, crawler.answered, offered | set(world.bot.routes))


async def _parties(crawler: Crawler, hana: Visitor, *, hides: bool) -> None:
    """Press all there is on parties that are planned, on and over."""

    async def look() -> None:
        crawler.traffic.note(Act("time that passes", 0), frozenset(), hides=hides)
        crawler.meet(hana)
        await crawler.press_all(hana)

    await gatherings.press_planned(crawler.world, look)
    await gatherings.press_live(crawler.world, look)
    await gatherings.live_through(crawler.world, look)


async def _prepare(world: World, show: Show, *, hides: bool) -> None:
    """Votes on all but the last two episodes, so that there are rankings; and the setting."""
    await cast(world, {e.key: (9, 8, 7, place % 10 + 1) for place, e in enumerate(show.episodes[:-2])})
    async with world.db.transaction() as tx:
        value = "yes" if hides else "no"
        await server_settings.put(tx, guild_id=world.guild.id, name="hides_titles", value=value)


def _watch_refusals(crawler: Crawler, patch: pytest.MonkeyPatch) -> None:
    """Let the crawler know what was refused."""
    explain = errors.explain

    async def listen(interaction: Interaction, error: BaseException) -> None:
        crawler.refusals.append(error)
        await explain(interaction, error)

    patch.setattr(errors, "explain", listen)
    patch.setattr(routes, "explain", listen)


def _as_text(spec: Spec) -> bytes:
    """Every value that a picture would show, in place of its dots."""
    return repr(spec).encode()


def _shipped() -> Show:
    return catalogue.load(catalogue.SHIPPED).shows[0]


def _masked_show() -> Show:
    """Two seasons, specials, and behind the mask somebody of whom nobody knows until then."""
    data = shows.two_seasons_data()
    data["characters"] += [
        {"name": "Cornelius Vane", "role": "Owns the whole harbour.", "spoils_episode": 20},
    ]
    data["characters"][2]["identity"] = "Cornelius Vane"
    return read_show(data, file="lantern_row.toml")


def _told(leaks: list[Leak]) -> list[str]:
    """The first of the leaks, in words."""
    return [str(leak) for leak in leaks[:10]]
