"""The forms in which texts are written, and the cards about writing and deleting them."""

from collections.abc import Mapping

import discord

from bot import forms, ui
from bot.domain.reviews import BODY, REASON, SERIES, TITLE, Draft, Kind, Review, Verdict
from bot.domain.spoilers import Viewer
from bot.forms import Field
from bot.text import one_line, paragraphs
from cogs.reviews.cards import subject_name
from cogs.reviews.reading import Reading

SHORT = "A thought or two. For more, write a review."
_HINTS = {
    Verdict.WORTH: "You would tell a friend to watch it",
    Verdict.MIXED: "It has its moments",
    Verdict.SKIP: "You would tell a friend to leave it",
}
_BLOCK = 1_500
"""Characters of a text that is given back on a card; a longer one is given back as a file."""


def review_fields(episode: str, old: Draft | None) -> tuple[Field, ...]:
    """The fields of a review of a subject, filled with what was written before."""
    title, body = (old.title or "", old.body) if old else ("", "")
    verdicts = [
        discord.SelectOption(
            label=verdict.words.capitalize(),
            value=verdict.value,
            description=_HINTS[verdict],
            default=old is not None and old.verdict is verdict,
        )
        for verdict in Verdict
    ]
    return (
        forms.text("title", "Title", most=TITLE, value=title),
        forms.text(
            "body", "Text", most=BODY, value=body, hint="What is good, what is not, and why", long=True
        ),
        forms.choice("verdict", "Verdict", verdicts),
        _spoils_field(spoils=old.spoils if old else episode != SERIES),
    )


def comment_fields(episode: str, old: Draft | None) -> tuple[Field, ...]:
    """The same for a comment."""
    body = old.body if old else ""
    return (
        forms.text("body", "Text", most=BODY, value=body, hint=SHORT, long=True),
        _spoils_field(spoils=old.spoils if old else episode != SERIES),
    )


def reason_field(hint: str) -> Field:
    """The field for why a text is reported or hidden; it may be left out."""
    return forms.text("reason", "Why (may be left out)", most=REASON, hint=hint, required=False, long=True)


def draft_from(sent: Mapping[str, str]) -> Draft:
    """What was put into a form. What is not said to be harmless counts as spoiling."""
    verdict = sent.get("verdict", "")
    return Draft(
        paragraphs(sent.get("body", "")),
        sent.get("spoils") != "no",
        one_line(sent["title"]) if "title" in sent else None,
        Verdict(verdict) if verdict in set(Verdict) else None,
    )


def refused_card(sentence: str, sent: Mapping[str, str]) -> ui.Card:
    """Why a text was not kept, and the text, so that it is not lost."""
    text = "\n\n".join(filter(None, (sent.get("title", ""), sent.get("body", ""))))
    given_back = ui.small("This is what you wrote:")
    shown = paragraphs(text)
    if "```" in shown or len(text) > _BLOCK:
        document = ui.Document("your-text.txt", text.encode("utf-8", errors="replace"))
        return ui.card(sentence, given_back, document, colour=ui.ROSE)
    block = f"```\n{shown}\n```" if shown else None
    return ui.card(sentence, given_back if block else None, block, colour=ui.ROSE)


def question_card(review: Review, viewer: Viewer, reading: Reading, *, opened: bool) -> ui.Card:
    """Asks an author whether a text of theirs is to go."""
    what = f"your {review.noun} of" if review.kind is Kind.REVIEW else "your comment on"
    name = subject_name(reading.show, review.episode, viewer)
    return ui.card(
        f"## Delete {what} {name}?",
        "It goes for good, with what others said to it, and is taken down where it was shown in a channel."
        " To say it otherwise, edit it.",
        ui.row(
            ui.button(
                "Delete",
                reading.act("delete", review, opened=opened),
                style=discord.ButtonStyle.danger,
            ),
            ui.button("Keep it", reading.act("part", review, opened=opened)),
        ),
        colour=ui.ROSE,
    )


def deleted_card(review: Review, viewer: Viewer, reading: Reading) -> ui.Card:
    """Says that a text is gone."""
    what = f"Your {review.noun} of" if review.kind is Kind.REVIEW else "Your comment on"
    name = subject_name(reading.show, review.episode, viewer)
    return ui.card(
        f"{what} {name} is deleted, with what others said to it.",
        ui.row(ui.button("Read the others", reading.page(1))),
    )


def _spoils_field(*, spoils: bool) -> Field:
    options = (
        discord.SelectOption(label="Yes: warn who has not watched it", value="yes", default=spoils),
        discord.SelectOption(label="No, it spoils nothing", value="no", default=not spoils),
    )
    return forms.choice("spoils", "Does it tell what happens?", options)
