"""Keep progress: what is watched, how far everybody is, and what one brings along or takes away."""

from bot.client import Bot
from cogs.progress import presses
from cogs.progress.cog import ProgressCog


async def setup(bot: Bot) -> None:
    """Add the commands and what answers their buttons."""
    for name, handler in presses.ROUTES.items():
        bot.routes.add(name, handler)
    await bot.add_cog(ProgressCog(bot))
