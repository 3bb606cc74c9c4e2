"""Watch together: parties that are planned, reminded of, live, and remembered."""

from functools import partial

from bot.client import Bot
from bot.due import DELAYS
from cogs.parties import events, live_presses, plan_presses, rsvp_presses, timed, timed_live, timed_reminders
from cogs.parties.cog import PartiesCog
from db import party_times


async def setup(bot: Bot) -> None:
    """Add the commands, what answers their buttons, and what is done in time."""
    for routes in (plan_presses.ROUTES, rsvp_presses.ROUTES, live_presses.ROUTES):
        for name, handler in routes.items():
            bot.routes.add(name, handler)
    for doers in (timed.DOERS, timed_reminders.DOERS, timed_live.DOERS, events.DOERS):
        for kind, doer in doers.items():
            longest = 15 if kind in {party_times.START, party_times.CHECK} else DELAYS[-1]
            bot.worker.add(kind, partial(doer, bot), longest=longest)  # those are of use for minutes only
    await bot.add_cog(PartiesCog(bot))
