"""/help: what one can do here, by job, each command one press away."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import Bot, Interaction
from bot.domain.catalogue import Show
from bot.text import MESSAGE_TEXT, clip, escape


class HelpCog(commands.Cog, name="Find your way"):
    """Say what Encore can do."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @app_commands.command(description="What I can do here, by job.")
    async def help(self, interaction: Interaction) -> None:
        """List every command under the job of its cog."""
        jobs: dict[str, list[app_commands.Command[commands.Cog, ..., object]]] = defaultdict(list)
        for command in self.bot.tree.walk_commands():
            if isinstance(command, app_commands.Command) and command.binding is not None:
                jobs[command.binding.qualified_name].append(command)
        card = help_card(self.bot.show(interaction.guild_id), jobs, self.bot.mention)
        await ui.reply(interaction, card, private=True)


def help_card(
    show: Show,
    jobs: Mapping[str, list[app_commands.Command[commands.Cog, ..., object]]],
    mention: Callable[[str], str],
) -> ui.Card:
    """The commands by job; `mention` makes each a link into the input line."""
    intro = (
        f"I keep this community company while it watches **{escape(show.title)}** together. "
        "What could spoil you I show to nobody unasked."
    )
    lists = [
        "\n".join(
            [
                f"### {job}",
                *(
                    f"{mention(c.qualified_name)} {c.description}"
                    for c in sorted(found, key=lambda c: c.qualified_name)
                ),
            ]
        )
        for job, found in jobs.items()
    ]
    return ui.card("## What I can do", intro, clip("\n".join(lists), MESSAGE_TEXT - 600))


async def setup(bot: Bot) -> None:
    """Add the command."""
    await bot.add_cog(HelpCog(bot))
