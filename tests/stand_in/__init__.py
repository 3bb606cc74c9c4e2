"""A local stand-in for Discord, its REST API and its gateway, on loopback sockets.

It answers the part of API v10 that a bot of discord.py 2.7.1 asks for, writes down all it is told, and
can fail, be slow or drop the line. What is missing here, a test registers with `on`. It needs nothing that
the online bot does not.
"""

from tests.stand_in.gateway import Closed
from tests.stand_in.objects import (
    ALL,
    BOT_ID,
    GUILD_ID,
    PLAIN,
    USER_ID,
    Json,
    guild,
    member,
    text_channel,
    user,
)
from tests.stand_in.rest import Handler
from tests.stand_in.server import StandIn, Who
from tests.stand_in.wire import RESET, Fault, Refusal, Request, addresses

__all__ = [
    "ALL", "BOT_ID", "GUILD_ID", "PLAIN", "RESET", "USER_ID", "Closed", "Fault", "Handler", "Json",
    "Refusal", "Request", "StandIn", "Who", "addresses", "guild", "member", "text_channel", "user",
]  # fmt: skip
