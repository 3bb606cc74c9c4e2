"""Beginning a party as the bot sees the server: with everybody in its voice channel."""

from collections.abc import Callable
from functools import partial

from bot.client import Bot
from bot.domain.parties import Party
from cogs.parties import live
from cogs.parties.changing import Actor, Changed
from cogs.parties.in_loop import Asked
from cogs.parties.voice import in_voice, reconcile


async def begin(
    bot: Bot,
    who: Actor | None,
    party_id: int,
    *,
    guild_id: int | None = None,
    do: Callable[[Party], Party] = lambda party: party,
) -> Changed:
    """Begin a party now. `who` is None where the bot itself acts, in the server `guild_id`.

    Raises:
        Refusal: there is no such party in this server, they may not, or it is not planned any more.
    """
    changed = await live.start(
        bot.db,
        bot.library,
        who,
        party_id,
        guild_id=guild_id,
        in_voice=Asked(partial(in_voice, bot), {}),
        now=bot.clock(),
        do=do,
    )
    if changed.view.party.voice_id is not None:
        await reconcile(bot, changed.view.party.guild_id)  # who came while that was stored
    bot.wake(changed.due_at)
    return changed
