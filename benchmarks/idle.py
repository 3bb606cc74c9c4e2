"""The floor for memory: a client of discord.py with Encore's intents, all else by default, doing nothing."""

import os

import discord


def main() -> None:
    intents = discord.Intents(guilds=True, voice_states=True, guild_scheduled_events=True)
    discord.Client(intents=intents).run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
