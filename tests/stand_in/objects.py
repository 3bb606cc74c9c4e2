"""What Discord's objects look like, as far as the bot looks at them."""

from typing import Any

import discord

Json = dict[str, Any]

BOT_ID, GUILD_ID, USER_ID = 10**17 + 1_000, 10**17 + 2_000, 10**17 + 3_000
ALL = discord.Permissions.all().value
PLAIN = discord.Permissions(view_channel=True, send_messages=True, use_application_commands=True).value
EPHEMERAL = discord.MessageFlags(ephemeral=True).value
"""The flag of a message that one member alone sees."""


def user(user_id: int, *, bot: bool = False) -> Json:
    """A user, or the bot's own."""
    name = "encore" if bot else f"user{user_id}"
    return {"id": str(user_id), "username": name, "discriminator": "0", "avatar": None, "bot": bot}


def member(user_id: int, permissions: int) -> Json:
    """A member with these permissions, as an interaction carries one."""
    own: Json = {"user": user(user_id, bot=user_id == BOT_ID), "permissions": str(permissions)}
    return own | {"roles": [], "joined_at": NOON, "deaf": False, "mute": False, "flags": 0}


def text_channel(guild_id: int) -> Json:
    """The text channel of a guild, whose id is one more than the guild's."""
    own: Json = {"id": str(guild_id + 1), "name": "general", "type": 0, "position": 0, "parent_id": None}
    return own | {"permission_overwrites": [], "permissions": str(ALL)}


def guild(guild_id: int) -> Json:
    """A guild with one text channel (id + 1), one voice channel (id + 2) and the bot, which may do all."""
    voice = text_channel(guild_id) | {"id": str(guild_id + 2), "name": "cinema", "type": 2}
    voice |= {"bitrate": 64_000, "user_limit": 0}
    everyone = ROLE | {"id": str(guild_id), "name": "@everyone", "permissions": str(PLAIN)}
    bots = ROLE | {"id": str(guild_id + 3), "name": "encore", "permissions": str(ALL), "position": 1}
    me = member(BOT_ID, ALL) | {"roles": [bots["id"]]}
    own: Json = {"id": str(guild_id), "name": "Stage", "owner_id": str(USER_ID + 1), "member_count": 2}
    own |= {"roles": [everyone, bots], "channels": [text_channel(guild_id), voice], "members": [me]}
    return own | {"voice_states": [], "guild_scheduled_events": []}


# fmt: off
NOON = "2026-01-01T12:00:00+00:00"
SESSION_LIMIT = {
    "session_start_limit": {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1},
}
APPLICATION: Json = {
    "id": str(BOT_ID), "name": "encore", "description": "", "icon": None, "bot_public": True, "flags": 0,
    "bot_require_code_grant": False, "verify_key": "", "owner": user(1),
}
ROLE: Json = {"color": 0, "hoist": False, "managed": False, "mentionable": False, "position": 0, "flags": 0}
COMMAND: Json = {
    "type": 1, "description": "", "default_member_permissions": None, "dm_permission": True, "nsfw": False,
    "contexts": None, "integration_types": [0],
}
INTERACTION: Json = {
    "application_id": str(BOT_ID), "version": 1, "context": 0, "locale": "en-US", "guild_locale": "en-US",
    "app_permissions": str(ALL), "attachment_size_limit": 10_485_760, "entitlements": [],
}
MESSAGE: Json = {
    "type": 0, "author": user(BOT_ID, bot=True), "content": "", "timestamp": NOON, "edited_timestamp": None,
    "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [], "embeds": [],
    "components": [], "pinned": False, "flags": 0,
}
# fmt: on
