"""/poll create, close and list: options in, card out."""

import logging
from functools import partial
from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot import moments, ui
from bot.client import Bot, Interaction
from bot.domain import polls as rules
from bot.domain.polls import Poll
from bot.domain.refusal import Refusal
from bot.domain.server_settings import Reveal
from bot.options import ClosesText
from bot.permissions import check_view, guild_of
from bot.text import CHOICE_NAME, CHOICES, clip, one_line
from cogs.polls import actions, cards, presses

_log = logging.getLogger(__name__)

_REVEALS = {
    "always": Reveal.ALWAYS,
    "after voting": Reveal.VOTED,
    "when it closes": Reveal.CLOSED,
}
Shown = Literal["always", "after voting", "when it closes"]


class PollsCog(commands.Cog, name="Ask the server"):
    """Make polls, close them, list them."""

    poll = app_commands.Group(
        name="poll",
        description="Polls of this server, over episodes or anything else.",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @poll.command(description="Ask the server: over options of your own, or over episodes.")
    @app_commands.describe(
        question="What you ask, up to 200 characters",
        options="2 to 50 answers with | between them: tea | coffee | neither",
        episodes="Episodes as the answers, instead of options: 1-26, or 8,13,26, or all",
        choices="How many one may choose; 1 if left out",
        closes="When it closes: 2h, tomorrow 8pm, never (until somebody closes it)",
        anonymous="Whether nobody sees who chose what; yes if left out",
        results="When one may see how it stands; always if left out",
    )
    async def create(  # noqa: PLR0917  discord.py passes options by name
        self,
        interaction: Interaction,
        question: app_commands.Range[str, 1, rules.QUESTION],
        options: str | None = None,
        episodes: str | None = None,
        choices: app_commands.Range[int, 1, rules.MOST] = 1,
        closes: ClosesText | None = None,
        anonymous: bool = True,  # noqa: FBT001, FBT002  likewise
        results: Shown = "always",
    ) -> None:
        """Open a poll in this channel."""
        guild_id, now = guild_of(interaction), self.bot.clock()
        zone = await self.bot.zone(interaction)
        check_view(interaction)
        found, show_id = actions.read_options(self.bot.show(guild_id), options, episodes)
        poll = Poll(
            guild_id=guild_id,
            id=interaction.id,
            channel_id=interaction.channel_id or 0,
            author_id=interaction.user.id,
            question=rules.check_question(one_line(question)),
            options=found,
            opened_at=now,
            edited_at=now,
            show_id=show_id,
            choices=rules.check_choices(choices, options=len(found)),
            anonymous=anonymous,
            reveal=_REVEALS[results],
            closes_at=await moments.closing(closes, now=now, zone=zone) if closes else None,
        )
        await self._open(interaction, poll)

    async def _open(self, interaction: Interaction, poll: Poll) -> None:
        view = await actions.open_poll(self.bot.db, poll, quotas=self.bot.quotas)
        try:
            names = await presses.labels(interaction, poll, alone=False)
            message_id = await ui.reply(interaction, cards.poll_card(view, names))
        except BaseException:
            await actions.forget(self.bot.db, poll)
            raise
        self.bot.wake(poll.closes_at)
        if message_id is not None:
            await actions.remember_message(self.bot.db, poll, message_id=message_id)
            self.bot.wake(self.bot.clock())  # who deleted all of theirs meanwhile has it withdrawn

    @poll.command(description="Close a poll of yours, or as a moderator any, and post its result.")
    @app_commands.describe(poll="The poll; choose it from the list")
    async def close(self, interaction: Interaction, poll: str) -> None:
        """Close a poll; the worker posts its result."""
        if not (poll.isascii() and poll.isdecimal()):
            raise Refusal(
                "Choose the poll from the list that opens while you type, or press its Close button."
            )
        view = await actions.close(
            self.bot.db,
            presses.press(interaction, poll),
            manages=partial(presses.manages, interaction),
            now=self.bot.clock(),
        )
        self.bot.wake(view.poll.closed_at)
        await ui.reply(interaction, cards.closed_card(view.poll), private=True)

    @close.autocomplete("poll")
    async def _closable(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """The open polls that they may close."""
        try:
            found = await actions.all_open(self.bot.db, guild_id=guild_of(interaction))
        except Exception:  # noqa: BLE001  there is no one to tell while they type
            _log.exception("no suggestions for %r", typed[:100])
            return []
        wanted = one_line(typed).casefold()
        return [
            app_commands.Choice(name=clip(poll.question, CHOICE_NAME), value=str(poll.id))
            for poll in found
            if wanted in poll.question.casefold()
            and presses.may_view(interaction, poll)
            and (poll.author_id == interaction.user.id or presses.manages(interaction, poll.channel_id))
        ][:CHOICES]

    @poll.command(name="list", description="The polls that are open here, and the last ones that were.")
    async def list_(self, interaction: Interaction) -> None:
        """List the polls to the one who asked."""
        views = await presses.visible(interaction)
        await ui.reply(interaction, cards.list_card(views, page=1), private=True)
