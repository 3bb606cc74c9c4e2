"""What was done by those who manage a server, in words: where it is posted, and on the page of changes."""

from bot.domain.server_log import Deed, Entry
from bot.text import clip, escape, one_line, quote
from cogs.settings import fields, words
from cogs.settings.actions import About
from cogs.settings.here import Here

_DONE = {
    Deed.HIDDEN: "hid a",
    Deed.SHOWN: "showed again a",
    Deed.REPORTED: "reported a",
    Deed.KEPT: "kept a reported",
}


def sentence(entry: Entry, text: About | None, here: Here, *, names_reporter: bool = True) -> str:
    """`@hana set **Who may vote**: everybody → @crew`; `@hana hid a comment by @tomás on 26 · …`."""
    who = f"<@{entry.member_id}>" if entry.member_id else "Somebody who had their data deleted"
    if entry.deed is Deed.REPORTED and not names_reporter:
        who = "A member"
    if entry.deed is Deed.SETTING:
        return f"{who} set {_setting(entry, here)}"
    if text is None:
        return f"{who} {_DONE[entry.deed]} text that was deleted since"
    return f"{who} {_DONE[entry.deed]} {text.noun} by <@{text.author_id}> on {escape(text.subject)}"


def reason(entry: Entry, length: int) -> str:
    """The reason that was given, at most `length` characters of it; empty where none was."""
    return f"Reason: {quote(entry.reason, length)}" if entry.reason else ""


def _setting(entry: Entry, here: Here) -> str:
    field = fields.known(entry.subject)
    if field is None:
        return f"**{escape(clip(one_line(entry.subject), 40))}**, which this version does not know"
    before, after = (words.said(field, text, here) for text in (entry.before, entry.after))
    return f"**{field.label}**: {before} → {after}"
