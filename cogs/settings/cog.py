"""/settings: options in, card out."""

import asyncio
import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import Bot, Interaction
from cogs.settings import checking, fields, presses, reading
from cogs.settings.fields import FIELDS
from cogs.settings.here import here

_log = logging.getLogger(__name__)


class SettingsCog(commands.Cog, name="Set up the server"):
    """See and change what holds on this server."""

    settings = app_commands.Group(
        name="settings",
        description="What holds on this server: its show, votes, parties, and who may do what.",
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @settings.command(description="All settings of this server on one page, to be changed there.")
    async def show(self, interaction: Interaction) -> None:
        """Show the page to the one who asks alone."""
        await ui.reply(interaction, await presses.page(interaction), private=True)

    @settings.command(name="set", description="Change one setting, or reset it with the value default.")
    @app_commands.describe(
        setting="What to change", value="A role, a channel, a number, a city…; default resets it"
    )
    @app_commands.choices(
        setting=[app_commands.Choice(name=field.label, value=field.name) for field in FIELDS]
    )
    async def set_(
        self, interaction: Interaction, setting: str, value: app_commands.Range[str, 1, 200]
    ) -> None:
        """Change a setting, and show it to the one who asks alone."""
        field = fields.named(setting)
        changed = await presses.change(interaction, field, value)
        await ui.reply(interaction, await presses.changed_card(interaction, field, changed), private=True)

    @settings.command(description="Every permission that I lack here, where, and what fails without it.")
    async def check(self, interaction: Interaction) -> None:
        """Show what the bot may do to the one who asks alone."""
        await ui.reply(interaction, await checking.check_card(interaction), private=True)

    @set_.autocomplete("value")
    async def _suggest(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest values of the setting that was chosen; whatever fails leaves the list empty."""
        try:
            field = fields.known(str(interaction.namespace.setting))
            if field is None:
                return []
            found = await asyncio.to_thread(reading.suggest, field, typed, here(interaction))
        except Exception:  # noqa: BLE001  there is no one to tell while they type
            _log.exception("no suggestions for %r", typed[:100])
            return []
        return [app_commands.Choice(name=name, value=value) for name, value in found]
