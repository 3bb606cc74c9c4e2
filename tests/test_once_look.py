"""Looking for a message of the bot's own that an earlier attempt may have posted."""

from datetime import timedelta
from typing import Any

import discord
import pytest
from discord import ui as components
from discord.http import HTTPClient

from bot import once, ui
from tests.stand_in import BOT_ID, USER_ID, Json, user

CHANNEL_ID = 2026
MARKER = "party:here:123"
START = discord.utils.utcnow().replace(microsecond=0) - timedelta(days=1)


class Channel:
    """A channel as Discord pages through it; its minutes are counted from `START`."""

    def __init__(self) -> None:
        self.requests = 0
        self._messages: list[Json] = []

    def say(self, minute: int, part: ui.Part, *, user_id: int = BOT_ID) -> int:
        """Put in a message, later than all others; its id."""
        message_id = discord.utils.time_snowflake(START + timedelta(minutes=minute))
        message: Json = {"id": str(message_id), "channel_id": str(CHANNEL_ID), "author": user(user_id)}
        message |= {"components": ui.page(ui.card("Tonight", ui.line(), part)).to_components()}
        message |= {"attachments": [], "embeds": [], "mentions": [], "mention_roles": [], "pinned": False}
        message |= {"content": "", "tts": False, "mention_everyone": False, "type": 0, "flags": 0}
        message |= {"timestamp": START.isoformat(), "edited_timestamp": None}
        self._messages.append(message)
        return message_id

    async def page(
        self, _: HTTPClient, channel_id: int, limit: int, before: int | None = None, after: int | None = None
    ) -> list[Json]:
        """At most `limit` next to `before` or `after`, the newest first either way."""
        assert channel_id == CHANNEL_ID
        self.requests += 1
        between = [each for each in self._messages if (after or 0) < int(each["id"]) < (before or 2**63)]
        return (between[:limit] if after else between[-limit:])[::-1]


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Channel:
    channel = Channel()

    async def page(client: HTTPClient, *given: int, **more: int | None) -> list[Json]:
        return await channel.page(client, *given, **more)

    monkeypatch.setattr(HTTPClient, "logs_from", page)
    monkeypatch.setattr(discord.Client, "user", discord.Object(BOT_ID))
    return channel


async def find() -> int | None:
    client = discord.Client(intents=discord.Intents.none())
    found = await once.find(client, CHANNEL_ID, marker=MARKER, since=START)
    return found.id if found else None


def button(custom_id: str) -> ui.Row:
    return ui.row(ui.button("I’m here", custom_id))


@pytest.mark.parametrize("custom_id", [MARKER, f"{MARKER}/26"])
async def test_the_marked_message_is_found(channel: Channel, custom_id: str) -> None:
    message_id = channel.say(1, button(custom_id))
    channel.say(2, "Something else")
    assert await find() == message_id


@pytest.mark.parametrize("custom_id", [f"{MARKER}4", f"{MARKER}:4", "party:here:12", "party:here"])
async def test_one_whose_mark_is_only_alike_is_not_it(channel: Channel, custom_id: str) -> None:
    channel.say(1, button(custom_id))
    assert await find() is None


@pytest.mark.parametrize(
    "part",
    [
        ui.row(ui.select("Who", MARKER, [discord.SelectOption(label="me")])),
        ui.row(ui.button("Another", "party:other:123"), ui.button("I’m here", MARKER)),
        components.Section[Any]("Tonight", accessory=ui.button("I’m here", MARKER)),
    ],
    ids=["a list", "the second button", "a button beside text"],
)
async def test_a_mark_is_seen_wherever_it_is(channel: Channel, part: components.Item[Any]) -> None:
    message_id = channel.say(1, part)
    assert await find() == message_id


async def test_nobody_else_s_message_is_taken_for_it(channel: Channel) -> None:
    channel.say(1, button(MARKER), user_id=USER_ID)
    assert await find() is None


async def test_it_is_found_though_the_bot_s_clock_is_some_minutes_ahead_of_discord_s(
    channel: Channel,
) -> None:
    message_id = channel.say(-5, button(MARKER))
    assert await find() == message_id


async def test_what_is_older_than_the_first_attempt_is_not_looked_at(channel: Channel) -> None:
    channel.say(-60, button(MARKER))
    assert await find() is None
    assert channel.requests == 1


@pytest.mark.parametrize("place", [0, once.LOOK - 1, 4 * once.LOOK, 5 * once.LOOK - 1])
async def test_in_a_busy_channel_it_is_found_near_either_end(channel: Channel, place: int) -> None:
    ids = [channel.say(n, button(MARKER) if n == place else "Talk") for n in range(5 * once.LOOK)]
    assert await find() == ids[place]


async def test_no_more_of_a_busy_channel_is_looked_at(channel: Channel) -> None:
    for minute in range(5 * once.LOOK):
        channel.say(minute, button(MARKER) if minute == 2 * once.LOOK else "Talk")
    assert await find() is None
    assert channel.requests == 2 * once.LOOK / 100
