"""Where somebody brought the bot along for themselves alone, it looks things up and keeps nothing."""

import pytest
import simcord

from tests.cogs.servers.support import removed
from tests.world import World, answer, buttons, words

REFUSED = "I am no member of this server, so nothing is kept here."


@pytest.fixture
async def cards(world: World) -> dict[str, simcord.ResponseMessage]:
    """The cards of an episode and of the series from a time when the bot was a member; it is none now."""
    found = {
        "episode": answer(await world.hana.slash(world.channel, "episode", episode="5")),
        "series": answer(await world.hana.slash(world.channel, "series")),
    }
    await removed(world, world.guild)
    return found


async def test_a_card_is_as_in_a_direct_message(world: World, cards: dict[str, object]) -> None:
    for name, options in (("episode", {"episode": "5"}), ("series", {}), ("episodes", {})):
        there = answer(await world.hana.slash(world.channel, name, **options))
        alone = answer(await world.hana.user.slash(name, **options))

        assert words(there) == words(alone)
        assert list(buttons(there)) == list(buttons(alone))
    assert cards


@pytest.mark.parametrize(
    ("card", "label"),
    [("episode", "I watched it"), ("episode", "Rate it"), ("episode", "Comment"), ("series", "Reviews")],
)
async def test_a_press_on_an_older_card_keeps_nothing(
    world: World, cards: dict[str, simcord.ResponseMessage], card: str, label: str
) -> None:
    refused = answer(await world.hana.click(cards[card], label=label))

    assert refused.ephemeral
    assert words(refused) == REFUSED
    async with world.db.snapshot() as tx:
        assert await tx.all("SELECT 1 FROM marks UNION ALL SELECT 1 FROM members") == []


async def test_next_leads_nowhere(world: World, cards: dict[str, object]) -> None:
    told = answer(await world.hana.slash(world.channel, "episode", episode="next"))

    assert words(told) == "Your progress is kept by server: ask for `next` there, or name an episode."
    assert cards


async def test_in_an_outage_the_bot_is_still_a_member(world: World) -> None:
    card = answer(await world.hana.slash(world.channel, "episode", episode="5"))
    world.env.backend.emit("GUILD_DELETE", {"id": str(world.guild.id), "unavailable": True})
    await world.env.advance_time(1)

    await world.hana.click(card, label="I watched it")

    async with world.db.snapshot() as tx:
        assert len(await tx.all("SELECT 1 FROM marks")) == 1
