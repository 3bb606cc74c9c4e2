"""The one way in which a party is changed: held, checked, saved, and all that is due arranged anew."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from bot.client import Interaction
from bot.domain.catalogue import Library
from bot.domain.parties import Party
from bot.domain.refusal import Refusal
from bot.domain.rsvps import roster
from bot.permissions import guild_of, may_run_parties
from bot.routes import whole
from cogs.parties.view import GONE, PartyView, view
from db import parties, party_times, presences, rsvps, server_settings
from db.database import Database, Tx


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, where, in which interaction, and whether they may change what others planned."""

    guild_id: int
    member_id: int
    interaction_id: int
    manages: bool


class Allowed(Enum):
    """Who may make a change."""

    ANYBODY = auto()
    ORGANISER = auto()
    """And those who manage the server or its events."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A party as it stands now and as it stood before, and when what is due for it first is."""

    view: PartyView
    before: Party
    due_at: datetime


def actor(interaction: Interaction) -> Actor:
    """Who asks, decided from this interaction alone.

    Raises:
        Refusal: they are no member of a server here.
    """
    guild_id = guild_of(interaction)
    return Actor(guild_id, interaction.user.id, interaction.id, may_run_parties(interaction))


def party_id_of(text: str) -> int:
    """The id in a custom id or an option.

    Raises:
        Refusal: it is none.
    """
    return whole(text, otherwise=GONE)


async def change(
    db: Database,
    library: Library,
    who: Actor | None,
    party_id: int,
    do: Callable[[Party], Party],
    *,
    guild_id: int | None = None,
    now: datetime,
    allowed: Allowed = Allowed.ORGANISER,
) -> Changed:
    """Change a party by `do`, which raises Refusal where that cannot be; in one transaction.

    `who` is None where the bot itself acts, in the server `guild_id`.

    Raises:
        Refusal: there is no such party in this server, they may not, or it cannot be done now.
    """
    return await db.write(
        lambda tx: change_within(tx, library, who, party_id, do, guild_id=guild_id, now=now, allowed=allowed)
    )


async def change_within(
    tx: Tx,
    library: Library,
    who: Actor | None,
    party_id: int,
    do: Callable[[Party], Party],
    *,
    guild_id: int | None = None,
    now: datetime,
    allowed: Allowed = Allowed.ORGANISER,
) -> Changed:
    """The same, within a transaction that does more."""
    held = await parties.hold(tx, guild_id=who.guild_id if who else guild_id or 0, party_id=party_id)
    if held is None:
        raise Refusal(GONE)
    if who and allowed is Allowed.ORGANISER:
        check_organiser(who, held)
    done = replace(do(held), changed_at=now)
    await parties.save(tx, done)
    if done.starts_at != held.starts_at:
        await rsvps.remind_again(
            tx, guild_id=done.guild_id, party_id=done.id, starts_at=done.starts_at, now=now
        )
        await presences.clear(tx, guild_id=done.guild_id, party_id=done.id)
    settings = await server_settings.read(tx, guild_id=done.guild_id)
    due_at = await party_times.arrange(tx, done, minutes=settings.reminder, now=now)
    if done.seats != held.seats:
        answers = await rsvps.of_party(tx, guild_id=done.guild_id, party_id=done.id)
        told_at = await party_times.tell_of_seats(tx, done, roster(answers, seats=held.seats), now=now)
        due_at = min(due_at, told_at or due_at)
    seen = await view(tx, library, done)
    if seen is None:
        raise Refusal(GONE)
    return Changed(seen, held, due_at)


def check_organiser(who: Actor, party: Party) -> None:
    """Let a party be changed by its organiser, and by those who manage the server or its events.

    Raises:
        Refusal: it is somebody else.
    """
    if not (who.manages or who.member_id == party.organiser_id):
        raise Refusal(
            f"Only <@{party.organiser_id}>, who planned it, and those who manage events here can do that. "
            "To change a party of yours, choose it as `party` of the command."
        )
