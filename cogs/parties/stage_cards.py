"""The card on which a party is watched: the ready check, then what is on, then a word that it is over.

All of it stays true without edits by the second: Discord counts the timestamps on.
"""

from datetime import datetime, timedelta

import discord

from bot import ui
from bot.domain.parties import Party, Phase
from bot.domain.reminders import LATE, START_LATE
from bot.names import name_of
from bot.text import clip, counted, escape, joined, moment, one_line
from cogs.parties.cards import address, names, state
from cogs.parties.place_words import begins_at, goes_on_at, place_of, spot, times
from cogs.parties.view import PartyView

_GREEN = discord.ButtonStyle.success
_DANGER = discord.ButtonStyle.danger
SKIP = 30
"""Seconds that the buttons go forward and back."""


def stage_card(view: PartyView, now: datetime) -> ui.Card:
    """A party as those see it who watch, or are about to."""
    party = view.party
    where = f"in <#{party.voice_id}>" if party.voice_id and party.is_open else ""
    heading = f"### {view.heading()}\n{ui.small(joined(f'**{state(party)}**', where))}"
    if party.phase is Phase.PLANNED:
        return _ready_card(view, heading, now)
    if party.phase is Phase.LIVE:
        return _live_card(view, heading, now)
    return ui.card(heading, _outcome(party), colour=ui.ROSE)


def _ready_card(view: PartyView, heading: str, now: datetime) -> ui.Card:
    party = view.party
    starts = moment(party.starts_at)
    if not party.is_soon():  # it was moved after everybody had been called
        return ui.card(
            heading, f"## {moment(party.starts_at, 'F')}\nIt was moved, and begins {starts}.", colour=ui.TEAL
        )
    if now >= party.starts_at + START_LATE:
        what = f"It was to begin {starts}. It waits for <@{party.organiser_id}> to start it."
    else:
        voice = f"Join <#{party.voice_id}>, or press" if party.voice_id else "Press"
        what = f"{voice} “I’m here”{' if you watch without voice' if party.voice_id else ''}."
    return ui.card(
        heading,
        f"## Starts {starts}\nReady? {what}" if now < party.starts_at + START_LATE else what,
        f"**Here {len(view.here)}** · {names(view.here)}" if view.here else None,
        ui.row(
            ui.button("I’m here", f"party:here:{party.id}", style=_GREEN),
            ui.button("Start now", f"party:start:{party.id}"),
        ),
        colour=ui.TEAL,
    )


def _live_card(view: PartyView, heading: str, now: datetime) -> ui.Card:
    party = view.party
    return ui.card(
        heading,
        _what_is_on(view, now),
        "\n".join(map(ui.small, filter(None, _facts(view, now)))) or None,
        ui.row(
            ui.button("Where are we?", f"party:now:{party.id}"),
            ui.button("I’m here", f"party:here:{party.id}", style=_GREEN),
        ),
        ui.row(*_controls(party, now)),
        colour=ui.TEAL,
    )


def _what_is_on(view: PartyView, now: datetime) -> str:
    """What everybody is to do, or is watching."""
    party, place = view.party, place_of(view.party, now)
    if party.is_paused:
        return f"## Paused\n{_paused(view, now)}"
    if at := goes_on_at(party, now):
        if place.into < 0:
            return f"## Goes on {moment(at)}\nIn {spot(view, place)}."
        return f"## Press play {moment(at)}\nAt {spot(view, place)}."
    if place.over:
        return f"## The end\nOf episode {view.episodes[place.number].label}."
    begins = moment(begins_at(party, place.number))
    if place.into < 0:
        return f"## Break\nEpisode {view.episodes[place.number].label} begins {begins}."
    name = name_of(view.episodes[place.number], view.public)
    over = f"over at {moment(ends, 't')}" if (ends := party.ends_at()) else ""
    if name == view.name():  # the heading says it already
        return f"## It began {begins}\n{over.capitalize()}"
    return f"## {escape(clip(one_line(name), 120))}\n{joined(f'It began {begins}', over)}"


def _paused(view: PartyView, now: datetime) -> str:
    place = place_of(view.party, now)
    said = spot(view, place)
    return f"{said[0].upper()}{said[1:]}. Stop there."


def _facts(view: PartyView, now: datetime) -> tuple[str, ...]:
    """Small print: when the episodes to come begin; that it began late."""
    party = view.party
    when = "" if party.is_paused else times(view, now)
    late = (party.started_at or party.starts_at) - party.starts_at
    sorry = (
        f"Sorry for the wait: it began {counted(late // timedelta(minutes=1), 'minute')} late."
        if late >= LATE
        else ""
    )
    return when, sorry


def _controls(party: Party, now: datetime) -> "list[discord.ui.Button[discord.ui.LayoutView]]":
    """What the organiser can do."""
    id_ = party.id
    pause = ("Resume", f"party:resume:{id_}") if party.is_paused else ("Pause", f"party:pause:{id_}")
    buttons = [ui.button(*pause)]
    upcoming = next_number(party, now)
    if upcoming is not None:
        buttons.append(ui.button("Next episode", f"party:next:{id_}/{upcoming}"))
    return [
        *buttons,
        ui.button(f"−{SKIP} s", f"party:back:{id_}"),
        ui.button(f"+{SKIP} s", f"party:on:{id_}"),
        ui.button("End", f"party:end:{id_}", style=_DANGER),
    ]


def next_number(party: Party, now: datetime) -> int | None:
    """Which episode, counted from 0, comes after what is on; None after the last."""
    place = place_of(party, now)
    number = place.number if place.into < 0 else place.number + 1
    return number if number < len(party.episodes) else None


def _outcome(party: Party) -> str:
    if party.phase is Phase.CANCELLED:
        return "This party was cancelled."
    if party.started_at is None:
        return "This party never began."
    over = f"It was over {moment(party.ended_at or party.started_at, 'f')}."
    return f"{over} [Who was there]({address(party, party.result_id)})" if party.result_id else over


def now_card(view: PartyView, now: datetime, *, name: str) -> ui.Card:
    """Where everybody is, for one who comes late. `name`: what the episode is called before them."""
    party = view.party
    again = ui.row(ui.button("Where are we now?", f"party:now:{party.id}"))
    if party.phase is not Phase.LIVE:
        colour = ui.TEAL if party.is_open else ui.ROSE
        return ui.card(
            f"**{view.heading()}**", _not_on(party), again if party.is_open else None, colour=colour
        )
    return ui.card(_place(view, now), ui.small(escape(clip(name, 120))), again, colour=ui.TEAL)


def _place(view: PartyView, now: datetime) -> str:
    party, place = view.party, place_of(view.party, now)
    said = spot(view, place)
    heading = f"## {said[0].upper()}{said[1:]}"
    if party.is_paused:
        return f"{heading}\nIt is paused. Go there and wait: here you see when it goes on."
    if at := goes_on_at(party, now):
        return f"{heading}\nPress play {moment(at)}."
    if place.over:
        return f"{heading}\nThat was the last one."
    if place.into < 0:
        return f"{heading}\nIt begins {moment(begins_at(party, place.number))}."
    return (
        f"{heading}\nThat was {moment(now)}: go there, and as much further. Or look again when you are ready."
    )


def _not_on(party: Party) -> str:
    if party.phase is Phase.PLANNED:
        return f"It has not begun yet: it starts {moment(party.starts_at)}."
    return _outcome(party)
