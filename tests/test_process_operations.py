"""What a host does with the database, by the command line and beside a bot that runs."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from tests.stand_in import StandIn
from tests.stand_in.process import ROOT, TOKEN, ended, running

UNUSABLE = 2


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_backup_is_made_while_the_bot_runs_and_put_back_once_it_is_stopped(tmp_path: Path) -> None:
    async with StandIn(TOKEN) as stand_in, running(tmp_path, port=stand_in.port) as process:
        await stand_in.ready()
        await stand_in.slash("vote", {"episode": "26", "score": 9})
        made = await ended(tmp_path, "backup", "copy.db")
        await stand_in.slash("vote", {"episode": "26", "score": 3})
        too_early = await ended(tmp_path, "restore", "copy.db", "--force")
        await process.stop()
    refused = await ended(tmp_path, "restore", "copy.db")
    restored = await ended(tmp_path, "restore", "copy.db", "--force")
    await ended(tmp_path, "export", "rows.jsonl")

    assert (made.code, made.err) == (0, "")
    assert "complete, opened again and verified" in made.out
    assert (too_early.code, too_early.said) == (UNUSABLE, ["encore.db is in use; stop Encore first."])
    assert refused.code == UNUSABLE
    assert "--force" in refused.err
    assert restored.code == 0, restored.err
    assert [name for name in names(tmp_path) if ".before-" in name] != []
    assert [row["score"] for row in rows_of(tmp_path / "rows.jsonl", "votes")] == [9]


async def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("shopping list")

    for arguments in (("backup", "new.db"), ("restore", "copy.db"), ("export", "rows.jsonl")):
        ending = await ended(tmp_path, *arguments)
        assert ending.code == UNUSABLE
        assert len(ending.said) == 1
        assert ending.said[0].endswith(".")
        assert "ENCORE_DATABASE_URL" not in ending.err, "which is not what is wrong here"

    assert names(tmp_path) == ["copy.db"]


async def told_in(folder: Path, redirected: str) -> tuple[int, str]:
    """The exit code of `check` where a shell has done that with its output, and the rest that it said."""
    process = await asyncio.create_subprocess_exec(
        *("sh", "-c", f"exec {sys.executable} -m bot check {redirected}"),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        cwd=folder,
        stderr=asyncio.subprocess.PIPE,
    )
    _, errors = await process.communicate()
    return process.returncode or 0, errors.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
async def test_output_that_finds_no_room_is_one_sentence(tmp_path: Path) -> None:
    code, said = await told_in(tmp_path, ">/dev/full")

    assert (code, len(said.splitlines())) == (1, 1)
    assert said.startswith("Standard output cannot be written to: No space left")


async def test_who_closes_its_output_gets_the_exit_code_alone(tmp_path: Path) -> None:
    assert await told_in(tmp_path, ">&-") == (0, "")


async def test_what_nobody_reads_to_its_end_is_no_fault(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "check"),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        stdout=write,
        stderr=asyncio.subprocess.PIPE,
    )
    os.close(write)

    _, errors = await process.communicate()
    assert errors == b""
    assert process.returncode == 1


async def test_an_export_holds_every_row_and_overwrites_nothing(tmp_path: Path) -> None:
    async with StandIn(TOKEN) as stand_in, running(tmp_path, port=stand_in.port) as process:
        await stand_in.ready()
        await stand_in.slash("vote", {"episode": "26", "score": 9})
        exported = await ended(tmp_path, "export", "rows.jsonl")
        again = await ended(tmp_path, "export", "rows.jsonl")
        await process.stop()

    first = json.loads((tmp_path / "rows.jsonl").read_text().splitlines()[0])
    assert first["format"] == "encore"
    assert "one JSON object a line" in exported.out
    assert {len(rows_of(tmp_path / "rows.jsonl", table)) for table in ("votes", "marks", "members")} == {1}
    assert (again.code, "exists already" in again.err) == (UNUSABLE, True)


def rows_of(file: Path, table: str) -> list[dict[str, object]]:
    found = [json.loads(line) for line in file.read_text().splitlines()]
    return [row for row in found if row.get("table") == table]
