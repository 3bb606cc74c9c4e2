"""Rank the episodes: as this server votes, as the web does, and how the two differ."""

from bot.client import Bot
from cogs.ranking import presses
from cogs.ranking.cog import RankingCog


async def setup(bot: Bot) -> None:
    """Add the command and what answers its buttons."""
    for name, handler in presses.ROUTES.items():
        bot.routes.add(name, handler)
    await bot.add_cog(RankingCog(bot))
