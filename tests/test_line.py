"""What discord.py leaves open on the line to Discord: lost answers, a proxy's pages, unreadable events."""

import json
import logging
from collections.abc import AsyncIterator
from io import BytesIO
from unittest.mock import Mock

import aiohttp
import discord
import pytest
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot import line
from bot.requests import Heard
from tests.stand_in import RESET, Json, StandIn

TOKEN = "a.real.looking-token"  # noqa: S105 - opens nothing but the stand-in
PAGE = "<html>" + "You are being rate limited " * 100
CALLBACK = ("POST", "/interactions/{webhook_id}/{webhook_token}/callback")
ORIGINAL = ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original")
FOLLOWUP = ("POST", "/webhooks/{webhook_id}/{webhook_token}")
What = tuple[str, str]


@pytest.fixture
async def stand_in(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StandIn]:
    async with StandIn(TOKEN) as stand_in:
        monkeypatch.setattr(Route, "BASE", stand_in.rest)
        for what in (CALLBACK, ORIGINAL, FOLLOWUP):
            stand_in.on("POST|PATCH", path_of(what), lambda *_: {"id": "7"})
        yield stand_in


@pytest.fixture
async def client() -> AsyncIterator[discord.Client]:
    token = async_context.set(AsyncWebhookAdapter())
    async with discord.Client(intents=discord.Intents.none()) as client:
        line.mend(client)
        yield client
    async_context.reset(token)


async def ask(what: What, kind: int = 4) -> Json:
    route = Route(*what, webhook_id=5, webhook_token="token")  # noqa: S106
    async with aiohttp.ClientSession() as session:
        return await async_context.get().request(route, session, payload={"type": kind})


def path_of(what: What) -> str:
    return what[1].format(webhook_id=5, webhook_token="token")  # noqa: S106


@pytest.mark.parametrize("what", [CALLBACK, ORIGINAL], ids=["answer", "edit"])
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.usefixtures("client")
async def test_what_can_be_repeated_is_sent_again_where_the_line_breaks(
    stand_in: StandIn, what: What, times: int
) -> None:
    stand_in.fail(what[0], path_of(what), RESET, times=times)
    await ask(what)
    assert len(stand_in.requests) == times + 1


@pytest.mark.usefixtures("client")
async def test_a_file_is_sent_from_its_beginning_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []

    async def request(*_: object, files: list[discord.File], **__: object) -> Json:
        sent.append(files[0].fp.read())
        if len(sent) < 3:
            raise ConnectionResetError(104, "Connection reset by peer")
        return {"id": "7"}

    monkeypatch.setattr(AsyncWebhookAdapter, "request", request)
    route, file = Route(*ORIGINAL, webhook_id=5, webhook_token="token"), discord.File(BytesIO(b"a picture"))  # noqa: S106
    await async_context.get().request(route, Mock(), files=[file])

    assert sent == [b"a picture"] * 3


@pytest.mark.usefixtures("client")
async def test_a_line_that_stays_broken_is_given_up(stand_in: StandIn) -> None:
    stand_in.fail("POST", path_of(CALLBACK), RESET, times=9)
    with pytest.raises(aiohttp.ClientError):
        await ask(CALLBACK)
    assert len(stand_in.requests) == 1 + len(line.PAUSES)


@pytest.mark.usefixtures("client")
async def test_a_further_message_is_never_sent_twice(stand_in: StandIn) -> None:
    stand_in.fail("POST", path_of(FOLLOWUP), RESET, done=True)
    with pytest.raises(aiohttp.ClientError):
        await ask(FOLLOWUP)
    assert len(stand_in.requests) == 1


@pytest.mark.parametrize(
    ("status", "body", "kind", "taken"),
    [
        (400, {"code": 40060}, 4, True),
        (200, {}, 4, True),
        (404, {"code": 10062}, 8, True),
        (404, {"code": 10062}, 4, False),
        (400, {"code": 50035}, 4, False),
    ],
    ids=["answered", "no word", "suggestions too late", "too late", "malformed"],
)
@pytest.mark.usefixtures("client")
async def test_an_answer_counts_as_given_where_discord_has_it_or_nobody_waits(
    stand_in: StandIn, status: int, body: Json, kind: int, *, taken: bool
) -> None:
    stand_in.fail("POST", path_of(CALLBACK), status, body)
    if taken:
        assert await ask(CALLBACK, kind) == {"interaction": {"id": 5}}
    else:
        with pytest.raises(discord.HTTPException):
            await ask(CALLBACK, kind)


@pytest.mark.parametrize("status", [400, 403, 404, 429])
async def test_a_page_is_an_outage_and_discord_s_own_word_is_not(
    stand_in: StandIn, client: discord.Client, status: int
) -> None:
    await client.login(TOKEN)
    stand_in.fail("GET", "/gateway", status, PAGE, headers={})
    with pytest.raises(discord.DiscordServerError) as page:
        await client.http.request(Route("GET", "/gateway"))
    assert len(page.value.text) == line.EXCERPT
    assert line.passes(page.value)
    stand_in.fail("GET", "/gateway", 403, {"code": 0, "message": "no"})
    with pytest.raises(discord.Forbidden) as word:
        await client.http.request(Route("GET", "/gateway"))
    assert not line.passes(word.value)


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        *[(discord.HTTPException(Mock(status=status), ""), True) for status in (401, 408, 429, 500, 503)],
        *[(discord.HTTPException(Mock(status=status), ""), False) for status in (400, 403, 404, 413)],
        (discord.DiscordServerError(Mock(status=403), ""), True),
        (discord.RateLimited(60), True),
        (aiohttp.ClientPayloadError(), True),
        (ConnectionResetError(), True),
        (TimeoutError(), True),
        (json.JSONDecodeError("", "", 0), True),
        (ValueError(), False),
        (KeyError("id"), False),
    ],
)
def test_what_passes_is_the_fault_of_discord_or_of_the_line(error: Exception, *, passes: bool) -> None:
    assert line.passes(error) is passes


async def test_an_event_that_cannot_be_read_is_logged_and_left_out(
    client: discord.Client, caplog: pytest.LogCaptureFixture
) -> None:
    parsers = client._connection.parsers  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  where events go
    parsers["GUILD_CREATE"]({"id": "no number"})
    assert "Discord sent a GUILD_CREATE that cannot be read" in caplog.text
    with pytest.raises(KeyError):
        parsers["READY"]({})  # without it there is nothing to go on with


def test_a_reconnect_is_logged_in_one_line(client: discord.Client, caplog: pytest.LogCaptureFixture) -> None:
    assert client
    try:
        raise ConnectionRefusedError("nobody there")
    except ConnectionRefusedError:
        logging.getLogger("discord.client").exception("Attempting a reconnect in %.2fs", 1.5)
    (record,) = caplog.records
    assert record.getMessage() == "Attempting a reconnect in 1.50s (ConnectionRefusedError('nobody there'))"
    assert (record.levelname, record.exc_info) == ("WARNING", None)


def test_an_interaction_is_new_once_and_only_the_last_are_remembered() -> None:
    heard = Heard()
    assert [heard.is_new(number) for number in (1, 2, 1, 2, 3)] == [True, True, False, False, True]
    for number in range(10, 3000):
        heard.is_new(number)
    assert heard.is_new(1)
    assert not heard.is_new(2999)
