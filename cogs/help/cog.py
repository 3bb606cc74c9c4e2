"""/help: card out."""

from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import Bot, Interaction
from cogs.help import presses


class HelpCog(commands.Cog, name="Find your way"):
    """Say what Encore can do."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @app_commands.command(description="What you can do here, by job, and how to begin.")
    async def help(self, interaction: Interaction) -> None:
        """Show the jobs to the one who asks."""
        await ui.reply(interaction, await presses.front(interaction), private=True)
