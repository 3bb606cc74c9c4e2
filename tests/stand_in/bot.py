"""Runs `python -m bot` against a stand-in: `python -m tests.stand_in.bot <port> [arguments of bot]`.

Another module than `bot` is run where STAND_IN_PROGRAM names one.
"""

import os
import runpy
import sys

import discord.gateway
import discord.http
import yarl

from tests.stand_in.wire import addresses


def main() -> None:
    """Point discord.py at the port, then be `python -m bot`."""
    _, port, *arguments = sys.argv
    rest, gateway = addresses(int(port))
    discord.http.Route.BASE = rest  # webhooks build on the same Route
    # discord.py 2.7.1 does not ask GET /gateway: this is where every new session begins.
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    sys.argv[1:] = arguments
    runpy.run_module(os.environ.get("STAND_IN_PROGRAM", "bot"), run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
