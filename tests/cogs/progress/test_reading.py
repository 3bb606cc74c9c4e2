"""Reading what a member brings: wrong files, files that cannot be had, and how long it may take."""

import asyncio
import gzip
import threading
from contextlib import suppress

import discord
import pytest
from aiohttp import ClientPayloadError

from bot.domain.catalogue import Show
from bot.domain.refusal import Refusal
from bot.imports import Imported
from bot.imports.files import ATTACHED
from cogs.progress import reading
from cogs.progress.reading import Reader
from tests import discord_api
from tests.cogs.progress.support import CSV, bring, marked
from tests.world import World, buttons, words


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.csv", b"", "That file is empty."),
        ("list.zip", b"PK\x03\x04" + b"x" * 50, "That is a zip file."),
        ("list.gz", b"\x1f\x8bjunk", "That gzip file is broken."),
        ("bomb.gz", gzip.compress(b"\0" * 17 * 1024 * 1024), "That gzip file holds too much."),
        ("photo.png", b"\x89PNG\r\n\x1a\n\0\0", "That file is no text."),
        ("words.txt", b"hello there", "I see no episode numbers in that file."),
    ],
)
async def test_a_wrong_file_gets_a_sentence_in_place_of_the_waiting_and_marks_nothing(
    world: World, name: str, data: bytes, said: str
) -> None:
    told = await bring(world.hana, world, data, name)

    assert words(told).startswith(said)
    assert buttons(told) == {}
    assert await marked(world, world.hana) == []


async def test_a_file_that_is_too_large_is_not_even_fetched(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(_: discord.Attachment) -> bytes:
        raise AssertionError

    monkeypatch.setattr(discord.Attachment, "read", read)
    before = len(world.env.http_requests)

    told = await bring(world.hana, world, b"1" * (ATTACHED + 1))

    assert words(told) == "That file is too large: I read up to 2 MiB. Pack it with gzip, and send that."
    assert len(world.calls(before)) == 1


@pytest.mark.parametrize("error", [TimeoutError(), ClientPayloadError(), ConnectionResetError()])
async def test_a_file_that_cannot_be_had_gets_a_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def read(_: discord.Attachment) -> bytes:
        raise error

    monkeypatch.setattr(discord.Attachment, "read", read)

    told = await bring(world.hana, world, CSV)

    assert words(told) == "Discord did not hand me that file. Send it again."


async def test_the_answer_is_announced_before_the_file_is_fetched(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[list[str]] = []
    fetch = discord.Attachment.read
    before = len(world.env.http_requests)

    async def read(file: discord.Attachment) -> bytes:
        announced.append(world.calls(before))
        return await fetch(file)

    monkeypatch.setattr(discord.Attachment, "read", read)

    await bring(world.hana, world, CSV)

    ((call,),) = announced
    assert call.endswith("/callback")


async def test_files_are_read_one_at_a_time_off_the_loop(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2)

    def slow(data: bytes, *, filename: str, show: Show) -> Imported:
        del filename
        with suppress(threading.BrokenBarrierError):  # nobody comes, unless two are read at once
            both.wait(timeout=0.1)
        return Imported(format="CSV", episodes=tuple(show.by_key)[: len(data)])

    monkeypatch.setattr(reading, "read_list", slow)
    reader, show = Reader(), world.library.shows[0]

    found = await asyncio.gather(
        *(reader.read(_Attached(data), show, member_id=len(data)) for data in (b"1", b"12"))
    )

    assert [len(one.episodes) for one in found] == [1, 2]
    assert both.broken


async def test_a_member_who_sends_a_second_file_meanwhile_is_told_to_wait_and_the_queue_ends(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = asyncio.Event()

    class Slow(_Attached):
        async def read(self, **_: bool) -> bytes:
            await held.wait()
            return b"1"

    reader, show = Reader(), world.library.shows[0]
    monkeypatch.setattr(reading, "QUEUE", 2)
    waiting = [asyncio.ensure_future(reader.read(Slow(b""), show, member_id=n)) for n in (1, 2)]
    await asyncio.sleep(0)

    with pytest.raises(Refusal, match="still reading the file you sent before"):
        await reader.read(_Attached(b"1"), show, member_id=1)
    with pytest.raises(Refusal, match="Too many files"):
        await reader.read(_Attached(b"1"), show, member_id=3)

    held.set()
    assert [one.episodes for one in await asyncio.gather(*waiting)] == [("s1e1",), ("s1e1",)]
    assert (await reader.read(_Attached(b"2"), show, member_id=1)).episodes == ("s1e2",)


async def test_the_answer_after_the_wait_is_as_discord_describes_it(world: World) -> None:
    before = len(world.env.http_requests)

    await bring(world.hana, world, CSV)
    await bring(world.hana, world, b"")

    edits = [entry for entry in world.env.http_requests[before:] if entry.method == "PATCH"]
    path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
    assert [discord_api.faults("PATCH", path, entry.json) for entry in edits] == [[], []]


class _Attached(discord.Attachment):
    """A file that is at hand."""

    def __init__(self, data: bytes) -> None:
        self.filename = "list.csv"
        self._data = data

    async def read(self, *, use_cached: bool = False) -> bytes:
        del use_cached
        return self._data
