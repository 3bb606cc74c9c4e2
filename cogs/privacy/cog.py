"""/privacy: options in, card out, for the one who asks alone."""

from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import Bot, Interaction
from cogs.privacy import presses

Where = Literal["here", "everywhere"]


class PrivacyCog(commands.Cog, name="Decide about your data"):
    """See what is kept, take it along, delete it."""

    privacy = app_commands.Group(
        name="privacy",
        description="What I keep about you: see it, take it along, have it deleted.",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @privacy.command(description="What I keep about you, what for, who sees it, and for how long.")
    async def show(self, interaction: Interaction) -> None:
        """Say what is kept about the one who asks."""
        await ui.reply(interaction, await presses.kept_card(interaction), private=True)

    @privacy.command(description="Take all that I keep about you along, as a JSON file.")
    @app_commands.describe(where="From this server alone or from everywhere; everywhere if left out")
    async def export(self, interaction: Interaction, where: Where = "everywhere") -> None:
        """Give what is kept about the one who asks as a file."""
        await presses.give_file(interaction, presses.guild_meant(interaction, here=where == "here"))

    @privacy.command(description="Have what I keep about you deleted; I ask before I do it.")
    @app_commands.describe(where="What I keep for this server, or everything on every server")
    async def delete(self, interaction: Interaction, where: Where) -> None:
        """Ask whether all of it is to go."""
        guild_id = presses.guild_meant(interaction, here=where == "here")
        await ui.reply(interaction, await presses.question_card(interaction, guild_id), private=True)
