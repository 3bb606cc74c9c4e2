"""/watched and /progress: options in, card out."""

from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot import throttle, ui
from bot.client import Bot, Interaction
from bot.domain import ranges
from bot.domain.member_settings import SpoilerMode
from bot.options import EpisodesText
from bot.permissions import guild_of
from cogs.progress import actions, cards, presses, transfer_cards
from cogs.progress.reading import Reader, check_size

Visible = Literal["everyone here", "nobody"]
Warn = Literal["each time", "once a show", "never"]

_MODES = {
    "each time": SpoilerMode.STRICT,
    "once a show": SpoilerMode.RELAXED,
    "never": SpoilerMode.OFF,
}


class ProgressCog(commands.Cog, name="Keep progress"):
    """Mark what is watched, and see how far everybody is."""

    progress = app_commands.Group(
        name="progress",
        description="What you and the others here have watched.",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self._reader = Reader()
        self._menu = app_commands.ContextMenu(
            name="Watch progress",
            callback=self._of_member,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=False, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            extras={"does": "in a member’s menu, under Apps: how far they are."},
        )

    async def cog_load(self) -> None:
        """Add the menu, which belongs to no cog by itself."""
        self.bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it away with the commands."""
        self.bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def _of_member(self, interaction: Interaction, member: discord.Member | discord.User) -> None:
        """Show a member's progress to the one who asks alone, from that member's menu."""
        await ui.reply(interaction, await presses.member_card(interaction, member), private=True)

    @app_commands.command(description="Mark episodes as watched: one, several, or everything up to one.")
    @app_commands.describe(
        episodes="A number like 5, several like 1-8 or 1,3,5-7, all, a title, or next",
        through="Whether everything up to it counts too; no if left out",
    )
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def watched(
        self,
        interaction: Interaction,
        episodes: EpisodesText,
        through: bool = False,  # noqa: FBT001, FBT002  discord.py passes options by name
    ) -> None:
        """Mark episodes, for the one who asks alone."""
        actor = presses.actor(interaction)
        show = self.bot.show(actor.guild_id)
        named = await presses.episodes_of(interaction, show, episodes)
        wanted = ranges.through(show, named) if through else named
        change = await actions.mark(self.bot.db, actor, show, wanted, now=self.bot.clock())
        await ui.reply(interaction, cards.change_card(change), private=True)

    @progress.command(description="How far you are, or another member: what is watched and scored.")
    @app_commands.describe(member="Whose progress, if they let it be seen; yours if left out")
    async def show(self, interaction: Interaction, member: discord.User | None = None) -> None:
        """Show a member's progress to the one who asks alone."""
        await ui.reply(interaction, await presses.member_card(interaction, member), private=True)

    @progress.command(description="This server's members by how much they have watched.")
    async def board(self, interaction: Interaction) -> None:
        """Show the board to the channel."""
        show = self.bot.show(guild_of(interaction))
        await ui.reply(interaction, await presses.page_card(interaction, show, 1))

    @progress.command(description="Take marks back: episodes you have not watched after all.")
    @app_commands.describe(episodes="A number like 5, several like 1-8 or 1,3,5-7, all, or a title")
    async def unwatch(self, interaction: Interaction, episodes: EpisodesText) -> None:
        """Take marks back, for the one who asks alone."""
        actor = presses.actor(interaction)
        show = self.bot.show(actor.guild_id)
        presses.check_takes_back(episodes)
        named = await presses.episodes_of(interaction, show, episodes)
        change = await actions.unmark(self.bot.db, actor, show, named)
        await ui.reply(interaction, cards.change_card(change), private=True)

    @progress.command(description="Say who may see your progress on this server, or ask who does.")
    @app_commands.describe(visible="Who may see it; left out, I say how it is")
    async def privacy(self, interaction: Interaction, visible: Visible | None = None) -> None:
        """Let the others see one's progress, or not."""
        now = await actions.set_visible(
            self.bot.db,
            guild_id=guild_of(interaction),
            member_id=interaction.user.id,
            visible=None if visible is None else visible == "everyone here",
        )
        command = self.bot.mention("progress privacy")
        card = cards.privacy_card(visible=now, chosen=visible is not None, command=command)
        await ui.reply(interaction, card, private=True)

    @progress.command(description="Say when I warn you of spoilers, on every server alike, or ask when I do.")
    @app_commands.describe(warn="When I warn you; left out, I say how it is")
    async def spoilers(self, interaction: Interaction, warn: Warn | None = None) -> None:
        """Choose when to be warned."""
        mode = _MODES[warn] if warn else None
        now = await actions.set_spoilers(self.bot.db, member_id=interaction.user.id, mode=mode)
        command = self.bot.mention("progress spoilers")
        card = cards.spoilers_card(now, chosen=warn is not None, command=command)
        await ui.reply(interaction, card, private=True)

    @progress.command(
        name="import", description="Bring your progress along: I show what it would mark first."
    )
    @app_commands.describe(
        file="MyAnimeList XML or XML.GZ, AniList JSON, or CSV of episode numbers; up to 2 MiB"
    )
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Say what a file would mark; a button applies it."""
        actor = presses.actor(interaction)
        show = self.bot.show(actor.guild_id)
        check_size(file)
        throttle.check_file(interaction)
        await ui.take_time(interaction)
        found = await self._reader.read(file, show, member_id=actor.member_id)
        new, already = await actions.propose(self.bot.db, actor, show, found.episodes, now=self.bot.clock())
        card = transfer_cards.dry_run_card(show, found, new, already, import_id=actor.change_id)
        await ui.settle(interaction, card)

    @progress.command(description="Take your progress on this server along, as a CSV file.")
    async def export(self, interaction: Interaction) -> None:
        """Give one's marks as a file."""
        guild_id = guild_of(interaction)
        throttle.check_file(interaction)
        show = self.bot.show(guild_id)
        found, viewer = await actions.marks_to_take(
            self.bot.db, show, guild_id=guild_id, member_id=interaction.user.id
        )
        await ui.reply(interaction, transfer_cards.export_card(show, found, viewer), private=True)
