"""Planning parties: one, or a whole season of them, in one transaction each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.catalogue import Episode, Library, Show
from bot.domain.parties import EPISODES, Party, Phase, check_title
from bot.domain.quotas import DEFAULTS, Quotas
from bot.domain.refusal import Refusal
from bot.domain.season_plan import Every, Session, sessions
from cogs.parties.changing import Actor, Changed, change_within
from cogs.parties.view import GONE, PartyView, view
from db import due, parties, party_lists, party_times, server_settings
from db import quotas as rows
from db.database import Database, Tx

_COUNTED = 12
"""Bits in which Discord counts the ids of one moment: a season's sessions count on beyond them."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a member wants to plan. `zone`: the IANA time zone in which they named `starts_at`.

    `every`: the episodes are watched `per_session` at a time, in a season of parties. `elsewhere`: not in the
    channel in which they ask, so that the card is no answer to them.
    """

    show: Show
    episodes: Sequence[Episode]
    starts_at: datetime
    zone: str
    channel_id: int
    title: str | None = None
    voice_id: int | None = None
    seats: int | None = None
    every: Every | None = None
    per_session: int = 1
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """The first party of a plan, all its sessions, and what was left out of it.

    What is due for it first is so at `due_at`.
    """

    view: PartyView
    sessions: tuple[Session, ...]
    skipped: tuple[Episode, ...]
    due_at: datetime


async def plan(
    db: Database,
    library: Library,
    who: Actor,
    wish: Wish,
    *,
    role_ids: frozenset[int],
    quotas: Quotas = DEFAULTS,
    now: datetime,
) -> Planned:
    """Plan what is wished for, the whole of it or nothing.

    Raises:
        Refusal: they may not plan here, or too much is planned, or something for the same time and place; or
            no episodes are left to plan, or too many; or nobody could read the title.
    """
    check_title(wish.title)
    async with db.transaction() as tx:
        settings = await server_settings.read(tx, guild_id=who.guild_id)
        _check_role(who, settings.plan_role, role_ids)
        skipped = await _skipped(tx, who, wish, now)
        wanted = _sessions(wish, skipped)
        await _check_quotas(tx, who, quotas, more=len(wanted), now=now)
        made = _parties(who, wish, wanted, now, minutes=settings.reminder)
        due_at: list[datetime] = []
        for party in made:
            await _check_free(tx, library, party)
            if not await parties.add(tx, party):
                raise Refusal("I have planned that already.")
            due_at.append(await party_times.arrange(tx, party, minutes=settings.reminder, now=now))
        if wish.elsewhere:
            due_at.append(await _announce(tx, made[0], now))
        seen = await view(tx, library, made[0])
    if seen is None:
        raise Refusal(GONE)
    return Planned(seen, wanted, skipped, min(due_at))


async def note_card(db: Database, party: Party, *, message_id: int) -> None:
    """Note which message is the card, so that nobody posts it."""

    async def work(tx: Tx) -> None:
        await parties.note(tx, guild_id=party.guild_id, party_id=party.id, message_id=message_id)
        await due.cancel(tx, guild_id=party.guild_id, kind=party_times.ANNOUNCE, subject_id=party.id)

    await db.write(work)


async def forget(db: Database, party: Party) -> None:
    """Forget a plan whose answer could not be sent: the party, and the others of its season."""

    async def work(tx: Tx) -> None:
        made = [party]
        if party.season_id is not None:
            made = await party_lists.season(tx, guild_id=party.guild_id, season_id=party.season_id)
        for each in made:
            await party_times.cancel_all(tx, each)
            await parties.forget(tx, guild_id=each.guild_id, party_id=each.id)

    await db.write(work)


async def cancel_season(
    db: Database, library: Library, who: Actor, party_id: int, *, now: datetime
) -> list[Changed]:
    """Cancel all sessions that are still planned of the season to which a party belongs.

    Raises:
        Refusal: there is no such party in this server, they may not, or none is left.
    """

    async def work(tx: Tx) -> list[Changed]:
        party = await parties.find(tx, guild_id=who.guild_id, party_id=party_id)
        if party is None:
            raise Refusal(GONE)
        left = await left_of_season(tx, party)
        if not left:
            raise Refusal("No session of this season is left to cancel.")
        return [
            await change_within(tx, library, who, each.id, lambda found: found.cancel(now), now=now)
            for each in left
        ]

    return await db.write(work)


async def left_of_season(tx: Tx, party: Party) -> list[Party]:
    """The sessions of a party's season that are still planned, in order; none where it is no season's."""
    if party.season_id is None:
        return []
    found = await party_lists.season(tx, guild_id=party.guild_id, season_id=party.season_id)
    return [each for each in found if each.phase is Phase.PLANNED]


async def check_free(db: Database, library: Library, party: Party, *, starts_at: datetime) -> None:
    """Let no two parties start at the same time in the same channel, as `party` would if moved.

    Raises:
        Refusal: another does.
    """
    await db.read(lambda tx: _check_free(tx, library, replace(party, starts_at=starts_at)))


def check_episodes(episodes: Sequence[Episode]) -> tuple[str, ...]:
    """The keys of the episodes of one party.

    Raises:
        Refusal: they are too many.
    """
    if len(episodes) > EPISODES:
        raise Refusal(
            f"One party takes at most {EPISODES} episodes, and those are {len(episodes):,}. "
            "Name fewer, or plan a season of parties with `every`."
        )
    return tuple(episode.key for episode in episodes)


def _check_role(who: Actor, role_id: int | None, role_ids: frozenset[int]) -> None:
    if not (role_id is None or role_id in role_ids or who.manages):
        raise Refusal(
            f"Here parties are planned by <@&{role_id}> and those who manage events. Ask one of them."
        )


async def _check_quotas(tx: Tx, who: Actor, quotas: Quotas, *, more: int, now: datetime) -> None:
    plans = await party_lists.quota(tx, guild_id=who.guild_id, member_id=who.member_id)
    quotas.check("plans_per_member", plans.own)
    quotas.check("plans_per_server", plans.server)
    lasting = await rows.lasting(tx, guild_id=who.guild_id, member_id=who.member_id, now=now)
    quotas.check_rows(server=lasting.server, own=lasting.own, more=more)


async def _skipped(tx: Tx, who: Actor, wish: Wish, now: datetime) -> tuple[Episode, ...]:
    """What a season leaves out: what was watched together, and what is planned already."""
    if wish.every is None:
        return ()
    show_id = wish.show.id
    known = await party_lists.watched_together(tx, guild_id=who.guild_id, show_id=show_id)
    known |= await party_lists.planned_episodes(tx, guild_id=who.guild_id, show_id=show_id, after=now)
    return tuple(episode for episode in wish.episodes if episode.key in known)


def _sessions(wish: Wish, skipped: Sequence[Episode]) -> tuple[Session, ...]:
    if wish.every is None:
        return (Session(wish.starts_at, check_episodes(wish.episodes)),)
    left = [episode.key for episode in wish.episodes if episode not in skipped]
    if not left:
        raise Refusal(
            "All of these were watched together here, or are planned already. To watch one again, plan it "
            "without `every`."
        )
    zone = ZoneInfo(wish.zone)
    return sessions(wish.starts_at, zone, left, per_session=wish.per_session, every=wish.every)


def _parties(
    who: Actor, wish: Wish, wanted: Sequence[Session], now: datetime, *, minutes: int
) -> list[Party]:
    return [
        Party(
            guild_id=who.guild_id,
            id=who.interaction_id + (number << _COUNTED),
            channel_id=wish.channel_id,
            organiser_id=who.member_id,
            show_id=wish.show.id,
            episodes=session.episodes,
            starts_at=session.starts_at,
            zone=wish.zone,
            changed_at=now,
            edited_at=now,
            title=wish.title,
            voice_id=wish.voice_id,
            seats=wish.seats,
            season_id=who.interaction_id if len(wanted) > 1 else None,
        ).await_reminder(now, minutes=minutes)
        for number, session in enumerate(wanted)
    ]


async def _check_free(tx: Tx, library: Library, party: Party) -> None:
    found = await party_lists.at(
        tx, guild_id=party.guild_id, channel_id=party.channel_id, starts_at=party.starts_at
    )
    if found is not None and found.id != party.id:
        seen = await view(tx, library, found)
        name = f"**{seen.heading()}**" if seen else "Another party"
        raise Refusal(f"{name} starts at the same time in that channel. Choose another time or channel.")


async def _announce(tx: Tx, party: Party, now: datetime) -> datetime:
    """Have the card posted now: nobody is answered with it."""
    await due.schedule(tx, guild_id=party.guild_id, kind=party_times.ANNOUNCE, subject_id=party.id, at=now)
    return now
