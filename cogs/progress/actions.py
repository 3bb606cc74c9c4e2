"""What a member can do with their marks: one transaction each, for slash commands and buttons alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from bot.domain.catalogue import Episode, Library, Show
from bot.domain.member_settings import WARNED, SpoilerMode
from bot.domain.progress import Mark, Progress, Source, progress
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer
from cogs.progress.looking import Where
from db import imports, marks, member_settings, members, viewers, votes
from db.database import Database, Tx
from db.imports import Pending

NOTHING_TO_UNDO = "Those marks have changed since, so there is nothing to undo here."
APPLIED = "That file was applied already, or a newer one took its place. Send it again to be sure."


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something on which server, and the id of the interaction by which they do."""

    guild_id: int
    member_id: int
    change_id: int


class Kind(Enum):
    """What an action does to marks."""

    MARK = auto()
    UNMARK = auto()
    UNDO = auto()


@dataclass(frozen=True, slots=True)
class Change:
    """What an action changed of a member's marks, and how they stand now.

    `kept` were already as they should be; `gone` counts what changed though the catalogue has it no longer.
    `viewer` is the member as of now; by `id` the change can be undone.
    """

    id: int
    kind: Kind
    show: Show
    progress: Progress
    viewer: Viewer
    marked: tuple[Episode, ...] = ()
    unmarked: tuple[Episode, ...] = ()
    kept: tuple[Episode, ...] = ()
    gone: int = 0

    @property
    def changed(self) -> bool:
        """Whether there is anything to undo."""
        return bool(self.marked or self.unmarked or self.gone)


async def mark(
    db: Database, actor: Actor, show: Show, episodes: Sequence[Episode], *, now: datetime
) -> Change:
    """Mark episodes as watched by hand."""
    keys = [episode.key for episode in episodes]
    return await db.write(lambda tx: _mark(tx, actor, show, keys, source=Source.HAND, now=now))


async def unmark(db: Database, actor: Actor, show: Show, episodes: Sequence[Episode]) -> Change:
    """Take marks back."""
    async with db.transaction() as tx:
        gone = await marks.unmark(
            tx,
            guild_id=actor.guild_id,
            member_id=actor.member_id,
            show_id=show.id,
            episodes=[episode.key for episode in episodes],
            change_id=actor.change_id,
        )
        change = await _standing(tx, actor, show, Kind.UNMARK)
    kept = tuple(episode for episode in episodes if episode.key not in gone)
    return replace(change, unmarked=_known(show, gone), kept=kept)


async def undo(db: Database, actor: Actor, library: Library, *, change_id: int, default: Show) -> Change:
    """Undo the very change of that id. `default` is the show to tell of where none of its own is left.

    Raises:
        Refusal: it was not theirs, or something has changed since.
    """
    async with db.transaction() as tx:
        flips = await marks.undo(
            tx,
            guild_id=actor.guild_id,
            member_id=actor.member_id,
            change_id=change_id,
            new_change_id=actor.change_id,
        )
        if not flips:
            raise Refusal(NOTHING_TO_UNDO)
        show = next((library.by_id[f.show_id] for f in flips if f.show_id in library.by_id), default)
        change = await _standing(tx, actor, show, Kind.UNDO)
    here = [flip for flip in flips if flip.show_id == show.id]
    marked = _known(show, (flip.episode for flip in here if flip.watched))
    unmarked = _known(show, (flip.episode for flip in here if not flip.watched))
    gone = len(flips) - len(marked) - len(unmarked)
    return replace(change, marked=marked, unmarked=unmarked, gone=gone)


async def propose(
    db: Database, actor: Actor, show: Show, keys: Sequence[str], *, now: datetime
) -> tuple[tuple[Episode, ...], tuple[Episode, ...]]:
    """Keep what a file would mark until `apply`: the episodes that are new, and those that are marked."""
    async with db.transaction() as tx:
        watched = await marks.watched_here(
            tx, guild_id=actor.guild_id, member_id=actor.member_id, show_id=show.id
        )
        new = tuple(key for key in keys if key not in watched)
        if new:
            pending = Pending(actor.guild_id, actor.member_id, actor.change_id, show.id, new)
            await imports.put(tx, pending, now=now)
    return _known(show, new), _known(show, (key for key in keys if key in watched))


async def apply(db: Database, actor: Actor, library: Library, *, import_id: int, now: datetime) -> Change:
    """Mark what the file of that id holds and the catalogue still has, once.

    Raises:
        Refusal: it is not theirs, was applied, or a newer one took its place.
    """

    async def work(tx: Tx) -> Change:
        pending = await imports.take(
            tx, guild_id=actor.guild_id, member_id=actor.member_id, import_id=import_id
        )
        show = library.by_id.get(pending.show_id) if pending else None
        if pending is None or show is None:
            raise Refusal(APPLIED)
        keys = [key for key in pending.episodes if key in show.by_key]
        return await _mark(tx, actor, show, keys, source=Source.IMPORT, now=now)

    return await db.write(work)


async def marks_to_take(
    db: Database, show: Show, *, guild_id: int, member_id: int
) -> tuple[list[tuple[Episode, Mark]], Viewer]:
    """A member's marks on a server in the show's order, and the member as the spoiler rule knows them."""
    async with db.snapshot() as tx:
        found = await marks.watched_here(tx, guild_id=guild_id, member_id=member_id, show_id=show.id)
        viewer = await viewers.member(tx, guild_id=guild_id, member_id=member_id, show_id=show.id)
    return [(e, found[e.key]) for e in show.episodes if e.key in found], viewer


async def set_visible(db: Database, *, guild_id: int, member_id: int, visible: bool | None) -> bool:
    """Choose whether the others see one's progress; None leaves that as it is. How it is now."""
    if visible is None:
        async with db.snapshot() as tx:
            return (await members.find(tx, guild_id=guild_id, member_id=member_id)).visible
    await db.write(lambda tx: marks.set_visible(tx, guild_id=guild_id, member_id=member_id, visible=visible))
    return visible


async def set_spoilers(db: Database, *, member_id: int, mode: SpoilerMode | None) -> SpoilerMode:
    """Choose when to be warned, in all servers; None leaves that as it is. How it is now.

    Whoever chooses is warned anew: the shows of which they were warned are forgotten.
    """
    if mode is None:
        async with db.snapshot() as tx:
            return (await member_settings.read(tx, member_id=member_id)).spoilers
    async with db.transaction() as tx:
        before = await member_settings.read(tx, member_id=member_id)
        await member_settings.put(tx, member_id=member_id, name="spoilers", value=mode)
        for show_id in before.warned:
            await member_settings.put(tx, member_id=member_id, name=f"{WARNED}{show_id}", value="")
    return mode


async def _mark(
    tx: Tx, actor: Actor, show: Show, keys: Sequence[str], *, source: Source, now: datetime
) -> Change:
    new, already = await marks.mark(
        tx,
        guild_id=actor.guild_id,
        member_id=actor.member_id,
        show_id=show.id,
        episodes=keys,
        source=source,
        change_id=actor.change_id,
        now=now,
    )
    change = await _standing(tx, actor, show, Kind.MARK)
    return replace(change, marked=_known(show, new), kept=_known(show, already))


async def _standing(tx: Tx, actor: Actor, show: Show, kind: Kind) -> Change:
    """How a member's marks stand, before a word of what changed."""
    where = Where(guild_id=actor.guild_id, member_id=actor.member_id, show_id=show.id)
    watched = await marks.watched_here(tx, **where)
    scores = await votes.scores_of(tx, **where)
    viewer = await viewers.member(tx, **where)
    return Change(actor.change_id, kind, show, progress(show, watched.keys(), scores), viewer)


def _known(show: Show, keys: Iterable[str]) -> tuple[Episode, ...]:
    return tuple(show.by_key[key] for key in keys if key in show.by_key)
