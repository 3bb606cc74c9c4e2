"""What is kept about a member, in words; the question before it goes, and what went."""

from typing import Any

import discord

from bot import ui
from bot.domain.refusal import Refusal
from bot.text import counted, joined, listed
from cogs.privacy.actions import Gone, Holdings
from cogs.privacy.dossier import Dossier
from db.personal import Counts, Fate
from db.servers import GRACE

_DANGER = discord.ButtonStyle.danger


def kept_card(found: Holdings, *, member_id: int, visible: str) -> ui.Card:
    """What is kept, what for, who sees it, how long. `visible` links what says who sees one's progress."""
    return ui.card(
        f"## What I keep about you\n{ui.small(_where(found))}",
        _figures(found),
        ui.line(),
        f"**What for.** {_WHAT_FOR}\n**Who sees it.** {_who_sees(visible)}\n**How long.** {_HOW_LONG}",
        ui.small("The privacy policy, and whom to write to, come from whoever runs me: see my profile."),
        _buttons(found, member_id),
    )


def question_card(found: Holdings, *, member_id: int, export: str) -> ui.Card:
    """What would go and what would stay. `export` links what takes it along.

    Raises:
        Refusal: there is nothing.
    """
    if not found.counts:
        elsewhere = found.guild_id is not None and (found.servers or found.choices)
        rest = " What I keep elsewhere goes with `where:everywhere`." if elsewhere else ""
        here = "" if found.guild_id is None else " on this server"
        raise Refusal(f"I keep nothing about you{here}, so there is nothing to delete.{rest}")
    heading = "here" if found.guild_id is not None else "everywhere"
    row_id = f"{member_id}/{found.guild_id or 0}"
    return ui.card(
        f"## Delete what I keep about you {heading}?\n{ui.small(_meant(found))}",
        "\n".join(_parted(found.counts)),
        "The totals are counted anew, and what stands open in the channels follows within seconds."
        f"{_POLLS if any(kept.nouns == 'polls you asked' for kept in found.counts) else ''}"
        " What else I have posted, Discord keeps as it was posted.\n"
        f"**This cannot be undone.** Take it along first, with {export}.",
        ui.row(
            ui.button("Delete", f"privacy:erase:{row_id}", style=_DANGER),
            ui.button("Keep", f"privacy:keep:{row_id}"),
        ),
        colour=ui.ROSE,
    )


def gone_card(gone: Gone, *, everywhere: bool) -> ui.Card:
    """What went.

    Raises:
        Refusal: nothing did.
    """
    if not gone.counts:
        raise Refusal("There was nothing left about you to delete.")
    where = _everywhere(gone.servers) if everywhere else "on this server"
    watched = " As far as I know you have watched nothing now: I warn you of spoilers again."
    return ui.card(
        f"## Done\n{ui.small(where)}",
        "\n".join(_parted(gone.counts, done=True)),
        "What you do from now on is kept anew: a mark, a vote, your stay in the voice channel of a party "
        f"that is on.{watched if everywhere else ''}",
    )


def untouched_card() -> ui.Card:
    """Nothing went."""
    return ui.card("Nothing was deleted.")


def file_card(dossier: Dossier) -> ui.Card:
    """All that is kept, as a file."""
    facts = joined(
        counted(dossier.rows, "row"), counted(dossier.servers, "server") if dossier.servers else "", "JSON"
    )
    return ui.card(
        f"## What I keep about you, as a file\n{ui.small(facts)}",
        "Ids are Discord’s, moments are in UTC. Whoever has the file can read it.",
        ui.Document("encore-about-me.json", dossier.data),
    )


_POLLS = " The polls you asked disappear with all answers."
_WHAT_FOR = (
    "To answer you, to count votes, to know what would spoil you, to remind you of parties. It hangs on your "
    "Discord id; your name, your picture and what you write to others I do not keep. Nothing of it goes "
    "anywhere but to Discord, with my answers."
)
_NOTHING = "Nothing yet. It begins with your first mark, vote, text or answer."
_HOW_LONG = (
    "Until you delete it. If you leave a server it stays, for when you come back. When a server removes me, "
    f"all of that server is deleted {GRACE.days} days later."
)


def _who_sees(visible: str) -> str:
    return (
        "Your progress and your scores: everybody on the server, unless you keep them to yourself with "
        f"{visible}. Your reviews and comments: everybody on the server. Polls, with your choice where they "
        "are not anonymous, and answers to parties: who sees the channel. Reports and the log: who manages "
        "the server. And whoever runs me has the database."
    )


def _where(found: Holdings) -> str:
    """Where anything is kept; no other server is named."""
    if found.guild_id is None:
        return _everywhere(found.servers)
    if not found.servers:
        return "on this server, and on no other"
    return f"on this server; I keep something for {counted(found.servers, 'other server')}, too"


def _meant(found: Holdings) -> str:
    return _everywhere(found.servers) if found.guild_id is None else "on this server"


def _everywhere(servers: int) -> str:
    return f"on {counted(servers, 'server')}, and for all alike" if servers else "for all servers alike"


def _figures(found: Holdings) -> str:
    if found.guild_id is None:
        return f"In all: {told(found.counts)}." if found.counts else _NOTHING
    here = f"Here: {told(found.counts)}." if found.counts else _NOTHING
    alike = f"Besides: {told(found.choices)}." if found.choices else ""
    return "\n".join(filter(None, (here, alike)))


def told(counts: Counts) -> str:
    """`14 marks, 9 votes and 2 reviews and comments`."""
    return listed(tuple(counted(number, kept.noun, kept.nouns) for kept, number in counts.items()))


def _parted(counts: Counts, *, done: bool = False) -> list[str]:
    """What goes and what stays, a line each."""
    said = {
        Fate.DELETED: "Deleted" if done else "This goes",
        Fate.HANDED_OVER: "Stays with the server, in my name and without a title of yours",
        Fate.UNNAMED: "Stays with the server, without you and your words",
    }
    parts = {fate: {kept: n for kept, n in counts.items() if kept.fate is fate} for fate in Fate}
    return [f"**{said[fate]}:** {told(part)}." for fate, part in parts.items() if part]


def _buttons(found: Holdings, member_id: int) -> ui.Row | None:
    buttons: list[discord.ui.Button[Any]] = []
    if found.counts or found.choices or found.servers:
        buttons.append(ui.button("Take it along", f"privacy:export:{member_id}/0"))
    if found.guild_id is not None and found.counts:
        buttons.append(ui.button("Delete here…", f"privacy:ask:{member_id}/{found.guild_id}"))
    if buttons:
        buttons.append(ui.button("Delete everywhere…", f"privacy:ask:{member_id}/0"))
    return ui.row(*buttons) if buttons else None
