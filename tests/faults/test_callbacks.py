"""The answers to members fail: too late, refused, lost on the way, or taken though nobody said so."""

import asyncio
import re
import time

import pytest

from tests.faults import fault
from tests.faults.conftest import Seen
from tests.faults.stage import CALLBACK, REFERENCE, Stage, is_refusal, unanswered, words
from tests.stand_in import RESET, Json

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("faults-callbacks")]

AREA = "Answers to members"
PAGE = "<html><title>Attention Required! | Cloudflare</title></html>"
AS_JSON = {"Content-Type": "application/json"}
PANEL = re.compile(r"panel:score:(\d+)")
VIA = {"Via": "1.1 stand-in"}


def marked(stage: Stage, user_id: int) -> list[str]:
    """The episodes that a member has marked as watched."""
    rows = stage.rows("SELECT episode FROM marks WHERE member_id = :id AND watched = 1", id=user_id)
    return [row["episode"] for row in rows]


@fault(
    AREA,
    happens="The bot answers a vote after the three seconds that Discord allows (10062)",
    expected="Discord tells the member that nobody responded; the vote counts once, and shows when they ask",
)
async def test_a_vote_that_is_answered_too_late_counts(stage: Stage, seen: Seen) -> None:
    panel, voter = await stage.panel(), stage.somebody()
    stage.stand_in.answer_within = 0
    await unanswered(stage, panel.vote(9, user_id=voter), "answered too late")
    stage.stand_in.answer_within = 30
    assert panel.votes == [9]
    again = await panel.vote(9, user_id=voter)
    assert "Your score" in words(again) or "9" in words(again)
    assert panel.votes == [9]
    await panel.shows(1)
    seen("one vote; its panel shows it")


@fault(
    AREA,
    happens="500, 502 or 503 to an answer, once",
    expected="It is sent again after a second; the member sees one answer",
)
@pytest.mark.parametrize("status", [500, 502, 503])
async def test_an_answer_meets_a_server_error_and_is_sent_again(
    stage: Stage, seen: Seen, status: int
) -> None:
    panel = await stage.panel()
    stage.stand_in.fail("POST", CALLBACK, status)
    began = time.perf_counter()
    assert not is_refusal(await panel.vote(8))
    took = time.perf_counter() - began
    assert panel.votes == [8]
    seen(f"{status}: answered after {took:.1f} s")


@fault(
    AREA,
    happens="500 to an answer until it is too late",
    expected="Discord tells the member that nobody responded; what they did counts; one line in the log",
)
async def test_an_answer_that_fails_until_it_is_too_late_loses_nothing(stage: Stage, seen: Seen) -> None:
    user_id = stage.somebody()
    stage.stand_in.answer_within = 0.5
    stage.stand_in.fail("POST", CALLBACK, 500)
    doing = stage.stand_in.slash("watched", {"episodes": "1-3"}, user_id=user_id)
    await unanswered(stage, doing, "answered too late")
    assert marked(stage, user_id) == ["s1e1", "s1e2", "s1e3"]
    assert "ERROR" not in stage.log
    seen("three marks stored, none twice")


@fault(
    AREA,
    happens="429 to an answer, for half a second",
    expected="It is sent again when Discord allows it",
)
async def test_a_short_limit_on_an_answer_is_waited_out(stage: Stage, seen: Seen) -> None:
    panel = await stage.panel()
    body: Json = {"message": "limited", "retry_after": 0.5, "global": False}
    stage.stand_in.fail("POST", CALLBACK, 429, body, headers=VIA)
    began = time.perf_counter()
    assert not is_refusal(await panel.vote(8))
    assert panel.votes == [8]
    seen(f"answered after {time.perf_counter() - began:.1f} s")


@fault(
    AREA,
    happens="429 to an answer, for a minute",
    expected="To that member Discord says that nobody responded; the vote counts; others are answered",
)
async def test_a_long_limit_on_an_answer_holds_up_nobody_else(stage: Stage, seen: Seen) -> None:
    panel = await stage.panel()
    body: Json = {"message": "limited", "retry_after": 60, "global": True}
    stage.stand_in.fail("POST", CALLBACK, 429, body, headers=VIA)
    limited = asyncio.create_task(panel.vote(3))
    await stage.until(lambda: stage.asked("POST", CALLBACK) and panel.votes == [3])
    began = time.perf_counter()
    assert not is_refusal(await panel.vote(8))
    took = time.perf_counter() - began
    assert not limited.done()
    limited.cancel()
    assert sorted(panel.votes) == [3, 8]
    await panel.shows(2)
    seen(f"the next member was answered after {took:.2f} s")


@fault(
    AREA,
    happens="A page of Cloudflare's, 403, in place of Discord's word about an answer",
    expected="The member is told that Discord did not hear the bot, not that a permission is missing",
)
async def test_a_page_of_a_proxy_to_an_answer_is_explained(stage: Stage, seen: Seen) -> None:
    panel = await stage.panel()
    stage.stand_in.fail("POST", CALLBACK, 403, PAGE, headers={})
    told = await panel.vote(8)
    assert "Discord did not hear me just now" in words(told)
    assert panel.votes == [8]
    seen("explained; the vote counts")


@fault(
    AREA,
    happens="The line breaks before Discord has an answer (connection reset), once or twice",
    expected="The answer is sent again at once; the member sees one answer, and nothing of the fault",
)
@pytest.mark.parametrize(("often", "times"), [("once", 1), ("twice", 2)])
async def test_an_answer_that_was_lost_is_sent_again(
    stage: Stage, seen: Seen, often: str, times: int
) -> None:
    panel = await stage.panel()
    stage.stand_in.fail("POST", CALLBACK, RESET, times=times)
    began = time.perf_counter()
    assert not is_refusal(await panel.vote(8))
    assert panel.votes == [8]
    assert len(stage.asked("POST", CALLBACK)) == 2 + times  # that of the panel among them
    seen(f"broken {often}: answered after {time.perf_counter() - began:.1f} s")


@fault(
    AREA,
    happens="The line breaks while a picture of the ranking goes out",
    expected="The picture is sent again whole",
)
async def test_a_picture_is_sent_again_whole(stage: Stage, seen: Seen) -> None:
    stage.stand_in.fail("POST", CALLBACK, RESET)
    await stage.stand_in.slash("ranking", user_id=stage.somebody())
    lost, sent = stage.asked("POST", CALLBACK)
    assert lost.files == sent.files
    (picture,) = sent.files.values()
    assert picture.startswith(b"\x89PNG")
    seen(f"{len(picture) // 1024} KB, twice the same")


@fault(
    AREA,
    happens="Discord takes an answer, and its word is lost: connection reset, 500, broken or empty JSON",
    expected="There is one answer, no second and no error; the panel that it shows works and is kept",
)
@pytest.mark.parametrize(("status", "body"), [(RESET, None), (500, None), (200, '{"i'), (200, "{}")])
async def test_an_answer_that_was_taken_is_not_given_twice(
    stage: Stage, seen: Seen, status: int, body: str | None
) -> None:
    stage.stand_in.fail("POST", CALLBACK, status, body, done=True, headers=AS_JSON)
    before, number = len(stage.stand_in.written), next(stage.episodes)
    await stage.stand_in.slash("vote", {"episode": str(number)}, user_id=stage.somebody())
    await stage.stand_in.slash("help", user_id=stage.somebody())
    message, *others = stage.stand_in.written[before:]
    if status == 500:
        await stage.hears("Discord has an answer already")
    assert len(others) == 1  # the other command's
    (panel_id,) = PANEL.findall(words(message))
    voted = await stage.stand_in.choose(f"panel:score:{panel_id}", ["7"], message, user_id=stage.somebody())
    assert not is_refusal(voted)
    assert stage.only("SELECT message_id FROM panels WHERE id = :id", id=int(panel_id)) == int(message["id"])
    assert "ERROR" not in stage.log
    seen("one panel each, open")


@fault(
    AREA,
    happens="Somebody else has answered already (40060): another process with the same token",
    expected="No second message; what the member did counts once",
)
async def test_what_is_answered_already_is_left_alone(stage: Stage, seen: Seen) -> None:
    panel = await stage.panel()
    body: Json = {"code": 40060, "message": "Interaction has already been acknowledged."}
    stage.stand_in.fail("POST", CALLBACK, 400, body)
    await unanswered(stage, panel.vote(8), "Discord has an answer already")
    assert panel.votes == [8]
    assert len(stage.asked("POST", CALLBACK)) == 2
    assert stage.asked("POST", r"/webhooks/.+") == []
    seen("one vote, no message")


@fault(
    AREA,
    happens="Discord refuses an answer as malformed (400, code 50035)",
    expected="The member is told that it was the bot's fault, with a reference that stands in the log",
)
async def test_an_answer_that_discord_refuses_is_explained_with_a_reference(stage: Stage, seen: Seen) -> None:
    panel = await stage.panel()
    stage.stand_in.fail("POST", CALLBACK, 400, {"code": 50035, "message": "Invalid Form Body"})
    told = REFERENCE.search(words(await panel.vote(8)))
    assert told
    assert f"reference {told[1]}" in stage.log
    assert panel.votes == [8]
    seen("explained; the vote counts")
