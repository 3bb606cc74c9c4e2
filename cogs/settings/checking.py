"""What the bot may and may not do in a server: looked up wherever it has something to do."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import discord

from bot import faults, ui
from bot.abilities import POSTING, Feature, Spot, held, lacking
from bot.client import Bot, Interaction
from bot.command_access import may_use
from bot.domain.refusal import Refusal
from bot.domain.server_settings import ServerSettings
from cogs.settings.check_cards import Check, Trouble, card
from db import panels, party_lists, polls, server_faults, server_settings
from db.database import Tx
from db.server_faults import Fault

_ANNOUNCED = (Feature.PARTIES, Feature.STAGE, Feature.PANELS, Feature.PICTURES, Feature.ONCE)
"""What stands in the channel of a party, from its card to the votes after it."""
_HALL = (Feature.PRESENCE, Feature.EVENTS)

Concerns = dict[int, set[Feature]]
"""Which features have something to do in which channel."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What is stored of a server: its settings, where something stands open, and what failed where."""

    settings: ServerSettings
    panels: tuple[int, ...]
    polls: tuple[int, ...]
    parties: tuple[int, ...]
    halls: tuple[int, ...]
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Found:
    """What is found out, place by place."""

    troubles: list[Trouble] = field(default_factory=list[Trouble])
    fine: list[str] = field(default_factory=list[str])
    hidden: int = 0
    hidden_troubles: int = 0

    def add(
        self, name: str | None, features: Iterable[Feature], spot: Spot, allowed: discord.Permissions
    ) -> None:
        """Note a place; `name` is None where whoever asks may not know of it."""
        known = [each for each in Feature if each in set(features)]
        fails = tuple((each, lacks) for each in known if (lacks := lacking(each, spot, allowed)))
        if name is None:
            self.hidden += 1
            self.hidden_troubles += bool(fails)
        elif fails:
            self.troubles.append(Trouble(name, held(known, spot, allowed), fails))
        else:
            self.fine.append(name)


async def check_card(interaction: Interaction) -> ui.Card:
    """All that the bot may and may not do in a server, for one who manages it.

    Raises:
        Refusal: they do not, or the bot is no member of the server.
    """
    guild = interaction.client.get_guild(interaction.guild_id or 0)
    if guild is None or guild.unavailable:
        raise Refusal("I am no member of this server, so there is nothing to check.")
    if not isinstance(interaction.user, discord.Member) or not await may_use(interaction, "settings"):
        raise Refusal("Only those who may manage this server can check that: it takes *Manage Server*.")
    return await _card(interaction.client, guild, interaction)


async def card_for_owner(interaction: Interaction, guild_id: int) -> ui.Card:
    """The same in a direct message, for the owner of a server.

    Raises:
        Refusal: they own no such server, or the bot is not in it.
    """
    guild = interaction.client.get_guild(guild_id)
    if guild is None or guild.unavailable or guild.owner_id != interaction.user.id:
        raise Refusal("That works in the server itself, for those who may manage it.")
    return await _card(interaction.client, guild, None)


async def _card(bot: Bot, guild: discord.Guild, interaction: Interaction | None) -> ui.Card:
    rows = await _rows(bot, guild.id)
    found, gone, unseen = _Found(), set[int](), set[int]()
    found.add("the server as a whole", [Feature.EVENTS], Spot.SERVER, guild.me.guild_permissions)
    concerns = _concerns(rows, guild)
    if interaction is not None and interaction.channel_id is not None:
        here = interaction.channel
        features = {*POSTING, *_role(rows.settings, guild), *concerns.pop(interaction.channel_id, set())}
        _look(found, f"<#{interaction.channel_id}>", here, features, interaction.app_permissions)
    member = interaction.user if interaction else None
    for channel_id, features in concerns.items():
        channel = guild.get_channel_or_thread(channel_id)
        if channel is None:
            gone.add(channel_id)
            continue
        seen = not isinstance(member, discord.Member) or faults.may_see(channel, member)
        if not seen:
            unseen.add(channel_id)
        name = channel.mention if seen else None
        _look(found, name, channel, features, channel.permissions_for(guild.me))
    async with bot.db.transaction() as tx:  # whoever looks here need not be told of what they see
        told = [fault for fault in rows.faults if fault.channel_id not in unseen]
        await server_faults.tell(tx, told, guild_id=guild.id, now=bot.clock())
    named = {rows.settings.announce, rows.settings.log}
    check = Check(
        guild_id=guild.id,
        troubles=tuple(found.troubles),
        fine=tuple(found.fine),
        hidden=found.hidden,
        hidden_troubles=found.hidden_troubles,
        gone=len(gone - named),
        lost=(*_lost_channels(rows.settings, guild), *_lost_roles(rows.settings, guild)),
    )
    return card(check, command=bot.mention("settings set"))


async def _rows(bot: Bot, guild_id: int) -> Rows:

    async def work(tx: Tx) -> Rows:
        open_panels = [
            panel
            for show in bot.library.shows
            for panel in await panels.all_open(tx, guild_id=guild_id, show_id=show.id)
        ]
        parties = await party_lists.all_open(tx, guild_id=guild_id)
        return Rows(
            settings=await server_settings.read(tx, guild_id=guild_id),
            panels=tuple(panel.channel_id for panel in open_panels),
            polls=tuple(poll.channel_id for poll in await polls.all_open(tx, guild_id=guild_id)),
            parties=tuple(party.channel_id for party in parties),
            halls=tuple(party.voice_id for party in parties if party.voice_id),
            faults=tuple(await server_faults.untold(tx, guild_id=guild_id)),
        )

    return await bot.db.read(work)


def _concerns(rows: Rows, guild: discord.Guild) -> Concerns:
    """Which features have something to do where; what the settings name comes first."""
    found: Concerns = defaultdict(set)
    role, settings = _role(rows.settings, guild), rows.settings
    for channel_ids, features in (
        ([settings.announce] if settings.announce else [], (*_ANNOUNCED, *role)),
        ([settings.log] if settings.log else [], (Feature.LOG,)),
        (rows.parties, (*_ANNOUNCED, *role)),
        (rows.panels, (Feature.PANELS, Feature.PICTURES, Feature.ONCE)),
        (rows.polls, (Feature.POLLS, Feature.PICTURES, Feature.ONCE)),
        (rows.halls, _HALL),
    ):
        for channel_id in channel_ids:
            found[channel_id] |= set(features)
    for fault in rows.faults:
        if fault.feature in set(Feature) and guild.get_channel_or_thread(fault.channel_id) is not None:
            found[fault.channel_id].add(Feature(fault.feature))
    return found


def _role(settings: ServerSettings, guild: discord.Guild) -> tuple[Feature, ...]:
    """The reminder role is one more thing to be allowed where not everybody may mention it."""
    role = guild.get_role(settings.reminder_role) if settings.reminder_role else None
    return (Feature.ROLE,) if role is not None and not role.mentionable else ()


def _look(
    found: _Found, name: str | None, channel: object, features: set[Feature], allowed: discord.Permissions
) -> None:
    """Look at a channel as the place to write in, and as the place to meet in, where it is either."""
    meeting, writing = features & set(_HALL), features - set(_HALL)
    if writing:
        found.add(name, writing, faults.spot_of(channel, Feature.PARTIES), allowed)
    if meeting:
        found.add(name, meeting, faults.spot_of(channel, Feature.PRESENCE), allowed)


_CHANNELS: Mapping[str, str] = {"announce": "announcements", "log": "the log"}
_ROLES: Mapping[str, str] = {
    "voter_role": "The role that one must have to vote was deleted, so nobody can vote",
    "plan_role": "The role that one must have to plan parties was deleted, so nobody else can",
    "reminder_role": "The role that reminders mention was deleted",
}


def _lost_channels(settings: ServerSettings, guild: discord.Guild) -> tuple[str, ...]:
    """What the settings name and was deleted, in sentences without their end."""
    return tuple(
        f"The channel for {words} was deleted"
        for name, words in _CHANNELS.items()
        if (channel_id := getattr(settings, name)) and guild.get_channel_or_thread(channel_id) is None
    )


def _lost_roles(settings: ServerSettings, guild: discord.Guild) -> tuple[str, ...]:
    return tuple(
        words
        for name, words in _ROLES.items()
        if (role_id := getattr(settings, name)) and guild.get_role(role_id) is None
    )
