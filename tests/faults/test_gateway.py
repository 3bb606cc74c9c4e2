"""The gateway drops, resumes, is silent or says what nobody expects."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.faults import fault
from tests.faults.conftest import Seen
from tests.faults.party import plan
from tests.faults.stage import CALLBACK, GUILDS, LONG, PATIENCE, Stage, came_up, is_refusal
from tests.stand_in import StandIn
from tests.stand_in.gateway import INVALID_SESSION, RECONNECT
from tests.stand_in.process import TOKEN, running

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("faults-gateway")]

AREA = "The gateway, over which Discord tells of everything"
RESUMED, NEW = "gateway RESUMED", "gateway IDENTIFY"


async def answers_after(stage: Stage, event: str, before: int) -> float:
    """Let a member vote while the bot comes back, and see that it did; seconds until they are answered."""
    began = time.perf_counter()
    panel = stage.rows("SELECT * FROM panels WHERE closed_at IS NULL ORDER BY id DESC LIMIT 1")[0]
    voter = stage.somebody()
    message = stage.stand_in.messages[panel["message_id"]]
    if event == NEW:  # a new session is told nothing of what was before it
        await stage.stand_in.seen(event, before + 1)
        await stage.stand_in.ready()
    answer = await stage.stand_in.choose(f"panel:score:{panel['id']}", ["7"], message, user_id=voter)
    assert not is_refusal(answer)
    assert stage.only("SELECT count(*) FROM votes WHERE member_id = :id", id=voter) == 1
    assert stage.stand_in.events.count(event) == before + 1
    return time.perf_counter() - began


@fault(
    AREA,
    happens="The line breaks, or Discord closes it (4000, 1000), or asks the bot to come back (opcode 7)",
    expected="The session is resumed; what members did meanwhile is told then, answered, and counts once",
)
@pytest.mark.parametrize("how", ["broken", 4000, 1000, "asked"])
async def test_a_line_that_drops_is_resumed_and_what_was_done_meanwhile_is_answered(
    stage: Stage, seen: Seen, how: str | int
) -> None:
    await stage.panel()
    before = stage.stand_in.events.count(RESUMED)
    if how == "asked":
        await stage.stand_in.say({"op": RECONNECT, "d": None})
    else:
        await stage.stand_in.drop(how if isinstance(how, int) else None)
    seen(f"{how}: answered after {await answers_after(stage, RESUMED, before):.1f} s")


@fault(
    AREA,
    happens="Discord declares the session invalid (opcode 9), but lets it be resumed",
    expected="The same",
)
async def test_an_invalid_session_that_may_be_resumed_is(stage: Stage, seen: Seen) -> None:
    await stage.panel()
    before = stage.stand_in.events.count(RESUMED)
    await stage.stand_in.say({"op": INVALID_SESSION, "d": True})
    seen(f"answered after {await answers_after(stage, RESUMED, before):.1f} s")


@fault(
    AREA,
    happens="Discord declares the session invalid for good, or has forgotten it when the bot resumes",
    expected="The bot begins a new session by itself, seconds later, and goes on; nothing is posted twice",
)
@pytest.mark.parametrize("how", ["invalid", "forgotten"])
async def test_a_session_that_is_lost_is_begun_anew(stage: Stage, seen: Seen, how: str) -> None:
    await stage.panel()
    before, written = stage.stand_in.events.count(NEW), len(stage.stand_in.written)
    stage.stand_in.forget()
    if how == "invalid":
        await stage.stand_in.say({"op": INVALID_SESSION, "d": False})
    else:
        await stage.stand_in.drop(None)
    seen(f"{how}: answered after {await answers_after(stage, NEW, before):.1f} s")
    assert len(stage.stand_in.written) == written + 1


@fault(
    AREA,
    happens="The line is silent: heartbeats go unanswered, no event comes",
    expected="After a minute the bot gives the line up and resumes by itself",
)
async def test_a_silent_line_is_given_up_and_resumed(stage: Stage, seen: Seen) -> None:
    panel = await stage.panel()
    before = stage.stand_in.events.count(RESUMED)
    stage.stand_in.acks = False
    began = time.perf_counter()
    await stage.stand_in.seen(RESUMED, before + 1)
    stage.stand_in.acks = True
    took = time.perf_counter() - began
    assert not is_refusal(await panel.vote(8))
    assert panel.votes == [8]
    seen(f"resumed after {took:.0f} s, with {PATIENCE:.0f} s in place of the minute")


@fault(
    AREA,
    happens="Discord tells of the same press or command twice, as it may after a resume",
    expected="It is done and answered once; the second telling changes nothing and disturbs no answer",
)
async def test_what_is_told_twice_is_done_once(stage: Stage, seen: Seen) -> None:
    party = await plan(stage)
    parties = stage.only("SELECT count(*) FROM parties")
    asked = len(stage.asked("POST", CALLBACK))
    await stage.stand_in.dispatch("INTERACTION_CREATE", stage.stand_in.told[-1])
    card, user_id = stage.stand_in.messages[party.row["message_id"]], stage.somebody()
    await stage.stand_in.press(f"party:going:{party.id}", card, user_id=user_id)
    await stage.stand_in.dispatch("INTERACTION_CREATE", stage.stand_in.told[-1])
    await stage.until(lambda: stage.log.count("came a second time") == 2)
    await stage.stand_in.caught_up()
    assert stage.only("SELECT count(*) FROM parties") == parties
    assert party.answers == {user_id: "going"}
    assert len(stage.asked("POST", CALLBACK)) == asked + 1
    seen("one party, one answer, two lines in the log")


@fault(
    AREA,
    happens="Discord sends an event that cannot be read, or a kind that nobody knows",
    expected="It is left out, with an error in the log; all others are heard",
)
async def test_an_event_that_cannot_be_read_is_left_out(stage: Stage, seen: Seen) -> None:
    stage.forgiven.append("cannot be read")  # the host is to see it
    panel = await stage.panel()
    before = stage.stand_in.events.count("gateway opened")
    await stage.stand_in.dispatch("CHANNEL_UPDATE", {"id": "no number"})
    await stage.stand_in.dispatch("INTERACTION_CREATE", {"id": "5"})
    await stage.stand_in.dispatch("TOMORROWS_EVENT", {"id": "5"})
    await stage.stand_in.say({"op": 99, "d": None})
    assert not is_refusal(await panel.vote(8))
    assert stage.log.count("cannot be read; left out") == 2
    assert stage.stand_in.events.count("gateway opened") == before
    seen("the line stood; the next press was answered")


@fault(
    AREA,
    happens="A frame of the gateway is garbled: no JSON, no message in it, or not compressed as agreed",
    expected="One line in the log; within seconds the session is resumed, and nothing of it is lost",
)
@pytest.mark.parametrize("frame", ['{"op": 0, "t": "GUILD', "[]", b"junk"], ids=["cut", "list", "bytes"])
async def test_a_garbled_frame_has_the_session_resumed(stage: Stage, seen: Seen, frame: str | bytes) -> None:
    await stage.panel()
    before = stage.stand_in.events.count(RESUMED)
    await stage.stand_in.garble(frame)
    seen(f"answered after {await answers_after(stage, RESUMED, before):.1f} s")
    (line,) = [text for text in stage.log.splitlines() if " WARNING " in text or " ERROR " in text]
    assert "UnreadableFrame" in line


@fault(
    AREA,
    happens="A server goes out of reach by an outage of Discord's, and comes back",
    expected="It is not taken for a farewell: nothing is parked, members are answered, edits are made",
)
async def test_a_server_s_outage_is_no_farewell(stage: Stage, seen: Seen) -> None:
    home = GUILDS[2]
    panel = await stage.panel(9, guild_id=home)
    await stage.stand_in.dispatch("GUILD_DELETE", {"id": str(home), "unavailable": True})
    assert not is_refusal(await panel.vote(8))
    await panel.shows(1)
    assert stage.only("SELECT left_at FROM servers WHERE guild_id = :id", id=home) is None
    await stage.stand_in.dispatch("GUILD_CREATE", stage.stand_in.guilds[home])
    await panel.vote(6)
    await panel.shows(2)
    assert sorted(panel.votes) == [6, 8]
    seen("answered and edited, during it and after")


@fault(
    AREA,
    happens="The bot comes back while a server is out of reach, which Discord sends later",
    expected="Its members are answered at once, what is due there is done, and nothing of it is given up",
)
async def test_a_server_that_comes_late_is_served_from_the_start(stage: Stage, seen: Seen) -> None:
    home = GUILDS[3]
    panel = await stage.panel(9, guild_id=home)
    before = stage.stand_in.events.count(NEW)
    stage.stand_in.late = {home}
    stage.stand_in.forget()
    await stage.stand_in.drop(None)
    await stage.stand_in.seen(NEW, before + 1)
    await stage.stand_in.ready()
    assert not is_refusal(await panel.vote(8))
    await panel.shows(1)
    assert stage.only("SELECT left_at FROM servers WHERE guild_id = :id", id=home) is None
    stage.stand_in.late = set()
    await stage.stand_in.dispatch("GUILD_CREATE", stage.stand_in.guilds[home])
    await panel.vote(6)
    await panel.shows(2)
    seen("answered and edited before it came")


@fault(
    AREA,
    happens="Discord is not to be reached at all: lines break, connections are refused, the gateway says 503",
    expected="The bot stays up and comes back by itself; what fell due meanwhile is done then, once",
)
async def test_a_discord_out_of_reach_is_waited_for(stage: Stage, seen: Seen) -> None:
    panel = await stage.panel()
    await panel.vote(8)
    await stage.stand_in.go_away()
    stage.pass_time()
    await stage.until(lambda: "again in 5 s" in stage.log)
    await asyncio.sleep(2)
    assert stage.process.is_running
    stage.stand_in.fail("GET", "/ws", 503)
    await stage.stand_in.come_back()
    began, before = time.perf_counter(), len(stage.asked("PATCH", panel.path))
    await stage.stand_in.until(lambda: stage.stand_in.is_connected)
    assert not is_refusal(await panel.vote(6))
    took = time.perf_counter() - began
    await panel.shows(2)
    assert len(stage.asked("PATCH", panel.path)) - before in {1, 2}
    seen(f"the next vote was answered {took:.1f} s after Discord was back")


@fault(
    AREA,
    happens="Discord closes the gateway for good: the token was reset (4004), or the bot is refused (4014)",
    expected="The process ends in order with exit code 2 and a sentence for the host; the database is closed",
)
@pytest.mark.parametrize(
    ("code", "sentence"), [(4004, "DISCORD_TOKEN was not accepted"), (4014, "(code 4014)")]
)
async def test_a_gateway_that_closes_for_good_ends_the_process_in_order(
    tmp_path: Path, seen: Seen, code: int, sentence: str
) -> None:
    async with StandIn(TOKEN) as stand_in, running(tmp_path, port=stand_in.port) as process:
        stand_in.patience = LONG
        await came_up(stand_in, process)
        stand_in.refuse_identify = code
        await stand_in.drop(code)
        ending = await process.end(within=LONG)
    assert ending.code == 2, ending.err
    assert sentence in " ".join(ending.said)
    assert "Traceback" not in ending.err
    assert not (tmp_path / "encore.db-wal").exists()  # the database was closed
    seen(f"{code}: “{ending.said[-1]}”")
