"""Every card of a ranking holds the longest texts a catalogue may have."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.domain.catalogue import Library
from bot.text import CUSTOM_ID, MESSAGE_TEXT
from tests import shows
from tests.cogs.ranking.support import NoStudio, Sketches, cast, cast_own, equip, open_panel, set_up
from tests.world import World, answer, buttons, open_world, walk, words

VIEWS = ("server", "web", "divisive", "difference", "mine")


@pytest.fixture
async def long_world(tmp_path: Path) -> AsyncGenerator[World]:
    async with open_world(tmp_path, Library((shows.longest(),))) as world:
        yield world


@pytest.mark.parametrize("studio", [NoStudio(), Sketches()], ids=["as text", "as a picture"])
@pytest.mark.parametrize("voted", [True, False], ids=["voted on", "without votes"])
async def test_the_longest_texts_fit_into_every_card(
    long_world: World, studio: object, *, voted: bool
) -> None:
    world = long_world
    equip(world, studio)
    keys = [episode.key for episode in world.library.shows[0].episodes]
    if voted:
        await cast(world, dict.fromkeys(keys[:-5], (10, 1)))
        await cast_own(world, world.hana.id, dict.fromkeys(keys[:-5], 10))
        await set_up(world, reveal="closed", minimum="100")
        await open_panel(world, keys[0])
    for view in VIEWS:
        for order in ("best", "worst"):
            card = answer(await world.hana.slash(world.channel, "ranking", view=view, order=order))
            shown = [card]
            if buttons(card):
                shown.append(answer(await world.hana.click(card, label="How is this computed?")))
                shown.append(answer(await world.hana.click(card, label="CSV")))
            for message in shown:
                assert 0 < len(words(message)) <= MESSAGE_TEXT
                parts = list(walk(message.components))
                assert len(parts) <= 40
                ids = [part["custom_id"] for part in parts if "custom_id" in part]
                assert len(set(ids)) == len(ids)
                assert max(map(len, ids), default=0) <= CUSTOM_ID
                assert sum(part["type"] == 1 for part in parts) <= 2
