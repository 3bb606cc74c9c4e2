"""What leads to the routes of votes."""

from collections.abc import Mapping
from typing import Any

from tests.cogs.votes.support import opened, score
from tests.hostile.rows import Row
from tests.hostile.rows_lookup import slash
from tests.hostile.stage import Stage
from tests.world import answer


async def panel(stage: Stage) -> Any:
    made = await opened(stage.world)
    await score(stage.world.hana, made, 9)
    return made


async def panel_of_voters(stage: Stage) -> Any:
    made = await opened(stage.world)
    await stage.demand_role()
    return made


async def own_vote_of_voters(stage: Stage) -> Any:
    """Mara's own vote, as she may vote by her role."""
    await stage.demand_role()
    return answer(await stage.mara.slash(stage.here, "vote", episode="26", score=8))


VOTES: Mapping[str, Row] = {
    "vote:rate": Row(slash("episode", episode="5"), anywhere=True),
    "vote:score": Row(own_vote_of_voters, anybody=False, anywhere=True, right=True, value="3"),
    "vote:withdraw": Row(slash("vote", episode="26", score=8), anywhere=True),
    "vote:undo": Row(own_vote_of_voters, anybody=False, table="votes", right=True),
    "panel:score": Row(panel_of_voters, anybody=False, table="panels", right=True),
    "panel:withdraw": Row(panel, table="panels"),
    "panel:results": Row(panel, anybody=False, table="panels"),
    "panel:close": Row(panel, anybody=False, table="panels", right=True),
}
