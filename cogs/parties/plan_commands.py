"""/party plan, list, show, edit, cancel and calendar: options in, card out."""

import asyncio
from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot import ics, throttle, ui
from bot.client import Bot, Interaction
from bot.domain.parties import EPISODES, SEATS, TITLE
from bot.domain.refusal import Refusal
from bot.domain.season_plan import Every
from bot.options import EpisodesText
from bot.permissions import role_ids
from bot.text import one_line
from bot.when_option import UNSET, WhenText
from cogs.parties import calendar_file, listing, plan_cards, plan_presses, planning, reading
from cogs.parties.cards import party_card
from cogs.parties.changing import Actor, actor, change
from cogs.parties.editing import Edit
from cogs.parties.places import PostingPlace, VoicePlace, check_place, check_voice
from cogs.parties.planning import Planned, Wish
from cogs.parties.seeing import may_view
from cogs.parties.suggesting import chosen, open_parties
from cogs.parties.view import GONE, PartyView, find
from cogs.parties.voice import reconcile

Apart = Literal["day", "week", "2 weeks"]


class PlanCommands(commands.Cog):
    """Plan parties, see what is planned, change it, call it off."""

    bot: Bot

    @app_commands.command(
        description="Plan a watch party, or with every a whole season of them.",
        extras={"role": "plan_role"},
    )
    @app_commands.describe(
        episodes="What you watch: 12, 1-3, a title, or next; with every: all, or 5-26",
        when="When it starts: fri 8pm, tomorrow 20:00, 2026-12-01 19:30, in 2 hours",
        voice="The voice or stage channel in which you meet",
        channel="Where it is announced; if left out, where the server says, else here",
        every="A season: one party each day, week or two weeks, until the episodes are watched",
        per_session="Of a season: how many episodes at a time; 1 if left out",
        seats="How many may come; the others wait for a seat",
        title="A name of its own, up to 80 characters",
    )
    async def plan(  # noqa: PLR0917  discord.py passes options by name
        self,
        interaction: Interaction,
        episodes: EpisodesText,
        when: WhenText,
        voice: VoicePlace | None = None,
        channel: PostingPlace | None = None,
        every: Apart | None = None,
        per_session: app_commands.Range[int, 1, EPISODES] = 1,
        seats: app_commands.Range[int, 1, SEATS] | None = None,
        title: app_commands.Range[str, 1, TITLE] | None = None,
    ) -> None:
        """Plan a party or a season."""
        who = actor(interaction)
        show = self.bot.show(who.guild_id)
        announce = (await self.bot.settings(who.guild_id)).announce
        channel_id = check_place(interaction, channel, announce)
        voice_id = check_voice(interaction, voice)
        named = await reading.episodes(interaction, show, episodes)
        starts_at, zone = await reading.moment(interaction, when, again=every is not None)
        wish = Wish(
            show=show,
            episodes=named,
            starts_at=starts_at,
            zone=zone or UNSET,
            channel_id=channel_id,
            title=one_line(title) if title else None,
            voice_id=voice_id,
            seats=seats,
            every=Every(every) if every else None,
            per_session=per_session,
            elsewhere=channel_id != interaction.channel_id,
        )
        planned = await planning.plan(
            self.bot.db,
            self.bot.library,
            who,
            wish,
            role_ids=role_ids(interaction),
            quotas=self.bot.quotas,
            now=self.bot.clock(),
        )
        await self._answer(interaction, wish, planned)

    async def _answer(self, interaction: Interaction, wish: Wish, planned: Planned) -> None:
        """Answer with the card, where it was asked for in its channel, and with what there is to say."""
        view, note = planned.view, plan_cards.plan_note(wish, planned)
        if wish.elsewhere:
            self.bot.wake(planned.due_at)
            await ui.reply(interaction, plan_cards.elsewhere_card(view, note), private=True)
            return
        try:
            message_id = await ui.reply(interaction, party_card(view, self.bot.clock(), note))
        except BaseException:
            await planning.forget(self.bot.db, view.party)
            raise
        if message_id is not None:
            await planning.note_card(self.bot.db, view.party, message_id=message_id)
        self.bot.wake(planned.due_at)

    @app_commands.command(
        name="list", description="What is planned or on here; or what was watched together."
    )
    @app_commands.describe(past="Whether to list the parties that were, with their scores; no if left out")
    async def list_(self, interaction: Interaction, past: bool = False) -> None:  # noqa: FBT001, FBT002  likewise
        """List parties to the one who asks."""
        made = listing.past_list if past else listing.open_list
        await ui.reply(interaction, await made(interaction, page=1), private=True)

    @app_commands.command(description="The card of a party, for you alone.")
    @app_commands.describe(party="The party; if left out, the one that is on, or the next one")
    async def show(self, interaction: Interaction, party: str | None = None) -> None:
        """Show a party."""
        view = await self._find(interaction, party)
        await ui.reply(interaction, party_card(view, self.bot.clock()), private=True)

    @app_commands.command(description="Change a party that you planned.")
    @app_commands.describe(
        party="The party; if left out, yours that is on, or your next one",
        when="When it starts instead",
        episodes="What you watch instead",
        title="Its name; - for none",
        seats="How many may come; 0 for as many as like",
        voice="The voice or stage channel in which you meet",
    )
    async def edit(  # noqa: PLR0917  likewise
        self,
        interaction: Interaction,
        party: str | None = None,
        when: WhenText | None = None,
        episodes: EpisodesText | None = None,
        title: app_commands.Range[str, 1, TITLE] | None = None,
        seats: app_commands.Range[int, 0, SEATS] | None = None,
        voice: VoicePlace | None = None,
    ) -> None:
        """Change a party, and tell its channel where it was moved."""
        who = actor(interaction)
        party_id = await chosen(interaction, party, own=True)
        starts_at, zone = await reading.moment(interaction, when) if when else (None, None)
        edit = Edit(
            starts_at=starts_at,
            zone=zone,
            episodes=await reading.episodes(interaction, self.bot.show(who.guild_id), episodes)
            if episodes
            else None,
            title=one_line(title) if title else None,
            seats=seats,
            voice_id=check_voice(interaction, voice),
        )
        edit.check()
        await self._edit(interaction, who, party_id, edit)

    async def _edit(self, interaction: Interaction, who: Actor, party_id: int, edit: Edit) -> None:
        bot, now = self.bot, self.bot.clock()
        before = await find(bot.db, bot.library, guild_id=who.guild_id, party_id=party_id)
        if edit.starts_at is not None and edit.starts_at != before.party.starts_at:
            await planning.check_free(bot.db, bot.library, before.party, starts_at=edit.starts_at)
        minutes = before.settings.reminder
        changed = await change(
            bot.db, bot.library, who, party_id, lambda held: edit.apply(held, now, minutes=minutes), now=now
        )
        bot.wake(changed.due_at)
        if changed.view.party.voice_id != changed.before.voice_id:
            await reconcile(bot, who.guild_id)
        private = plan_cards.edited_card(changed.view, before)
        if changed.view.party.starts_at == before.party.starts_at:
            await ui.reply(interaction, private, private=True)
            return
        public = plan_cards.moved_card(changed.view, before)
        await plan_presses.tell_channel(interaction, changed.view.party, public, private)

    @app_commands.command(description="Call a party off, or what is left of its season.")
    @app_commands.describe(party="The party; if left out, your next one")
    async def cancel(self, interaction: Interaction, party: str | None = None) -> None:
        """Ask whether to cancel a party."""
        party_id = await chosen(interaction, party, planned=True, own=True)
        await ui.reply(interaction, await plan_presses.question(interaction, party_id), private=True)

    @app_commands.command(description="A calendar file (.ics) of what is planned here, for you alone.")
    @app_commands.describe(
        party="One party; if left out, all that are planned",
        season="Whether the whole season of that party; no if left out",
    )
    async def calendar(
        self,
        interaction: Interaction,
        party: str | None = None,
        season: bool = False,  # noqa: FBT001, FBT002  likewise
    ) -> None:
        """Hand a calendar file to the one who asks."""
        throttle.check_file(interaction)
        views = await self._for_calendar(interaction, party, season=season)
        guild = interaction.guild
        channels = {
            channel.id: channel.name
            for channel in (guild.channels if guild else ())
            if channel.permissions_for(channel.guild.default_role).view_channel
        }
        events = [calendar_file.entry(view, channels) for view in views]
        data = await asyncio.to_thread(ics.calendar, f"{guild.name if guild else 'Encore'} · parties", events)
        await ui.reply(interaction, plan_cards.calendar_card(views, data), private=True)

    async def _for_calendar(
        self, interaction: Interaction, party: str | None, *, season: bool
    ) -> list[PartyView]:
        if party is None and not season:
            views = await listing.all_open(interaction)
        else:
            view = await self._find(interaction, party)
            views = await listing.of_season(interaction, view) if season else [view]
        if not views:
            raise Refusal("No party is planned here, so there is nothing for a calendar.")
        return views

    async def _find(self, interaction: Interaction, text: str | None) -> PartyView:
        """A party that the one who asks may know of."""
        party_id = await chosen(interaction, text)
        view = await find(
            self.bot.db, self.bot.library, guild_id=actor(interaction).guild_id, party_id=party_id
        )
        if not may_view(interaction, view.party.channel_id):
            raise Refusal(GONE)
        return view

    @show.autocomplete("party")
    @edit.autocomplete("party")
    @cancel.autocomplete("party")
    @calendar.autocomplete("party")
    async def _parties(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await open_parties(interaction, typed)
