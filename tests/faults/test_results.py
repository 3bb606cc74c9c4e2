"""Discord fails while the bot posts what is to be posted once."""

from datetime import timedelta

import pytest

from tests.faults import fault
from tests.faults.conftest import Seen
from tests.faults.stage import POSTS, Stage, words
from tests.stand_in import RESET

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("faults-results")]

AREA = "Discord's API, while messages are kept up to date"


@fault(
    AREA,
    happens="The connection is reset while a result is posted: before Discord has it, or after",
    expected="The result stands in the channel once",
)
@pytest.mark.parametrize("done", [False, True])
async def test_a_result_whose_line_breaks_is_posted_once(stage: Stage, seen: Seen, *, done: bool) -> None:
    await posts_once(stage, RESET, done=done)
    seen(f"{'after' if done else 'before'}: one message")


@fault(
    AREA,
    happens="Discord takes a result, and answers with broken or empty JSON, or 500",
    expected="The result stands in the channel once",
)
@pytest.mark.parametrize(("status", "body"), [(200, '{"id": "1'), (200, "{}"), (500, "{}")])
async def test_a_result_whose_answer_is_broken_is_posted_once(
    stage: Stage, seen: Seen, status: int, body: str
) -> None:
    stage.forgiven.append("panel:close of .* failed")  # the host is to see what Discord said
    await posts_once(stage, status, body=body, done=True)
    seen(f"{status} {body}: one message")


async def posts_once(stage: Stage, status: int, *, body: str | None = None, done: bool) -> None:
    panel = await stage.voted()
    headers = {"Content-Type": "application/json"}
    stage.stand_in.fail("POST", POSTS, status, body, done=done, headers=headers)
    before = len(stage.stand_in.public)
    await panel.close()
    await stage.until(lambda: stage.asked("POST", POSTS))
    if status != 500:
        await stage.hears("again in 5 s")
    gone = "SELECT count(*) FROM panels WHERE id = :id AND posted_at IS NULL"

    def is_posted() -> bool:
        stage.pass_time(timedelta(seconds=1))
        return not stage.only(gone, id=panel.id)

    await stage.until(is_posted)
    posted = [words(each) for each in stage.stand_in.public[before:]]
    assert len(posted) == 1, posted
    assert "8" in posted[0]
