"""What is kept about a member: to see, to take along, to delete."""

from bot.client import Bot


async def setup(bot: Bot) -> None:
    """Add the commands and what answers their buttons."""
