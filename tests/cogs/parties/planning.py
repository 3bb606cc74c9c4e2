"""Parties put straight into the database, for tests about what comes after planning."""

from datetime import timedelta
from typing import Any

from bot.domain.parties import Party
from db import parties, party_times
from tests.world import World


async def planned(world: World, *, starts_in: timedelta = timedelta(hours=2), **fields: Any) -> Party:
    """A party of hana's in the world's channel, over episode 12 where `fields` say nothing else.

    It has no card, and is given none unless `card_gone_at` is None.
    """
    now = world.env.now()
    made: dict[str, Any] = {
        "guild_id": world.guild.id,
        "id": 4242,
        "channel_id": world.channel.id,
        "organiser_id": world.hana.id,
        "show_id": world.library.shows[0].id,
        "episodes": ("s1e12",),
        "starts_at": now + starts_in,
        "zone": "Europe/Berlin",
        "changed_at": now,
        "edited_at": now,
        "card_gone_at": now,
    }
    settings = await world.bot.settings(world.guild.id)
    party = Party(**(made | fields)).await_reminder(now, minutes=settings.reminder)
    async with world.db.transaction() as tx:
        assert await parties.add(tx, party)
        due_at = await party_times.arrange(tx, party, minutes=settings.reminder, now=now)
    world.bot.wake(due_at)
    return party


async def stored(world: World, party: Party) -> Party:
    """The party as it is stored now."""
    async with world.db.snapshot() as tx:
        found = await parties.find(tx, guild_id=party.guild_id, party_id=party.id)
    assert found is not None
    return found
