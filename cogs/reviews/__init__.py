"""Reviews and comments: what members write about the series and its episodes."""

from bot.client import Bot
from cogs.reviews import act_presses, read_presses, write_presses
from cogs.reviews.cog import ReviewsCog


async def setup(bot: Bot) -> None:
    """Add the commands and what answers their buttons and forms."""
    for routes in (read_presses.ROUTES, write_presses.ROUTES, act_presses.ROUTES):
        for name, handler in routes.items():
            bot.routes.add(name, handler)
    await bot.add_cog(ReviewsCog(bot))
