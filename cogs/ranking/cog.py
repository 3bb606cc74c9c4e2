"""/ranking: options in, card out."""

from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import Bot, Interaction
from bot.domain.ranking import Order, View
from cogs.ranking import presses

Views = Literal["server", "web", "divisive", "difference", "mine"]
Orders = Literal["best", "worst"]


class RankingCog(commands.Cog, name="Rank"):
    """Rank the episodes."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @app_commands.command(description="The episodes best to worst: by this server, by the web, or by you.")
    @app_commands.describe(
        view="Whose order: this server's (if you choose none), the web's, yours, or where opinions differ",
        order="Which end comes first: the best, or the worst",
    )
    async def ranking(
        self, interaction: Interaction, view: Views | None = None, order: Orders = "best"
    ) -> None:
        """Show a ranking to the channel; one's own scores to oneself alone."""
        show = self.bot.show(interaction.guild_id)
        wanted = View(view) if view else None
        private = wanted is View.MINE
        found = await presses.look_up(interaction, show, wanted, alone=private)
        card = await presses.page_card(interaction, found, Order(order), 1)
        await ui.reply(interaction, card, private=private)
