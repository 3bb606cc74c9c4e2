"""From an attachment to what it would mark, without holding anything else up."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager

import aiohttp
import discord

from bot.domain.catalogue import Show
from bot.domain.refusal import Refusal
from bot.imports import Imported, read_list
from bot.imports.files import ATTACHED

PATIENCE = 20.0
"""Seconds that fetching a file may take."""
QUEUE = 20
"""Files that may wait at a time: the largest take a second each, and some memory."""


class Reader:
    """Reads files one at a time, and of each member one."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)
        self._waiting: set[int] = set()

    async def read(self, file: discord.Attachment, show: Show, *, member_id: int) -> Imported:
        """Fetch a file and say what it would mark of `show`.

        Raises:
            Refusal: it cannot be had, or is none that can be read; or too many are waiting.
        """
        with self._line(member_id):
            async with self._turn:
                data = await _fetched(file)
                return await asyncio.to_thread(read_list, data, filename=file.filename, show=show)

    @contextmanager
    def _line(self, member_id: int) -> Generator[None]:
        if member_id in self._waiting:
            raise Refusal("I am still reading the file you sent before. Wait for its answer.")
        if len(self._waiting) >= QUEUE:
            raise Refusal("Too many files wait to be read just now. Send yours again in a minute.")
        self._waiting.add(member_id)
        try:
            yield
        finally:
            self._waiting.discard(member_id)


def check_size(file: discord.Attachment) -> None:
    """Let nothing be fetched that is too large to be read.

    Raises:
        Refusal: it is.
    """
    if file.size > ATTACHED:
        raise Refusal("That file is too large: I read up to 2 MiB. Pack it with gzip, and send that.")


async def _fetched(file: discord.Attachment) -> bytes:
    try:
        async with asyncio.timeout(PATIENCE):
            return await file.read()
    except (TimeoutError, OSError, aiohttp.ClientError, discord.HTTPException):
        raise Refusal("Discord did not hand me that file. Send it again.") from None
