"""REST calls as they come in over the wire, and the answers, true or not, that go back."""

import asyncio
import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aiohttp import web

from tests.stand_in.objects import Json

RESET = 0  # as the status of `fail`: the connection is reset


class Refusal(NamedTuple):
    """What a handler returns to refuse: a status, with Discord's error code and sentence."""

    status: int
    code: int
    message: str


@dataclass
class Request:
    """One REST call; `status` is None until it is answered, and for good when it was reset."""

    method: str
    path: str
    body: Any
    files: dict[str, bytes]
    at: float
    status: int | None = None
    query: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Fault:
    """What happens to one request that matches; see `StandIn.fail`."""

    method: str
    path: str
    status: int | None
    body: Json | str
    headers: Mapping[str, str]
    delay: float
    done: bool
    trickle: float = 0.0


def addresses(port: int) -> tuple[str, str]:
    """What discord.py's `Route.BASE` and `DiscordWebSocket.DEFAULT_GATEWAY` have to be."""
    return f"http://127.0.0.1:{port}/api/v10", f"ws://127.0.0.1:{port}/ws"


async def read(http: web.Request) -> Request:
    body, files = None, dict[str, bytes]()
    if http.content_type == "multipart/form-data":
        for name, part in (await http.post()).items():
            if isinstance(part, web.FileField):
                files[part.filename] = part.file.read()
            elif name == "payload_json":
                body = json.loads(str(part))
    elif http.can_read_body:
        body = await http.json()
    path = http.path.removeprefix("/api/v10")
    at = asyncio.get_running_loop().time()
    return Request(http.method, path, body, files, at, query=dict(http.query))


async def respond(
    http: web.Request, request: Request, fault: Fault | None, truth: tuple[int, object]
) -> web.StreamResponse:
    (status, body), headers = truth, None
    if fault:
        await asyncio.sleep(fault.delay)
        if fault.status is not None:
            status, body, headers = fault.status, fault.body, fault.headers
    if status == RESET:
        reset(http.transport)
        return web.Response()
    request.status = status
    if fault and fault.trickle:
        return await _trickle(http, status, json.dumps(body).encode(), fault.trickle)
    if body is None or isinstance(body, str):
        return web.Response(text=body, status=status, headers=headers)
    # discord.py parses JSON under exactly this type, without a charset.
    content = json.dumps(body).encode()
    return web.Response(body=content, status=status, headers=headers, content_type="application/json")


async def _trickle(http: web.Request, status: int, content: bytes, seconds: float) -> web.StreamResponse:
    """The true answer, in twenty pieces over so many seconds."""
    headers = {"Content-Type": "application/json", "Content-Length": str(len(content))}
    response = web.StreamResponse(status=status, headers=headers)
    await response.prepare(http)
    size = len(content) // 20 + 1
    for start in range(0, len(content), size):
        await asyncio.sleep(seconds / 20)
        await response.write(content[start : start + size])
    await response.write_eof()
    return response


def reset(transport: asyncio.Transport | None) -> None:
    if transport:
        linger = struct.pack("ii", 1, 0)  # on, for no time: closing sends RST
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        transport.abort()
