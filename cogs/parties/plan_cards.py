"""What is said of planning: a season's plan, what an edit changed, the question before a cancellation."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import discord

from bot import ui
from bot.domain import ranges
from bot.domain.reminders import ANNOUNCED
from bot.domain.season_plan import Every
from bot.domain.when import WEEKDAYS
from bot.text import counted, escape, moment
from cogs.parties.cards import address, names
from cogs.parties.planning import Planned, Wish
from cogs.parties.view import PartyView

_ONE_SESSION = ui.small("Only this session changed; the others stay as they were.")
_DANGER = discord.ButtonStyle.danger


def plan_note(wish: Wish, planned: Planned) -> str | None:
    """The whole plan in a line, and what it left out or moved; None of a single party that is all of it."""
    lines: list[str] = []
    found = planned.sessions
    if len(found) > 1:
        lines.append(
            f"**{len(found)} sessions**, {_rhythm(wish)} ({wish.zone}), "
            f"from {moment(found[0].starts_at, 'D')} to {moment(found[-1].starts_at, 'D')}."
        )
        where = f"<#{wish.channel_id}>" if wish.elsewhere else "this channel"
        lines.append(f"Each session gets its card in {where}, {ANNOUNCED.days} days before it starts.")
    if planned.skipped:
        lines.append(
            f"Skipped, as watched together or planned already: {ranges.spans(wish.show, planned.skipped)}."
        )
    moved = [moment(session.starts_at, "f") for session in found if session.moved]
    if moved:
        lines.append(
            f"Clocks jump over that time once or more, so these start when they have: {', '.join(moved)}."
        )
    return "\n".join(map(ui.small, lines)) or None


def _rhythm(wish: Wish) -> str:
    """`every Saturday at 20:00`: by the clock of the zone in which it was planned."""
    local = wish.starts_at.astimezone(ZoneInfo(wish.zone))
    day = WEEKDAYS[local.weekday()]
    said = {Every.DAY: "day", Every.WEEK: day, Every.FORTNIGHT: f"second {day}"}
    return f"every {said[wish.every or Every.WEEK]} at {local:%H:%M}"


def elsewhere_card(view: PartyView, note: str | None) -> ui.Card:
    """Told to who planned a party for another channel."""
    party = view.party
    return ui.card(
        f"**{view.heading()}** is planned for {moment(party.starts_at, 'F')}. "
        f"Its card comes in <#{party.channel_id}> in a moment.",
        note,
        colour=ui.TEAL,
    )


def edited_card(view: PartyView, before: PartyView) -> ui.Card:
    """What an edit changed, for who made it."""
    changes = _changes(before, view)
    if not changes:
        return ui.card(f"**{view.heading()}** was so already. Nothing was changed.", colour=ui.TEAL)
    return ui.card(
        f"**{view.heading()}** is changed, and [its card]({address(view.party)}) follows.",
        "\n".join(changes),
        _ONE_SESSION if view.session else None,
        colour=ui.TEAL,
    )


def _changes(before: PartyView, after: PartyView) -> list[str]:
    """What changed, one line each: `Seats: 4 → 10`."""
    old, new = _said(before), _said(after)
    return [f"**{name}** {old[name]} → {new[name]}" for name in old if old[name] != new[name]]


def _said(view: PartyView) -> dict[str, str]:
    """All that can be changed of a party, in words."""
    party = view.party
    return {
        "Starts": moment(party.starts_at, "F"),
        "Episodes": ranges.spans(view.show, view.episodes),
        "Title": escape(party.title or "") or "none",
        "Seats": str(party.seats or "as many as come"),
        "Where": f"<#{party.voice_id}>" if party.voice_id else "not said",
    }


def moved_card(view: PartyView, before: PartyView) -> ui.Card:
    """Told to the channel of a party that starts at another time, with what else was changed."""
    going = names([rsvp.member_id for rsvp in view.roster.going])
    return ui.card(
        f"**{view.heading()}** was moved from {moment(before.party.starts_at, 'F')} "
        f"to **{moment(view.party.starts_at, 'F')}**, {moment(view.party.starts_at)}.",
        "\n".join(_changes(before, view)[1:]) or None,
        f"Going: {going}" if going else None,
        _ONE_SESSION if view.session else None,
        colour=ui.TEAL,
    )


def ask_card(view: PartyView, left: int) -> ui.Card:
    """The question before a party is cancelled. `left`: sessions of its season that are still planned."""
    party = view.party
    several = left > 1
    return ui.card(
        f"Cancel **{view.heading()}**, planned for {moment(party.starts_at, 'F')}?",
        ui.small("Those who go are told in the channel. It cannot be undone."),
        ui.row(
            ui.button(
                "Cancel this session" if several else "Cancel it",
                f"party:cancelled:{party.id}",
                style=_DANGER,
            ),
            *(
                [
                    ui.button(
                        f"Cancel all {left} that are left", f"party:cancelled:{party.id}/all", style=_DANGER
                    )
                ]
                if several
                else []
            ),
        ),
        colour=ui.ROSE,
    )


def cancelled_card(views: Sequence[PartyView], *, by: int) -> ui.Card:
    """Told to the channel of parties that were cancelled: one, or what was left of a season."""
    first = views[0]
    going = list(dict.fromkeys(rsvp.member_id for view in views for rsvp in view.roster.going))
    if len(views) == 1:
        said = f"**{first.heading()}**, planned for {moment(first.party.starts_at, 'F')}, is cancelled"
    else:
        until = moment(views[-1].party.starts_at, "D")
        said = (
            f"{counted(len(views), 'session')} of a season are cancelled: **{first.heading()}**, planned for "
            f"{moment(first.party.starts_at, 'F')}, and all after it until {until}"
        )
    return ui.card(
        f"{said} by <@{by}>.", f"Who would have come: {names(going)}" if going else None, colour=ui.ROSE
    )


def done_card(view: PartyView, number: int) -> ui.Card:
    """Told to who cancelled a party in another channel than its own, where the others are told."""
    what = f"**{view.heading()}** is" if number == 1 else f"{counted(number, 'session')} are"
    return ui.card(f"{what} cancelled. I say so in <#{view.party.channel_id}>.", colour=ui.ROSE)


def lost_card(view: PartyView) -> ui.Card:
    """Told to who planned a party whose channel was taken from the bot."""
    party = view.party
    return ui.card(
        f"I can no longer post in <#{party.channel_id}>, so **{view.heading()}**, planned for "
        f"{moment(party.starts_at, 'F')}, has no card there and nobody is reminded in it.",
        "It is still planned. Let me view that channel and send messages, or cancel it and plan another.",
        colour=ui.ROSE,
    )


def calendar_card(views: Sequence[PartyView], data: bytes) -> ui.Card:
    """A calendar file, for the one who asked for it."""
    what = f"**{views[0].heading()}**" if len(views) == 1 else counted(len(views), "party", "parties")
    return ui.card(
        f"Your calendar of {what}. Open the file with your calendar; a newer one takes its place.",
        ui.Document("parties.ics", data),
        colour=ui.TEAL,
    )
