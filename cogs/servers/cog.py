"""What the bot hears of servers: that it came, that it was removed, that somebody can mend what it lacks."""

from discord.ext import commands

from bot.client import Bot
from cogs.servers.coming import Coming
from cogs.servers.offering import Offering


class ServersCog(Coming, Offering, commands.Cog, name="Servers"):
    """No commands: what is heard of here, nobody asked for."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.untold = {}

    async def cog_load(self) -> None:
        """Know where something is still to be told."""
        await self.load_untold()
