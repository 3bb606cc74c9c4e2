"""The commands: where one that is used is answered, and where what it raised is explained."""

from typing import Any, cast

import discord
from discord import app_commands

from bot import crowd, errors
from bot.ui import Interaction

_NESTED = (discord.AppCommandOptionType.subcommand.value, discord.AppCommandOptionType.subcommand_group.value)


class Tree(app_commands.CommandTree[Any]):
    """The commands; what they raise is explained in one place."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Remember the task that answers, so that closing can wait for it; in a crowd, acknowledge first.

        Raises:
            CommandSignatureMismatch: suggestions are asked for where there are none to give, by a Discord
                that loaded the commands before they changed. Later, discord.py would not answer.
        """
        if not self.client.begin(interaction):
            return False
        command = interaction.command
        if command is None:
            return True
        if interaction.type is not discord.InteractionType.autocomplete:
            return await self._heard(interaction, command.qualified_name)
        if isinstance(command, app_commands.Command):
            known = {each.display_name for each in command.parameters if each.autocomplete}
            if _typed(interaction) not in known:
                raise app_commands.CommandSignatureMismatch(command)
        return True

    async def _heard(self, interaction: Interaction, name: str) -> bool:
        """Whether the command is still waited for; discord.py would lose what is raised here."""
        try:
            await crowd.hear_command(interaction, name)
        except Exception as error:  # noqa: BLE001  whatever Discord or the line says of an acknowledgement
            await errors.explain(interaction, error)
            return False
        return True

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Explain whatever a command raised."""
        await errors.explain(interaction, error)


def _typed(interaction: Interaction) -> str | None:
    """The option into which something is being typed."""
    options = cast("dict[str, Any]", interaction.data or {}).get("options") or ()
    while options and options[0].get("type") in _NESTED:
        options = options[0].get("options") or ()
    return next((option["name"] for option in options if option.get("focused")), None)
