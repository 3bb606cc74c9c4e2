"""What is noted of servers: one transaction each."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from bot.domain.work import Work
from db import due, forgetting, server_faults, servers, withdrawals
from db.database import Database, Tx
from db.server_faults import Fault
from db.withdrawals import Withdrawn


async def come(db: Database, *, guild_id: int, welcome: bool, now: datetime) -> datetime | None:
    """Note that the bot is in a server; when the first is due of what follows."""
    return await db.write(lambda tx: servers.come(tx, guild_id=guild_id, now=now, welcome=welcome))


async def leave(db: Database, *, guild_id: int, now: datetime) -> datetime | None:
    """Note that the bot was removed; when the server's rows are to be deleted."""
    return await db.write(lambda tx: servers.leave(tx, guild_id=guild_id, now=now))


async def compare(
    db: Database,
    *,
    here: Mapping[int, bool],
    out_of_reach: Collection[int],
    is_mine: Callable[[int], bool],
    now: datetime,
) -> datetime | None:
    """Note where the bot came and was removed unheard; when the first is due of what follows.

    `here`: the servers it is in, and whether it is new there. It says how to begin where it is new and the
    server has no rows: others know it from before servers were noted. `out_of_reach`: those that are in an
    outage, which are met when it is over. `is_mine`: whether this process hears of a server.
    """
    async with db.snapshot() as tx:
        noted = await servers.present(tx)
        before = await servers.with_rows(tx, noted)
    found: list[datetime | None] = []
    async with db.transaction() as tx:
        for guild_id in here.keys() - noted:
            welcome = here[guild_id] and guild_id not in before
            found += [await servers.come(tx, guild_id=guild_id, now=now, welcome=welcome)]
        for guild_id in filter(is_mine, (noted | before) - here.keys() - set(out_of_reach)):
            found += [await servers.leave(tx, guild_id=guild_id, now=now)]
        await servers.resume_forgetting(tx)
    return min(filter(None, found), default=None)


async def meet(db: Database, *, guild_id: int, new: bool, now: datetime) -> datetime | None:
    """The same for one server that the bot is in, unless it was noted."""
    async with db.snapshot() as tx:
        if await servers.is_present(tx, guild_id=guild_id):
            return None
        before = await servers.with_rows(tx, ())
    return await come(db, guild_id=guild_id, welcome=new and guild_id not in before, now=now)


async def awaits_welcome(db: Database, *, guild_id: int) -> datetime | None:
    """Since when the bot is in a server in which it never said how to begin."""

    async def work(tx: Tx) -> datetime | None:
        gone = await servers.is_gone(tx, guild_id=guild_id)
        return None if gone else await servers.awaits_welcome(tx, guild_id=guild_id)

    return await db.read(work)


async def note_welcome(db: Database, *, guild_id: int, now: datetime) -> None:
    """Note that it said how to begin, or that there was nowhere to say it."""
    await db.write(lambda tx: servers.note_welcome(tx, guild_id=guild_id, now=now))


async def begin_forgetting(db: Database, *, guild_id: int, now: datetime) -> bool:
    """Begin to delete a server's rows; False where the bot is in it."""
    return await db.write(lambda tx: servers.begin_forgetting(tx, guild_id=guild_id, now=now))


async def forget_some(db: Database, *, guild_id: int) -> bool:
    """Delete some of a server's rows; whether nothing of it is left."""
    return await db.write(lambda tx: forgetting.forget_some(tx, guild_id=guild_id))


async def go_on(db: Database, work: Work, *, at: datetime) -> None:
    """Have work that is not at its end gone on with."""
    await db.write(lambda tx: due.do_again(tx, work, at=at))


async def withdrawn(db: Database, *, guild_id: int, message_id: int) -> Withdrawn | None:
    """A message that is to be deleted; None where the bot was removed, for as long as it is not back."""

    async def work(tx: Tx) -> Withdrawn | None:
        if await servers.is_gone(tx, guild_id=guild_id):
            return None
        return await withdrawals.find(tx, guild_id=guild_id, message_id=message_id)

    return await db.read(work)


async def note_deleted(db: Database, message: Withdrawn) -> None:
    """Note that it was, or that it is out of reach."""
    await db.write(lambda tx: withdrawals.done(tx, guild_id=message.guild_id, message_id=message.id))


async def note_fault(db: Database, fault: Fault, *, guild_id: int, now: datetime) -> None:
    """Note that a feature met a missing permission."""
    await db.write(
        lambda tx: server_faults.note(
            tx, guild_id=guild_id, channel_id=fault.channel_id, feature=fault.feature, now=now
        )
    )


async def guilds_untold(db: Database) -> frozenset[int]:
    """The servers in which somebody is to be told of faults."""
    return await db.read(server_faults.guilds_untold)


async def take_faults(
    db: Database, *, guild_id: int, stands: Callable[[Fault], bool], now: datetime
) -> tuple[list[Fault], datetime | None]:
    """The faults to tell somebody of now, each once; until when nothing is to be told, though there is some.

    What no longer `stands` is forgotten.
    """
    async with db.transaction() as tx:
        until = await server_faults.quiet_until(tx, guild_id=guild_id, now=now)
        if until is not None:
            return [], until
        found = await server_faults.untold(tx, guild_id=guild_id)
        for fault in found:
            if not stands(fault):
                await server_faults.drop(tx, fault, guild_id=guild_id)
        standing = [fault for fault in found if stands(fault)]
        await server_faults.tell(tx, standing, guild_id=guild_id, now=now)
    return standing, None


async def give_back(db: Database, found: Iterable[Fault], *, guild_id: int) -> None:
    """Let faults count as untold: nobody could be told after all."""
    await db.write(lambda tx: server_faults.untell(tx, found, guild_id=guild_id))
