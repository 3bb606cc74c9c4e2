"""What the button does that leads to all that the bot may do. A row id is the server's id, or nothing."""

from collections.abc import Mapping

from bot import ui
from bot.client import Interaction
from bot.domain.refusal import Refusal
from bot.routes import Handler, whole
from cogs.settings import checking

_ELSEWHERE = "That is about another server. Use the command there."


async def check(interaction: Interaction, row_id: str) -> None:
    """Check again, for the one who presses alone: in the server, or as its owner in a direct message."""
    guild_id = whole(row_id, otherwise=_ELSEWHERE) if row_id else interaction.guild_id
    if interaction.guild_id is None:
        card = await checking.card_for_owner(interaction, guild_id or 0)
    elif guild_id != interaction.guild_id:
        raise Refusal(_ELSEWHERE)
    else:
        card = await checking.check_card(interaction)
    await ui.turn(interaction, card, private=True)


ROUTES: Mapping[str, Handler] = {"settings:check": check}
