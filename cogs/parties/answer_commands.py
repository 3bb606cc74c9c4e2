"""/party remind and /party zone: what a member chooses for themselves."""

import asyncio
from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot import ui, zones
from bot.client import Bot, Interaction
from bot.domain.refusal import Refusal
from bot.domain.rsvps import MINUTES, How, Preference
from bot.permissions import guild_of
from bot.when_option import ZoneText
from cogs.parties import answering, reminder_cards, zone_card
from cogs.parties.rsvp_presses import person
from cogs.parties.seeing import viewing
from cogs.parties.suggesting import chosen, open_parties

Reminder = Literal["in the channel, with the others", "by direct message", "not at all"]

_HOW = {
    "in the channel, with the others": How.CHANNEL,
    "by direct message": How.DIRECT,
    "not at all": How.OFF,
}


class AnswerCommands(commands.Cog):
    """How members are reminded, and in which time zone they live."""

    bot: Bot

    @app_commands.command(description="Say how I remind you of a party, or of every party to come.")
    @app_commands.describe(
        how="Where I remind you",
        party="Which party; the next one if left out",
        minutes="How many minutes before it starts I write to you; 30 if left out",
        every_party="Whether it holds for every party that you answer from now on; no if left out",
    )
    async def remind(
        self,
        interaction: Interaction,
        how: Reminder,
        party: str | None = None,
        minutes: app_commands.Range[int, 0, MINUTES] | None = None,
        every_party: bool = False,  # noqa: FBT001, FBT002  discord.py passes options by name
    ) -> None:
        """Choose how one is reminded."""
        who, wish = person(interaction), _wish(_HOW[how], minutes)
        if every_party and party is None:
            await answering.set_default(self.bot.db, member_id=who.member_id, wish=wish)
            await ui.reply(interaction, reminder_cards.default_card(wish), private=True)
            return
        found = await answering.set_reminder(
            self.bot.db,
            self.bot.library,
            who,
            await chosen(interaction, party, planned=True),
            wish,
            sees=viewing(interaction),
            every_party=every_party,
            now=self.bot.clock(),
        )
        self.bot.wake(found.due_at)
        card = reminder_cards.how_card(found, chosen=True, every_party=every_party)
        await ui.reply(interaction, card, private=True)

    @remind.autocomplete("party")
    async def _suggest(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await open_parties(interaction, typed)

    @app_commands.command(description="Tell me your time zone, so that I read “fri 8pm” as you mean it.")
    @app_commands.describe(zone="A city near you; left out, I say what I know")
    async def zone(self, interaction: Interaction, zone: ZoneText | None = None) -> None:
        """Choose one's time zone, or ask for it."""
        named = None if zone is None else await asyncio.to_thread(zones.read, zone)
        own, here = await answering.set_zone(
            self.bot.db, guild_id=guild_of(interaction), member_id=interaction.user.id, zone=named
        )
        card = zone_card.zone_card(
            own,
            here,
            now=self.bot.clock(),
            chosen=named is not None,
            command=self.bot.mention("party zone"),
        )
        await ui.reply(interaction, card, private=True)


def _wish(how: How, minutes: int | None) -> Preference:
    if minutes is None:
        return Preference(how)
    if how is not How.DIRECT:
        raise Refusal("`minutes` goes with direct messages: in the channel I remind when the server says.")
    return Preference(how, minutes)
