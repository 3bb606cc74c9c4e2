"""What a member can do with all that is kept about them: look, take it along, have it deleted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.domain.refusal import Refusal
from cogs.privacy.dossier import Dossier
from db import erasing, member_settings, personal, personal_export
from db.database import Database
from db.erasing import Erased
from db.personal import Counts

TOGETHER = 5
"""Servers that one transaction deletes from, at most: others wait for it to write."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is kept about a member.

    `guild_id` is the server that is meant, None for all of them; `counts` is what is kept there. `servers`:
    in how many anything is, beside the one that is meant. What they chose for all servers alike is in
    `choices`, and, where all are meant, in `counts`.
    """

    guild_id: int | None
    counts: Counts
    servers: int
    choices: Counts


@dataclass(frozen=True, slots=True)
class Gone:
    """What was deleted, in how many servers, and when the first of what follows from it is due."""

    counts: Counts
    servers: int
    due_at: datetime | None


async def look(db: Database, *, guild_id: int | None, member_id: int) -> Holdings:
    """What is kept about a member in a server, or in all where `guild_id` is None."""
    async with db.snapshot() as tx:
        ids = await personal.guild_ids(tx, member_id=member_id)
        choices = await personal.choices(tx, member_id=member_id)
        meant = ids if guild_id is None else [guild_id]
        found = [await personal.counts(tx, guild_id=each, member_id=member_id) for each in meant]
    if guild_id is None:
        return Holdings(None, _sum([*found, choices]), len(ids), choices)
    return Holdings(guild_id, _sum(found), len(set(ids) - {guild_id}), choices)


async def servers(db: Database, *, member_id: int) -> Sequence[int]:
    """The ids of the servers in which anything is kept about a member."""
    return await db.read(lambda tx: personal.guild_ids(tx, member_id=member_id))


async def take_along(
    db: Database, guild_ids: Sequence[int], *, member_id: int, with_choices: bool, now: datetime
) -> Dossier:
    """All that is kept about a member in these servers, server by server, and what they chose for all.

    Raises:
        Refusal: there is nothing, or more than one file holds.
    """
    dossier = Dossier(member_id, now)
    if with_choices:
        async with db.snapshot() as tx:
            dossier.add_everywhere(await personal_export.of_all_servers(tx, member_id=member_id))
    for guild_id in guild_ids:  # a snapshot each: the others' do not wait for all of it
        entries = await db.read(partial(personal_export.of_server, guild_id=guild_id, member_id=member_id))
        dossier.add_server(guild_id, entries)
    if not dossier.rows:
        raise Refusal("I keep nothing about you, so there is nothing to take along.")
    return dossier


async def erase_here(db: Database, *, guild_id: int, member_id: int, heir_id: int, now: datetime) -> Gone:
    """Delete what is kept about a member in a server. What belongs to the server becomes `heir_id`'s."""
    erased = await db.write(
        lambda tx: erasing.erase(tx, guild_id=guild_id, member_id=member_id, heir_id=heir_id, now=now)
    )
    return Gone(erased.counts, int(bool(erased.counts)), erased.due_at)


async def erase_everywhere(
    db: Database, guild_ids: Sequence[int], *, member_id: int, heir_id: int, now: datetime
) -> Gone:
    """The same in all these servers, and what they chose for all.

    Some servers at a time, each wholly or not at all: where it breaks off, the next time does the rest.
    """
    erased: list[Erased] = []
    choices: Counts = {}
    for start in range(0, len(guild_ids) or 1, TOGETHER):
        async with db.transaction() as tx:
            erased += [
                await erasing.erase(tx, guild_id=guild_id, member_id=member_id, heir_id=heir_id, now=now)
                for guild_id in guild_ids[start : start + TOGETHER]
            ]
            if start + TOGETHER >= len(guild_ids):
                choices = await personal.choices(tx, member_id=member_id)
                await member_settings.erase(tx, member_id=member_id)
    return Gone(
        _sum([*(each.counts for each in erased), choices]),
        sum(bool(each.counts) for each in erased),
        min((each.due_at for each in erased if each.due_at), default=None),
    )


def _sum(counts: Sequence[Counts]) -> Counts:
    total = Counter[personal.Kept]()
    for each in counts:
        total.update(each)
    return {kept: total[kept] for kept in personal.KEPT if total[kept]}
