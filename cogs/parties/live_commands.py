"""/party start, now, pause, resume, skip and end: what is done while a party is on."""

from datetime import datetime

from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import Bot, Interaction
from bot.domain.parties import Party
from cogs.parties import ending, live_cards, live_presses, skipping
from cogs.parties.changing import actor
from cogs.parties.live_presses import Do, control, where_card
from cogs.parties.suggesting import chosen, open_parties

_PARTY = "The party; left out, the one that is on"


class LiveCommands(commands.Cog):
    """What is done while a party is on. Options in, card out."""

    bot: Bot

    @app_commands.command(description="Begin a party: everybody presses play in ten seconds.")
    @app_commands.describe(party="The party; left out, your next one")
    @app_commands.autocomplete(party=open_parties)
    async def start(self, interaction: Interaction, party: str | None = None) -> None:
        """Begin a party."""
        await live_presses.begin(interaction, await chosen(interaction, party, planned=True, own=True))

    @app_commands.command(description="Where the party is: how far into which episode.")
    @app_commands.describe(party=_PARTY)
    @app_commands.autocomplete(party=open_parties)
    async def now(self, interaction: Interaction, party: str | None = None) -> None:
        """Tell where everybody is."""
        party_id = await chosen(interaction, party)
        await ui.reply(interaction, await where_card(interaction, party_id), private=True)

    @app_commands.command(description="Pause a party.")
    @app_commands.describe(party=_PARTY)
    @app_commands.autocomplete(party=open_parties)
    async def pause(self, interaction: Interaction, party: str | None = None) -> None:
        """Stand still."""
        await self._control(interaction, party, lambda found, now: found.pause(now))

    @app_commands.command(description="Let a paused party go on, in ten seconds.")
    @app_commands.describe(party=_PARTY)
    @app_commands.autocomplete(party=open_parties)
    async def resume(self, interaction: Interaction, party: str | None = None) -> None:
        """Go on."""
        await self._control(interaction, party, lambda found, now: found.resume(now))

    @app_commands.command(description="Go forward or back in a party, or to its next episode.")
    @app_commands.describe(by="Seconds like 30 or -30, or 1:30; or choose", party=_PARTY)
    @app_commands.autocomplete(party=open_parties)
    async def skip(self, interaction: Interaction, by: str, party: str | None = None) -> None:
        """Go forward or back."""
        is_next = by.strip().casefold() == skipping.NEXT
        seconds = 0 if is_next else skipping.seconds(by)

        def go(found: Party, now: datetime) -> Party:
            return found.next_episode(now) if is_next else found.skip(seconds, now)

        await self._control(interaction, party, go)

    @skip.autocomplete("by")
    async def _ways(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        wanted = typed.strip().casefold()
        return [
            app_commands.Choice(name=name, value=value)
            for name, value in skipping.SUGGESTED.items()
            if wanted in name.casefold() or wanted in value
        ]

    @app_commands.command(description="End a party: who was there has its episodes marked as watched.")
    @app_commands.describe(party=_PARTY)
    @app_commands.autocomplete(party=open_parties)
    async def end(self, interaction: Interaction, party: str | None = None) -> None:
        """End a party."""
        bot, party_id = self.bot, await chosen(interaction, party, live=True)
        changed = await ending.end(
            bot.db, bot.library, actor(interaction), party_id, quotas=bot.quotas, now=bot.clock()
        )
        bot.wake(changed.due_at)
        await ui.reply(interaction, live_cards.ended_card(changed.view), private=True)

    async def _control(self, interaction: Interaction, text: str | None, do: Do) -> None:
        """Change a party that is on, and tell everybody who is to follow."""
        now = self.bot.clock()
        changed = await control(interaction, await chosen(interaction, text, live=True), do, now=now)
        elsewhere = interaction.channel_id != changed.view.party.channel_id
        await ui.reply(interaction, live_cards.changed_card(changed.view, now), private=elsewhere)
