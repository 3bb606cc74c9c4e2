"""/party plan by members who have told no time zone, in a server that has none."""

from typing import Any

import pytest

from tests.cogs.parties.asking import all_parties, plan
from tests.world import World, words


@pytest.mark.parametrize("options", [{}, {"episodes": "1-4", "every": "week"}])
@pytest.mark.parametrize("typed", ["", "fri 8pm", "in 2 hours"])
async def test_without_any_zone_what_is_suggested_is_planned_in_utc(
    world: World, typed: str, options: dict[str, Any]
) -> None:
    (first, *_) = await world.hana.autocomplete(world.channel, "party plan", "when", typed, episodes="12")
    assert "UTC" in first["name"]

    card = await plan(world, when=first["value"], **options)

    assert not card.ephemeral, words(card)
    assert {party.zone for party in await all_parties(world)} == {"UTC"}
    assert f"{(await all_parties(world))[0].starts_at:%H:%M} UTC" in first["name"]


async def test_a_season_typed_without_any_zone_is_asked_about(world: World) -> None:
    for when in ("fri 8pm", "in 2 hours", "2026-12-20 20:00 UTC+2"):
        told = await plan(world, episodes="1-4", when=when, every="week")

        assert "Which time zone is that in?" in words(told) or "more than a year" in words(told)
    assert await all_parties(world) == []
