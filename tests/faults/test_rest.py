"""Discord's REST API fails while the bot keeps its messages up to date: limits, errors, broken lines."""

import asyncio
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from tests.faults import fault
from tests.faults.conftest import Seen
from tests.faults.stage import GUILDS, PATIENCE, POSTS, Panel, Stage
from tests.stand_in import Json

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("faults-rest")]

AREA = "Discord's API, while messages are kept up to date"
VIA = {"Via": "1.1 stand-in"}
PAGE = "<html><title>Attention Required! | Cloudflare</title></html>"
LIMITED: Json = {"message": "You are being rate limited.", "retry_after": 0.5, "global": False}
CROWD = 8
"""Panels of each server, of three, while Discord's limit for all is met."""


async def waits_out(stage: Stage, headers: dict[str, str], body: Json) -> Panel:
    """Let an edit meet a limit; a member is answered meanwhile."""
    panel = await stage.voted()
    stage.stand_in.fail("PATCH", panel.path, 429, body, headers=VIA | headers)
    stage.pass_time()
    await stage.until(lambda: stage.asked("PATCH", panel.path))
    await panel.vote(4)
    assert len(stage.asked("PATCH", panel.path)) == 1  # answered before the limit was over
    await panel.shows(2)
    assert sorted(panel.votes) == [4, 8]
    return panel


async def tried_again(stage: Stage, status: int, body: Json | str | None = None, **how: Any) -> Panel:
    """Let an edit fail like this, until the worker has put it off."""
    panel = await stage.voted()
    stage.stand_in.fail("PATCH", panel.path, status, body, **how)
    stage.pass_time()
    await stage.hears("again in 5 s")
    return panel


@fault(
    AREA,
    happens="An edit meets the limit of its own route (429)",
    expected="The message follows when Discord allows it; votes are answered meanwhile, at once",
)
async def test_the_limit_of_a_route_is_waited_out(stage: Stage, seen: Seen) -> None:
    panel = await waits_out(stage, {"X-RateLimit-Scope": "user"}, LIMITED)
    limited, then, *_ = stage.asked("PATCH", panel.path)
    assert then.at - limited.at >= 0.5
    seen(f"edited {then.at - limited.at:.1f} s later, as Discord asked for 0.5 s")


@fault(
    AREA,
    happens="An edit meets a limit that it shares with others (429, scope shared)",
    expected="The same",
)
async def test_a_shared_limit_is_waited_out(stage: Stage, seen: Seen) -> None:
    panel = await waits_out(stage, {"X-RateLimit-Scope": "shared"}, LIMITED)
    seen(f"edited at attempt {len(stage.asked('PATCH', panel.path)) - 1}")


@fault(
    AREA,
    happens=f"Discord's limit for all requests is met (429, global) while {3 * CROWD} edits wait",
    expected="Nothing leaves until it is over but answers to members; then each message is edited once",
)
async def test_the_global_limit_holds_all_edits_and_no_answer(stage: Stage, seen: Seen) -> None:
    panels = [
        await stage.panel(number, guild_id=guild_id)
        for guild_id in GUILDS[1:4]
        for number in range(1, 1 + CROWD)
    ]
    for panel in panels:
        await panel.vote(9)
    every = r"/channels/\d+/messages/\d+"
    stage.stand_in.fail("PATCH", every, 429, LIMITED | {"retry_after": 2.0, "global": True}, headers=VIA)
    stage.pass_time()
    await stage.until(lambda: stage.asked("PATCH", every))
    (limited, *_) = stage.asked("PATCH", every)
    began = time.perf_counter()
    await stage.stand_in.slash("help", user_id=stage.somebody())
    answered = time.perf_counter() - began
    await stage.until(lambda: all("**1** has" in panel.shown for panel in panels))
    edits = stage.asked("PATCH", every)
    assert Counter(each.path for each in edits if each.status == 200) == {panel.path: 1 for panel in panels}
    assert [each for each in edits if limited.at + 0.5 < each.at < limited.at + 1.9] == []
    seen(f"{len(panels)} edits, {len(panels)} made; a command meanwhile was answered after {answered:.2f} s")


@fault(
    AREA,
    happens="More than so many edits of a message that is older than an hour (429, code 30046), five times",
    expected="The edit is tried again by the worker; the message shows the last state in the end",
)
async def test_a_limit_on_edits_of_old_messages_is_outlasted(stage: Stage, seen: Seen) -> None:
    body = LIMITED | {"code": 30046, "retry_after": 0.05}
    panel = await tried_again(stage, 429, body, headers=VIA, times=5)
    await panel.shows(1)
    seen(f"edited at attempt {len(stage.asked('PATCH', panel.path))}")


@fault(
    AREA,
    happens="A page of Cloudflare's in place of Discord's answer: 403 (1020), 404, 429 (1015), 520",
    expected="Nothing is forgotten: such a page is not Discord's word; the edit is tried again",
)
@pytest.mark.parametrize("status", [403, 404, 429, 520])
async def test_a_page_of_a_proxy_is_not_taken_for_discord_s_word(
    stage: Stage, seen: Seen, status: int
) -> None:
    panel = await tried_again(stage, status, PAGE, headers={})
    assert panel.row is not None
    await panel.shows(1)
    assert len(stage.asked("PATCH", r".+/messages/\d+")) == 2
    assert stage.asked("POST", "/users/@me/channels") == []  # nobody is told that the channel is lost
    seen(f"{status}: edited at the second attempt")


@fault(
    AREA,
    happens="500, 502 or 504, once",
    expected="The request is sent again within a second or two; nobody notices",
)
@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_server_error_is_tried_again_at_once(stage: Stage, seen: Seen, status: int) -> None:
    panel = await stage.voted()
    stage.stand_in.fail("PATCH", panel.path, status)
    await panel.shows(1)
    failed, then = stage.asked("PATCH", panel.path)
    assert (failed.status, then.status) == (status, 200)
    seen(f"{status}: edited {then.at - failed.at:.1f} s later")


@fault(
    AREA,
    happens="503, or 401 because the token is being changed; once",
    expected="The worker tries again after 5 s",
)
@pytest.mark.parametrize("status", [503, 401])
async def test_what_goes_by_is_tried_again(stage: Stage, seen: Seen, status: int) -> None:
    panel = await tried_again(stage, status)
    await panel.shows(1)
    assert [each.status for each in stage.asked("PATCH", panel.path)] == [status, 200]
    seen(f"{status}: edited at the second attempt")


@fault(
    AREA,
    happens="503 for hours",
    expected="What is due is kept and tried again, in the end hourly, for a week; nothing is given up",
)
async def test_an_outage_of_hours_is_outlasted(stage: Stage, seen: Seen) -> None:
    panel = await stage.panel()
    await panel.close()
    stage.stand_in.fail("POST", POSTS, 503, times=9)
    began = stage.clock()
    for attempt in range(9):
        await stage.until(lambda: len(stage.asked("POST", POSTS)) > attempt)  # noqa: B023  awaited here
        await stage.hears("again in", times=attempt + 1)
        stage.pass_time(timedelta(hours=1, seconds=1))
    await stage.until(lambda: [each.status for each in stage.asked("POST", POSTS)].count(200) == 1)
    assert "given up" not in stage.log
    seen(f"posted at the tenth attempt, {(stage.clock() - began) / timedelta(hours=1):.0f} hours later")


@fault(
    AREA,
    happens="Discord takes a request and never answers",
    expected="It is given up after 45 s and tried again; other work goes on meanwhile",
)
async def test_a_request_without_an_answer_does_not_hold_up_the_others(stage: Stage, seen: Seen) -> None:
    panel, other = await stage.panel(), await stage.panel()
    await panel.vote(8)
    await other.vote(7)
    stage.stand_in.fail("PATCH", panel.path, None, delay=3600)
    await other.shows(1)
    assert "**1** has" in panel.shown  # Discord has it; the bot does not know
    await panel.vote(6)
    await stage.until(lambda: "again in 5 s" in stage.log, within=3 * PATIENCE)
    await panel.shows(2)
    seen("edited at the second attempt; a panel beside it at once")


@fault(
    AREA,
    happens="Discord's answer trickles in over two seconds",
    expected="It is waited for; the message is edited once",
)
async def test_an_answer_that_trickles_is_waited_for(stage: Stage, seen: Seen) -> None:
    panel = await stage.voted()
    stage.stand_in.fail("PATCH", panel.path, None, trickle=2.0)
    await panel.shows(1)
    await asyncio.sleep(2.2)
    assert len(stage.asked("PATCH", panel.path)) == 1
    seen("edited once")


@fault(
    AREA,
    happens="Discord refuses an edit as malformed (400, code 50035)",
    expected="That edit is given up with an error in the log; the next vote edits the message again",
)
async def test_what_discord_refuses_for_good_is_given_up_and_the_next_edit_is_made(
    stage: Stage, seen: Seen
) -> None:
    panel = await stage.voted()
    stage.stand_in.fail("PATCH", panel.path, 400, {"code": 50035, "message": "Invalid Form Body"})
    stage.forgiven.append("given up")  # the host is to see it
    stage.pass_time()
    await stage.hears("given up")
    assert panel.votes == [8]
    await panel.vote(9)
    await panel.shows(2)
    seen("given up; edited with the next vote")
