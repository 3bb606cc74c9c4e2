"""Coming to a server and leaving it: how to begin, what I may not do, what is deleted when."""

from bot.client import Bot


async def setup(bot: Bot) -> None:
    """Add the commands and what answers their buttons."""
