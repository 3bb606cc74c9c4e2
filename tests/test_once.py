"""Posting once: whatever fails, and however often one tries again, there is one message."""

import asyncio
import re
from collections.abc import AsyncIterator
from itertools import count

import aiohttp
import discord
import pytest
from discord.http import Route

from bot import once, ui
from tests.stand_in import GUILD_ID, RESET, USER_ID, Refusal, StandIn
from tests.world import World

TOKEN = "a.real.looking-token"  # noqa: S105 - opens nothing but the stand-in
CHANNEL = GUILD_ID + 1
POSTS = f"/channels/{CHANNEL}/messages"
CARD = ui.card("Tonight", ui.row(ui.button("I’m here", "party:here:123")))
POSTED = re.compile(r"/channels/\d+/messages")
NONCES = count(1)


@pytest.fixture
async def stand_in(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StandIn]:
    async with StandIn(TOKEN) as stand_in:
        stand_in.on("GET", POSTS, lambda *_: list(reversed(stand_in.messages.values())))
        monkeypatch.setattr(Route, "BASE", stand_in.rest)
        yield stand_in


@pytest.fixture
async def client(stand_in: StandIn) -> AsyncIterator[discord.Client]:
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(TOKEN)
        stand_in.requests.clear()
        yield client


async def post(client: discord.Client, *, first: bool, nonce: int | None = None) -> int:
    """Post as a doer does. Without a nonce, Discord remembers none of an earlier attempt."""
    message = await once.post(
        client,
        CHANNEL,
        CARD,
        nonce=next(NONCES) if nonce is None else nonce,
        marker="party:here:123",
        since=discord.utils.utcnow(),
        first=first,
    )
    return message.id


def asked(stand_in: StandIn) -> list[str]:
    return [request.method for request in stand_in.requests]


async def test_the_first_attempt_does_not_look(stand_in: StandIn, client: discord.Client) -> None:
    assert await post(client, first=True) in stand_in.messages
    assert asked(stand_in) == ["POST"]


async def test_a_repeat_finds_what_was_posted(stand_in: StandIn, client: discord.Client) -> None:
    message_id = await post(client, first=True)
    assert await post(client, first=False) == message_id
    assert asked(stand_in) == ["POST", "GET"]


async def test_a_repeat_posts_where_nothing_was(stand_in: StandIn, client: discord.Client) -> None:
    assert await post(client, first=False) in stand_in.messages


async def test_discord_is_told_to_take_a_nonce_once(stand_in: StandIn, client: discord.Client) -> None:
    assert await post(client, first=True, nonce=9) == await post(client, first=True, nonce=9)
    assert len(stand_in.messages) == 1
    assert (stand_in.requests[0].body["nonce"], stand_in.requests[0].body["enforce_nonce"]) == ("9", True)


@pytest.mark.parametrize("forgotten", [False, True])
@pytest.mark.parametrize(
    ("status", "done"),
    [(429, False), (500, True), (500, False), (503, True), (503, False), (RESET, True), (RESET, False)],
)
async def test_whatever_fails_there_is_one_message_in_the_end(
    stand_in: StandIn, client: discord.Client, *, status: int, done: bool, forgotten: bool
) -> None:
    stand_in.fail("POST", POSTS, status, done=done)
    message_id = None
    for attempt in (1, 2, 3):
        try:
            message_id = await post(client, first=attempt == 1, nonce=None if forgotten else 7)
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            continue
    assert list(stand_in.messages) == [message_id]


async def test_what_a_bot_posted_before_it_died_is_found_by_the_next(
    stand_in: StandIn, client: discord.Client
) -> None:
    stand_in.fail("POST", POSTS, None, delay=5)  # Discord has it; its answer comes too late
    dying = asyncio.create_task(post(client, first=True))
    await stand_in.until(lambda: bool(stand_in.messages))
    dying.cancel()
    await asyncio.wait([dying])
    async with discord.Client(intents=discord.Intents.none()) as reborn:
        await reborn.login(TOKEN)
        assert [await post(reborn, first=False)] == list(stand_in.messages)


@pytest.mark.parametrize("answer", [[], Refusal(403, 50001, "Missing Access")], ids=["empty", "refused"])
async def test_where_history_may_not_be_read_the_nonce_is_relied_upon(
    stand_in: StandIn, client: discord.Client, answer: object
) -> None:
    stand_in.on("GET", POSTS, lambda *_: answer)
    message_id = await post(client, first=True, nonce=7)
    assert await post(client, first=False, nonce=7) == message_id
    assert asked(stand_in) == ["POST", "GET", "POST"]


@pytest.mark.parametrize(
    "refusal", [Refusal(503, 0, "Unavailable"), Refusal(404, 10003, "Unknown Channel")], ids=["503", "404"]
)
async def test_what_could_not_be_looked_for_is_not_posted(
    stand_in: StandIn, client: discord.Client, refusal: Refusal
) -> None:
    stand_in.on("GET", POSTS, lambda *_: refusal)
    with pytest.raises(discord.HTTPException):
        await post(client, first=False)
    assert stand_in.messages == {}


async def test_nobody_is_pinged_unless_it_is_asked_for(stand_in: StandIn, client: discord.Client) -> None:
    await post(client, first=True)
    only = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(USER_ID)])
    now = discord.utils.utcnow()
    await once.post(
        client,
        CHANNEL,
        CARD,
        nonce=0,
        marker="party:here:123",
        since=now,
        first=True,
        allowed_mentions=only,
    )
    quiet, told = (request.body["allowed_mentions"] for request in stand_in.requests)
    assert quiet["parse"] == []
    assert "users" not in quiet
    assert (told["parse"], told["users"]) == ([], [USER_ID])


async def test_it_is_found_across_a_restart_of_the_bot(world: World) -> None:
    since = world.env.now()
    for first in (True, False, False):
        if not first:
            await world.restart()
        await once.post(
            world.bot, world.channel.id, CARD, nonce=1, marker="party:here:123", since=since, first=first
        )
    assert [entry.method for entry in world.env.http_requests if POSTED.fullmatch(entry.path)] == [
        *("POST", "GET", "GET")
    ]
