"""What is done while a party is on: beginning it, saying that one is there. One transaction each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.attendance import Seen
from bot.domain.catalogue import Library
from bot.domain.parties import Party, Phase
from bot.domain.playing import played
from bot.domain.refusal import Refusal
from bot.text import moment
from cogs.parties import in_loop
from cogs.parties.changing import Actor, Changed, change_within
from cogs.parties.view import GONE, PartyView, view
from db import due, parties, party_times, presences
from db.database import Database, Tx

InVoice = Callable[[Party], Iterable[int]]
"""Who is in a party's voice channel now: ids of members, no bots. May be `in_loop.Asked`."""
Sees = Callable[[int], bool]
"""Whether the one who asks may know of what is in the channel of that id. Likewise."""


@dataclass(frozen=True, slots=True)
class Said:
    """A party after somebody said that they are there, or leave. `changed`: by this very word.

    `since` is from when on they count. Its messages follow at `refresh_at`.
    """

    view: PartyView
    changed: bool
    since: datetime
    refresh_at: datetime | None = None


async def start(
    db: Database,
    library: Library,
    who: Actor | None,
    party_id: int,
    *,
    guild_id: int | None = None,
    in_voice: InVoice,
    now: datetime,
    do: Callable[[Party], Party] = lambda party: party,
) -> Changed:
    """Begin a party: all press play in a moment. Who is in its voice channel is there.

    `who` is None where the bot itself acts, in the server `guild_id`; `do` is done to it besides.

    Raises:
        Refusal: there is no such party in this server, they may not, or it is not planned any more.
    """

    async def work(tx: Tx) -> Changed:
        found = await parties.find(tx, guild_id=who.guild_id if who else guild_id or 0, party_id=party_id)
        seen = await view(tx, library, found) if found else None
        if seen is None:
            raise Refusal(GONE)
        programme = seen.programme
        changed = await change_within(
            tx,
            library,
            who,
            party_id,
            lambda party: do(party.start(programme, now)),
            guild_id=guild_id,
            now=now,
        )
        party = changed.view.party
        there = in_voice(party) if party.voice_id is not None else ()
        of = {"guild_id": party.guild_id, "party_id": party.id}
        await presences.come(tx, **of, member_ids=there, seen=Seen.VOICE, now=now)
        return changed

    return await in_loop.done(db.write, work)


async def note_stage(db: Database, party: Party, *, message_id: int, now: datetime) -> datetime:
    """Note which message is the live card, so that nobody posts it; when the messages next follow the row."""

    async def work(tx: Tx) -> datetime:
        await parties.note(tx, guild_id=party.guild_id, party_id=party.id, stage_id=message_id)
        await due.cancel(tx, guild_id=party.guild_id, kind=party_times.START, subject_id=party.id)
        found = await parties.find(tx, guild_id=party.guild_id, party_id=party.id)
        return await party_times.refresh_soon(tx, found or party, now=now)

    return await db.write(work)


async def post_stage(db: Database, party: Party, *, now: datetime) -> None:
    """Have the live card posted now, unless there is one."""

    async def work(tx: Tx) -> None:
        found = await parties.lock(tx, guild_id=party.guild_id, party_id=party.id)
        if found is not None and found.phase is Phase.LIVE and found.stage_id is None:
            await party_times.post_stage(tx, found, now=now)

    await db.write(work)


async def come(
    db: Database,
    library: Library,
    who: Actor,
    party_id: int,
    *,
    sees: Sees,
    now: datetime,
    stage_id: int | None = None,
) -> Said:
    """Note that a member watches along: from the beginning of what is on, or from the start.

    `stage_id`: the live card on which they said so, noted where it was not known.

    Raises:
        Refusal: there is no such party here, or nothing to be there for yet, or no longer.
    """

    async def work(tx: Tx) -> Said:
        party = await _open(tx, who, party_id, sees)
        if party.phase is Phase.PLANNED and not party.is_soon():
            raise Refusal(
                f"This party begins {moment(party.starts_at)}. Come back shortly before, and press it then."
            )
        if party.stage_id is None and stage_id is not None and stage_id != party.message_id:
            party = replace(party, stage_id=stage_id)
            await parties.note(tx, guild_id=party.guild_id, party_id=party.id, stage_id=stage_id)
        since = await _since(tx, party, who.member_id, now)
        came = await presences.come(
            tx,
            guild_id=party.guild_id,
            party_id=party.id,
            member_ids=[who.member_id],
            seen=Seen.SAID,
            now=since,
        )
        return await _said(tx, library, party, since, changed=bool(came), now=now)

    return await in_loop.done(db.write, work)


async def leave(
    db: Database, library: Library, who: Actor, party_id: int, *, sees: Sees, now: datetime
) -> Said:
    """Note that a member who said so watches along no more.

    Raises:
        Refusal: there is no such party here, or it is over.
    """

    async def work(tx: Tx) -> Said:
        party = await _open(tx, who, party_id, sees)
        there = await presences.there(tx, guild_id=party.guild_id, party_id=party.id, seen=Seen.SAID)
        await presences.leave(
            tx,
            guild_id=party.guild_id,
            party_id=party.id,
            member_ids=[who.member_id],
            seen=Seen.SAID,
            now=now,
        )
        return await _said(tx, library, party, now, changed=who.member_id in there, now=now)

    return await in_loop.done(db.write, work)


async def _open(tx: Tx, who: Actor, party_id: int, sees: Sees) -> Party:
    party = await parties.lock(tx, guild_id=who.guild_id, party_id=party_id)
    if party is None or not sees(party.channel_id):
        raise Refusal(GONE)
    party.check_open()
    return party


async def _since(tx: Tx, party: Party, member_id: int, now: datetime) -> datetime:
    """When what is on began; now, where they left since then: who comes back was away meanwhile."""
    if party.programme is None:
        return now
    spans = played(party.programme, await parties.clocks(tx, party), until=now)[party.place(now).number]
    left_at = await presences.last_until(
        tx, guild_id=party.guild_id, party_id=party.id, member_id=member_id, seen=Seen.SAID
    )
    began_at = spans[0].since if spans else now
    return now if left_at and left_at > began_at else began_at


async def _said(
    tx: Tx, library: Library, party: Party, since: datetime, *, changed: bool, now: datetime
) -> Said:
    at = None
    if changed and party.phase is Phase.PLANNED and party.stage_id is not None:  # it shows who is there
        at = await party_times.refresh_soon(tx, party, now=now)
    seen = await view(tx, library, party)
    if seen is None:
        raise Refusal(GONE)
    return Said(seen, changed, since, at)
