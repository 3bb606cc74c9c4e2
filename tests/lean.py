"""Starts the real online bot where only requirements/online.txt is installed: `python -m tests.lean`."""

import asyncio
import json
import re
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.stand_in import StandIn
from tests.stand_in.process import TOKEN, Ending, running

EXTRAS = ("simcord", "pytest", "hypothesis", "playwright")


async def visit(folder: Path) -> Ending:
    """Use every command and press one button; the stand-in raises TimeoutError where no answer comes."""
    async with StandIn(TOKEN) as stand_in, running(folder, port=stand_in.port) as process:
        await stand_in.ready()
        answer = await stand_in.slash("episode", {"episode": "26"})
        for name in ("episodes", "series", "help"):
            await stand_in.slash(name)
        found = re.search(r'"custom_id": "(spoiler:ask:[^"]+)"', json.dumps(answer))
        await stand_in.press(found[1] if found else "", answer["data"])
        return await process.stop()


def main() -> None:
    """Exit with a sentence where the extras are there after all, or the bot does not do without them."""
    present = [name for name in EXTRAS if find_spec(name)]
    if present:
        sys.exit(f"This environment is not lean: it has {', '.join(present)}.")
    with tempfile.TemporaryDirectory() as folder:
        ending = asyncio.run(visit(Path(folder)))
    if ending.code or "ERROR" in ending.err or "Traceback" in ending.err:
        sys.exit(f"The online bot ended with {ending.code}:\n{ending.err}")
    sys.stdout.write(
        "Without the extras the online bot started, answered 4 commands and a press, and stopped.\n"
    )


if __name__ == "__main__":
    main()
