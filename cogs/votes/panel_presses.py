"""What the buttons and the list of a vote panel do. A row id is the panel's id."""

from collections.abc import Mapping

from bot import crowd, throttle, ui
from bot.asking import viewer_of
from bot.client import Interaction
from bot.domain.catalogue import Episode, Show
from bot.domain.panels import Panel
from bot.permissions import guild_of, may_manage
from bot.routes import Handler, whole
from cogs.votes import actions, cards, panel_actions
from cogs.votes.actions import OVER
from cogs.votes.presses import ballot, cast, chosen_score, episode_of


async def score(interaction: Interaction, row_id: str) -> None:
    """Vote through a panel; the answer is the voter's alone."""
    await crowd.hear(interaction)
    panel, show, episode = await _panel(interaction, row_id)
    outcome = await cast(interaction, show, episode, score=chosen_score(interaction), panel_id=panel.id)
    await crowd.reply(interaction, cards.vote_card(show, episode, outcome))


async def withdraw(interaction: Interaction, row_id: str) -> None:
    """Take one's vote back through a panel."""
    await crowd.hear(interaction)
    panel, show, episode = await _panel(interaction, row_id)
    bot = interaction.client
    outcome = await actions.withdraw(
        bot.db, ballot(interaction, show, episode), now=bot.clock(), panel_id=panel.id
    )
    bot.wake(outcome.refresh_at)
    await crowd.reply(interaction, cards.vote_card(show, episode, outcome))


async def results(interaction: Interaction, row_id: str) -> None:
    """Show how it stands so far, to one who may see it."""
    bot = interaction.client
    view = await panel_actions.results(
        bot.db,
        guild_id=guild_of(interaction),
        panel_id=whole(row_id, otherwise=OVER),
        member_id=interaction.user.id,
    )
    show, episode = episode_of(interaction, view.panel.show_id, view.panel.episode)
    picture, note = await throttle.picture(
        interaction,
        cards.histogram(episode, view.tally),
        name="votes",
        alt=cards.histogram_alt(episode, view.tally),
    )
    viewer = await viewer_of(interaction, show)
    await ui.reply(interaction, cards.results_card(episode, view, picture, viewer, note), private=True)


async def close(interaction: Interaction, row_id: str) -> None:
    """Close a panel; the worker posts its result."""
    bot = interaction.client
    view = await panel_actions.close(
        bot.db,
        guild_id=guild_of(interaction),
        panel_id=whole(row_id, otherwise=OVER),
        member_id=interaction.user.id,
        manages=may_manage(interaction),
        now=bot.clock(),
    )
    bot.wake(view.panel.closed_at)
    _, episode = episode_of(interaction, view.panel.show_id, view.panel.episode)
    await ui.edit_in_place(interaction, cards.panel_card(episode, view))


ROUTES: Mapping[str, Handler] = {
    "panel:score": score,
    "panel:withdraw": withdraw,
    "panel:results": results,
    "panel:close": close,
}


async def _panel(interaction: Interaction, row_id: str) -> tuple[Panel, Show, Episode]:
    """The open panel that was pressed; notes its message where a crash kept that from being known."""
    db = interaction.client.db
    panel_id = whole(row_id, otherwise=OVER)
    panel = await panel_actions.find(db, guild_id=guild_of(interaction), panel_id=panel_id)
    if panel.message_id is None and interaction.message is not None:
        await panel_actions.remember_message(db, panel, message_id=interaction.message.id)
    return panel, *episode_of(interaction, panel.show_id, panel.episode)
