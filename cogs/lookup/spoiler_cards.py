"""Texts that spoil: the warning before one, and the text itself for who may see it."""

from collections.abc import Callable
from dataclasses import dataclass

import discord

from bot import ui
from bot.domain.catalogue import Episode, Show, WebReview
from bot.domain.spoilers import Sealed, Viewer, unseal
from bot.names import name_of
from bot.text import clip, escape, listed

PLOT, REVIEW = "plot", "review"
"""Names of the series' texts; an episode's synopsis goes by the episode's key."""


@dataclass(frozen=True, slots=True)
class SpoilerText:
    """A text that spoils. `body` and `heading` make it for a viewer, None where it is sealed for them."""

    name: str
    heading: Callable[[Viewer], str]
    warning: str
    body: Callable[[Viewer], str | None]


def text_of(show: Show, name: str) -> SpoilerText | None:
    """The text of that name; None where the show has none."""
    if name == PLOT and show.plot_summary is not None:
        sealed = show.plot_summary
        heading = f"{escape(show.title)}: the plot"
        warning = "The plot summary gives away most of the story."
        return SpoilerText(name, lambda _: heading, warning, lambda viewer: _escaped(sealed, viewer))
    if name == REVIEW and show.review is not None:
        review = show.review
        title = f"{escape(show.title)}: a review from the web"
        warning = "The review speaks of how the story turns out."
        return SpoilerText(name, lambda _: title, warning, lambda viewer: _review(review, viewer))
    episode = show.by_key.get(name)
    if episode is not None and episode.synopsis is not None:
        return _synopsis(episode, episode.synopsis)
    return None


def spoiler_card(show: Show, text: SpoilerText, viewer: Viewer, *, change: str) -> ui.Card:
    """The text where `viewer` may see it, else a warning and a button that asks again.

    `change` links the command by which one says when to be warned.
    """
    body, heading = text.body(viewer), text.heading(viewer)
    if body is not None:
        return ui.card(f"## {heading}", clip(body, 3500))
    reveal = ui.button(
        "Show it anyway", f"spoiler:open:{show.id}/{text.name}", style=discord.ButtonStyle.danger
    )
    sentence = f"⚠️ **Spoilers.** {text.warning} Nobody but you will see it."
    how = ui.small(f"When I warn you is yours to say: {change}")
    return ui.card(f"## {heading}", f"{sentence}\n{how}", ui.row(reveal), colour=ui.ROSE)


def _synopsis(episode: Episode, sealed: Sealed[str]) -> SpoilerText:
    def body(viewer: Viewer) -> str | None:
        synopsis = _escaped(sealed, viewer)
        cast = unseal(episode.cast, viewer) if episode.cast is not None else None
        if synopsis is None or not cast:
            return synopsis
        return f"{synopsis}\n\n{ui.small('With ' + clip(escape(listed(cast)), 500))}"

    def heading(viewer: Viewer) -> str:
        return f"{escape(name_of(episode, viewer))}: the synopsis"

    return SpoilerText(episode.key, heading, "The synopsis tells how this episode ends.", body)


def _escaped(sealed: Sealed[str], viewer: Viewer) -> str | None:
    text = unseal(sealed, viewer)
    return None if text is None else escape(text)


def _review(sealed: Sealed[WebReview], viewer: Viewer) -> str | None:
    review = unseal(sealed, viewer)
    if review is None:
        return None
    parts = [escape(review.verdict)]
    for heading, lines in (("Strengths", review.strengths), ("Weaknesses", review.weaknesses)):
        if lines:
            parts.append("\n".join([f"**{heading}**", *(f"- {escape(line)}" for line in lines)]))
    return "\n\n".join(parts)
