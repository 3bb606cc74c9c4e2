"""What the tests of /privacy share."""

import json
from typing import Any

import simcord

from db import personal, poll_votes, recount, review_votes, votes
from tests.world import World, answer, words


async def ask(
    member: simcord.MemberActor | simcord.UserHandle, world: World, name: str, /, **options: Any
) -> simcord.ResponseMessage:
    """What somebody is told, alone: a member in the channel, a user in a direct message."""
    if isinstance(member, simcord.MemberActor):
        told = answer(await member.slash(world.channel, name, **options))
        assert told.ephemeral
        return told
    return answer(await member.slash(name, **options))


async def deleted(world: World, member: simcord.MemberActor, where: str = "here") -> simcord.ResponseMessage:
    """Have a member delete what is kept about them; the card that says what went."""
    card = await ask(member, world, "privacy delete", where=where)
    await member.click(card, label="Delete")
    return card


async def brought_along(card: simcord.ResponseMessage) -> dict[str, Any]:
    """What is in the file of a card."""
    (file,) = card.attachments
    return json.loads(await file.read())


async def kept(world: World, member_id: int, *, guild_id: int | None = None) -> dict[str, int]:
    """How much is kept about somebody in a server; all that is counted agrees with a recount."""
    guild_id = guild_id or world.guild.id
    show_id = world.library.shows[0].id
    async with world.db.snapshot() as tx:
        assert await recount.differences(tx) == {}
        assert await review_votes.recount(tx) == 0
        counted = await votes.recount(tx, guild_id=guild_id, show_id=show_id)
        assert await votes.tallies(tx, guild_id=guild_id, show_id=show_id) == counted
        for row in await tx.all("SELECT id FROM polls WHERE guild_id = :guild_id", guild_id=guild_id):
            poll = {"guild_id": guild_id, "poll_id": row["id"]}
            assert await poll_votes.results(tx, **poll) == await poll_votes.recount(tx, **poll)
        found = await personal.counts(tx, guild_id=guild_id, member_id=member_id)
    return {each.nouns: number for each, number in found.items()}


def heading(message: simcord.ResponseMessage) -> str:
    """The first line of a card."""
    return words(message).splitlines()[0]


async def fill(world: World, member_id: int, guild_ids: range) -> None:
    """Have somebody vote in many servers."""
    show = world.library.shows[0]
    async with world.db.transaction() as tx:
        for guild_id in guild_ids:
            ballot = votes.Ballot(guild_id, show.id, show.episodes[0].key, member_id)
            await votes.cast(tx, ballot, score=7, now=world.env.now())
