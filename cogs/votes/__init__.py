"""Vote on episodes: one's own score, and panels for a whole channel."""

from functools import partial

from bot.client import Bot
from cogs.votes import panel_presses, presses, timed
from cogs.votes.cog import VotesCog


async def setup(bot: Bot) -> None:
    """Add the command, what answers its buttons, and what is done in time."""
    for name, handler in {**presses.ROUTES, **panel_presses.ROUTES}.items():
        bot.routes.add(name, handler)
    for kind, doer in timed.DOERS.items():
        bot.worker.add(kind, partial(doer, bot))
    await bot.add_cog(VotesCog(bot))
