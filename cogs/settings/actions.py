"""Settings as they stand, and changing one: who did, what was before and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.catalogue import Library
from bot.domain.server_log import Deed, Entry
from bot.domain.server_settings import ServerSettings, fit
from bot.domain.spoilers import Viewer
from bot.names import name_of
from bot.text import clip, one_line
from db import open_messages, reviews, server_log, server_settings, viewers
from db.database import Database, Tx

PAGE = 15
"""Entries of the log on one page."""
SUBJECT = 36
"""Characters of what a text is about."""

_SHOWN = frozenset({"reveal", "hides_titles", "reminder", "runtime", "pause"})
"""The settings that messages which stand open show, or that decide when something is due for them."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The settings of a server, and who changed the one in question last, as far as the log reaches back."""

    settings: ServerSettings
    last: Entry | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A setting after somebody set it. `before` and `after` are what is stored of it, None for the default.

    `passed_over`: planned parties that start so soon that the new time of their reminder is past. `due_at`:
    when the first of what follows is due, None where nothing was changed.
    """

    sight: Sight
    before: str | None
    after: str | None
    passed_over: int = 0
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class About:
    """The text that an entry of the log is about: whose it is, its sort, and what it is about, unescaped.

    `spoils`: it is marked as a spoiler, and so may be whatever is said of it.
    """

    author_id: int
    noun: str
    subject: str
    spoils: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of the log, the last first, with the texts in question by their ids.

    `newer` and `older`: the entry with which the page before and after this one begins, None where none is.
    """

    entries: list[Entry]
    texts: Mapping[int, About]
    newer: int | None
    older: int | None


async def look(db: Database, *, guild_id: int, name: str) -> Sight:
    """The settings of a server, one of them being looked at."""
    return await db.read(lambda tx: _sight(tx, guild_id, name))


async def change(
    db: Database, *, guild_id: int, member_id: int, change_id: int, name: str, text: str | None, now: datetime
) -> Changed:
    """Set a setting to `text`, as it is stored, or to its default for None; note it, and have it shown.

    What is so already is neither written nor noted. `change_id` is the interaction's.

    Raises:
        Refusal: there is no such setting, or it takes no such value.
    """
    after = None if text is None else fit(name, text)

    async def work(tx: Tx) -> Changed:
        before = (await server_settings.read(tx, guild_id=guild_id)).stored(name)
        if before == after:
            return Changed(await _sight(tx, guild_id, name), before, after)
        if after is None:
            await server_settings.unset(tx, guild_id=guild_id, name=name)
        else:
            await server_settings.put(tx, guild_id=guild_id, name=name, value=after)
        await server_log.add(
            tx, Entry(guild_id, change_id, Deed.SETTING, member_id, name, now, before=before, after=after)
        )
        sight = await _sight(tx, guild_id, name)
        passed_over = await _follow(tx, guild_id, name, sight.settings, now)
        return Changed(sight, before, after, passed_over, now)

    return await db.write(work)


async def changes(db: Database, library: Library, *, guild_id: int, first_id: int | None) -> Changes:
    """A page of the log from the entry `first_id` on, or from the last one on for None."""
    async with db.snapshot() as tx:
        found = await server_log.latest(tx, guild_id=guild_id, limit=PAGE + 1, first_id=first_id)
        newer = await server_log.page_before(tx, guild_id=guild_id, first_id=first_id, limit=PAGE)
        viewer = await viewers.everybody(tx, guild_id=guild_id)
        shown = found[:PAGE]
        texts = {entry.id: await about(tx, library, entry, viewer) for entry in shown}
    return Changes(
        shown,
        {entry_id: text for entry_id, text in texts.items() if text},
        newer,
        found[PAGE].id if len(found) > PAGE else None,
    )


async def entry(
    db: Database, library: Library, *, guild_id: int, entry_id: int
) -> tuple[Entry, About | None, ServerSettings] | None:
    """One entry, the text that it is about, and the settings of the server; None where it is not there."""

    async def work(tx: Tx) -> tuple[Entry, About | None, ServerSettings] | None:
        found = await server_log.find(tx, guild_id=guild_id, entry_id=entry_id)
        if found is None:
            return None
        viewer = await viewers.everybody(tx, guild_id=guild_id)
        text = await about(tx, library, found, viewer)
        return found, text, await server_settings.read(tx, guild_id=guild_id)

    return await db.read(work)


async def about(tx: Tx, library: Library, entry: Entry, viewer: Viewer) -> About | None:
    """The text that an entry is about; None where it is about none, or that was deleted."""
    if entry.deed is Deed.SETTING or not entry.subject.isdecimal():
        return None
    review = await reviews.find(tx, library.by_id, guild_id=entry.guild_id, review_id=int(entry.subject))
    if review is None:
        return None
    show = library.by_id[review.show_id]
    episode = show.by_key.get(review.episode)
    name = name_of(episode, viewer) if episode else show.title
    return About(review.member_id, review.noun, clip(one_line(name), SUBJECT), review.spoils)


async def _sight(tx: Tx, guild_id: int, name: str) -> Sight:
    settings = await server_settings.read(tx, guild_id=guild_id)
    return Sight(settings, await server_log.last_change(tx, guild_id=guild_id, name=name))


async def _follow(tx: Tx, guild_id: int, name: str, settings: ServerSettings, now: datetime) -> int:
    """Let what stands open follow a setting; how many parties are passed over by a new reminder."""
    passed_over = 0
    if name == "reminder" and settings.reminder:
        passed_over = await open_messages.await_reminders(
            tx, guild_id=guild_id, minutes=settings.reminder, now=now
        )
    if name in _SHOWN:
        await open_messages.refresh_all(tx, guild_id=guild_id, now=now)
    return passed_over
