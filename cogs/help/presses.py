"""What the list and the button of /help do. No row ids: what is offered is looked up at each press."""

from collections.abc import Mapping

from bot import ui
from bot.client import Interaction
from bot.domain.refusal import Refusal
from bot.routes import Handler, chosen
from cogs.help import cards, jobs


async def front(interaction: Interaction) -> ui.Card:
    """The jobs, for the one who asks and where they ask."""
    show = interaction.client.show(interaction.guild_id)
    return cards.front_card(show, await jobs.offered(interaction))


async def open_front(interaction: Interaction, _: str) -> None:
    """Turn back to all jobs."""
    await ui.turn(interaction, await front(interaction), private=True)


async def open_job(interaction: Interaction, _: str) -> None:
    """Turn to the job that was chosen, or to the first steps."""
    offered = await jobs.offered(interaction)
    wanted = next(iter(chosen(interaction)), "")
    if wanted == cards.FIRST:
        card = cards.steps_card(interaction.client.show(interaction.guild_id), offered)
    else:
        job = jobs.find(offered, wanted)
        if job is None:
            raise Refusal("There is nothing of that for you here now. Use `/help` again to see what is.")
        card = cards.job_card(offered, job)
    await ui.turn(interaction, card, private=True)


ROUTES: Mapping[str, Handler] = {"help:job": open_job, "help:open": open_front}
