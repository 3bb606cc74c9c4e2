"""Coming to a server and leaving it: how to begin, what I may not do, what is deleted when."""

from functools import partial

from bot.client import Bot
from cogs.servers import timed
from cogs.servers.cog import ServersCog


async def setup(bot: Bot) -> None:
    """Add what hears of servers, and what is done in time."""
    for kind, doer in timed.DOERS.items():
        bot.worker.add(kind, partial(doer, bot))
    await bot.add_cog(ServersCog(bot))
