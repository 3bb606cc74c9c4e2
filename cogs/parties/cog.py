"""/party: its commands, by what they are about. Options in, card out."""

from discord import app_commands
from discord.ext import commands

from bot.client import Bot
from cogs.parties.answer_commands import AnswerCommands
from cogs.parties.event_listener import EventListener
from cogs.parties.live_commands import LiveCommands
from cogs.parties.plan_commands import PlanCommands
from cogs.parties.presence import Presence


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class PartiesCog(
    PlanCommands,
    AnswerCommands,
    LiveCommands,
    Presence,
    EventListener,
    commands.GroupCog,
    name="Watch together",
    group_name="party",
    group_description="Watch parties: planned, reminded of, live, remembered.",
):
    """Plan parties, come to them, watch together."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
