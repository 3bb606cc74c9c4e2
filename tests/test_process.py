"""The real process online: it comes up, answers and leaves in order, whatever Discord does meanwhile."""

import asyncio
import json
import re
import signal
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tests.stand_in import BOT_ID, GUILD_ID, RESET, Json, StandIn
from tests.stand_in.process import TOKEN, Ending, running

EVERYWHERE = f"/applications/{BOT_ID}/commands"
HERE = f"/applications/{BOT_ID}/guilds/{GUILD_ID}/commands"
FOR_EVER = 3600.0
COMPONENTS_V2 = 1 << 15  # https://discord.com/developers/docs/resources/message#message-object-message-flags


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    async with StandIn(TOKEN) as stand_in:
        yield stand_in


async def visit(stand_in: StandIn, folder: Path, env: Mapping[str, str] | None = None) -> Ending:
    async with running(folder, port=stand_in.port, env=env) as process:
        await stand_in.ready()
        return await process.stop()


def sent(stand_in: StandIn) -> list[str]:
    return [request.path for request in stand_in.requests if request.method == "PUT"]


def button(message: Json, verb: str) -> str:
    return next(found for found in re.findall(r'"custom_id": "(.+?)"', json.dumps(message)) if verb in found)


def assert_left_in_order(ending: Ending, folder: Path) -> None:
    assert ending.code == 0, ending.err
    assert not re.search("Traceback|Unclosed|never retrieved|never awaited", ending.err), ending.err
    assert [file.name for file in folder.iterdir()] == ["encore.db"]  # no -wal: it was closed
    with closing(sqlite3.connect(folder / "encore.db", timeout=0)) as db:
        db.execute("BEGIN EXCLUSIVE")  # nobody has a lock on it


async def test_a_user_app_answers_where_the_bot_is_no_member(stand_in: StandIn, tmp_path: Path) -> None:
    async with running(tmp_path, port=stand_in.port) as process:
        await stand_in.ready()
        elsewhere = await stand_in.slash("episode", {"episode": "26"}, guild_id=GUILD_ID + 4096)
        friends = await stand_in.slash("episode", {"episode": "25"}, group=True)
        turned = await stand_in.press(button(friends, "episode:show"), friends["data"], group=True)
        await process.stop()
    assert "An Amazing Comeback" in json.dumps(elsewhere)
    assert "An Amazing Bond" in json.dumps(friends)
    assert "The Amazing Intensive Training" in json.dumps(turned)


async def test_commands_are_sent_once_and_again_only_when_they_have_changed(
    stand_in: StandIn, tmp_path: Path
) -> None:
    await visit(stand_in, tmp_path)
    await visit(stand_in, tmp_path)
    assert sent(stand_in) == [EVERYWHERE]
    with closing(sqlite3.connect(tmp_path / "encore.db")) as db, db:
        db.execute("UPDATE command_syncs SET digest = 'of other commands'")
    await visit(stand_in, tmp_path)
    assert sent(stand_in) == [EVERYWHERE, EVERYWHERE]


async def test_commands_go_to_the_dev_guild_alone(stand_in: StandIn, tmp_path: Path) -> None:
    await visit(stand_in, tmp_path, {"ENCORE_DEV_GUILD": str(GUILD_ID)})
    assert sent(stand_in) == [HERE]
    assert {command["name"] for command in stand_in.commands[GUILD_ID]} >= {"episode", "help"}


async def test_a_command_is_answered_in_one_call_with_a_card(stand_in: StandIn, tmp_path: Path) -> None:
    async with running(tmp_path, port=stand_in.port) as process:
        await stand_in.ready()
        before = len(stand_in.requests)
        answer = await stand_in.slash("episode", {"episode": "26"})
        await process.stop()
    assert [request.path.rpartition("/")[2] for request in stand_in.requests[before:]] == ["callback"]
    assert answer["data"]["flags"] & COMPONENTS_V2
    assert "s1e26" in json.dumps(answer["data"]["components"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_in_order(stand_in: StandIn, tmp_path: Path, number: signal.Signals) -> None:
    async with running(tmp_path, port=stand_in.port) as process:
        await stand_in.ready()
        assert_left_in_order(await process.stop(number), tmp_path)
    assert [close.code for close in stand_in.closes] == [1000]


async def test_an_answer_under_way_still_arrives_after_the_gateway_and_before_the_database_close(
    stand_in: StandIn, tmp_path: Path
) -> None:
    async with running(tmp_path, port=stand_in.port) as process:
        await stand_in.ready()
        stand_in.hold = 1.0
        await stand_in.slash("episode", {"episode": "26"})
        stopping = asyncio.create_task(process.stop())
        await stand_in.seen("gateway closed 1000")
        answer = stand_in.requests[-1]
        assert answer.status is None
        await stand_in.until(lambda: answer.status == 200)
        assert not stopping.done()
        assert (tmp_path / "encore.db-wal").exists()  # the database was open all the while
        ending = await stopping
    assert_left_in_order(ending, tmp_path)
    assert "before it was done" not in ending.err


@pytest.mark.parametrize("answers_close", [True, False])
@pytest.mark.parametrize("hold", [0.0, FOR_EVER])
async def test_a_discord_that_keeps_it_waiting_does_not_keep_it_from_leaving(
    stand_in: StandIn, tmp_path: Path, hold: float, *, answers_close: bool
) -> None:
    stand_in.hold, stand_in.answers_close = hold, answers_close
    async with running(tmp_path, port=stand_in.port) as process:
        await stand_in.ready()
        await stand_in.slash("episode", {"episode": "26"})
        assert_left_in_order(await process.stop(), tmp_path)
    assert [close.code for close in stand_in.closes] == [1000]


async def test_a_second_signal_does_not_leave_the_database_open(stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.hold = FOR_EVER
    async with running(tmp_path, port=stand_in.port) as process:
        await stand_in.ready()
        await stand_in.slash("episode", {"episode": "26"})
        process.send(signal.SIGINT)
        await stand_in.seen("gateway closed 1000")
        assert_left_in_order(await process.stop(signal.SIGINT), tmp_path)


@pytest.mark.parametrize(
    ("method", "path", "event"),
    [
        ("GET", "/users/@me", "GET /users/@me"),
        ("PUT", EVERYWHERE, f"PUT {EVERYWHERE}"),
        ("GET", "/ws", "gateway refused"),
    ],
)
async def test_a_signal_during_the_start_ends_it_in_order(
    stand_in: StandIn, tmp_path: Path, method: str, path: str, event: str
) -> None:
    stand_in.fail(method, path, None, delay=FOR_EVER)
    async with running(tmp_path, port=stand_in.port) as process:
        await stand_in.seen(event)
        assert_left_in_order(await process.stop(), tmp_path)


async def test_a_dropped_gateway_is_resumed_and_goes_on_answering(stand_in: StandIn, tmp_path: Path) -> None:
    async with running(tmp_path, port=stand_in.port) as process:
        await stand_in.ready()
        await stand_in.drop(None)
        await stand_in.seen("gateway RESUMED")
        await stand_in.slash("series")
        assert_left_in_order(await process.stop(), tmp_path)


async def test_a_gateway_out_of_order_at_the_start_is_waited_for(stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.fail("GET", "/ws", 503)
    async with running(tmp_path, port=stand_in.port) as process:
        await stand_in.seen("gateway refused")
        await stand_in.ready()
        await stand_in.slash("series")
        assert_left_in_order(await process.stop(), tmp_path)


@pytest.mark.parametrize("form", ["text", "json"])
async def test_no_log_line_holds_a_token(stand_in: StandIn, tmp_path: Path, form: str) -> None:
    env = {"ENCORE_LOG_LEVEL": "DEBUG", "ENCORE_LOG_FORMAT": form}
    async with running(tmp_path, port=stand_in.port, env=env) as process:
        await stand_in.ready()
        message = (await stand_in.slash("episode", {"episode": "26"}))["data"]
        await stand_in.press(button(message, "spoiler:ask"), message)
        await stand_in.press("gone:since:long", message)
        stand_in.fail("POST", "/interactions/.+", RESET, done=True)
        await stand_in.slash("help")
        _, out, err = await process.stop()
    assert "INTERACTION_CREATE" in err
    assert TOKEN not in out + err
    assert re.findall(r"interaction-\d+", out + err) == []
    if form == "json":
        assert all(isinstance(json.loads(line), dict) for line in err.splitlines())
