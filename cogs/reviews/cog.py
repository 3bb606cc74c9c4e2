"""/review: options in, a form or a card out."""

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.asking import episode_of
from bot.client import Bot, Interaction
from bot.domain.refusal import Refusal
from bot.domain.reviews import SERIES
from bot.options import EpisodeText
from bot.permissions import guild_of
from cogs.reviews import actions, read_presses, write_presses
from cogs.reviews.reading import Flags, Reading


class ReviewsCog(commands.Cog, name="Review"):
    """Say what you think of the series and its episodes, and read what others do."""

    review = app_commands.Group(
        name="review",
        description="Reviews and comments of members: of the series and of its episodes.",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @review.command(description="Write your review of an episode or the series, or change the one you wrote.")
    @app_commands.describe(episode="A number like 26, a part of the title, or next; the series if left out")
    async def write(self, interaction: Interaction, episode: EpisodeText | None = None) -> None:
        """Open the form for one's review."""
        show = self.bot.show(guild_of(interaction))
        key = (await episode_of(interaction, show, episode)).key if episode else SERIES
        await write_presses.open_review(interaction, show, key)

    @review.command(description="Read what members wrote about an episode or the series.")
    @app_commands.describe(
        episode="A number like 26, a part of the title, or next; the series if left out",
        member="Whose texts; without an episode, all of theirs",
    )
    async def read(
        self,
        interaction: Interaction,
        episode: EpisodeText | None = None,
        member: discord.User | None = None,
    ) -> None:
        """Show the newest text to the one who asks alone."""
        show = self.bot.show(guild_of(interaction))
        if episode:
            key = (await episode_of(interaction, show, episode)).key
        else:
            key = SERIES if member is None else None
        wanted = Reading(show, key, member.id if member else None)
        await ui.reply(interaction, await read_presses.page_card(interaction, wanted), private=True)

    @review.command(description="Delete your review of an episode or the series; I ask first.")
    @app_commands.describe(episode="A number like 26, a part of the title, or next; the series if left out")
    async def delete(self, interaction: Interaction, episode: EpisodeText | None = None) -> None:
        """Ask whether one's review is to go."""
        who = read_presses.actor(interaction)
        show = self.bot.show(who.guild_id)
        key = (await episode_of(interaction, show, episode)).key if episode else SERIES
        found = await actions.own(self.bot.db, who, show, key)
        if found is None:
            raise Refusal(
                "You have written no review of that. A comment is deleted from its page: `/review read`."
            )
        await ui.reply(interaction, await write_presses.question(interaction, found, Flags()), private=True)
