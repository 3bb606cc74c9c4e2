"""`python -m bot doctor`, by the command line and beside a bot that runs."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.db.ailing import fill
from tests.stand_in import StandIn
from tests.stand_in.process import TOKEN, Ending, ended, running

SOUND, FOUND, UNUSABLE = 0, 1, 2


def befall(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "encore.db", isolation_level=None)) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def lines(ending: Ending) -> list[str]:
    return ending.out.splitlines()


async def test_a_slip_is_told_while_the_bot_runs_and_mended_once_it_is_stopped(tmp_path: Path) -> None:
    async with StandIn(TOKEN) as stand_in, running(tmp_path, port=stand_in.port) as process:
        await stand_in.ready()
        await stand_in.slash("vote", {"episode": "26", "score": 9})
        sound = await ended(tmp_path, "doctor")
        befall(tmp_path, "UPDATE vote_totals SET votes = 2, s9 = 2")
        told = await ended(tmp_path, "doctor")
        refused = await ended(tmp_path, "doctor", "--fix")
        await stand_in.slash("vote", {"episode": "25", "score": 4})
        stopped = await process.stop()
    mended = await ended(tmp_path, "doctor", "--fix")

    assert (sound.code, sound.err) == (SOUND, "")
    assert lines(sound) == ["encore.db: sound, and all totals are as a recount has them."]
    assert told.code == FOUND
    assert len(lines(told)) == 1
    assert "episode s1e26: votes is 2, counted 1). With --fix" in told.out
    assert (refused.code, refused.said) == (UNUSABLE, ["encore.db is in use; stop Encore first."])
    assert (stopped.code, mended.code, mended.err) == (0, SOUND, "")
    database, copy = names(tmp_path)
    assert database == "encore.db"
    assert f"kept as {copy}" in lines(mended)[0]
    assert lines(mended)[1].endswith("What was counted is stored.")
    assert lines(mended)[2:] == lines(sound)


async def test_what_cannot_be_mended_stays_told_with_what_to_do(tmp_path: Path) -> None:
    missing = await ended(tmp_path, "doctor")
    await fill(tmp_path / "encore.db")
    befall(tmp_path, "UPDATE imports SET show_id = 'lost-show'")

    mended = await ended(tmp_path, "doctor", "--fix")

    assert (missing.code, missing.out) == (UNUSABLE, "")
    assert missing.said == ["encore.db does not exist, so there is nothing to look at."]
    assert mended.code == FOUND
    assert "imports: 3 rows about what the catalogue does not have" in lines(mended)[-1]
    assert "once a catalogue has it" in lines(mended)[-1]

    content = bytearray((tmp_path / "encore.db").read_bytes())
    content[8192:-8192] = b"\xa5" * (len(content) - 16384)
    (tmp_path / "encore.db").write_bytes(content)
    damaged = await ended(tmp_path, "doctor", "--fix")

    assert damaged.code == FOUND
    assert lines(damaged)[-1].endswith("Put back a backup: python -m bot restore FILE --force.")
    assert (tmp_path / "encore.db").read_bytes() == content
    assert len(names(tmp_path)) == 2, "a copy of what was not mended"
