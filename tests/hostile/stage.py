"""People who mean no good, and what they can send: any custom id, on any message, from any server."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import discord
import simcord

from bot import ui
from db import server_settings
from tests.world import BUTTON, TEXT, World, walk

MODAL = "modal"
"""Stands for a form where the type of a component would be."""
_PRESS, _SEND = 3, 5
"""Types of interactions: a component was used, a form was sent (Discord)."""
_TEXT_INPUT, _STRINGS, _ROLES, _CHANNELS = 4, 3, 6, 8


@dataclass(frozen=True)
class Part:
    """Something that can be pressed, chosen from or sent, as it was met on a message."""

    custom_id: str
    kind: int | str = BUTTON
    values: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    """Of a list: all its values."""
    fields: tuple[Mapping[str, Any], ...] = ()
    """Of a form: its fields, filled in."""

    @property
    def route(self) -> str:
        return ":".join(self.custom_id.split(":")[:2])

    @property
    def row_id(self) -> str:
        return self.custom_id.split(":", 2)[2]

    def forged(self, row_id: str) -> "Part":
        """The same with another row id, in as many characters as Discord takes."""
        return replace(self, custom_id=f"{self.route}:{row_id}"[:100])


@dataclass
class Stage:
    """A world with a member of every sort.

    Hana makes what is pressed. `stranger` has nothing to do with it; `mighty` may do everything, in another
    server. `mara` has `role`, by which she may manage this one, its messages and its events, and vote.
    """

    world: World
    stranger: simcord.MemberActor
    mara: simcord.MemberActor
    role: simcord.RoleHandle
    hall: simcord.ChannelHandle
    mighty: simcord.MemberActor
    room: simcord.ChannelHandle
    """A voice channel."""
    posted: dict[int, discord.Message] = field(default_factory=dict[int, discord.Message])
    """By channel, a message of the bot's on which anything is claimed to have been pressed."""

    @property
    def here(self) -> simcord.ChannelHandle:
        return self.world.channel

    async def lose(self) -> None:
        """Take Mara's role away."""
        self.world.env.backend.remove_member_role(self.world.guild.id, self.mara.id, self.role.id)
        await self.world.env.settle()

    async def demand_role(self) -> None:
        """Let only those vote and plan who have the role."""
        async with self.world.db.transaction() as tx:
            for name in ("voter_role", "plan_role"):
                await server_settings.put(
                    tx, guild_id=self.world.guild.id, name=name, value=str(self.role.id)
                )

    async def press(
        self, member: simcord.MemberActor, channel: simcord.ChannelHandle, part: Part
    ) -> simcord.InteractionResult:
        """Send a press, a choice or a form as if it had been on a public message of the bot's."""
        if channel.id not in self.posted:
            there: Any = self.world.bot.get_channel(channel.id)
            self.posted[channel.id] = await there.send(view=ui.page(ui.card("Anything.")))
        source = self.world.env.backend.get_message(channel.id, self.posted[channel.id].id)
        return await self.press_on(member, channel, part, source)

    async def press_on(
        self, member: simcord.MemberActor, channel: simcord.ChannelHandle, part: Part, source: Any
    ) -> simcord.InteractionResult:
        """Send it as if it had been on that very message."""
        data: dict[str, Any] = {"custom_id": part.custom_id}
        if part.kind == MODAL:
            data["components"] = list(part.fields)
        else:
            data |= {"component_type": part.kind}
            if part.kind != BUTTON:
                data |= {"values": list(part.values), "resolved": {}}
        payload = simcord.backend.serializers.message_payload(self.world.env.backend, source)
        return await member._dispatch_interaction(  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            _SEND if part.kind == MODAL else _PRESS,
            channel,
            data,
            extra={"message": dict(payload)},
            source_message_id=source.id,
        )


async def set_stage(world: World) -> Stage:
    """Bring the people in."""
    may = discord.Permissions(manage_guild=True, manage_messages=True, manage_events=True)
    role = world.guild.create_role("managers", permissions=may)
    mara = world.guild.add_member(world.env.create_user("mara"), roles=[role])
    stranger = world.guild.add_member(world.env.create_user("stranger"))
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    admin = elsewhere.create_role("admin", permissions=discord.Permissions.all())
    mighty = elsewhere.add_member(world.env.create_user("mighty"), roles=[admin])
    room = world.guild.create_voice_channel("Watch room")
    await world.env.settle()
    return Stage(world, stranger, mara, role, hall, mighty, room)


def parts_of(found: Any) -> Iterator[Part]:
    """What can be pressed on a message, or the form that was opened."""
    if isinstance(found, simcord.InteractionResult):
        assert found.modal is not None, "no form was opened"
        yield Part(found.modal["custom_id"], MODAL, fields=tuple(_filled(found.modal["components"])))
        return
    if isinstance(found, discord.Message):
        components: Any = [component.to_dict() for component in found.components]
    else:
        components = found.components
    for part in walk(components):
        custom_id, kind = part.get("custom_id"), part.get("type")
        if custom_id and isinstance(kind, int):
            offered = tuple(option["value"] for option in part.get("options", ()))
            yield Part(custom_id, kind, offered[:1], offered)


def _filled(components: Any) -> Iterator[Mapping[str, Any]]:
    """The fields of a form, each with something in it."""
    for part in components:
        field_ = part.get("component", part)
        sent: dict[str, Any] = {"type": field_["type"], "custom_id": field_.get("custom_id")}
        if field_["type"] == _TEXT_INPUT:
            sent["value"] = str(field_.get("value") or "3")
        elif field_["type"] == _STRINGS:
            sent["values"] = [field_["options"][0]["value"]]
        elif field_["type"] in (_ROLES, _CHANNELS):
            sent["values"] = []
        yield {"type": part["type"], "component": sent} if "component" in part else sent


def refusal(result: simcord.InteractionResult) -> str | None:
    """The sentence with which it was refused, whatever was given back with that; None where it was not."""
    message = result.response
    if message is None or not message.ephemeral or len(message.components) != 1:
        return None
    card: Mapping[str, Any] = message.components[0]
    texts = [part["content"] for part in walk(message.components) if part["type"] == TEXT]
    pressable = any("custom_id" in part for part in walk(message.components))
    if card.get("accent_color") != ui.ROSE.value or texts[0].startswith("#") or pressable:
        return None
    return texts[0]
