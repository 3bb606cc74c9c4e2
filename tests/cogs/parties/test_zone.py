"""/party zone: in which time zone a member's times are read."""

import pytest

from db import member_settings, server_settings
from tests.world import World, answer, words


async def ask(world: World, zone: str | None = None) -> str:
    options = {} if zone is None else {"zone": zone}
    told = answer(await world.hana.slash(world.channel, "party zone", **options))
    assert told.ephemeral
    return words(told)


async def stored(world: World) -> str | None:
    async with world.db.snapshot() as tx:
        return (await member_settings.read(tx, member_id=world.hana.id)).zone


async def test_a_zone_is_kept_and_told_with_the_time_it_is_there(world: World) -> None:
    told = await ask(world, "Europe/Berlin")

    local = world.env.now().hour + 1
    assert f"From now on your time zone is **Europe/Berlin**, where it is Thu {local:02}:00 (UTC+1)." in told
    assert await stored(world) == "Europe/Berlin"
    assert (await ask(world)).startswith("Your time zone is **Europe/Berlin**")


@pytest.mark.parametrize(
    ("typed", "zone"), [("tokyo", "Asia/Tokyo"), ("NEW YORK", "America/New_York"), ("utc", "UTC")]
)
async def test_a_city_leads_to_its_zone(world: World, typed: str, zone: str) -> None:
    assert f"**{zone}**" in await ask(world, typed)
    assert await stored(world) == zone


@pytest.mark.parametrize(
    "typed", ["Atlantis", "UTC+1", "EST", "²", "x" * 500, "../../etc/passwd", "@everyone"]
)
async def test_what_is_no_zone_gets_a_sentence_and_changes_nothing(world: World, typed: str) -> None:
    await ask(world, "Europe/Berlin")

    told = await ask(world, typed)

    assert "time zone" in told or "An offset" in told
    assert await stored(world) == "Europe/Berlin"


async def test_who_has_told_none_hears_of_the_server_s(world: World) -> None:
    assert "Neither you nor this server has told me a time zone" in await ask(world)
    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=world.guild.id, name="zone", value="Asia/Tokyo")

    told = await ask(world)

    assert "I read the times that you write in this server’s" in told
    assert "This server’s is **Asia/Tokyo**" in told


async def test_zones_are_suggested_with_the_time_it_is_there(world: World) -> None:
    (choice, *_) = await world.hana.autocomplete(world.channel, "party zone", "zone", "berl")

    assert choice["value"] == "Europe/Berlin"
    assert "now, UTC+1" in choice["name"]
