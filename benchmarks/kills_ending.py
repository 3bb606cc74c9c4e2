"""The end of a stream: the panel and the poll close, and each of their messages has to be there once."""

import asyncio
import json

from benchmarks.kills_crowd import HOST, Crowd
from benchmarks.kills_life import Life
from tests.stand_in.process import stored

PATIENCE = 60.0
"""Seconds of the machine's until all that is due has to be done."""
STEP = 10.0
"""Seconds that pass at once where something is due later: the lease of what the dead held, most of all."""


async def close(crowd: Crowd, life: Life, *, until_killed: bool = False) -> None:
    """Close the panel and the poll, which may be closed already, and wait until all is posted."""
    stand_in, stage = crowd.stand_in, crowd.stage
    assert stage is not None
    for feature, row_id in (("panel", stage.panel), ("poll", stage.poll)):
        await stand_in.press(f"{feature}:close:{row_id}", stage.messages[feature], user_id=HOST)
    await settle(life)
    if until_killed:
        await asyncio.sleep(PATIENCE)


async def settle(life: Life) -> None:
    """Let time pass until nothing is due but the party."""
    async with asyncio.timeout(PATIENCE):
        while stored(life.folder, "SELECT 1 FROM due WHERE kind NOT LIKE 'party:%'"):
            await asyncio.sleep(0.2)
            life.rest(STEP)


def posted(crowd: Crowd) -> list[str]:
    """What stands in the channel another number of times than once, in words."""
    stage, faults = crowd.stage, list[str]()
    assert stage is not None
    public = [json.dumps(each) for each in crowd.stand_in.public]
    wanted = {
        "the panel": f"panel:score:{stage.panel}",
        "the poll": f"poll:choose:{stage.poll}",
        "the party": f"party:maybe:{stage.party}",
        "the panel's result": "## Result: 5",
        "the poll's result": "## Result: What next?",
    }
    for what, marker in wanted.items():
        times = sum(marker in text for text in public)
        if times != 1:
            faults.append(f"{what} was posted {times} times")
    if len(public) > len(wanted):
        faults.append(f"{len(public)} messages in the channel instead of {len(wanted)}")
    return faults
