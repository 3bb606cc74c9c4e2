"""What all faults share: figures for the page, and a process that lives through many of them."""

import json
import os
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from tests.faults import stage
from tests.faults.stage import Stage

Seen = Callable[[str], None]


@pytest.fixture
def seen(request: pytest.FixtureRequest) -> Seen:
    """Takes one short text for the third column of docs/faults.md, such as "answered after 0.4 s".

    Kept where ENCORE_FAULTS_SEEN names a file, as JSON lines of the test and the text; else dropped.
    """
    function: Callable[..., object] = request.function
    test, file = f"{function.__module__}.{function.__name__}", os.environ.get("ENCORE_FAULTS_SEEN")

    def keep(text: str) -> None:
        if file:
            with Path(file).open("a", encoding="utf-8") as lines:
                lines.write(json.dumps([test, text]) + "\n")

    return keep


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def playing(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Stage]:
    """The process that the tests of a module share: it has to outlive all their faults."""
    async with stage.playing(tmp_path_factory.mktemp("faults")) as shared:
        yield shared


@pytest_asyncio.fixture(loop_scope="module", name="stage")
async def _stage(playing: Stage) -> AsyncGenerator[Stage]:  # pyright: ignore[reportUnusedFunction]
    """The same at one fault, after which the bot has to be well."""
    playing.begin()
    yield playing
    playing.stand_in.heal()
    await playing.is_well()
