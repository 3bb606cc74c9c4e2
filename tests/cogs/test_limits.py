"""Every card holds the longest texts a catalogue may have, within Discord's limits."""

from collections.abc import AsyncGenerator
from itertools import product
from pathlib import Path

import pytest

from bot.domain.catalogue import Library
from bot.text import MESSAGE_TEXT
from db import votes
from db.votes import Ballot
from tests import discord_api, shows
from tests.world import World, answer, buttons, open_world, walk, words


@pytest.fixture
async def long_world(tmp_path: Path) -> AsyncGenerator[World]:
    async with open_world(tmp_path, Library((shows.longest(),))) as world:
        yield world


async def test_the_longest_texts_fit_into_every_card(long_world: World) -> None:
    world = long_world
    await _vote_on_everything(world)
    card = answer(await world.hana.slash(world.channel, "episode", episode="next"))
    guide = answer(await world.hana.slash(world.channel, "episodes"))
    series = answer(await world.hana.slash(world.channel, "series"))
    shown = [card, guide, series, answer(await world.hana.slash(world.channel, "help"))]
    for message, labels in ((card, ["Synopsis"]), (series, ["Plot summary", "Web review"])):
        for label in labels:
            warning = answer(await world.hana.click(message, label=label))
            shown.append(warning)
            await world.hana.click(warning, label="Show it anyway")
            assert "Show it anyway" not in buttons(warning)
    ambiguous = answer(await world.hana.slash(world.channel, "episode", episode="*_" * 60))
    for message in [*shown, ambiguous]:
        assert 0 < len(words(message)) <= MESSAGE_TEXT
        parts = list(walk(message.components))
        assert len(parts) <= 40
        pressed = [part["custom_id"] for part in parts if "custom_id" in part and not part.get("disabled")]
        assert {":".join(custom_id.split(":")[:2]) for custom_id in pressed} <= set(world.bot.routes)


async def _vote_on_everything(world: World) -> None:
    """Two votes on each episode: provisional, which is the longest that is said of it."""
    (show,) = world.library.shows
    async with world.db.transaction() as tx:
        for episode, member in product(show.episodes, (world.hana, world.tomas)):
            ballot = Ballot(world.guild.id, show.id, episode.key, member.id)
            await votes.cast(tx, ballot, score=10, now=world.env.now())


async def test_the_longest_titles_fit_into_suggestions(long_world: World) -> None:
    choices = await long_world.hana.autocomplete(long_world.channel, "episode", "episode", "")

    assert len(choices) == 25
    assert max(len(choice["name"]) for choice in choices) == 100


@pytest.mark.skipif(
    not discord_api.is_present(), reason="no copy of Discord's API description lies beside the project"
)
def test_the_description_of_discords_api_refuses_what_is_too_long() -> None:
    body = {"type": 4, "data": {"content": "x" * 4001}}

    assert discord_api.faults("POST", discord_api.CALLBACK, body) != []
    assert discord_api.faults("POST", discord_api.CALLBACK, {"type": 4, "data": {"content": "x"}}) == []
