"""What a party came to: who was there, and that it was marked as watched."""

from collections.abc import Mapping

import discord

from bot import ui
from bot.domain import ranges
from bot.domain.parties import Party
from bot.text import counted, joined, moment
from cogs.parties.view import PartyView

NAMES = 30
"""Members who are named; the others are counted."""


def result_card(view: PartyView, attended: Mapping[int, tuple[str, ...]]) -> ui.Card:
    """Who was there, for the channel. `attended`: the keys of the episodes by member."""
    party = view.party
    heading = f"### {view.heading()}\n{ui.small(joined('**Over**', _span(party)))}"
    custom_id = f"party:unmark:{party.id}"
    if not attended:
        row = ui.row(ui.button("Nothing was marked", custom_id, disabled=True))
        share = view.settings.presence
        return ui.card(heading, f"Nobody was there for {share} % of an episode.", row, colour=ui.ROSE)
    were = "was" if len(attended) == 1 else "were"
    return ui.card(
        heading,
        f"## {counted(len(attended), 'member')} {were} there",
        _names(view, attended),
        ui.row(ui.button("Not me: take my mark back", custom_id)),
        ui.small("It is marked as watched for them."),
        colour=ui.ROSE,
    )


def _span(party: Party) -> str:
    if party.started_at is None or party.ended_at is None:
        return ""
    return f"from {moment(party.started_at, 'f')} to {moment(party.ended_at, 't')}"


def _names(view: PartyView, attended: Mapping[int, tuple[str, ...]]) -> str:
    """Who, and for which episodes where those differ: the most episodes first."""
    by_episodes: dict[tuple[str, ...], list[int]] = {}
    for member_id, keys in attended.items():
        by_episodes.setdefault(tuple(key for key in view.party.episodes if key in keys), []).append(member_id)
    left, lines = NAMES, list[str]()
    for keys, member_ids in sorted(by_episodes.items(), key=lambda item: -len(item[0])):
        said = ", ".join(f"<@{member_id}>" for member_id in member_ids[:left])
        if said:
            lines.append(said if len(view.episodes) == 1 else f"{_episodes(view, keys)} · {said}")
        left -= min(left, len(member_ids))
    rest = len(attended) - NAMES
    return "\n".join(lines) + (f" and {rest:,} more" if rest > 0 else "")


def _episodes(view: PartyView, keys: tuple[str, ...]) -> str:
    said = ranges.spans(view.show, [view.show.by_key[key] for key in keys])
    return f"**Episode {said}**" if len(keys) == 1 else f"**Episodes {said}**"


def lost_card(view: PartyView, attended: Mapping[int, tuple[str, ...]]) -> ui.Card:
    """Told to the organiser of a party whose channel was taken from the bot."""
    return ui.card(
        f"**{view.heading()}** is over. I can no longer post in <#{view.party.channel_id}>, so I tell "
        f"you alone: {counted(len(attended), 'member')} had it marked as watched.",
        _names(view, attended) if attended else None,
        colour=ui.ROSE,
    )


def unmarked_card(*, change_id: int) -> ui.Card:
    """Told to who took their mark back. `change_id`: the interaction in which they did."""
    return ui.card(
        "Taken back: what this party marked as watched for you no longer is.",
        ui.row(ui.button("Undo", f"progress:undo:{change_id}")),
        colour=ui.TEAL,
    )


def late_card(view: PartyView) -> ui.Card:
    """Told to the channel of a party that the bot could not begin in time."""
    party = view.party
    return ui.card(
        f"### {view.heading()}\nSorry, I was away when it was to begin, {moment(party.starts_at)}. "
        f"<@{party.organiser_id}> can still start it.",
        ui.row(ui.button("Start", late_mark(party), style=discord.ButtonStyle.success)),
        colour=ui.TEAL,
    )


def late_mark(party: Party) -> str:
    """The custom id that this card of a party alone has."""
    return f"party:start:{party.id}/{int(party.starts_at.timestamp())}"
