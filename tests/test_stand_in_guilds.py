"""The stand-in's servers: what was written in a channel, voice, scheduled events, and a bot that is gone."""

from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.stand_in import GUILD_ID, USER_ID, Request, StandIn

TOKEN = "a.real.looking-token"  # noqa: S105 - opens nothing but the stand-in
CINEMA = GUILD_ID + 2
INTENTS = discord.Intents(guilds=True, voice_states=True, guild_scheduled_events=True)


class Listener(discord.Client):
    """Writes down what it hears."""

    def __init__(self) -> None:
        super().__init__(intents=INTENTS, guild_ready_timeout=0.1)
        self.heard: list[str] = []

    @property
    def home(self) -> discord.Guild:
        guild = self.get_guild(GUILD_ID)
        assert guild is not None
        return guild

    @property
    def channel(self) -> discord.PartialMessageable:
        return self.get_partial_messageable(GUILD_ID + 1)

    async def on_voice_state_update(
        self, member: discord.Member, _: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        self.heard.append(f"{member.id} in {after.channel}")

    async def on_scheduled_event_update(
        self, _: discord.ScheduledEvent, after: discord.ScheduledEvent
    ) -> None:
        self.heard.append(f"{after.name} {after.status.name}")


@pytest.fixture
async def stand_in(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StandIn]:
    async with StandIn(TOKEN) as stand_in:
        monkeypatch.setattr(Route, "BASE", stand_in.rest)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(stand_in.ws))
        yield stand_in


@pytest.fixture
async def client(stand_in: StandIn) -> AsyncIterator[Listener]:
    async with Listener() as client:
        await client.login(TOKEN)
        connection = client.loop.create_task(client.connect())
        await stand_in.ready()
        await client.wait_until_ready()
        yield client
        await client.close()
        await connection


async def test_a_channel_is_read_from_either_end(client: Listener) -> None:
    sent = [await client.channel.send(str(number)) for number in range(120)]
    newest = [message.content async for message in client.channel.history(limit=3)]
    assert newest == ["119", "118", "117"]
    oldest = [message.content async for message in client.channel.history(limit=110, after=sent[4])]
    assert oldest == [str(number) for number in range(5, 115)]


async def test_what_one_member_alone_was_shown_is_in_no_history(stand_in: StandIn, client: Listener) -> None:
    @client.event
    async def on_interaction(  # pyright: ignore[reportUnusedFunction]
        interaction: discord.Interaction,
    ) -> None:
        private = interaction.data is not None and interaction.data.get("custom_id") == "alone"
        await interaction.response.send_message("answered", ephemeral=private)

    await stand_in.press("alone")
    await stand_in.press("aloud")
    assert len([message async for message in client.channel.history()]) == 1
    assert len(stand_in.written) == 2


async def test_a_nonce_is_forgotten_after_a_while(stand_in: StandIn, client: Listener) -> None:
    later = timedelta()
    stand_in.clock = lambda: discord.utils.utcnow() + later
    first = await client.channel.send("once", nonce=7)
    assert (await client.channel.send("once", nonce=7)).id == first.id
    later = stand_in.nonces_last
    assert (await client.channel.send("once", nonce=7)).id != first.id


async def test_a_press_that_edits_shows_in_the_channel(stand_in: StandIn, client: Listener) -> None:
    @client.event
    async def on_interaction(  # pyright: ignore[reportUnusedFunction]
        interaction: discord.Interaction,
    ) -> None:
        assert interaction.data is not None
        await interaction.response.edit_message(content=interaction.data.get("values", [""])[0])

    posted = await client.channel.send("before")
    await stand_in.choose("list", ["after"], stand_in.messages[posted.id])
    assert [message.content async for message in client.channel.history()] == ["after"]


async def test_members_are_written_to_in_a_channel_of_their_own(stand_in: StandIn, client: Listener) -> None:
    direct = await client.create_dm(discord.Object(USER_ID))
    await direct.send("for you")
    assert [message["channel_id"] for message in stand_in.messages.values()] == [str(USER_ID + 1)]


async def test_voice_is_told_and_known_to_who_comes_later(stand_in: StandIn, client: Listener) -> None:
    await stand_in.move(USER_ID, CINEMA)
    await stand_in.caught_up()
    async with Listener() as later:
        await later.login(TOKEN)
        connection = later.loop.create_task(later.connect())
        await later.wait_until_ready()
        assert list(later.home.voice_channels[0].voice_states) == [USER_ID]
        await later.close()
        await connection
    await stand_in.move(USER_ID, None)
    await stand_in.caught_up()
    assert client.heard == [f"{USER_ID} in cinema", f"{USER_ID} in None"]


async def test_an_event_is_made_begun_and_over(stand_in: StandIn, client: Listener) -> None:
    cinema = client.home.voice_channels[0]
    starts_at = discord.utils.utcnow() + timedelta(hours=1)
    level = discord.PrivacyLevel.guild_only
    event = await client.home.create_scheduled_event(
        name="Stage", start_time=starts_at, channel=cinema, privacy_level=level
    )
    assert [each.id for each in await client.home.fetch_scheduled_events(with_counts=False)] == [event.id]
    await (await event.start()).end()
    await stand_in.caught_up()
    assert client.heard == ["Stage active", "Stage completed"]
    with pytest.raises(discord.HTTPException):
        await event.edit(status=discord.EventStatus.canceled)  # it is over
    assert await client.home.fetch_scheduled_events(with_counts=False) == []


async def test_an_event_that_is_past_or_gone_is_refused(stand_in: StandIn, client: Listener) -> None:
    cinema, level = client.home.voice_channels[0], discord.PrivacyLevel.guild_only
    soon = discord.utils.utcnow() + timedelta(hours=1)
    event = await client.home.create_scheduled_event(
        name="Stage", start_time=soon, channel=cinema, privacy_level=level
    )
    stand_in.clock = lambda: soon + timedelta(hours=1)
    with pytest.raises(discord.HTTPException):
        await client.home.create_scheduled_event(
            name="Late", start_time=soon, channel=cinema, privacy_level=level
        )
    await event.delete()
    with pytest.raises(discord.NotFound):
        await client.home.fetch_scheduled_event(event.id)


async def test_a_request_can_be_lost_before_discord_does_it_and_after(
    stand_in: StandIn, client: Listener
) -> None:
    lost = [False, True]

    async def watch(_: Request, taken: bool) -> bool:  # noqa: FBT001  as the stand-in calls it
        if taken is not lost[0]:
            return False
        lost.pop(0)
        return True

    stand_in.watch = watch
    for messages in (0, 1):
        with pytest.raises(OSError, match=r"reset|disconnected"):
            await client.channel.send("hello")
        assert len(stand_in.messages) == messages
