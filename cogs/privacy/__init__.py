"""What is kept about a member: to see, to take along, to delete."""

from bot.client import Bot
from cogs.privacy import presses
from cogs.privacy.cog import PrivacyCog


async def setup(bot: Bot) -> None:
    """Add the commands and what answers their buttons."""
    for name, handler in presses.ROUTES.items():
        bot.routes.add(name, handler)
    await bot.add_cog(PrivacyCog(bot))
