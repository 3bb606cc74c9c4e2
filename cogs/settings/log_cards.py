"""The log of a server: an entry as it is posted, and the page of changes."""

from typing import Any

import discord

from bot import ui
from bot.domain.reviews import REASON
from bot.domain.server_log import Deed, Entry
from bot.text import joined, moment
from cogs.settings import fields, log_words
from cogs.settings.actions import About, Changes
from cogs.settings.here import Here

_SHORT = 24
"""Characters of a reason on the page of changes."""


def entry_mark(entry: Entry) -> str:
    """The custom id that the message about this entry alone has."""
    return f"settings:changes:{entry.id}"


def entry_card(entry: Entry, text: About | None, here: Here, *, public: bool) -> ui.Card:
    """One entry, for the log's channel, which more may see than those who manage the server.

    So it is not said who reported a text. `public`: everybody sees it.
    """
    return ui.card(
        f"{log_words.sentence(entry, text, here, names_reporter=False)}.",
        _why(entry, text, public=public),
        ui.small(moment(entry.at, "f")),
        ui.row(*_lead(entry, text), ui.button("Show changes", entry_mark(entry))),
        colour=ui.ROSE if entry.deed in {Deed.HIDDEN, Deed.REPORTED} else ui.GOLD,
    )


def changes_card(found: Changes, here: Here) -> ui.Card:
    """A page of the log."""
    lines = [
        joined(moment(entry.at, "f"), log_words.sentence(entry, found.texts.get(entry.id), here))
        + (f". {log_words.reason(entry, _SHORT)}" if entry.reason else "")
        for entry in found.entries
    ]
    buttons = [
        *([ui.button("← Newer", f"settings:changes:{found.newer}")] if found.newer else []),
        *([ui.button("Older →", f"settings:changes:{found.older}")] if found.older else []),
        ui.button("All settings", "settings:open:"),
    ]
    return ui.card(
        "## Changes",
        "\n".join(f"- {line}" for line in lines)
        or "Nothing was changed yet. What you set, hide or decide is listed here, with who did it and when.",
        ui.row(*buttons),
    )


def _why(entry: Entry, text: About | None, *, public: bool) -> str | None:
    """The reason, where it spoils nobody: of a text that was deleted it is not known whether it does."""
    if not entry.reason or text is None:
        return None
    if public or text.spoils:
        return ui.small("The reason stands where those who manage this server *Read it*.")
    return log_words.reason(entry, REASON)


def _lead(entry: Entry, text: About | None) -> "list[discord.ui.Button[Any]]":
    """What one may want to do about an entry."""
    if entry.deed is Deed.SETTING:
        known = fields.known(entry.subject) is not None
        return [ui.button("Change it", f"settings:one:{entry.subject}")] if known else []
    return [ui.button("Read it", f"review:one:{entry.subject}")] if text else []
