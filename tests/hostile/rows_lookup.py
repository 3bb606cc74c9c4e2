"""What leads to the routes of looking up, ranking, progress, polls and help."""

from collections.abc import Mapping
from typing import Any

from tests.cogs.polls.support import make_poll
from tests.cogs.progress.support import bring
from tests.hostile.rows import Row
from tests.hostile.stage import Stage
from tests.world import answer

LIST = b"episode\n1\n2\n3\n"


def slash(name: str, /, *labels: str, **options: Any) -> Any:
    """Hana uses a command, and then presses buttons one after the other."""

    async def make(stage: Stage) -> Any:
        hana = stage.world.hana
        found = answer(await hana.slash(stage.here, name, **options))
        for label in labels:
            found = answer(await hana.click(found, label=label))
        return found

    return make


def by_hand(custom_id: str) -> Any:
    """What takes too many rows to be met, or is met no more."""

    async def make(_: Stage) -> str:
        return custom_id

    return make


async def imported(stage: Stage) -> Any:
    return await bring(stage.world.hana, stage.world, LIST)


async def board(stage: Stage) -> Any:
    await stage.world.hana.slash(stage.here, "watched", episodes="1-3")
    return answer(await stage.world.hana.slash(stage.here, "progress board"))


async def poll(stage: Stage) -> Any:
    return await make_poll(stage.world)


async def poll_answered(stage: Stage) -> Any:
    made = await make_poll(stage.world)
    return answer(await stage.world.hana.select(made, ["0"]))


LOOKUP: Mapping[str, Row] = {
    "episode:show": Row(slash("episode", episode="5"), anywhere=True),
    "guide:open": Row(slash("series"), anywhere=True),
    "guide:page": Row(slash("episodes"), anywhere=True),
    "guide:pick": Row(slash("episodes"), anywhere=True),
    "spoiler:ask": Row(slash("episode", episode="5"), anywhere=True),
    "spoiler:open": Row(slash("episode", "Synopsis", episode="5"), anywhere=True),
    "characters:page": Row(slash("series"), anywhere=True),
    "characters:open": Row(slash("series", "Characters"), anywhere=True),
    "characters:all": Row(by_hand("characters:all:kaleido-star/1"), anywhere=True),
    "ranking:show": Row(slash("ranking", view="web"), anywhere=True),
    "ranking:pick": Row(slash("ranking", view="web"), anywhere=True),
    "ranking:how": Row(slash("ranking", view="web"), anywhere=True),
    "ranking:csv": Row(slash("ranking", view="web"), anywhere=True),
    "help:job": Row(slash("help"), anywhere=True),
    "help:open": Row(by_hand("help:open:"), anywhere=True),
    "progress:apply": Row(imported, anybody=False, table="imports"),
    "progress:board": Row(slash("progress show"), anywhere=True),
    "progress:standing": Row(board, anywhere=True),
    "progress:undo": Row(slash("watched", episodes="1-3"), anybody=False, table="marks"),
    "progress:watched": Row(slash("episode", episode="5"), anywhere=True),
    "poll:choose": Row(poll, table="polls"),
    "poll:withdraw": Row(poll_answered, table="polls"),
    "poll:results": Row(poll, table="polls"),
    "poll:close": Row(poll, anybody=False, table="polls", right=True),
    "poll:list": Row(by_hand("poll:list:1"), anywhere=True),
}
