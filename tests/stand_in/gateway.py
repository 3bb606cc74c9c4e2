"""Discord's gateway: sessions that outlive their line, heartbeats, RESUME."""

import asyncio
import contextlib
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from aiohttp import WSMsgType, web

from tests.stand_in.faults import Faults
from tests.stand_in.objects import BOT_ID, GUILD_ID, Json, guild, user
from tests.stand_in.wire import addresses, read, reset, respond

HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 1, 2, 6, 7, 9, 10, 11


class Closed(NamedTuple):
    """A gateway socket that the bot closed; 1006 when it went without a close frame."""

    code: int
    at: float


@dataclass
class Session:
    """One gateway session. It outlives its line: what was sent is kept, for RESUME."""

    id: str
    line: web.WebSocketResponse
    sent: list[Json] = field(default_factory=list[Json])  # event n has the sequence n + 1
    taken_in: int = 0  # the last sequence the bot has acknowledged

    def add(self, event: str, data: Json) -> Json:
        """Keep an event under the next sequence, as the frame to send."""
        self.sent.append({"op": 0, "t": event, "s": len(self.sent) + 1, "d": data})
        return self.sent[-1]


class Gateway(Faults):
    """The sockets of the bots that are connected, and their sessions."""

    def __init__(self, token: str, guilds: Sequence[int], heartbeat: float) -> None:
        super().__init__()
        self.token, self.heartbeat = token, heartbeat
        self.guilds = {guild_id: guild(guild_id) for guild_id in guilds}
        self.gateway: list[Json] = []  # every frame the bot sent
        self.closes: list[Closed] = []
        self.acks = True  # False: heartbeats go unanswered
        self.answers_close = True  # False: a close frame goes unanswered, and the line stays up
        self.refuse_identify: int | None = None  # close IDENTIFY with this code, such as 4014
        self.turn_away: int | None = None  # close IDENTIFY and RESUME alike with this code, such as 4000
        self.spoil_ready: Json = {}  # what the next READY says in place of what is right
        self.late: set[int] = set()  # guilds that READY names, and that do not come after it
        self.port, self.rest, self.ws = 0, "", ""  # known once it listens
        self._sessions: dict[str, Session] = {}
        self._lines: dict[web.WebSocketResponse, asyncio.Transport | None] = {}
        self._counter = itertools.count()
        self._home = next(iter(self.guilds), GUILD_ID)

    def _listens(self, port: int) -> None:
        self.port = port
        self.rest, self.ws = addresses(port)

    @property
    def is_connected(self) -> bool:
        """Whether a bot is on any line."""
        return bool(self._lines)

    async def ready(self) -> None:
        """Wait until a bot has taken in READY and its guilds; discord.py calls `on_ready` 2 s after that."""
        await self.until(lambda: bool(self._live()))
        await self.caught_up()

    async def caught_up(self) -> None:
        """Wait until every bot has taken in all it was sent: its heartbeat carries the last sequence."""
        for session in self._live():
            await _send(session.line, {"op": HEARTBEAT, "d": None})
        await self.until(lambda: all(session.taken_in >= len(session.sent) for session in self._live()))

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event to every session; one without a line gets it when it resumes."""
        for session in list(self._sessions.values()):
            frame = session.add(event, data)
            if session.line in self._lines:
                await _send(session.line, frame)

    async def drop(self, code: int | None = 4000) -> None:
        """Close every gateway socket with this code; None resets the connection without a close frame."""
        for line in list(self._lines):
            await self._hang_up(line, code)

    async def say(self, frame: Json) -> None:
        """Send every bot a frame that is no event of a session: RECONNECT, INVALID_SESSION."""
        for line in list(self._lines):
            await _send(line, frame)

    async def garble(self, frame: str | bytes) -> None:
        """Send every bot a frame as it stands, whatever it may be, in place of an event of its session."""
        for line in list(self._lines):
            await (line.send_str(frame) if isinstance(frame, str) else line.send_bytes(frame))

    def forget(self) -> None:
        """Forget every session, so that the next RESUME is answered with INVALID_SESSION."""
        self._sessions.clear()

    def _live(self) -> list[Session]:
        return [session for session in self._sessions.values() if session.line in self._lines]

    async def _serve_gateway(self, http: web.Request) -> web.StreamResponse:
        handshake = await read(http)
        if fault := self._fault(handshake):
            self.note("gateway refused")
            return await respond(http, handshake, fault, (503, None))
        line = web.WebSocketResponse(compress=False, timeout=1, autoclose=self.answers_close)
        await line.prepare(http)
        self._lines[line] = http.transport
        self.note("gateway opened")
        await _send(line, {"op": HELLO, "d": {"heartbeat_interval": self.heartbeat * 1000}})
        while (frame := await line.receive()).type is WSMsgType.TEXT:
            await self._take(json.loads(frame.data), line)
        if line in self._lines:  # the bot went, it was not hung up on
            del self._lines[line]
            code = int(frame.data) if frame.type is WSMsgType.CLOSE else 1006
            if code in (1000, 1001):  # these end the session
                self._sessions = {key: each for key, each in self._sessions.items() if each.line is not line}
            self.closes.append(Closed(code, asyncio.get_running_loop().time()))
            self.note(f"gateway closed {code}")
        if not self.answers_close:
            await asyncio.Event().wait()  # the server's end cancels it
        return line

    async def _take(self, frame: Json, line: web.WebSocketResponse) -> None:
        self.gateway.append(frame)
        op, data = frame["op"], frame["d"]
        if op == HEARTBEAT:
            for session in self._live():
                session.taken_in = (data or 0) if session.line is line else session.taken_in
            if self.acks:
                await _send(line, {"op": HEARTBEAT_ACK, "d": None})
            self.note()
        elif op in (IDENTIFY, RESUME):
            self.note("gateway IDENTIFY" if op == IDENTIFY else "gateway RESUME")
            refusal = self.turn_away or (self.refuse_identify if op == IDENTIFY else None)
            if data["token"] != self.token or refusal:
                await self._hang_up(line, refusal or 4004)
            else:
                await (self._identified(line) if op == IDENTIFY else self._resumed(line, data))

    async def _identified(self, line: web.WebSocketResponse) -> None:
        session = Session(f"session-{next(self._counter)}", line)
        unavailable = [{"id": str(guild_id), "unavailable": True} for guild_id in self.guilds]
        ready = {"v": 10, "user": user(BOT_ID, bot=True), "guilds": unavailable, "session_id": session.id}
        ready |= {"resume_gateway_url": self.ws, "application": {"id": str(BOT_ID), "flags": 0}}
        session.add("READY", ready | self.spoil_ready)
        self.spoil_ready = {}
        for guild_id in self.guilds.keys() - self.late:
            session.add("GUILD_CREATE", self.guilds[guild_id])
        await self._replay(session, line, 0)
        self.note("gateway READY")

    async def _resumed(self, line: web.WebSocketResponse, data: Json) -> None:
        if session := self._sessions.get(data["session_id"]):
            await self._replay(session, line, data["seq"])
            await _send(line, session.add("RESUMED", {}))
            self.note("gateway RESUMED")
        else:
            await _send(line, {"op": INVALID_SESSION, "d": False})

    async def _replay(self, session: Session, line: web.WebSocketResponse, sequence: int) -> None:
        # The list may grow meanwhile: what is added goes out in its turn, and only then is the line live.
        for frame in itertools.islice(session.sent, sequence, None):
            await _send(line, frame)
        session.line = line
        self._sessions[session.id] = session

    async def _hang_up(self, line: web.WebSocketResponse, code: int | None) -> None:
        transport = self._lines.pop(line)
        self.note("gateway reset" if code is None else f"gateway dropped {code}")
        if code is None:
            reset(transport)
        else:
            await line.close(code=code)


async def _send(line: web.WebSocketResponse, frame: Json) -> None:
    with contextlib.suppress(ConnectionError):  # the bot is gone, which the receiving side notes
        await line.send_json(frame)
