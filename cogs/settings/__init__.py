"""What those who manage a server set, and whether I may do my work there."""

from functools import partial

from bot.client import Bot
from cogs.settings import check_presses, presses, timed
from cogs.settings.cog import SettingsCog


async def setup(bot: Bot) -> None:
    """Add the commands, what answers their buttons, and what is done in time."""
    for name, handler in {**presses.ROUTES, **check_presses.ROUTES}.items():
        bot.routes.add(name, handler)
    for kind, doer in timed.DOERS.items():
        bot.worker.add(kind, partial(doer, bot))
    await bot.add_cog(SettingsCog(bot))
