"""Who is who: the characters, as far as the one who looks may know them."""

from collections.abc import Iterator
from dataclasses import dataclass

import discord

from bot import ui
from bot.domain.catalogue import Character, Show
from bot.domain.spoilers import Viewer, unseal
from bot.text import counted, escape, joined

_ROOM = 3_300
"""Characters of text on a page; the longest entry a catalogue may hold takes some 700."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a viewer may be told of the characters, in pages; `kept` counts what they may not."""

    pages: tuple[str, ...]
    known: int
    kept: int


def characters_card(show: Show, viewer: Viewer, *, page: int) -> ui.Card:
    """A page of the characters; `page` counts from 1, one beyond the ends shows the nearest."""
    told = _told(show, viewer)
    page = max(1, min(page, len(told.pages)))
    where = f"page {page} of {len(told.pages)}" if len(told.pages) > 1 else ""
    facts = joined(counted(told.known, "character"), where)
    heading = f"## {escape(show.title)}: who is who\n{ui.small(facts)}"
    kept = "What else there is to say of them shows once you have watched it." if told.kept else None
    return ui.card(
        heading,
        told.pages[page - 1] or "Nobody whom you may know yet. Watch on, and they appear here.",
        kept and ui.small(kept),
        *_rows(show, viewer, told, page),
    )


def _rows(show: Show, viewer: Viewer, told: _Told, page: int) -> Iterator[ui.Row]:
    turn = "characters:all" if viewer.warned else "characters:page"
    if len(told.pages) > 1:
        yield ui.row(
            ui.button("← Earlier", f"{turn}:{show.id}/{page - 1}", disabled=page == 1),
            ui.button("Later →", f"{turn}:{show.id}/{page + 1}", disabled=page == len(told.pages)),
        )
    if told.kept:
        yield ui.row(
            ui.button(
                "Show it anyway, with spoilers",
                f"characters:open:{show.id}/{page}",
                style=discord.ButtonStyle.danger,
            )
        )


def _told(show: Show, viewer: Viewer) -> _Told:
    pages: list[list[str]] = [[]]
    known = kept = 0
    for sealed in show.characters:
        character = unseal(sealed, viewer)
        if character is None:
            kept += 1
            continue
        known += 1
        identity = unseal(character.identity, viewer) if character.identity is not None else None
        role = unseal(character.role, viewer)
        kept += (character.identity is not None and identity is None) + (role is None)
        entry = _entry(character, role, identity)
        if sum(map(len, pages[-1])) + len(entry) > _ROOM:
            pages.append([])
        pages[-1].append(entry)
    return _Told(tuple("\n".join(page) for page in pages), known, kept)


def _entry(character: Character, role: str | None, identity: str | None) -> str:
    about = f" · {escape(role)}" if role is not None else ""
    revealed = f" Behind it: **{escape(identity)}**." if identity is not None else ""
    return f"**{escape(character.name)}**{about}{revealed}"
