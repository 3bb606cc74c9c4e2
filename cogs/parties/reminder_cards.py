"""What is said to remind of a party, and of how one is reminded."""

from collections.abc import Sequence
from typing import Any

import discord

from bot import ui
from bot.domain.parties import Party, Phase
from bot.domain.rsvps import Answer, How, Preference, Rsvp
from bot.text import counted, joined, moment
from cogs.parties.answering import Answered
from cogs.parties.cards import address
from cogs.parties.view import PartyView

MENTIONED = 50
"""Members that one reminder mentions, at most; the others are counted."""
SEAT = "You have a seat"
"""What the message about a seat alone says."""
_OFFERED = (10, 30, 60, 1440)
"""Minutes before the start that the list offers for direct messages."""


def reminder_mark(party: Party) -> str:
    """The custom id that the channel's reminder of a party at this time alone has."""
    return f"party:quiet:{party.id}/{int(party.starts_at.timestamp())}"


def reminder_card(
    view: PartyView, member_ids: Sequence[int], *, late: bool, role_id: int | None = None
) -> ui.Card:
    """Reminds a channel; `member_ids`: who is mentioned, and `role_id` which role."""
    party = view.party
    role = f"<@&{role_id}>" if role_id else ""
    return ui.card(
        _what(view),
        f"{role} {call(member_ids)}".strip() or None,
        ui.row(
            ui.button("Going", f"party:going:{party.id}", style=discord.ButtonStyle.success),
            ui.button("Can’t", f"party:cant:{party.id}"),
            ui.button("Do not remind me", reminder_mark(party)),
        ),
        ui.small("This reminder is late, sorry: I was away.") if late else None,
        colour=ui.TEAL,
    )


def reminded(view: PartyView) -> list[int]:
    """Whom the channel's reminder is for: those who have a seat and want to be reminded there."""
    return [rsvp.member_id for rsvp in view.roster.going if rsvp.how is How.CHANNEL]


def called(view: PartyView) -> list[int]:
    """Who is called to be ready: those who have a seat, but for those who want no reminder."""
    return [rsvp.member_id for rsvp in view.roster.going if rsvp.how is not How.OFF]


def call(member_ids: Sequence[int]) -> str:
    """Mentions, up to a limit: `@hana @tomás and 12 more`."""
    said = " ".join(f"<@{member_id}>" for member_id in member_ids[:MENTIONED])
    rest = len(member_ids) - MENTIONED
    return f"{said} and {rest:,} more" if rest > 0 else said


def calling(card: ui.Card, member_ids: Sequence[int]) -> ui.Card:
    """The same card, with mentions before its first buttons."""
    if not member_ids:
        return card
    parts = card.children
    place = next((n for n, part in enumerate(parts) if isinstance(part, discord.ui.ActionRow)), len(parts))
    card.clear_items()
    for part in (*parts[:place], discord.ui.TextDisplay[Any](call(member_ids)), *parts[place:]):
        card.add_item(part)
    return card


def message_marks(party: Party) -> tuple[str, str]:
    """What the text of a direct message about a party at this time has, and that of no other."""
    return moment(party.starts_at, "F"), f"/channels/{party.guild_id}/{party.channel_id}"


def message_card(view: PartyView, rsvp: Rsvp, *, late: bool) -> ui.Card:
    """Reminds one member who asked for it, by direct message."""
    return ui.card(
        _what(view),
        _standing(view, rsvp),
        ui.small("This is late, sorry: I was away.") if late else None,
        ui.small("You asked me to write. “Remind me” on the party’s card changes that."),
        colour=ui.TEAL,
    )


def seat_marks(party: Party) -> tuple[str, str]:
    """What the text of a message about a seat at a party has, and that of no other."""
    return SEAT, f"/channels/{party.guild_id}/{party.channel_id}"


def seat_card(view: PartyView) -> ui.Card:
    """Tells a member by direct message that they wait no longer."""
    party = view.party
    return ui.card(
        f"### {SEAT}: {view.heading()}",
        # Not in the form in which `message_marks` has it.
        f"Somebody gave theirs up. It begins {moment(party.starts_at, 'f')}, {moment(party.starts_at)}. "
        f"[The party]({address(party)})",
        colour=ui.TEAL,
    )


def answered_card(found: Answered) -> ui.Card:
    """What a member said, to them alone."""
    assert found.rsvp is not None  # noqa: S101  it was stored a moment ago
    lead = "" if found.changed else "That is what you said before. "
    return ui.card(f"{lead}{_said(found.view, found.rsvp)}", colour=ui.TEAL)


def how_card(found: Answered, *, chosen: bool = False, every_party: bool = False) -> ui.Card:
    """How one member is reminded of a party, with a list to choose. `chosen`: they have chosen just now."""
    view, rsvp = found.view, found.rsvp
    if chosen and rsvp is None:
        sentences = ["You have not answered this party, so I do not remind you of it."]
    else:
        sentences = [_how(view, rsvp)]
    if found.is_new:
        sentences.insert(0, "You had not answered, so I put you down as maybe.")
    if every_party:
        sentences.append("So it is from now on with every party that you answer, on all servers.")
    return ui.card(
        f"### {view.heading()}\n{' '.join(sentences)}",
        ui.row(ui.select("How I remind you", f"party:how:{view.party.id}", _options(view, rsvp))),
        colour=ui.TEAL,
    )


def default_card(wish: Preference) -> ui.Card:
    """What a member has chosen for all parties to come."""
    every = "every party that you answer, on all servers"
    how = {
        How.CHANNEL: f"I remind you of {every}, in its channel with the others",
        How.DIRECT: f"I write to you {ahead(wish.minutes)}, of {every}",
        How.OFF: "I remind you of no party that you answer, on any server",
    }[wish.how]
    return ui.card(
        f"From now on {how}. Those that you have answered before stay as they are.",
        colour=ui.TEAL,
    )


def ahead(minutes: int) -> str:
    """`30 minutes before it starts`, `1 day before it starts`, `when it starts`."""
    if not minutes:
        return "when it starts"
    for length, noun in ((1440, "day"), (60, "hour")):
        if minutes % length == 0:
            return f"{counted(minutes // length, noun)} before it starts"
    return f"{counted(minutes, 'minute')} before it starts"


def _what(view: PartyView) -> str:
    """What begins when, and where."""
    party = view.party
    begins = "is on" if party.phase is Phase.LIVE else f"begins {moment(party.starts_at)}"
    voice = f"in <#{party.voice_id}>" if party.voice_id else ""
    facts = joined(moment(party.starts_at, "F"), voice, f"[The party]({address(party)})")
    return f"### {view.heading()} {begins}\n{facts}"


def _standing(view: PartyView, rsvp: Rsvp) -> str | None:
    """What is to be said with a reminder of what its reader answered; nothing where they simply go."""
    if rsvp.answer is Answer.MAYBE:
        return "You answered maybe: say on its card whether you come."
    return _waiting(view, rsvp)


def _said(view: PartyView, rsvp: Rsvp) -> str:
    said = {
        Answer.GOING: f"You are going to **{view.heading()}**.",
        Answer.MAYBE: f"You may come to **{view.heading()}**.",
        Answer.CANT: f"You can’t come to **{view.heading()}**. Thanks for saying so.",
    }
    return _waiting(view, rsvp) or said[rsvp.answer]


def _waiting(view: PartyView, rsvp: Rsvp) -> str | None:
    ids = [each.member_id for each in view.roster.waiting]
    if rsvp.member_id not in ids:
        return None
    return f"All seats are taken. You wait for one: number {ids.index(rsvp.member_id) + 1} in line."


def _how(view: PartyView, rsvp: Rsvp | None) -> str:
    """How a member is reminded, in words."""
    if rsvp is None:
        return "You have not answered yet. Choose how I remind you, and I put you down as maybe."
    if rsvp.how is How.OFF:
        return "I do not remind you of this party. If that was a slip, choose again."
    if rsvp.answer is Answer.CANT:
        return "You said that you can’t come, so I remind you only if you change that."
    if rsvp.how is How.CHANNEL:
        return _in_channel(view, rsvp)
    if rsvp.reminded:
        return f"You chose a direct message {ahead(rsvp.minutes)}: that moment is past."
    return f"I write to you {ahead(rsvp.minutes)}."


def _in_channel(view: PartyView, rsvp: Rsvp) -> str:
    party, minutes = view.party, view.settings.reminder
    if not minutes:
        return "This server reminds nobody in its channels; I can write to you instead."
    if party.reminded_at is not None:
        return f"I remind in <#{party.channel_id}> {ahead(minutes)}: that moment is past."
    if rsvp.answer is Answer.MAYBE:
        return f"I remind in <#{party.channel_id}> {ahead(minutes)}, and mention those who are going."
    return f"I mention you in <#{party.channel_id}> {ahead(minutes)}, with the others."


def _options(view: PartyView, rsvp: Rsvp | None) -> list[discord.SelectOption]:
    """What can be chosen; what is chosen already is marked, and among it."""
    minutes: set[int] = set(_OFFERED)
    if rsvp is not None and rsvp.how is How.DIRECT:
        minutes.add(rsvp.minutes)
    offered = [(Preference(How.CHANNEL), "In the channel, with the others")]
    offered += [
        (Preference(How.DIRECT, each), f"By direct message, {ahead(each)}") for each in sorted(minutes)
    ]
    offered.append((Preference(How.OFF), "Not at all"))
    now = str(rsvp.preference) if rsvp else None
    return [
        discord.SelectOption(label=label, value=str(wish), default=str(wish) == now)
        for wish, label in offered
        if wish.how is not How.CHANNEL or view.settings.reminder
    ]
