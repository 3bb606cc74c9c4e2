"""What every feature has to know of the one who asks: what they may see, and which episode they mean."""

from bot.client import Bot, Interaction
from bot.domain.catalogue import Episode, Show
from bot.domain.member_settings import SpoilerMode
from bot.domain.references import ByTitle, Next, parse
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Viewer
from bot.permissions import rows_of
from db import marks, member_settings, members, viewers
from db.database import Tx


async def viewer_of(interaction: Interaction, show: Show, *, private: bool = True) -> Viewer:
    """Who will see the answer: the one who asks, where it is `private`, else all who see the channel."""
    bot, guild_id = interaction.client, rows_of(interaction)
    if not private:
        return await everybody(bot, guild_id=guild_id)
    member_id = interaction.user.id
    return await bot.db.recall(
        ("viewer", guild_id, member_id, show.id),
        lambda tx: viewers.member(tx, guild_id=guild_id, member_id=member_id, show_id=show.id),
    )


async def everybody(bot: Bot, *, guild_id: int | None) -> Viewer:
    """All who see a channel of a server, or a direct message where `guild_id` is None."""
    return await bot.db.recall(("everybody", guild_id), lambda tx: viewers.everybody(tx, guild_id=guild_id))


async def note_warning(interaction: Interaction, show: Show) -> None:
    """Remember that the one who asks was warned of a show's spoilers, where they want one warning a show."""

    async def work(tx: Tx) -> None:
        chosen = await member_settings.read(tx, member_id=interaction.user.id)
        if chosen.spoilers is SpoilerMode.RELAXED and show.id not in chosen.warned:
            await member_settings.note_warning(tx, member_id=interaction.user.id, show_id=show.id)

    await interaction.client.db.write(work)


async def episode_of(interaction: Interaction, show: Show, text: str) -> Episode:
    """The episode that somebody names; `next` is the first that they have not watched on this server.

    Raises:
        Refusal: they name none, or several alike; or `next` where no progress is kept.
    """
    find = interaction.client.lookup.find
    match parse(text):
        case Next():
            return find(show, text, Viewer(), watched=await _watched_here(interaction, show))
        case ByTitle():
            return find(show, text, await viewer_of(interaction, show))
        case _:  # a number finds what it finds, whoever asks
            return find(show, text, Viewer())


async def tells_progress(interaction: Interaction, text: str | None) -> bool:
    """Whether a public answer would tell what somebody keeps to themselves: where `next` leads them.

    None is what follows from what they did before, as the episode they voted on last.
    """
    guild_id = rows_of(interaction)
    if guild_id is None or not (text is None or isinstance(parse(text), Next)):
        return False
    member = await interaction.client.db.read(
        lambda tx: members.find(tx, guild_id=guild_id, member_id=interaction.user.id)
    )
    return not member.visible


async def _watched_here(interaction: Interaction, show: Show) -> frozenset[str]:
    guild_id = rows_of(interaction)
    if guild_id is None:
        raise Refusal("Your progress is kept by server: ask for `next` there, or name an episode.")
    found = await interaction.client.db.read(
        lambda tx: marks.watched_here(tx, guild_id=guild_id, member_id=interaction.user.id, show_id=show.id)
    )
    return frozenset(found)


def show_of(interaction: Interaction, row_id: str, *, otherwise: str) -> tuple[Show, str]:
    """The show that a row id names before its first `/`, and the rest of it.

    Raises:
        Refusal: there is no such show; `otherwise` says what to do.
    """
    show_id, _, rest = row_id.partition("/")
    show = interaction.client.library.by_id.get(show_id)
    if show is None:
        raise Refusal(otherwise)
    return show, rest
