"""What leads to the routes of parties."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.cogs.parties.coming import announced, reminders, say
from tests.cogs.parties.planning import planned
from tests.cogs.parties.watching import TWO, begun, over, results
from tests.hostile.rows import Row
from tests.hostile.rows_lookup import by_hand
from tests.hostile.stage import Stage
from tests.world import answer

_LEAD = timedelta(hours=1)


async def card(stage: Stage) -> Any:
    _, made = await announced(stage.world)
    return made


async def season_card(stage: Stage) -> Any:
    _, made = await announced(stage.world, season_id=7)
    return answer(await stage.world.hana.click(made, label="Cancel"))


async def how(stage: Stage) -> Any:
    return answer(await stage.world.hana.click(await card(stage), label="Remind me"))


async def reminder(stage: Stage) -> Any:
    party = await planned(stage.world, starts_in=_LEAD)
    await say(stage.world, party, stage.world.hana.id)
    await stage.world.env.advance_time(31 * 60)
    return reminders(stage.world)


async def live(stage: Stage) -> Any:
    _, made = await begun(stage.world, episodes=TWO)
    return made


async def joined(stage: Stage) -> Any:
    return answer(await stage.world.hana.click(await live(stage), label="I’m here"))


async def paused(stage: Stage) -> Any:
    made = await live(stage)
    await stage.world.hana.click(made, label="Pause")
    return next(each for each in stage.here.history() if each.id == made.id)


async def watched(stage: Stage) -> Any:
    await over(stage.world)
    return results(stage.world)


PARTIES: Mapping[str, Row] = {
    "party:going": Row(card, table="parties"),
    "party:maybe": Row(card, table="parties"),
    "party:cant": Row(card, table="parties"),
    "party:remind": Row(card, table="parties"),
    "party:how": Row(how, table="parties"),
    "party:quiet": Row(reminder, table="parties"),
    "party:start": Row(card, anybody=False, table="parties", right=True),
    "party:cancel": Row(card, anybody=False, table="parties", right=True),
    "party:cancelled": Row(season_card, anybody=False, table="parties", right=True),
    "party:list": Row(by_hand("party:list:1"), anywhere=True),
    "party:past": Row(by_hand("party:past:1"), anywhere=True),
    "party:now": Row(live, table="parties"),
    "party:here": Row(live, table="parties"),
    "party:gone": Row(joined, anybody=True, table="parties"),
    "party:pause": Row(live, anybody=False, table="parties", right=True),
    "party:resume": Row(paused, anybody=False, table="parties", right=True),
    "party:back": Row(live, anybody=False, table="parties", right=True),
    "party:on": Row(live, anybody=False, table="parties", right=True),
    "party:next": Row(live, anybody=False, table="parties", right=True),
    "party:end": Row(live, anybody=False, table="parties", right=True),
    "party:unmark": Row(watched, anybody=False, table="parties"),
}
