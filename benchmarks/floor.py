"""The floor for start-up: the least bot of discord.py, whose one command answers a constant."""

import os

import discord
from discord.ext import commands


class Floor(commands.Bot):
    """Sends its one command at each start, as tutorials do."""

    async def setup_hook(self) -> None:
        """Add the command and send it."""

        @self.tree.command(description="Answers a constant.")
        async def episode(interaction: discord.Interaction, episode: str) -> None:  # noqa: ARG001
            await interaction.response.send_message("A constant.")

        await self.tree.sync()


def main() -> None:
    intents = discord.Intents(guilds=True, voice_states=True, guild_scheduled_events=True)
    Floor(command_prefix="!", intents=intents).run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
