"""Reviews and comments: what members write about the series and its episodes."""

from bot.client import Bot


async def setup(bot: Bot) -> None:
    """Add the commands and what answers their buttons."""
