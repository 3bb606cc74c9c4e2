"""Look things up: one episode, all of them, the series."""

from bot.client import Bot
from cogs.lookup import presses
from cogs.lookup.cog import LookupCog


async def setup(bot: Bot) -> None:
    """Add the commands and what answers their buttons."""
    for name, handler in presses.ROUTES.items():
        bot.routes.add(name, handler)
    await bot.add_cog(LookupCog(bot))
