"""Find one's way: what one can do here, by job, each command one press away."""

from bot.client import Bot
from cogs.help import presses
from cogs.help.cog import HelpCog


async def setup(bot: Bot) -> None:
    """Add the command and what answers its list and button."""
    for name, handler in presses.ROUTES.items():
        bot.routes.add(name, handler)
    await bot.add_cog(HelpCog(bot))
