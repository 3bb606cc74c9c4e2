"""The card of a party, in all its states."""

from collections.abc import Sequence
from datetime import datetime

import discord

from bot import ui
from bot.domain import ranges
from bot.domain.parties import Party, Phase
from bot.domain.reminders import START_LATE
from bot.domain.rsvps import Rsvp
from bot.text import counted, joined, moment
from cogs.parties.event_words import event_words
from cogs.parties.view import PartyView

NAMES = 15
"""Members of one answer whose names are given."""
_GREEN = discord.ButtonStyle.success
_DANGER = discord.ButtonStyle.danger


def party_card(view: PartyView, now: datetime, note: str | None = None) -> ui.Card:
    """A party as its channel sees it. `note`: what is to be said of it this once."""
    party = view.party
    heading = f"### {view.heading()}\n{ui.small(joined(f'**{state(party)}**', *_facts(view)))}"
    if not party.is_open:
        return ui.card(heading, _outcome(party), colour=ui.ROSE)
    return ui.card(
        heading,
        f"## {moment(party.starts_at, 'F')}\n{_hint(party, now)}",
        _roster(view),
        *(_buttons(party) if party.phase is Phase.PLANNED else ()),
        "\n".join(filter(None, (_session(view), _no_event(party), note))) or None,
        colour=ui.TEAL,
    )


def state(party: Party) -> str:
    """How far a party is, in one word."""
    if party.is_soon():
        return "Soon"
    if party.is_paused:
        return "Paused"
    return _STATES[party.phase]


_STATES = {
    Phase.PLANNED: "Planned",
    Phase.LIVE: "Live",
    Phase.ENDED: "Over",
    Phase.CANCELLED: "Cancelled",
}


def address(party: Party, message_id: int | None = None) -> str:
    """Where a message of a party is, by default its card; its channel where it has none."""
    channel = f"https://discord.com/channels/{party.guild_id}/{party.channel_id}"
    found = message_id or party.message_id
    return f"{channel}/{found}" if found else channel


def coming(view: PartyView) -> str:
    """`4 going`, `4 of 10 going`: how many come, for a list."""
    number, seats = len(view.roster.going), view.party.seats
    return f"{number} of {seats} going" if seats else f"{number} going"


def _facts(view: PartyView) -> list[str]:
    """What it is in one line: `watch party by @kalos`, `in #cinema`, `about 50 minutes`."""
    party = view.party
    facts = [f"watch party by <@{party.organiser_id}>"]
    if party.title:  # else its name tells them
        noun = "episode" if len(view.episodes) == 1 else "episodes"
        facts.append(f"{noun} {ranges.spans(view.show, view.episodes)}")
    if party.voice_id:
        facts.append(f"in <#{party.voice_id}>")
    if party.is_open:
        facts.append(f"about {counted(-(-view.programme.total // 60), 'minute')}")
    return facts


def _hint(party: Party, now: datetime) -> str:
    """How the moment stands: when it is, or where to go."""
    ago = moment(party.starts_at)
    if party.phase is Phase.LIVE:
        began = moment(party.started_at or now)
        said = (
            "It is paused"
            if party.is_paused
            else f"Press play {began}"
            if _counts(party, now)
            else f"It began {began}"
        )
        return f"{said}. {_link(party, party.stage_id, 'Join in')}" if party.stage_id else f"{said}."
    if now >= party.starts_at + START_LATE:
        return f"{ago}. It waits for <@{party.organiser_id}> to start it."
    return f"{ago} · {_link(party, party.stage_id, 'Are you ready?')}" if party.stage_id else ago


def _counts(party: Party, now: datetime) -> bool:
    """Whether the countdown to the start still runs."""
    return party.started_at is not None and party.started_at > now


def _outcome(party: Party) -> str:
    """What became of a party that is over or cancelled."""
    planned = moment(party.starts_at, "F")
    if party.phase is Phase.CANCELLED:
        return f"It was planned for {planned} and will not take place."
    if party.started_at is None:
        return f"It was planned for {planned} and never began."
    who = _link(party, party.result_id, "Who was there") if party.result_id else ""
    return joined(f"It began {moment(party.started_at, 'F')}", who)


def _link(party: Party, message_id: int | None, label: str) -> str:
    return f"[{label}]({address(party, message_id)})"


def _roster(view: PartyView) -> str:
    """Who said what: counts, and names up to a limit."""
    roster, seats = view.roster, view.party.seats
    going = f"{len(roster.going)} of {seats}" if seats else str(len(roster.going))
    lines = [_names(f"Going {going}", roster.going)]
    for label, rsvps in (("Waiting", roster.waiting), ("Maybe", roster.maybe), ("Can’t", roster.cant)):
        if rsvps:
            lines.append(_names(f"{label} {len(rsvps)}", rsvps))
    return "\n".join(lines)


def _names(label: str, rsvps: Sequence[Rsvp]) -> str:
    said = names([rsvp.member_id for rsvp in rsvps])
    return f"**{label}** · {said}" if said else f"**{label}**"


def names(member_ids: Sequence[int]) -> str:
    """Members as mentions, up to a limit: `@hana, @tomás and 12 more`."""
    said = ", ".join(f"<@{member_id}>" for member_id in member_ids[:NAMES])
    rest = len(member_ids) - NAMES
    return f"{said} and {rest:,} more" if rest > 0 else said


def _buttons(party: Party) -> tuple[ui.Row, ui.Row]:
    return (
        ui.row(
            ui.button("Going", f"party:going:{party.id}", style=_GREEN),
            ui.button("Maybe", f"party:maybe:{party.id}"),
            ui.button("Can’t", f"party:cant:{party.id}"),
            ui.button("Remind me", f"party:remind:{party.id}"),
        ),
        ui.row(
            ui.button("Start", f"party:start:{party.id}"),
            ui.button("Cancel", f"party:cancel:{party.id}", style=_DANGER),
        ),
    )


def _no_event(party: Party) -> str | None:
    """Why Discord's events have it not."""
    said = event_words(party.event_fault) if party.phase is Phase.PLANNED else None
    return ui.small(said) if said else None


def _session(view: PartyView) -> str | None:
    if view.session is None:
        return None
    number, sessions = view.session
    return ui.small(f"Session {number} of {sessions}")
