"""What the buttons of /privacy do, and what they share with the commands.

A row id is `<member>/<server>`: who was asked, and about which server; 0 stands for all of them.
"""

from collections.abc import Mapping

from bot import throttle, ui
from bot.client import Interaction
from bot.domain.refusal import Refusal
from bot.routes import Handler, whole
from cogs.privacy import actions, cards

_UNKNOWN = "That is nothing I know of. Use the command again."


def guild_meant(interaction: Interaction, *, here: bool) -> int | None:
    """The server that is meant by `here`; None for all of them.

    Raises:
        Refusal: here is no server.
    """
    if here and interaction.guild_id is None:
        raise Refusal("Here is no server. Choose `where:everywhere`, or use the command on the server.")
    return interaction.guild_id if here else None


async def kept_card(interaction: Interaction) -> ui.Card:
    """What is kept about the one who asks: here, or in all servers where they ask elsewhere."""
    bot, member_id = interaction.client, interaction.user.id
    found = await actions.look(bot.db, guild_id=interaction.guild_id, member_id=member_id)
    return cards.kept_card(found, member_id=member_id, visible=bot.mention("progress privacy"))


async def question_card(interaction: Interaction, guild_id: int | None) -> ui.Card:
    """The question whether to delete all of it, in a server or everywhere.

    Raises:
        Refusal: there is nothing.
    """
    bot, member_id = interaction.client, interaction.user.id
    found = await actions.look(bot.db, guild_id=guild_id, member_id=member_id)
    return cards.question_card(found, member_id=member_id, export=bot.mention("privacy export"))


async def give_file(interaction: Interaction, guild_id: int | None) -> None:
    """Give a file of what is kept in a server, or everywhere.

    Raises:
        Refusal: there is nothing, or too much for one file; or they have asked for too many.
    """
    bot, member_id = interaction.client, interaction.user.id
    throttle.check_file(interaction)
    guild_ids = await actions.servers(bot.db, member_id=member_id) if guild_id is None else (guild_id,)
    takes_time = len(guild_ids) > actions.TOGETHER
    if takes_time:
        await ui.take_time(interaction)
    dossier = await actions.take_along(
        bot.db, guild_ids, member_id=member_id, with_choices=guild_id is None, now=bot.clock()
    )
    card = cards.file_card(dossier)
    if takes_time:
        await ui.settle(interaction, card)
    else:
        await ui.reply(interaction, card, private=True)


async def take_along(interaction: Interaction, row_id: str) -> None:
    """Give a file of all that is kept."""
    _asked(interaction, row_id)
    await give_file(interaction, None)


async def ask(interaction: Interaction, row_id: str) -> None:
    """Ask whether all of it is to go."""
    guild_id = _asked(interaction, row_id)
    await ui.turn(interaction, await question_card(interaction, guild_id), private=True)


async def erase(interaction: Interaction, row_id: str) -> None:
    """Delete all that is kept about the one who presses."""
    bot, guild_id = interaction.client, _asked(interaction, row_id)
    whose = {"member_id": interaction.user.id, "heir_id": _own_id(interaction)}
    takes_time = False
    if guild_id is None:
        guild_ids = await actions.servers(bot.db, member_id=interaction.user.id)
        takes_time = len(guild_ids) > actions.TOGETHER
        if takes_time:
            await ui.take_time(interaction)
        gone = await actions.erase_everywhere(bot.db, guild_ids, **whose, now=bot.clock())
    else:
        gone = await actions.erase_here(bot.db, guild_id=guild_id, **whose, now=bot.clock())
    bot.wake(gone.due_at)
    card = cards.gone_card(gone, everywhere=guild_id is None)
    if takes_time:
        await ui.settle(interaction, card)
    else:
        await ui.turn(interaction, card, private=True)


async def keep(interaction: Interaction, row_id: str) -> None:
    """Delete nothing."""
    _asked(interaction, row_id)
    await ui.turn(interaction, cards.untouched_card(), private=True)


ROUTES: Mapping[str, Handler] = {
    "privacy:ask": ask,
    "privacy:erase": erase,
    "privacy:export": take_along,
    "privacy:keep": keep,
}


def _asked(interaction: Interaction, row_id: str) -> int | None:
    """The server that a button is about, None for all of them.

    Raises:
        Refusal: somebody else was asked, or on another server.
    """
    member, _, guild = row_id.partition("/")
    guild_id = whole(guild, otherwise=_UNKNOWN)
    if whole(member, otherwise=_UNKNOWN) != interaction.user.id:
        raise Refusal("That is about somebody else. Ask for yourself with `/privacy`.")
    if guild_id and guild_id != interaction.guild_id:
        raise Refusal("That is about another server. Use `/privacy` here.")
    return guild_id or None


def _own_id(interaction: Interaction) -> int:
    """Who goes on with what belongs to a server: the bot itself."""
    own = interaction.client.user
    return own.id if own else interaction.application_id
