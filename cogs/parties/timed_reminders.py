"""What the worker does to remind of parties: in their channel, by direct message, and right before the start.

Each doer may be repeated from wherever it broke off: what it posted is found again, and noted after.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import discord

from bot import faults, once, posted, ui
from bot.abilities import Feature
from bot.client import Bot
from bot.domain.parties import Party, Phase, nonce
from bot.domain.refusal import Refusal
from bot.domain.reminders import READY, Timing, timing
from bot.domain.rsvps import How
from bot.domain.work import Work
from cogs.parties import changing, direct, reminder_cards, reminding
from cogs.parties.adopting import adopt_stage
from cogs.parties.stage_cards import stage_card
from cogs.parties.view import PartyView
from db import party_times

_log = logging.getLogger(__name__)

_PROMPT = timedelta(minutes=1)
"""How late a first attempt may be without looking whether an earlier one, counted anew since, had posted."""


async def remind(bot: Bot, work: Work) -> None:
    """Remind a party's channel, and mention those who want to be reminded there."""
    await bot.wait_until_ready()  # before that it is not known which roles there are
    view = await reminding.look(bot.db, bot.library, guild_id=work.guild_id, party_id=work.subject_id)
    if view is None or view.party.reminded_at is not None or not view.settings.reminder:
        return
    party, minutes, now = view.party, view.settings.reminder, bot.clock()
    if party.phase is Phase.CANCELLED:
        return
    stands = _timing(party, minutes, now)
    if stands is Timing.EARLY:
        bot.wake(await reminding.arrange(bot.db, party, now=now))
        return
    if stands is Timing.MISSED:
        _log.warning("the reminder of party %s came too late to be of use: dropped", party.id)
    else:
        told = reminder_cards.reminded(view)
        role_id = _role(bot, view)
        card = reminder_cards.reminder_card(view, told, late=stands is Timing.LATE, role_id=role_id)
        mark = reminder_cards.reminder_mark(party)
        since = party.starts_at - await reminding.earliest(bot.db, party, minutes=minutes)
        await _post(bot, work, view, card, what=3, marker=mark, due_at=since, mentions=_only(told, role_id))

    def note(held: Party) -> Party:
        same = held.phase is not Phase.CANCELLED and held.starts_at == party.starts_at
        return replace(held, reminded_at=now) if same else held

    await _change(bot, party, note, now=now)


async def check(bot: Bot, work: Work) -> None:
    """Ask right before the start whether everybody is ready, in the message that goes on as the live card."""
    view = await reminding.look(bot.db, bot.library, guild_id=work.guild_id, party_id=work.subject_id)
    if view is None or view.party.phase is not Phase.PLANNED or view.party.ready_at is not None:
        return
    party, now = view.party, bot.clock()
    if now < party.starts_at - READY:
        bot.wake(await reminding.arrange(bot.db, party, now=now))
        return
    if now >= party.starts_at:
        _log.warning("the ready check of party %s came too late to be of use: dropped", party.id)
        await adopt_stage(bot, party)  # unless it was called, and that could not be noted
        return
    if party.stage_id is not None:  # it was called before the party was moved
        await _delete(bot, party, party.stage_id)
        await reminding.forget_stage(bot.db, party)
    soon = replace(view, party=replace(party, ready_at=now, stage_id=None))
    told = reminder_cards.called(view)
    message = await _post(
        bot,
        work,
        view,
        reminder_cards.calling(stage_card(soon, now), told),
        what=2,
        marker=f"party:here:{party.id}",
        due_at=party.starts_at - READY,
        mentions=_only(told),
    )
    await _note_check(bot, party, message, now=now)


async def write(bot: Bot, work: Work) -> None:
    """Remind one member by direct message."""
    found = await reminding.look_at_answer(
        bot.db, bot.library, guild_id=work.guild_id, rsvp_id=work.subject_id
    )
    if found is None:
        return
    view, rsvp = found
    party, now = view.party, bot.clock()
    if party.phase is Phase.CANCELLED or not rsvp.awaits_message:
        return
    stands = _timing(party, rsvp.minutes, now)
    if stands is Timing.EARLY:
        bot.wake(await reminding.arrange_message(bot.db, party, rsvp, now=now))
        return
    if stands is Timing.MISSED:
        _log.warning("the message of answer %s came too late to be of use: dropped", rsvp.id)
    else:
        due_at = party.starts_at - timedelta(minutes=rsvp.minutes)
        await direct.send(
            bot,
            rsvp.member_id,
            reminder_cards.message_card(view, rsvp, late=stands is Timing.LATE),
            nonce=nonce(rsvp.id, 4, party.starts_at),
            marks=reminder_cards.message_marks(party),
            since=due_at,
            first=_is_first(work, due_at, now),
        )
    await reminding.note_written(bot.db, party, rsvp)


async def tell_of_seat(bot: Bot, work: Work) -> None:
    """Tell one member by direct message that they wait no longer."""
    found = await reminding.look_at_answer(
        bot.db, bot.library, guild_id=work.guild_id, rsvp_id=work.subject_id
    )
    if found is None:
        return
    view, rsvp = found
    party = view.party
    if party.phase is not Phase.PLANNED or rsvp.how is not How.DIRECT or rsvp not in view.roster.going:
        return
    await direct.send(
        bot,
        rsvp.member_id,
        reminder_cards.seat_card(view),
        nonce=nonce(rsvp.id, 7),
        marks=reminder_cards.seat_marks(party),
        since=discord.utils.snowflake_time(rsvp.id),
        first=work.attempts == 1,
    )


DOERS: Mapping[str, Callable[[Bot, Work], Awaitable[None]]] = {
    party_times.REMIND: remind,
    party_times.CHECK: check,
    party_times.DIRECT: write,
    party_times.SEAT: tell_of_seat,
}


async def _post(
    bot: Bot,
    work: Work,
    view: PartyView,
    card: ui.Card,
    *,
    what: int,
    marker: str,
    due_at: datetime,
    mentions: discord.AllowedMentions,
) -> int | None:
    """Post a card once, which pings by `mentions`; its id, None where the channel is lost.

    `what`: see `bot.domain.parties.nonce`.
    """
    party = view.party
    try:
        message = await once.post(
            bot,
            party.channel_id,
            card,
            nonce=nonce(party.id, what, party.starts_at),
            marker=marker,
            since=due_at,
            first=_is_first(work, due_at, bot.clock()),
            allowed_mentions=mentions,
        )
    except discord.HTTPException as error:
        if not (isinstance(error, discord.NotFound | discord.Forbidden) or error.code == posted.ARCHIVED):
            raise
        _log.warning("%s of party %s: its channel is lost: %s", work.kind, party.id, error)
        where = {"guild_id": party.guild_id, "channel_id": party.channel_id}
        faults.note(bot, error, **where, feature=Feature.PARTIES)
        await direct.tell_lost(bot, view)
        return None
    return message.id


def _timing(party: Party, minutes: int, now: datetime) -> Timing:
    """How what reminds of a party so many minutes before it stands; missed where that is over."""
    return timing(party.starts_at, minutes=minutes, now=now) if party.is_open else Timing.MISSED


def _role(bot: Bot, view: PartyView) -> int | None:
    """The role that the server has reminded with those who come: one that is there, and never everybody's."""
    guild = bot.get_guild(view.party.guild_id)
    role = guild.get_role(view.settings.reminder_role or 0) if guild else None
    return None if role is None or role.is_default() else role.id


def _only(member_ids: Sequence[int], role_id: int | None = None) -> discord.AllowedMentions:
    users = [discord.Object(member_id) for member_id in member_ids[: reminder_cards.MENTIONED]]
    roles = [] if role_id is None else [discord.Object(role_id)]
    return discord.AllowedMentions(everyone=False, roles=roles, users=users, replied_user=False)


def _is_first(work: Work, due_at: datetime, now: datetime) -> bool:
    """Whether nothing can have been sent yet.

    A piece of work that is arranged anew counts its attempts anew: what is late may have been sent before.
    """
    return work.attempts == 1 and now < due_at + _PROMPT


async def _note_check(bot: Bot, party: Party, message_id: int | None, *, now: datetime) -> None:
    """Note that a party is soon, and which message says so; one that came too late is taken back."""

    def note(held: Party) -> Party:
        if held.phase is Phase.LIVE:  # its live card is posted by who began it
            return held
        noted = replace(held, stage_id=held.stage_id or message_id)
        same = held.phase is Phase.PLANNED and held.starts_at == party.starts_at
        return replace(noted, ready_at=now) if same else noted

    stands = await _change(bot, party, note, now=now)
    if message_id is not None and (stands is None or stands.stage_id != message_id):
        await _delete(bot, party, message_id)


async def _change(bot: Bot, party: Party, do: Callable[[Party], Party], *, now: datetime) -> Party | None:
    """Change what has become of a party; None where it was forgotten meanwhile."""
    try:
        changed = await changing.change(
            bot.db, bot.library, None, party.id, do, guild_id=party.guild_id, now=now
        )
    except Refusal:
        return None
    bot.wake(changed.due_at)
    return changed.view.party


async def _delete(bot: Bot, party: Party, message_id: int) -> None:
    with suppress(discord.NotFound, discord.Forbidden):
        await bot.get_partial_messageable(party.channel_id).get_partial_message(message_id).delete()
