"""What is said to those who act while a party is on."""

from datetime import datetime

import discord

from bot import ui
from bot.domain.parties import Phase
from bot.text import moment
from cogs.parties.cards import address
from cogs.parties.live import Said
from cogs.parties.place_words import goes_on_at, place_of, spot
from cogs.parties.view import PartyView


def begun_card(view: PartyView, now: datetime) -> ui.Card:
    """Told to who began a party whose live card stands elsewhere."""
    party = view.party
    at = moment(goes_on_at(party, now) or now)
    return ui.card(f"It begins: press play {at}. [Join in]({address(party, party.stage_id)})", colour=ui.TEAL)


def changed_card(view: PartyView, now: datetime) -> ui.Card:
    """How a party goes on after somebody paused it, let it go on, or went forward or back."""
    place = place_of(view.party, now)
    said = spot(view, place)
    if view.party.is_paused:
        return ui.card(f"**Paused** at {said}.", colour=ui.TEAL)
    if at := goes_on_at(view.party, now):
        return ui.card(f"**Press play** at {moment(at, 'T')}, {moment(at)}: at {said}.", colour=ui.TEAL)
    return ui.card(f"**Now** at {said}, as of {moment(now)}.", colour=ui.TEAL)


def here_card(said: Said) -> ui.Card:
    """Told to who says that they watch along."""
    party = said.view.party
    if not said.changed:
        what = "You are noted already."
    elif party.phase is Phase.PLANNED:
        what = "You are noted as being here from the start."
    else:
        what = f"You are noted as being here since {moment(said.since, 't')}."
    share = said.view.settings.presence
    return ui.card(
        f"{what} Who is there for {share} % of an episode has it marked as watched at the end.",
        ui.row(ui.button("I’m leaving", f"party:gone:{party.id}")),
        colour=ui.TEAL,
    )


def gone_card(said: Said) -> ui.Card:
    """Told to who says that they leave."""
    what = "You are noted as gone." if said.changed else "You were not noted as being here."
    return ui.card(
        what,
        ui.row(ui.button("I’m here", f"party:here:{said.view.party.id}", style=discord.ButtonStyle.success)),
        colour=ui.TEAL,
    )


def ask_end_card(view: PartyView) -> ui.Card:
    """Asks before a party ends of which much is left."""
    ends_at = view.party.ends_at()
    left = f"it would go on until {moment(ends_at, 't')}" if ends_at else "it is paused"
    return ui.card(
        f"End **{view.heading()}** now? {left[0].upper()}{left[1:]}. Ending it cannot be undone.",
        ui.row(ui.button("End it", f"party:end:{view.party.id}/now", style=discord.ButtonStyle.danger)),
        colour=ui.ROSE,
    )


def ended_card(view: PartyView) -> ui.Card:
    """Told to who ended a party."""
    return ui.card(
        f"**{view.heading()}** is over. Who was there follows in <#{view.party.channel_id}>.", colour=ui.ROSE
    )
