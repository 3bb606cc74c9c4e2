"""What those who manage a server set, and whether I may do my work there."""

from bot.client import Bot


async def setup(bot: Bot) -> None:
    """Add the commands and what answers their buttons."""
