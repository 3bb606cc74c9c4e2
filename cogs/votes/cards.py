"""The cards of votes and panels."""

import discord

from bot import ui
from bot.domain.catalogue import Episode, Show
from bot.domain.panels import Panel
from bot.domain.server_settings import Reveal, ServerSettings
from bot.domain.spoilers import Viewer
from bot.domain.tally import SCORES, Tally
from bot.names import name_of
from bot.pictures.specs import Histogram
from bot.pictures.studio import Picture
from bot.text import clip, counted, escape, moment, rating
from cogs.votes.actions import Outcome
from cogs.votes.panel_actions import PanelView

_DANGER = discord.ButtonStyle.danger


def vote_card(show: Show, episode: Episode, outcome: Outcome) -> ui.Card:
    """One's own vote as it stands, for oneself: what was before, what the server thinks, how to change it."""
    figures = _here(outcome.tally)
    heading = f"## {_name(episode, outcome.viewer)}"
    return ui.card(
        "\n".join(filter(None, (heading, _said(outcome), _marked(outcome)))),
        ui.line(),
        figures,
        ui.row(score_select(f"vote:score:{show.id}/{episode.key}", episode)),
        _vote_buttons(f"{show.id}/{episode.key}", outcome),
    )


def _said(outcome: Outcome) -> str:
    vote, changed = outcome.vote, outcome.changed
    done = "Undone. " if outcome.undone else ""
    if vote is None or vote.score is None:
        if changed and vote:
            return f"{done}Your vote (**{vote.former}**) is withdrawn."
        return "You have no vote on this episode."
    if outcome.repeated:
        return f"Your score is **{vote.score}** already; it counts once."
    before = f" It was {vote.former} before." if changed and vote.former else ""
    return f"{done}Your score is **{vote.score}**.{before}"


def _marked(outcome: Outcome) -> str:
    if outcome.marked is None:
        return ""
    return ui.small("Marked as watched." if outcome.marked else "No longer marked as watched.")


def _here(tally: Tally | None) -> str:
    if tally is None:
        return "**Here** · a panel is open; how the others voted does not show yet"
    if tally.mean is None:
        return "**Here** · no votes yet"
    return f"**Here** ★ {rating(tally.mean)} · {counted(tally.votes, 'vote')}"


def _vote_buttons(row_id: str, outcome: Outcome) -> ui.Row | None:
    vote = outcome.vote
    buttons: list[discord.ui.Button[discord.ui.LayoutView]] = []
    if outcome.changed and vote:
        mark = f"/{outcome.mark_id}" if outcome.mark_id is not None else ""
        buttons.append(ui.button("Undo", f"vote:undo:{row_id}/{vote.version}{mark}"))
    elif outcome.mark_id is not None:  # the score was so already, only the mark is new
        buttons.append(ui.button("Undo", f"progress:undo:{outcome.mark_id}"))
    if vote and vote.score is not None:
        buttons.append(ui.button("Withdraw my vote", f"vote:withdraw:{row_id}"))
    return ui.row(*buttons) if buttons else None


def score_select(custom_id: str, episode: Episode) -> "discord.ui.Select[discord.ui.LayoutView]":
    """The ten scores, the best first."""
    return ui.select(f"Your score for episode {episode.label}", custom_id, _OPTIONS)


_MEANINGS = {10: "could not be better", 5: "neither good nor bad", 1: "could not be worse"}
_OPTIONS = [
    discord.SelectOption(label=str(score), value=str(score), description=_MEANINGS.get(score))
    for score in reversed(SCORES)
]


def panel_card(episode: Episode, view: PanelView) -> ui.Card:
    """A panel as its channel sees it: open with a list of scores, or closed with the result in words."""
    panel, tally = view.panel, view.tally
    heading = f"## Vote: {_name(episode, view.public)}\n{ui.small(_panel_facts(panel))}"
    if not panel.is_open:
        return ui.card(heading, _result(tally), colour=ui.ROSE)
    return ui.card(
        heading,
        escape(episode.teaser) if episode.teaser else None,
        _standing(tally, view.settings),
        ui.row(score_select(f"panel:score:{panel.id}", episode)),
        ui.row(
            ui.button("Results", f"panel:results:{panel.id}"),
            ui.button("Withdraw my vote", f"panel:withdraw:{panel.id}"),
            ui.button("Close", f"panel:close:{panel.id}", style=_DANGER),
        ),
    )


def _panel_facts(panel: Panel) -> str:
    if panel.closed_at:
        end = f"closed {moment(panel.closed_at, 'f')}"
    elif panel.closes_at:
        end = f"closes {moment(panel.closes_at)}"
    else:
        end = "open until closed"
    return f"Opened by <@{panel.opened_by}> · {end}"


def _standing(tally: Tally, settings: ServerSettings) -> str:
    has = "has" if tally.votes == 1 else "have"
    have_voted = f"**{tally.votes:,}** {has} voted." if tally.votes else "Nobody has voted yet."
    if settings.reveal is Reveal.ALWAYS and tally.mean is not None:
        return f"{have_voted} Mean **{rating(tally.mean)}**."
    when = {
        Reveal.ALWAYS: "How they voted shows here.",
        Reveal.VOTED: "How they voted shows once you have.",
        Reveal.CLOSED: "How they voted shows when this closes.",
    }[settings.reveal]
    return f"{have_voted} {when}"


def results_card(
    episode: Episode, view: PanelView, picture: Picture | None, viewer: Viewer, note: str | None = None
) -> ui.Card:
    """How it stands so far, for one who may see it. `note`: why there is no picture, where that is known."""
    heading = f"## So far: {_name(episode, viewer)}"
    return ui.card(heading, picture, _result(view.tally), ui.small(note) if note else None)


def result_card(
    show: Show, episode: Episode, view: PanelView, picture: Picture | None, *, place: str | None
) -> ui.Card:
    """The result of a closed panel, for its channel. `place` is where the episode stands here: `#3 of 26`."""
    where = ui.small(f"{place} on this server") if place else None
    return ui.card(
        f"## Result: {_name(episode, view.public)}",
        picture,
        "\n".join(filter(None, (_result(view.tally), where))),
        ui.row(
            ui.button("Ranking", f"ranking:show:{show.id}/server/best/1"),
            ui.button(f"Episode {episode.label}", f"episode:show:{show.id}/{episode.key}"),
        ),
    )


def lost_card(episode: Episode, view: PanelView) -> ui.Card:
    """Told to who opened a panel whose channel was taken from the bot."""
    panel = view.panel
    return ui.card(
        f"## Vote: {_name(episode, view.public)}",
        f"I can no longer reach the channel <#{panel.channel_id}>, so the vote you opened there is closed.",
        _result(view.tally),
        colour=ui.ROSE,
    )


def _result(tally: Tally) -> str:
    """The result in words and figures: all that the picture shows."""
    if tally.mean is None:
        return "Nobody voted."
    spread = " · ".join(
        f"{votes:,} × {score}"
        for score, votes in zip(reversed(SCORES), reversed(tally.spread), strict=True)
        if votes
    )
    return f"**{rating(tally.mean)}** from {counted(tally.votes, 'vote')}\n{ui.small(spread)}"


def histogram(episode: Episode, tally: Tally) -> Histogram:
    """The picture of how an episode was voted on."""
    mean = f" · mean {rating(tally.mean)}" if tally.mean is not None else ""
    return Histogram(f"Episode {episode.label} · {counted(tally.votes, 'vote')}{mean}", counts=tally.spread)


def histogram_alt(episode: Episode, tally: Tally) -> str:
    """The same for those who do not see it."""
    if tally.mean is None:
        return f"Nobody has voted on episode {episode.label}."
    counts = ", ".join(
        f"{counted(votes, 'vote')} of {score}"
        for score, votes in zip(SCORES, tally.spread, strict=True)
        if votes
    )
    return (
        f"How episode {episode.label} was voted on: mean {rating(tally.mean)} from "
        f"{counted(tally.votes, 'vote')}; {counts}."
    )


def _name(episode: Episode, viewer: Viewer) -> str:
    return escape(clip(name_of(episode, viewer), 160))
