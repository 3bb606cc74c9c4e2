"""/episode, /episodes and /series: options in, card out."""

from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.asking import episode_of, tells_progress
from bot.client import Bot, Interaction
from bot.options import EpisodeText
from cogs.lookup import cards, guide_card, presses, series_card


class LookupCog(commands.Cog, name="Look up"):
    """Look up episodes and the series."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @app_commands.command(description="One episode: what it is about, where to watch it, how it is rated.")
    @app_commands.describe(episode="A number like 26 or s1e26, a part of the title, next, or random")
    async def episode(self, interaction: Interaction, episode: EpisodeText) -> None:
        """Show the card of one episode to the channel; it spoils nobody.

        Where it would tell how far somebody is who keeps that to themselves, it is for them alone.
        """
        show = self.bot.show(interaction.guild_id)
        found = await episode_of(interaction, show, episode)
        private = await tells_progress(interaction, episode)
        seen = await presses.look(interaction, show, alone=private, episode=found)
        card = self.bot.drawn.of(seen, lambda: cards.episode_card(show, found, seen))
        await ui.reply(interaction, card, private=private)

    @app_commands.command(description="The guide: all episodes in order, ten to a page, for you alone.")
    async def episodes(self, interaction: Interaction) -> None:
        """Show the guide to the one who asked, at the page where they are."""
        show = self.bot.show(interaction.guild_id)
        card = guide_card.guide_card(show, await presses.look(interaction, show, alone=True))
        await ui.reply(interaction, card, private=True)

    @app_commands.command(description="The series: what it is, how it is rated, what people say of it.")
    async def series(self, interaction: Interaction) -> None:
        """Show the series page to the channel; it spoils nobody."""
        show = self.bot.show(interaction.guild_id)
        seen = await presses.look(interaction, show, alone=False)
        await ui.reply(interaction, series_card.series_card(show, seen))
