"""A member who has watched just so much, and a server set up so, at each step of a walk."""

from dataclasses import dataclass

import simcord

from bot.domain.progress import Source
from db import marks, member_settings, server_settings
from db.database import Tx
from tests import writings
from tests.world import World

ELSEWHERE = 5
"""The id of another server."""


@dataclass(frozen=True)
class Visitor:
    """A member, and the keys of what they have watched, here and on another server."""

    actor: simcord.MemberActor
    here: frozenset[str]
    elsewhere: frozenset[str] = frozenset()

    @property
    def watched(self) -> frozenset[str]:
        return self.here | self.elsewhere

    def watched_now(self, world: World) -> frozenset[str]:
        """What is marked now, on any server."""
        member_id, show_id = self.actor.id, world.library.shows[0].id
        return world.peek.read(lambda tx: marks.watched_anywhere(tx, member_id=member_id, show_id=show_id))

    async def restore(self, world: World) -> None:
        """Take back what was done to their marks and choices since, and let them write more."""
        await writings.make_room(world, self.actor.id)
        await self._restore(world, world.guild.id, self.here)
        await self._restore(world, ELSEWHERE, self.elsewhere)

        async def choose_nothing(tx: Tx) -> None:
            await member_settings.erase(tx, member_id=self.actor.id)
            await marks.set_visible(tx, guild_id=world.guild.id, member_id=self.actor.id, visible=True)

        await world.db.write(choose_nothing)

    async def _restore(self, world: World, guild_id: int, wanted: frozenset[str]) -> None:
        show_id, member_id = world.library.shows[0].id, self.actor.id

        async def put_right(tx: Tx) -> None:
            found = await marks.watched_here(tx, guild_id=guild_id, member_id=member_id, show_id=show_id)
            if found.keys() == wanted:
                return
            await marks.unmark(
                tx,
                guild_id=guild_id,
                member_id=member_id,
                show_id=show_id,
                episodes=found.keys() - wanted,
                change_id=0,
            )
            await marks.mark(
                tx,
                guild_id=guild_id,
                member_id=member_id,
                show_id=show_id,
                episodes=sorted(wanted),
                source=Source.HAND,
                change_id=0,
                now=world.bot.clock(),
            )

        await world.db.write(put_right)


def settings_of(world: World) -> dict[str, str]:
    """The server's settings now."""
    rows = world.peek.rows("SELECT name, value FROM server_settings")
    return {row["name"]: row["value"] for row in rows}


async def restore_settings(world: World, *, hides: bool) -> None:
    """Take back what was set since; `hides`: titles are kept from those who have not watched."""
    wanted = {"hides_titles": "yes" if hides else "no", "log": str(world.channel.id)}
    if settings_of(world) == wanted:
        return

    async def put_right(tx: Tx) -> None:
        await tx.run("DELETE FROM server_settings")
        for name, value in wanted.items():
            await server_settings.put(tx, guild_id=world.guild.id, name=name, value=value)

    await world.db.write(put_right)
