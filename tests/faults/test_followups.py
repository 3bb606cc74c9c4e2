"""Answers that are given later, and those that are not waited for: files, suggestions."""

import pytest

from tests.faults import fault
from tests.faults.conftest import Seen
from tests.faults.stage import CALLBACK, GUILDS, Stage, is_refusal, unanswered, words
from tests.stand_in import RESET, Json

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("faults-followups")]

AREA = "Answers to members"


async def export(stage: Stage) -> Json:
    """Ask for a file that takes time: of a member of many servers."""
    user_id = stage.somebody()
    for guild_id in GUILDS:
        await stage.stand_in.slash("watched", {"episodes": "1"}, user_id=user_id, guild_id=guild_id)
    return await stage.stand_in.slash("privacy export", user_id=user_id)


FOLLOWING = r"/webhooks/\d+/[^/]+/messages/@original"


@fault(
    AREA,
    happens="The line breaks while an answer that took time is put in its place",
    expected="It is put there again, file and all",
)
async def test_an_answer_that_took_time_is_put_in_place_again(stage: Stage, seen: Seen) -> None:
    stage.stand_in.fail("PATCH", FOLLOWING, RESET)
    await export(stage)
    await stage.until(lambda: len(stage.asked("PATCH", FOLLOWING)) == 2)
    lost, put = stage.asked("PATCH", FOLLOWING)
    assert lost.files == put.files != {}
    seen("the file came whole")


@fault(
    AREA,
    happens="An answer that took time comes after 15 minutes, when Discord's token for it is over (50027)",
    expected="Discord has told the member; one line in the log; asked again, it works",
)
async def test_an_answer_whose_token_is_over_ends_in_a_line_in_the_log(stage: Stage, seen: Seen) -> None:
    body: Json = {"code": 50027, "message": "Invalid Webhook Token"}
    stage.stand_in.fail("PATCH", FOLLOWING, 401, body, times=2)
    await export(stage)
    await stage.hears("could not answer")
    assert "ERROR" not in stage.log
    await export(stage)
    await stage.until(lambda: any(each.status == 200 for each in stage.asked("PATCH", FOLLOWING)))
    seen("logged; given the second time")


@fault(
    AREA,
    happens="Suggestions for an option come too late, or meet 503 or a broken line",
    expected="Nothing is suggested, or a little later; the command itself works; no error in the log",
)
@pytest.mark.parametrize("status", [404, 503, RESET])
async def test_suggestions_that_fail_are_missed_and_nothing_else(
    stage: Stage, seen: Seen, status: int
) -> None:
    late: Json = {"code": 10062, "message": "Unknown interaction"}
    stage.stand_in.fail("POST", CALLBACK, status, late)
    typed = stage.stand_in.slash("episode", {"episode": "come"}, focused="episode", user_id=stage.somebody())
    if status == 404:
        await unanswered(stage, typed, "came too late")
    else:
        assert "An Amazing Comeback" in words(await typed)
    assert "ERROR" not in stage.log
    seen("late: a line in the log" if status == 404 else "503, reset: suggested at the second attempt")


@fault(
    AREA,
    happens="Discord's word about an answer trickles in over two seconds",
    expected="The member has their answer at once, and only one",
)
async def test_a_trickling_word_about_an_answer_harms_nobody(stage: Stage, seen: Seen) -> None:
    panel = await stage.panel()
    stage.stand_in.fail("POST", CALLBACK, None, trickle=2.0)
    assert not is_refusal(await panel.vote(8))
    await panel.shows(1)
    assert len(stage.asked("POST", CALLBACK)) == 2
    seen("one answer")
