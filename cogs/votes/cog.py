"""/vote: a score for oneself, or a panel for the channel."""

from datetime import datetime, timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot import moments, posted, ui
from bot.asking import episode_of, tells_progress
from bot.client import Bot, Interaction
from bot.domain.catalogue import Episode, Show
from bot.domain.panels import Panel
from bot.domain.refusal import Refusal
from bot.options import ClosesText, EpisodeText
from bot.permissions import check_view, guild_of
from cogs.votes import actions, cards, panel_actions, presses
from cogs.votes.panel_actions import PanelOpen

Score = app_commands.Range[int, 1, 10]

ANSWERABLE = timedelta(minutes=15)
"""How long after an interaction its answer may still be on the way (Discord, "Interaction tokens")."""


class VotesCog(commands.Cog, name="Vote"):
    """Vote on episodes."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @app_commands.command(
        description="Vote on an episode; without a score, open a panel for the channel.",
        extras={"role": "voter_role"},
    )
    @app_commands.describe(
        episode="A number like 26 or s1e26, a part of the title; left out, the last one watched together",
        score="1 to 10: your own vote, cast or changed, answered for you alone",
        closes="When the panel closes: 2h, tomorrow 8pm, never",
    )
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def vote(
        self,
        interaction: Interaction,
        episode: EpisodeText | None = None,
        score: Score | None = None,
        closes: ClosesText | None = None,
    ) -> None:
        """Cast or change a vote, or open a panel."""
        guild_id = guild_of(interaction)
        show = self.bot.show(guild_id)
        if score is not None and closes:
            raise Refusal("A panel closes, your own vote does not: leave out `score` or `closes`.")
        found, is_own = await self._episode(interaction, show, episode)
        if score is None:
            if is_own and await tells_progress(interaction, episode or None):
                raise Refusal(
                    "A panel on it would tell the others how far you are, which you keep to yourself. "
                    "Name the episode by its number."
                )
            await self._open(interaction, show, found, closes)
        else:
            outcome = await presses.cast(interaction, show, found, score=score)
            await ui.reply(interaction, cards.vote_card(show, found, outcome), private=True)

    async def _episode(self, interaction: Interaction, show: Show, text: str | None) -> tuple[Episode, bool]:
        """The episode that is meant, and whether it follows from what they alone did.

        Where none is named, the one that the server watched together last, else the one they voted on last.
        """
        if text:
            return await episode_of(interaction, show, text), True
        db, here = self.bot.db, {"guild_id": guild_of(interaction)}
        together = show.by_key.get(await actions.last_together(db, **here, show_id=show.id) or "")
        if together is not None:
            return together, False
        key = await actions.last_voted(db, **here, show_id=show.id, member_id=interaction.user.id)
        episode = show.by_key.get(key or "")
        if episode is None:
            raise Refusal("Which episode? Name one, like `/vote episode:26`.")
        return episode, True

    async def _open(self, interaction: Interaction, show: Show, episode: Episode, closes: str | None) -> None:
        check_view(interaction)
        now = self.bot.clock()
        zone = await self.bot.zone(interaction)
        panel = Panel(
            guild_id=guild_of(interaction),
            id=interaction.id,
            channel_id=interaction.channel_id or 0,
            message_id=None,
            show_id=show.id,
            episode=episode.key,
            opened_by=interaction.user.id,
            closes_at=await moments.closing(closes, now=now, zone=zone) if closes else None,
        )
        try:
            view = await panel_actions.open_panel(self.bot.db, panel, quotas=self.bot.quotas, now=now)
        except PanelOpen as refused:
            if await self._stands(refused.panel, now=now):
                raise
            await panel_actions.forget(self.bot.db, refused.panel)
            view = await panel_actions.open_panel(self.bot.db, panel, quotas=self.bot.quotas, now=now)
        try:
            message_id = await ui.reply(interaction, cards.panel_card(episode, view))
        except BaseException:
            await panel_actions.forget(self.bot.db, panel)
            raise
        self.bot.wake(panel.closes_at)
        if message_id is not None:
            await panel_actions.remember_message(self.bot.db, panel, message_id=message_id)

    async def _stands(self, panel: Panel, *, now: datetime) -> bool:
        """Whether a panel's message is there: it may have been deleted, or never sent because of a crash."""
        if panel.message_id is None:
            return now - discord.utils.snowflake_time(panel.id) < ANSWERABLE
        return await posted.stands(self.bot, panel.channel_id, panel.message_id)
