"""The real process where it cannot start: one sentence a fault, an exit code, and nothing left behind."""

import asyncio
import ctypes
import json
import os
import re
import sqlite3
from collections.abc import Generator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tests.stand_in import BOT_ID, GUILD_ID, StandIn
from tests.stand_in.process import ROOT, TOKEN, Ending, ended

UNUSABLE, FAILED = 2, 1  # exit codes: somebody has to mend it, or it may work the next time
NO_CATALOGUE = """
[series]
title = 7
[[episodes]]
season = 1
number = 1
title = ""
"""
FAULTS = [
    "The catalogue (ENCORE_CATALOGUE=show.toml) cannot be used:",
    "show.toml: [series]: title: must be text, not 7",
    "show.toml: [series]: id: is missing",
    "show.toml: [[episodes]] season 1 episode 1: title: must not be blank",
]


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def the_sentence(ending: Ending, code: int) -> str:
    """All that was said, which is one sentence, where the process ended with this code and no traceback."""
    assert ending.code == code, ending.err
    assert "Traceback" not in ending.err
    (sentence,) = ending.said
    return sentence


WRONG = {
    "ENCORE_DATABASE_URL": ("mysql://here", "sqlite:///file.db"),
    "ENCORE_LOG_LEVEL": ("LOUD", "DEBUG, INFO, WARNING or ERROR"),
    "ENCORE_LOG_FORMAT": ("xml", "text or json"),
    "ENCORE_DEV_GUILD": ("my server", "a server's id"),
}


async def test_wrong_settings_are_all_told_at_once_and_nothing_is_opened(tmp_path: Path) -> None:
    secret = "Bot " + TOKEN
    wrong = {name: value for name, (value, _) in WRONG.items()} | {"DISCORD_TOKEN": secret}
    (tmp_path / ".env").write_text('ENCORE_CATALOGUE="a\0b"')  # an environment cannot hold this one
    ending = await ended(tmp_path, env=wrong)
    assert ending.code == UNUSABLE
    assert len(ending.said) == len(wrong) + 1
    said = {line.split(" (")[0]: line for line in ending.said}
    for name, (value, allowed) in WRONG.items():
        assert f"{name} (now '{value}') must be " in said[name]
        assert allowed in said[name]
    assert "developer portal" in said["DISCORD_TOKEN"]
    assert "a TOML file" in said["ENCORE_CATALOGUE"]
    assert TOKEN not in ending.out + ending.err
    assert names(tmp_path) == [".env"]


async def test_a_server_id_beyond_64_bits_is_refused(tmp_path: Path) -> None:
    async with StandIn(TOKEN) as stand_in:
        ending = await ended(tmp_path, port=stand_in.port, env={"ENCORE_DEV_GUILD": "9" * 20})
    assert "ENCORE_DEV_GUILD" in the_sentence(ending, UNUSABLE)


async def test_a_token_that_discord_refuses_is_told(tmp_path: Path) -> None:
    async with StandIn("another token") as stand_in:
        ending = await ended(tmp_path, port=stand_in.port)
    assert "DISCORD_TOKEN was not accepted" in the_sentence(ending, UNUSABLE)
    assert TOKEN not in ending.err


async def test_a_token_that_the_gateway_refuses_is_told(tmp_path: Path) -> None:
    async with StandIn(TOKEN) as stand_in:
        stand_in.refuse_identify = 4004
        ending = await ended(tmp_path, port=stand_in.port)
    assert "DISCORD_TOKEN was not accepted" in the_sentence(ending, UNUSABLE)


async def test_a_discord_out_of_reach_is_told(tmp_path: Path) -> None:
    assert "Discord could not be reached" in the_sentence(await ended(tmp_path), FAILED)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/users/@me"), ("PUT", f"/applications/{BOT_ID}/commands")]
)
async def test_a_discord_out_of_order_is_told(tmp_path: Path, method: str, path: str) -> None:
    async with StandIn(TOKEN) as stand_in:
        stand_in.fail(method, path, 503, times=9)
        ending = await ended(tmp_path, port=stand_in.port)
    assert "Discord could not be reached" in the_sentence(ending, FAILED)


async def test_commands_that_discord_does_not_take_are_told(tmp_path: Path) -> None:
    async with StandIn(TOKEN) as stand_in:
        stand_in.fail("PUT", "/applications/.+", 400, {"code": 50035, "message": "Invalid Form Body"})
        ending = await ended(tmp_path, port=stand_in.port)
    assert "commands" in the_sentence(ending, UNUSABLE)


async def test_a_dev_guild_that_the_bot_is_not_in_is_told(tmp_path: Path) -> None:
    async with StandIn(TOKEN) as stand_in:
        stand_in.fail("PUT", "/applications/.+", 403, {"code": 50001, "message": "Missing Access"})
        ending = await ended(tmp_path, port=stand_in.port, env={"ENCORE_DEV_GUILD": str(GUILD_ID)})
    assert "ENCORE_DEV_GUILD" in the_sentence(ending, UNUSABLE)


async def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "encore.db").write_text("shopping list")
    assert "encore.db is not a SQLite database" in the_sentence(await ended(tmp_path), UNUSABLE)
    assert (tmp_path / "encore.db").read_text() == "shopping list"


async def test_a_database_of_a_newer_encore_is_told(tmp_path: Path) -> None:
    await ended(tmp_path)  # makes one
    with closing(sqlite3.connect(tmp_path / "encore.db")) as db, db:
        db.execute("INSERT INTO schema_migrations VALUES (9999, 'of_tomorrow', '', 0)")
    assert "newer Encore" in the_sentence(await ended(tmp_path), UNUSABLE)


def obey_file_modes() -> None:
    """Let root be refused as everybody is: without CAP_DAC_OVERRIDE, which prctl(2) drops."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE


@pytest.fixture
def read_only(tmp_path: Path) -> Generator[Path]:
    tmp_path.chmod(0o555)
    yield tmp_path
    tmp_path.chmod(0o755)


async def test_a_folder_that_cannot_be_written_to_is_told(read_only: Path) -> None:
    ending = await ended(read_only, beforehand=obey_file_modes)
    assert "The folder of encore.db cannot be written to" in the_sentence(ending, UNUSABLE)
    assert names(read_only) == []


async def test_all_faults_of_a_catalogue_are_told_and_nothing_is_opened(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(NO_CATALOGUE)
    ending = await ended(tmp_path, env={"ENCORE_CATALOGUE": "show.toml"})
    assert (ending.code, ending.said) == (UNUSABLE, FAULTS)
    assert names(tmp_path) == ["show.toml"]


async def test_a_catalogue_that_is_not_there_is_told(tmp_path: Path) -> None:
    ending = await ended(tmp_path, env={"ENCORE_CATALOGUE": "nowhere"})
    assert ending.code == UNUSABLE
    assert ending.said == [
        "The catalogue (ENCORE_CATALOGUE=nowhere) cannot be used:",
        "nowhere: no such file or folder",
    ]


async def test_check_finds_nothing_wrong_and_leaves_nothing(tmp_path: Path) -> None:
    ending = await ended(tmp_path, "check")
    assert (ending.code, ending.err) == (0, "")
    assert "26 episodes" in ending.out
    assert "encore.db does not exist yet" in ending.out
    assert names(tmp_path) == []


async def test_check_tells_all_faults_of_catalogue_and_database(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(NO_CATALOGUE)
    (tmp_path / "encore.db").write_text("shopping list")
    ending = await ended(tmp_path, "check", env={"ENCORE_CATALOGUE": "show.toml"})
    assert ending.code == UNUSABLE
    assert ending.said[:-1] == FAULTS
    assert "not a SQLite database" in ending.said[-1]


async def test_without_token_and_extras_it_says_what_to_install(tmp_path: Path) -> None:
    extras = tmp_path / "extras"
    extras.mkdir()
    (extras / "simcord.py").write_text('raise ModuleNotFoundError("hidden", name="simcord")')
    env = {"DISCORD_TOKEN": "", "PYTHONPATH": f"{extras}{os.pathsep}{ROOT}"}
    ending = await ended(tmp_path, env=env)
    assert "pip install -r requirements/demo.txt" in the_sentence(ending, UNUSABLE)
    assert names(tmp_path) == ["extras"]


async def checked(folder: Path, env: Mapping[str, str]) -> str:
    ending = await ended(folder, "check", env=env)
    assert ending.code == 0, ending.err
    return ending.out + ending.err


async def test_env_file_is_read_and_the_environment_wins_over_it(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ENCORE_DATABASE_URL=sqlite:///file.db\n")
    of_file, of_environment = await asyncio.gather(
        checked(tmp_path, {}), checked(tmp_path, {"ENCORE_DATABASE_URL": "sqlite:///environment.db"})
    )
    assert "file.db does not exist yet" in of_file
    assert "environment.db does not exist yet" in of_environment


async def test_an_env_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("ENCORE_CATALOGUE=Größe".encode("latin-1"))
    assert ".env cannot be read" in the_sentence(await ended(tmp_path), UNUSABLE)
    assert names(tmp_path) == [".env"]


async def test_an_env_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ENCORE_LOG_LEVEL=LOUD", encoding="utf-8-sig")
    assert "ENCORE_LOG_LEVEL (now 'LOUD')" in the_sentence(await ended(tmp_path), UNUSABLE)


async def test_a_line_of_an_env_file_that_says_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ENCORE_LOG_LEVEL=INFO\n\nDISCORD_TOKEN\n")
    assert the_sentence(await ended(tmp_path), UNUSABLE) == ".env, line 3, must be like NAME=value."


async def test_a_misspelt_variable_is_warned_of_with_what_it_may_have_meant(tmp_path: Path) -> None:
    said = await checked(tmp_path, {"ENCORE_LOGLEVEL": "DEBUG", "ENCORE_LOG_FORMAT": "json"})
    (warning,) = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert warning["level"] == "WARNING"
    assert re.search("ENCORE_LOGLEVEL is not a setting .+ did you mean ENCORE_LOG_LEVEL", warning["message"])


async def test_an_env_that_is_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    assert ".env is not a file" in the_sentence(await ended(tmp_path), UNUSABLE)


async def test_a_demo_database_that_cannot_be_removed_is_told(tmp_path: Path) -> None:
    (tmp_path / "encore-demo.db").mkdir()
    ending = await ended(tmp_path, "demo", "--fresh")
    assert "encore-demo.db cannot be removed" in the_sentence(ending, UNUSABLE)
