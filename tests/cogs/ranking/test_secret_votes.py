"""Votes that nobody may see until their panel closes, in the ranking."""

from typing import Any

import simcord

from tests.cogs.ranking.support import cast, cast_own, open_panel, set_up
from tests.world import World, answer, words


async def ranking(world: World, **asked: Any) -> simcord.ResponseMessage:
    return answer(await world.hana.slash(world.channel, "ranking", **asked))


async def test_where_votes_are_secret_until_the_close_they_are_left_out_and_named(stage: World) -> None:
    await cast(stage, {"s1e1": (8, 9), "s1e26": (3, 4)})
    await cast_own(stage, stage.hana.id, {"s1e26": 2})
    await open_panel(stage, "s1e26")
    assert "· 26 · " in words(await ranking(stage))

    await set_up(stage, reveal="closed")

    for view in ("server", "divisive", "difference", "mine"):
        told = words(await ranking(stage, view=view))
        assert "Voting is open on episode 26: shown when it closes" in told
        assert "· 26 · " not in told
        assert "2 of 26" not in told
    assert "1 of 26 episodes · 2 votes · 24 episodes have no votes yet" in words(await ranking(stage))


async def test_where_all_votes_are_secret_the_web_ranks(stage: World) -> None:
    await cast(stage, {"s1e26": (3, 4)})
    await open_panel(stage, "s1e26")
    await set_up(stage, reveal="closed")

    told = words(await ranking(stage))

    assert told.startswith("## Best to worst: the web\n")
    assert "Voting is open on episode 26: shown when it closes." in told
