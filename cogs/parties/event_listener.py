"""What people do to Discord's events, as the bot hears of it: at once, or when it comes back."""

import logging

import discord
from discord.ext import commands

from bot.client import Bot
from bot.domain.parties import Party
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer
from cogs.parties.event_changes import News, carry_over, nudge
from cogs.parties.event_sync import FIELDS, differences, echoes, name_for, present, wanted
from cogs.parties.view import PartyView, find
from db import party_events, party_lists

_log = logging.getLogger(__name__)


class EventListener:
    """Lets parties follow their events. Nothing is raised: there is nobody to tell."""

    bot: Bot

    @commands.Cog.listener()
    async def on_scheduled_event_update(
        self, before: discord.ScheduledEvent, after: discord.ScheduledEvent
    ) -> None:
        """Carry a change over, unless it is the echo of the bot's own."""
        self.bot.remember_work()
        try:
            changed = differences(present(before), present(after), FIELDS)
            sent, now = echoes(self.bot), self.bot.clock()
            own = {name for name, value in changed.items() if sent.heard(after.id, name, value, now)}
            party = await self._party(after) if changed else None
            if party is not None:
                news = {name: value for name, value in changed.items() if name not in own}
                await self._carry_over(party, after, news)
        except Exception:  # noqa: BLE001  nobody is left to tell
            _log.exception("could not follow event %s", after.id)

    @commands.Cog.listener()
    async def on_scheduled_event_delete(self, event: discord.ScheduledEvent) -> None:
        """Have the worker see what became of the event, and try again where that fails."""
        self.bot.remember_work()
        try:
            party = await self._party(event)
            if party is not None and party.is_open:
                await nudge(self.bot, party)
        except Exception:  # noqa: BLE001  nobody is left to tell
            _log.exception("could not follow the deletion of event %s", event.id)

    @commands.Cog.listener("on_ready")
    async def catch_up_with_events(self) -> None:
        """Carry over what was done while the bot was away, where nothing else was still to be sent then."""
        echoes(self.bot).clear()
        await self._catch_up_in(None)

    @commands.Cog.listener("on_guild_available")
    async def catch_up_with_events_of(self, guild: discord.Guild) -> None:
        """The same for a server that came late, after an outage."""
        if self.bot.is_ready():
            await self._catch_up_in(guild.id)

    async def _catch_up_in(self, guild_id: int | None) -> None:
        self.bot.remember_work()
        try:
            waiting = await self.bot.db.read(lambda tx: party_events.settled(tx, guild_id=guild_id))
        except Exception:  # noqa: BLE001  nobody is left to tell
            _log.exception("could not look for events")
            return
        for party in waiting:
            try:
                await self._catch_up(party)
            except Exception:  # noqa: BLE001  the others come all the same
                _log.exception("could not catch up with event %s", party.event_id)

    async def _catch_up(self, party: Party) -> None:
        guild = self.bot.get_guild(party.guild_id)
        if guild is None or guild.unavailable or party.event_id is None:
            return
        event = guild.get_scheduled_event(party.event_id)
        if event is None:
            await nudge(self.bot, party)
        else:
            await self._carry_over(party, event, None)

    async def _carry_over(self, party: Party, event: discord.ScheduledEvent, news: News | None) -> None:
        """`news`: what changed just now; None for whatever is otherwise than the party has it."""
        try:
            view = await find(self.bot.db, self.bot.library, guild_id=party.guild_id, party_id=party.id)
        except Refusal:
            return
        await carry_over(self.bot, view, event, _missed(view, event) if news is None else news)

    async def _party(self, event: discord.ScheduledEvent) -> Party | None:
        if self.bot.user is None or event.creator_id != self.bot.user.id:
            return None
        return await self.bot.db.read(
            lambda tx: party_lists.by_event(tx, guild_id=event.guild_id, event_id=event.id)
        )


def _missed(view: PartyView, event: discord.ScheduledEvent) -> News:
    """What of an event is otherwise than its party has it. A name with or without titles is no news."""
    look = present(event)
    found = differences(
        wanted(view, look.location or ""), look, ("name", "starts_at", "channel_id", "status")
    )
    if look.name in {name_for(view, Viewer(hides_titles=hides)) for hides in (True, False)}:
        found.pop("name", None)
    return found
