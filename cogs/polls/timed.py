"""What the worker does for polls: brings their messages up to date, closes them, posts results."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from bot import faults, posted, ui
from bot.abilities import Feature
from bot.asking import everybody
from bot.client import Bot
from bot.domain.polls import Poll
from bot.domain.work import Work
from cogs.polls import actions, cards, timed_actions, words
from cogs.polls.actions import PollView
from db import polls


async def refresh(bot: Bot, work: Work) -> None:
    """Let an open poll's message show the votes that came in."""
    view = await timed_actions.begin_refresh(
        bot.db, guild_id=work.guild_id, poll_id=work.subject_id, now=bot.clock()
    )
    if view is not None:
        with suppress(posted.Archived):  # what is archived is read by nobody; closing brings it back
            await _show(bot, view)


async def close(bot: Bot, work: Work) -> None:
    """Close a poll, show it closed, and post its result. May be repeated at any point."""
    now = bot.clock()
    view = await timed_actions.begin_closing(bot.db, guild_id=work.guild_id, poll_id=work.subject_id, now=now)
    if view is None:
        return
    # The message is edited once in some seconds at most. Where that is now, first: a poll whose message was
    # deleted posts nothing. Where it was edited a moment ago, it was there.
    may_edit = timed_actions.may_edit(view.poll, now=now)
    if may_edit:
        await timed_actions.note_edit(bot.db, view.poll, now=now)
        try:
            if not await _show(bot, view):
                return
        except posted.Archived:  # posting may bring it back: once, then it is left as it is
            may_edit = view.poll.result_id is not None
    if view.poll.result_id is None:
        await _post(bot, view)
    if not may_edit:
        await timed_actions.finish_later(bot.db, view.poll, now=now)


DOERS: Mapping[str, Callable[[Bot, Work], Awaitable[None]]] = {polls.REFRESH: refresh, polls.CLOSE: close}


async def _show(bot: Bot, view: PollView) -> bool:
    """Bring the poll's message up to date; False where it cannot be, and the poll is over."""
    poll = view.poll
    if poll.message_id is None:  # a crash came between storing it and hearing which message it is
        return True
    try:
        await posted.edit(bot, poll.channel_id, poll.message_id, await _card(bot, view))
        latest = await timed_actions.look(bot.db, poll)
        if latest is not None and latest.poll.is_open != poll.is_open:
            # Closed meanwhile: the two edits may have overtaken each other on the way.
            await posted.edit(bot, poll.channel_id, poll.message_id, await _card(bot, latest))
    except posted.MessageGone:
        await actions.forget(bot.db, poll)
        return False
    except posted.ChannelLost as error:
        faults.note(bot, error, guild_id=poll.guild_id, channel_id=poll.channel_id, feature=Feature.POLLS)
        names = await _labels(bot, poll)
        await posted.tell_by_direct_message(bot, poll.author_id, cards.lost_card(view, names))
        await timed_actions.give_up(bot.db, poll, now=bot.clock())
        return False
    return True


async def _post(bot: Bot, view: PollView) -> None:
    """Post the result. Where the bot may not, the poll's own message says it."""
    poll = view.poll
    names = await _labels(bot, poll)
    picture = None
    if view.results.voters:
        picture = await bot.studio.draw(
            cards.chart(view, names), name="poll", alt=cards.chart_alt(view, names)
        )
    card = cards.result_card(view, names, picture)
    plain = cards.result_card(view, names, None) if picture else None
    message = await posted.result(
        bot, poll.channel_id, card, plain, nonce=poll.id, guild_id=poll.guild_id, feature=Feature.POLLS
    )
    if message is not None:
        bot.wake(await timed_actions.note_result(bot.db, poll, message_id=message.id, now=bot.clock()))


async def _card(bot: Bot, view: PollView) -> ui.Card:
    return cards.poll_card(view, await _labels(bot, view.poll))


async def _labels(bot: Bot, poll: Poll) -> tuple[str, ...]:
    viewer = await everybody(bot, guild_id=poll.guild_id)
    return words.labels(poll, bot.library.by_id.get(poll.show_id or ""), viewer)
