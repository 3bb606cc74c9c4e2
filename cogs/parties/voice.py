"""Who is in a party's voice channel, as far as the bot hears of it, and who was noted to be there."""

from contextlib import suppress

import discord

from bot.client import Bot
from bot.domain.attendance import Seen
from bot.domain.parties import Party
from db import party_lists, presences

MOST = 50
"""Members who are asked for in one go."""


def in_voice(bot: Bot, party: Party) -> frozenset[int]:
    """The ids of the members in a party's voice channel now; bots do not count."""
    guild = bot.get_guild(party.guild_id)
    channel = guild.get_channel(party.voice_id) if guild and party.voice_id else None
    if not isinstance(channel, discord.VoiceChannel | discord.StageChannel):
        return frozenset()
    bots = {member.id for member in channel.members if member.bot}
    return frozenset(channel.voice_states.keys() - bots)  # who is not in memory is there all the same


async def reconcile(bot: Bot, guild_id: int) -> None:
    """Have exactly those noted to be there who are: of each party that is on in a server.

    Whoever went or came meanwhile did so now, as far as anybody can tell. Nothing is noted of a server that
    cannot be seen.
    """
    guild = bot.get_guild(guild_id)
    if guild is None or guild.unavailable:
        return
    on = await bot.db.read(lambda tx: party_lists.live(tx, guild_id=guild_id))
    bots = await _unknown_bots(guild, {each for party in on for each in in_voice(bot, party)})
    async with bot.db.transaction() as tx:
        for party in await party_lists.live(tx, guild_id=guild_id):
            now, there = bot.clock(), in_voice(bot, party) - bots
            noted = await presences.there(tx, guild_id=guild_id, party_id=party.id, seen=Seen.VOICE)
            of_party = {"guild_id": guild_id, "party_id": party.id}
            await presences.leave(tx, **of_party, member_ids=noted - there, seen=Seen.VOICE, now=now)
            await presences.come(tx, **of_party, member_ids=there - noted, seen=Seen.VOICE, now=now)


async def _unknown_bots(guild: discord.Guild, member_ids: set[int]) -> set[int]:
    """Which of these are bots, of those who are not in memory: Discord promises nowhere to name them all."""
    found: set[int] = set()
    for member_id in sorted(member_ids)[:MOST]:
        if guild.get_member(member_id) is None:
            with suppress(discord.HTTPException):
                member = await guild.fetch_member(member_id)
                found |= {member.id} if member.bot else set()
    return found
