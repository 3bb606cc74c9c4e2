"""What goes on in a server besides its messages: voice and scheduled events, told over the gateway."""

import asyncio
from collections.abc import Sequence

import discord

from tests.stand_in.objects import BOT_ID, PLAIN, Json, member
from tests.stand_in.rest import Rest
from tests.stand_in.wire import Refusal, Request

SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
TURNS = {(SCHEDULED, ACTIVE), (SCHEDULED, CANCELED), (ACTIVE, COMPLETED)}  # which status may follow which


class Guilds(Rest):
    """The servers' voice states and events."""

    def __init__(self, token: str, guilds: Sequence[int], heartbeat: float) -> None:
        super().__init__(token, guilds, heartbeat)
        self.scheduled: dict[int, Json] = {}  # every event that stands, those that are over too
        self._telling: set[asyncio.Task[None]] = set()
        self.on("GET|POST", r"/guilds/(\d+)/scheduled-events", self._events)
        self.on("GET|PATCH|DELETE", r"/guilds/(\d+)/scheduled-events/(\d+)", self._event)

    async def move(self, user_id: int, channel_id: int | None, *, guild_id: int | None = None) -> None:
        """Let a member join a voice channel, or with None leave the one where they are."""
        payload = self.guilds[guild_id or self._home]
        person = member(user_id, PLAIN)
        others = [each for each in payload["voice_states"] if each["user_id"] != str(user_id)]
        state: Json = {
            "user_id": str(user_id),
            "session_id": f"voice-{user_id}",
            "deaf": False,
            "mute": False,
        }
        state |= {"self_deaf": False, "self_mute": False, "self_video": False, "suppress": False}
        state |= {"channel_id": channel_id and str(channel_id), "guild_id": payload["id"]}
        payload["voice_states"] = others + ([state] if channel_id else [])
        payload["members"] = [each for each in payload["members"] if each["user"]["id"] != str(user_id)]
        payload["members"] += [person]
        await self.dispatch("VOICE_STATE_UPDATE", state | {"member": person})

    def _events(self, request: Request, guild_id: str) -> Json | list[Json] | Refusal:
        if request.method == "GET":
            return [each for each in self.scheduled.values() if _is_open(each, guild_id)]
        if self._is_past(request.body):
            return Refusal(400, 50035, "Invalid Form Body")
        own: Json = {"id": self._snowflake(), "guild_id": guild_id, "creator_id": str(BOT_ID)}
        event: Json = {"channel_id": None, "status": SCHEDULED, "entity_id": None, "image": None}
        event |= {"description": None, "entity_metadata": None, "scheduled_end_time": None}
        event |= request.body | own
        self.scheduled[int(event["id"])] = event
        self._tell("CREATE", event)
        return event

    def _event(self, request: Request, guild_id: str, event_id: str) -> Json | Refusal | None:
        event = self.scheduled.get(int(event_id))
        if event is None or event["guild_id"] != guild_id:
            return Refusal(404, 10070, "Unknown Guild Scheduled Event")
        if request.method == "DELETE":
            del self.scheduled[int(event_id)]
            self._tell("DELETE", event)
            return None
        if request.method == "PATCH":
            status = request.body.get("status", event["status"])
            if self._is_past(request.body) or (
                status != event["status"] and (event["status"], status) not in TURNS
            ):
                return Refusal(400, 50035, "Invalid Form Body")
            event.update(request.body)
            self._tell("UPDATE", event)
        return event

    def _is_past(self, body: Json) -> bool:
        times = (body.get(name) for name in ("scheduled_start_time", "scheduled_end_time"))
        return any(at < self.clock() for at in map(discord.utils.parse_time, times) if at)

    def _tell(self, what: str, event: Json) -> None:
        guild_id = event["guild_id"]
        is_open = [dict(each) for each in self.scheduled.values() if _is_open(each, guild_id)]
        self.guilds[int(guild_id)]["guild_scheduled_events"] = is_open
        task = asyncio.create_task(self.dispatch(f"GUILD_SCHEDULED_EVENT_{what}", dict(event)))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)


def _is_open(event: Json, guild_id: str) -> bool:
    return event["guild_id"] == guild_id and event["status"] in {SCHEDULED, ACTIVE}
