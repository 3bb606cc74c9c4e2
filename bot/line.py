"""The line to Discord where discord.py leaves gaps: lost answers, a proxy's pages, what nobody can read.

Met with discord.py 2.7.1. A connection that is reset has another number on Linux (104) than the two for which
it tries again. A page of the proxy before Discord, with the status 403 or 404, looks to it like Discord's own
word that a channel is closed or gone. An event or a frame that it cannot read ends the process, and so does a
gateway that cannot be reached at the first attempt. To one that takes a connection only to end it, it comes
back at once, a hundred times a second.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, cast

import aiohttp
import discord
import discord.client
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

_log = logging.getLogger(__name__)

ANSWERED = 40060
"""Discord's code for an interaction that was answered already."""
OVER = 10062
"""Discord's code for an interaction that was not answered within three seconds."""
PAUSES = (0.0, 0.5)
"""Seconds until an answer is sent again after the line broke: all within the three that Discord waits."""
PASSING = frozenset({401, 408, 429})
"""Statuses below 500 of what may work another time. 401: the token was reset; the gateway tells that, too."""
EXCERPT = 200
"""Characters of a proxy's page that go into the log."""

_BROKEN = (aiohttp.ClientError, OSError, json.JSONDecodeError)
"""What it means that the line broke before Discord's word was there, or in the middle of it."""


def passes(error: BaseException) -> bool:
    """Whether it is the fault of Discord or of the line, and goes by."""
    if isinstance(error, discord.HTTPException):
        return isinstance(error, discord.DiscordServerError) or error.status >= 500 or error.status in PASSING
    return isinstance(error, (discord.RateLimited, TimeoutError, *_BROKEN))


def mend(client: discord.Client) -> None:
    """Close the gaps for a client, in whose task this is called before it starts.

    A simulated Discord brings its own way to answer, which stays.
    """
    client.http.request = partial(_ask, client.http.request)
    discord.client.DiscordWebSocket = _Gateway  # pyright: ignore[reportPrivateImportUsage]  no public way
    client.ws = _Gateway.before_any()
    if type(async_context.get()) is AsyncWebhookAdapter:
        async_context.set(_Answers())
    parsers: dict[str, Callable[[Any], None]] = client._connection.parsers  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  no public way
    logging.getLogger("discord.client").addFilter(_briefly)
    parsers |= {event: partial(_read, event, parse) for event, parse in parsers.items() if event != "READY"}


class _UnreadableFrame(aiohttp.ClientError):
    """What the gateway sent is not compressed as agreed, no JSON, or no message in it."""


class _NothingTold(aiohttp.ClientError):
    """The gateway ended a connection before it had told of anything on it."""


class _NoSocket:
    closed = True
    close_code = None


class _Gateway(DiscordWebSocket):
    """A connection that is begun anew where a frame of it cannot be read: with a pause, and resumed."""

    _has_told = False

    @classmethod
    def before_any(cls) -> "_Gateway":
        """What there is to go on from while no connection was made: nothing to be resumed."""
        none = cls(cast("Any", _NoSocket()), loop=cast("Any", None))
        none.gateway = cls.DEFAULT_GATEWAY
        return none

    async def resume(self) -> None:
        """Resume the session; begin one where the line broke before there was any."""
        await (super().resume() if self.session_id else self.identify())

    async def poll_event(self) -> None:
        """Take the next frame in. Sent away before anything was told, come back with a pause, not at once."""
        try:
            await super().poll_event()
        except ReconnectWebSocket as asked:
            if self._has_told or not asked.resume:  # a new session is begun with a pause anyway
                raise
            raise _NothingTold("the gateway took the connection, and ended it") from None

    async def received_message(self, msg: Any, /) -> None:  # noqa: ANN401  discord.py's
        """Take a frame in. What it tells of is done elsewhere: errors are the line's, or the frame's own."""
        session, sequence = self.session_id, self.sequence
        try:
            await super().received_message(msg)
        except (discord.DiscordException, ReconnectWebSocket, aiohttp.ClientError, OSError):
            raise
        except Exception as error:
            if self.session_id != session:  # what READY tells is told once a session
                self.session_id, self.gateway = None, self.DEFAULT_GATEWAY
            await self.close()  # by a code that leaves the session open
            raise _UnreadableFrame(f"{type(error).__name__}: {error}") from error
        self._has_told = self._has_told or self.sequence != sequence


class _Answers(AsyncWebhookAdapter):
    """Answers to interactions. What may be sent again without being done twice is, where the line broke."""

    async def request(self, route: Route, session: aiohttp.ClientSession, **given: Any) -> Any:  # noqa: ANN401  discord.py's
        is_first = route.path.endswith("/callback")
        pauses = iter(PAUSES if is_first or route.method == "PATCH" else ())
        ask = partial(_ask, super().request)
        while True:
            try:
                answer = await ask(route, session, **given)
                break
            except _BROKEN as error:
                if (pause := next(pauses, None)) is None:
                    raise
                _log.warning("the line broke while I answered, once more: %r", error)
                await asyncio.sleep(pause)
                for file in given.get("files") or ():
                    file.reset()
            except discord.HTTPException as error:
                if is_first and error.code == ANSWERED:
                    # Discord took it, and its word that it did was lost. Or another process was faster.
                    _log.warning("Discord has an answer already")
                elif is_first and error.code == OVER and _suggests(given):
                    _log.info("suggestions came too late")  # they are typing on
                else:
                    raise
                answer = None
                break
        if is_first and not (isinstance(answer, dict) and "interaction" in answer):
            return {"interaction": {"id": route.webhook_id}}  # and nothing of the message
        return cast("Any", answer)


async def _ask(request: Callable[..., Awaitable[Any]], *args: Any, **given: Any) -> Any:  # noqa: ANN401  discord.py's
    """Take what a proxy says for an outage, not for Discord's word."""
    try:
        return await request(*args, **given)
    except discord.HTTPException as error:
        if isinstance(error, discord.DiscordServerError) or error.code or _is_json(error.response):
            raise
        raise discord.DiscordServerError(error.response, error.text[:EXCERPT]) from None


def _suggests(given: dict[str, Any]) -> bool:
    payload = cast("dict[str, Any]", given.get("payload") or {})
    return payload.get("type") == discord.InteractionResponseType.autocomplete_result.value


def _is_json(response: Any) -> bool:  # noqa: ANN401  aiohttp's or that of requests
    return str(response.headers.get("Content-Type", "")).startswith("application/json")


def _read(event: str, parse: Callable[[Any], None], data: Any) -> None:  # noqa: ANN401  Discord's JSON
    """Let one event that cannot be read be missed, and nothing else."""
    try:
        parse(data)
    except Exception:  # noqa: BLE001  whatever discord.py stumbles over
        _log.exception("Discord sent a %s that cannot be read; left out", event)


def _briefly(record: logging.LogRecord) -> bool:
    """Say in one line that the gateway went, instead of in a traceback at each attempt to come back."""
    if record.msg.startswith("Attempting a reconnect") and record.exc_info:
        record.msg, record.args = f"{record.getMessage()} (%r)", (record.exc_info[1],)
        record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
    return True
