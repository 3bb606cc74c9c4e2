"""Every text that a member can enter, and everything that could act in it: nothing does."""

from collections import Counter

import pytest

from tests.hostile.entries import ENTRIES, Entry, clear, column
from tests.hostile.entries_others import OTHERS
from tests.hostile.payloads import LONG, MARKUP, UNSEEN
from tests.hostile.stage import Stage, set_stage
from tests.hostile.watching import check, sent_since, signs
from tests.world import World

PLACES = {**ENTRIES, **OTHERS}
EVERY = pytest.mark.parametrize("place", PLACES)
PLAIN = "Quite plain words"


@pytest.fixture
async def stage(world: World, caplog: pytest.LogCaptureFixture) -> Stage:
    """The people; whatever they type, nothing goes wrong on the bot's side."""
    caplog.set_level("ERROR")
    return await set_stage(world)


@EVERY
async def test_nothing_that_is_typed_acts(stage: Stage, place: str, caplog: pytest.LogCaptureFixture) -> None:
    entry = PLACES[place]
    plain = await _signs(stage, entry, PLAIN)

    for name, payload in MARKUP.items():
        for text in (payload, *(() if entry.slow else (f"Aa {payload} zz",))):
            found = await _signs(stage, entry, text[: entry.most])
            if plain is not None and found is not None:
                assert found == plain, f"{name} adds signs or takes them away"
    assert [record.getMessage() for record in caplog.records] == []


@EVERY
async def test_ten_thousand_characters_are_too_many_or_fit(
    stage: Stage, place: str, caplog: pytest.LogCaptureFixture
) -> None:
    entry = PLACES[place]

    for text in (LONG, "\\" * 10_000, "x" * 10_000, "漢" * 10_000, "e\u0301" * 5_000):
        await _signs(stage, entry, text[: entry.most])
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize("place", [name for name, entry in PLACES.items() if entry.stored])
async def test_what_leaves_nothing_to_read_is_refused(stage: Stage, place: str) -> None:
    entry = PLACES[place]

    for name, text in UNSEEN.items():
        assert await _signs(stage, entry, text) is None, f"{name} was taken"


async def _signs(stage: Stage, entry: Entry, text: str) -> Counter[str] | None:
    """Enter a text: what acts in all that shows it, None where it was refused. Then all is as before."""
    world = stage.world
    await clear(world)
    since, before = len(world.env.http_requests), world.peek.dump()

    is_taken = await entry.enter(stage, text)

    check(world, since)
    if entry.stored and is_taken:
        assert entry.kept(text) in column(world, entry.stored)
    if entry.stored and not is_taken:
        assert text not in column(world, entry.stored)
        assert "" not in column(world, entry.stored)
        assert world.peek.dump().keys() == before.keys()
    return signs(sent_since(world, since)) if is_taken else None
