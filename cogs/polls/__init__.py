"""Ask the server: polls over episodes or anything else."""

from functools import partial

from bot.client import Bot
from cogs.polls import presses, timed
from cogs.polls.cog import PollsCog


async def setup(bot: Bot) -> None:
    """Add the commands, what answers their buttons, and what is done in time."""
    for name, handler in presses.ROUTES.items():
        bot.routes.add(name, handler)
    for kind, doer in timed.DOERS.items():
        bot.worker.add(kind, partial(doer, bot))
    await bot.add_cog(PollsCog(bot))
