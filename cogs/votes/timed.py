"""What the worker does for panels: posts them, brings them up to date, closes them, posts results."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

import discord

from bot import faults, once, posted
from bot.abilities import Feature
from bot.client import Bot
from bot.domain.catalogue import Episode, Show
from bot.domain.panels import Panel
from bot.domain.work import Work
from cogs.votes import cards, panel_actions
from cogs.votes.panel_actions import PanelView
from db import panels

_log = logging.getLogger(__name__)


_POSTED = 1 << 62
"""Tells a panel's own message from its result (`nonce`): no id of Discord's is so large."""


async def open_(bot: Bot, work: Work) -> None:
    """Post a panel that nobody was answered with. May be repeated from wherever it broke off."""
    view = await panel_actions.begin_opening(bot.db, guild_id=work.guild_id, panel_id=work.subject_id)
    if view is None or (subject := await _subject(bot, view)) is None:
        return
    panel = view.panel
    try:
        message = await once.post(
            bot,
            panel.channel_id,
            cards.panel_card(subject[1], view),
            nonce=panel.id | _POSTED,
            marker=f"panel:score:{panel.id}",
            since=discord.utils.snowflake_time(panel.id),
            first=work.attempts == 1,
        )
    except (discord.NotFound, discord.Forbidden) as error:
        _log.warning("could not post panel %s of server %s: %s", panel.id, panel.guild_id, error)
        _note(bot, panel, error)
        await panel_actions.forget(bot.db, panel)
        return
    await panel_actions.remember_message(bot.db, panel, message_id=message.id)


async def refresh(bot: Bot, work: Work) -> None:
    """Let an open panel's message show the votes that came in."""
    view = await panel_actions.begin_refresh(
        bot.db, guild_id=work.guild_id, panel_id=work.subject_id, now=bot.clock()
    )
    if view is not None and (subject := await _subject(bot, view)):
        with suppress(posted.Archived):  # what is archived is read by nobody; closing brings it back
            await _show(bot, view, subject[1])


async def close(bot: Bot, work: Work) -> None:
    """Close a panel, show it closed and post its result. May be repeated from wherever it broke off."""
    now = bot.clock()
    view = await panel_actions.begin_closing(
        bot.db, guild_id=work.guild_id, panel_id=work.subject_id, now=now
    )
    if view is None or (subject := await _subject(bot, view)) is None:
        return
    # The message is edited once in some seconds at most. Where that is now, then first: a panel whose message
    # was deleted posts no result.
    may_edit = panel_actions.may_edit(view.panel, now=now)
    if may_edit:
        await panel_actions.note_edit(bot.db, view.panel, now=now)
        try:
            if not await _show(bot, view, subject[1]):
                return
        except posted.Archived:  # posting may bring it back: once, then it is left as it is
            may_edit = view.panel.posted_at is not None
    if view.panel.posted_at is None:
        await _post(bot, view, *subject)
        await panel_actions.note_post(bot.db, view.panel, now=now)
    if may_edit:
        await panel_actions.forget(bot.db, view.panel)
    else:
        await panel_actions.finish_later(bot.db, view.panel, now=now)


DOERS: Mapping[str, Callable[[Bot, Work], Awaitable[None]]] = {
    panels.OPEN: open_,
    panels.REFRESH: refresh,
    panels.CLOSE: close,
}


async def _subject(bot: Bot, view: PanelView) -> tuple[Show, Episode] | None:
    """What the panel is about. Where the catalogue no longer has it, the panel is forgotten."""
    show = bot.library.by_id.get(view.panel.show_id)
    episode = show.by_key.get(view.panel.episode) if show else None
    if show is None or episode is None:
        _log.warning("forgot a panel about %s/%s", view.panel.show_id, view.panel.episode)
        await panel_actions.forget(bot.db, view.panel)
        return None
    return show, episode


async def _show(bot: Bot, view: PanelView, episode: Episode) -> bool:
    """Bring the panel's message up to date. Where it cannot be reached the panel is forgotten: False."""
    panel = view.panel
    if panel.message_id is None:  # a crash came between storing it and hearing which message it is
        return True
    try:
        await posted.edit(bot, panel.channel_id, panel.message_id, cards.panel_card(episode, view))
    except posted.MessageGone:
        await panel_actions.forget(bot.db, panel)
        return False
    except posted.ChannelLost as error:
        _note(bot, panel, error)
        await posted.tell_by_direct_message(bot, panel.opened_by, cards.lost_card(episode, view))
        await panel_actions.forget(bot.db, panel)  # after: where telling fails for now, all of it is repeated
        return False
    return True


async def _post(bot: Bot, view: PanelView, show: Show, episode: Episode) -> None:
    """Post the result. Where the bot may not, the panel's own message says it."""
    picture = await bot.studio.draw(
        cards.histogram(episode, view.tally), name="votes", alt=cards.histogram_alt(episode, view.tally)
    )
    place = await panel_actions.place(bot.db, show, episode, guild_id=view.panel.guild_id)
    card = cards.result_card(show, episode, view, picture, place=place)
    plain = cards.result_card(show, episode, view, None, place=place) if picture else None
    panel = view.panel
    await posted.result(
        bot,
        panel.channel_id,
        card,
        plain,
        nonce=panel.id,
        guild_id=panel.guild_id,
        feature=Feature.PANELS,
    )


def _note(bot: Bot, panel: Panel, error: Exception) -> None:
    faults.note(bot, error, guild_id=panel.guild_id, channel_id=panel.channel_id, feature=Feature.PANELS)
