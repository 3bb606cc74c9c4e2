"""What is suggested while an episode is typed."""

import pytest

from bot.lookup import Lookup
from tests.world import World, count_transactions


async def _suggested(world: World, typed: str) -> list[str]:
    choices = await world.hana.autocomplete(world.channel, "episode", "episode", typed)
    return [choice["value"] for choice in choices]


async def test_nothing_typed_suggests_next_random_and_the_first_episodes(world: World) -> None:
    suggested = await _suggested(world, "")

    assert suggested[:4] == ["next", "random", "s1e1", "s1e2"]
    assert len(suggested) == 25


async def test_numbers_titles_and_slips_are_understood(world: World) -> None:
    assert (await _suggested(world, "2"))[:3] == ["s1e2", "s1e20", "s1e21"]
    assert (await _suggested(world, "season 1 episode 9"))[0] == "s1e9"
    assert await _suggested(world, "amazing comebak") == ["s1e26"]
    assert (await _suggested(world, "ran"))[0] == "random"


async def test_a_suggestion_shows_number_and_title(world: World) -> None:
    (choice,) = await world.hana.autocomplete(world.channel, "episode", "episode", "mystery")

    assert choice == {"name": "21 · The Amazing Mystery Star", "value": "s1e21"}


@pytest.mark.parametrize("typed", ["x" * 6000, "@everyone", "\0?", "🎪", "'; --", "\u202e?", "怪しい"])
async def test_junk_suggests_nothing_and_fails_nowhere(world: World, typed: str) -> None:
    assert await _suggested(world, typed) == []


async def test_a_fault_while_suggesting_leaves_the_list_empty(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(Lookup, "suggest", broken)

    assert await _suggested(world, "26") == []
    assert world.calls()[-1].endswith("/callback")  # an empty list is an answer too


async def test_suggestions_ask_once_who_types_and_change_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = count_transactions(world, monkeypatch)

    assert await _suggested(world, "26") == ["s1e26"]
    assert noted == ["snapshot"]


async def test_where_the_database_does_not_answer_the_list_is_empty(world: World) -> None:
    await world.db.close()

    assert await _suggested(world, "26") == []  # a title might be one that they may not see
    assert world.calls()[-1].endswith("/callback")
