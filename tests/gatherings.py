"""Parties and polls for the crawler: as each command needs them, and a party through its life."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import count

from bot.domain.attendance import Seen
from bot.domain.parties import Party
from db import parties, party_lists, party_times, polls, presences
from tests.cogs.parties.coming import say
from tests.cogs.parties.planning import planned
from tests.cogs.parties.watching import COUNTDOWN
from tests.world import World

Look = Callable[[], Awaitable[None]]
"""Presses whatever the channel shows."""

_ON = {"pause", "now", "skip", "end"}
"""Commands for a party that is on."""
_IDS = count(4242)
_LEAD = timedelta(hours=1)
_RUNTIME = timedelta(minutes=26)
_PAGES = 15
"""Parties, and polls, that fill more than a page of a list."""


async def before(world: World, command: str) -> None:
    """Have one open party, as `command` needs it, and no other: too many are refused. And polls to list."""
    group, _, verb = command.partition(" ")
    if command == "poll list":
        await _ask_much(world)
    if group != "party":
        return
    await _forget_open(world)
    if verb == "plan":
        return
    for late in range(_PAGES if verb == "list" else 1):
        await planned(world, id=next(_IDS), episodes=_episodes(world), starts_in=_LEAD * (late + 2))
    if verb in {*_ON, "resume"}:
        await world.hana.slash(world.channel, "party start")
        await world.env.advance_time(COUNTDOWN + 5)
    if verb == "resume":
        await world.hana.slash(world.channel, "party pause")


async def live_through(world: World, look: Look) -> None:
    """Have a party of two episodes go its way by itself: reminded of, called to the ready check, over.

    Each time anew, for what is pressed changes it.
    """
    for passed in (_LEAD / 2, _LEAD - timedelta(minutes=5)):
        await _announced(world)
        await world.env.advance_time(passed.total_seconds())
        await look()
    party = await _announced(world)
    await world.env.advance_time((_LEAD + timedelta(minutes=1)).total_seconds())
    async with world.db.transaction() as tx:
        await presences.come(
            tx,
            guild_id=party.guild_id,
            party_id=party.id,
            member_ids=[world.hana.id],
            seen=Seen.VOICE,
            now=world.env.now(),
        )
    await world.env.advance_time(3 * _RUNTIME.total_seconds())
    await look()


async def _announced(world: World) -> Party:
    """The only open party, in an hour; hana goes."""
    await _forget_open(world)
    party = await planned(world, id=next(_IDS), starts_in=_LEAD, episodes=_episodes(world), card_gone_at=None)
    await say(world, party, world.hana.id)
    return party


async def press_planned(world: World, look: Look) -> None:
    """Have a party announced."""
    await _forget_open(world)
    await planned(world, id=next(_IDS), episodes=_episodes(world), card_gone_at=None)
    await world.env.advance_time(70)
    await look()


async def press_live(world: World, look: Look) -> None:
    """Have a party of two episodes that was begun by hand, with somebody in its channel who says so."""
    await _forget_open(world)
    await planned(world, id=next(_IDS), episodes=_episodes(world), card_gone_at=None)
    await world.hana.slash(world.channel, "party start")
    await world.env.advance_time(COUNTDOWN + 5)
    await look()


async def _ask_much(world: World) -> None:
    async with world.db.snapshot() as tx:
        there = len(await polls.all_open(tx, guild_id=world.guild.id))
    for number in range(there, _PAGES):  # of one member only a few are taken
        asker = world.guild.add_member(world.env.create_user(f"asker {number}"))
        await asker.slash(world.channel, "poll create", question="Tea?", options="yes | no")


async def _forget_open(world: World) -> None:
    async with world.db.transaction() as tx:
        for party in await party_lists.all_open(tx, guild_id=world.guild.id):
            await party_times.cancel_all(tx, party)
            await parties.forget(tx, guild_id=party.guild_id, party_id=party.id)


def _episodes(world: World) -> tuple[str, ...]:
    return tuple(episode.key for episode in world.library.shows[0].episodes[5:7])
