"""Commands given and taken as a server's owner does it in Discord, and what the bot makes of that."""

from typing import Any

import simcord

from bot import command_access as access
from bot import ui
from bot.ui import Interaction
from tests.world import World

ASKED = "/commands/permissions"
"""How the path ends by which Discord is asked."""


async def told(world: World, member: simcord.MemberActor, channel: simcord.ChannelHandle, name: str) -> bool:
    """What the bot says to a member who asks by a press whether they may use a command."""
    said: list[bool] = []

    async def answer_press(interaction: Interaction, _: str) -> None:
        said.append(await access.may_use(interaction, name))
        await interaction.response.defer()

    asked_before = sum(name.startswith("test:") for name in world.bot.routes)
    route = "test:" + "abcdefghijklmnopqrstuvwxyz"[asked_before]
    world.bot.routes.add(route, answer_press)
    there: Any = world.bot.get_channel(channel.id)
    view = ui.page(ui.card(ui.row(ui.button("Press", f"{route}:"))))
    await member.click(await there.send(view=view), label="Press")
    return said[0]


async def override(world: World, command: str | None, *entries: tuple[Any, bool]) -> None:
    """Give or take a command, None for all of them, and let the minute pass in which the old counts."""
    put(world, command, *entries)
    await world.env.advance_time(61)


def put(world: World, command: str | None, *entries: tuple[Any, bool]) -> None:
    """Give or take a command, None for all of them."""
    command_id = world.bot.command_ids[command] if command else world.bot.application_id or 0
    world.env.backend.command_permissions[world.guild.id, command_id] = [
        {"id": str(_id(target)), "type": _kind(target), "permission": allowed} for target, allowed in entries
    ]


def _id(target: Any) -> int:
    return target if isinstance(target, int) else target.id


def _kind(target: Any) -> int:
    """A role, a member, or else a channel (Discord, "Application Command Permission Type")."""
    match target:
        case simcord.RoleHandle():
            return 1
        case simcord.MemberActor():
            return 2
        case _:
            return 3


def asked(world: World) -> int:
    return sum(call.endswith(ASKED) for call in world.calls())
