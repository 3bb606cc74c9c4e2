"""What the buttons and forms do by which readers thank and report, and those who manage a server decide."""

from collections.abc import Mapping

from bot import forms, ui
from bot.client import Interaction
from bot.routes import Handler
from cogs.reviews import actions, moderating, reading, writing_cards
from cogs.reviews.read_presses import actor, card, edition, text
from cogs.reviews.reading import Page

_REPORTED = "Reported: those who manage this server will look at it."
_HIDDEN = (
    "That text is hidden: only its author and those who manage this server see it now. Where it was shown in"
    " a channel, it is taken down."
)
_CHANGED = "It was changed meanwhile: look again."


async def thank(interaction: Interaction, row_id: str) -> None:
    """Note that a text helped, or take that back."""
    bot = interaction.client
    review_id, flags, _ = text(row_id)
    page = await actions.thank(
        bot.db, actor(interaction), bot.library.by_id, review_id=review_id, flags=flags, now=bot.clock()
    )
    await ui.turn(interaction, card(interaction, page), private=True)


async def report(interaction: Interaction, row_id: str) -> None:
    """Ask what is wrong with a text."""
    page = await _page(interaction, row_id)
    if page.review is not None:
        moderating.check_reportable(page.actor, page.review)
    field = writing_cards.reason_field("What should those who manage this server look at?")
    await forms.open_form(interaction, "Report this text", f"review:reporting:{row_id}", field)


async def send_report(interaction: Interaction, row_id: str) -> None:
    """Report a text."""
    bot, now = interaction.client, interaction.client.clock()
    review_id, flags, _ = text(row_id)
    page = await moderating.report(
        bot.db,
        actor(interaction),
        bot.library.by_id,
        review_id=review_id,
        flags=flags,
        reason=forms.sent(interaction).get("reason", ""),
        quotas=bot.quotas,
        now=now,
    )
    bot.wake(now)
    await ui.turn(interaction, card(interaction, page, said=_REPORTED), private=True)


async def hide(interaction: Interaction, row_id: str) -> None:
    """Ask why a text is to be hidden."""
    page = await _page(interaction, row_id)
    moderating.check_manages(page.actor)
    field = writing_cards.reason_field("Its author reads this, and so do those who manage this server")
    await forms.open_form(interaction, "Hide this text", f"review:hiding:{row_id}", field)


async def send_hiding(interaction: Interaction, row_id: str) -> None:
    """Hide a text."""
    bot, now = interaction.client, interaction.client.clock()
    review_id, flags, _ = text(row_id)
    page = await moderating.hide(
        bot.db,
        actor(interaction),
        bot.library.by_id,
        review_id=review_id,
        flags=flags,
        reason=forms.sent(interaction).get("reason", ""),
        now=now,
    )
    bot.wake(now)
    await ui.turn(interaction, card(interaction, page, said=_HIDDEN), private=True)


async def show_again(interaction: Interaction, row_id: str) -> None:
    """Show a text that was hidden."""
    await _decide(interaction, row_id, moderating.SHOW_AGAIN, "Everybody sees that text again.")


async def keep(interaction: Interaction, row_id: str) -> None:
    """Decide that a text that was reported may stay."""
    await _decide(interaction, row_id, moderating.KEEP, "Decided: that text stays.")


async def _decide(interaction: Interaction, row_id: str, decision: moderating.Decision, said: str) -> None:
    """Decide on a text as the one who presses saw it; what is `said` where it still reads so."""
    bot, now = interaction.client, interaction.client.clock()
    review_id, flags, _ = text(row_id)
    done, page = await moderating.decide(
        bot.db,
        actor(interaction),
        bot.library.by_id,
        decision,
        review_id=review_id,
        edition=edition(row_id),
        flags=flags,
        now=now,
    )
    bot.wake(now)
    await ui.turn(interaction, card(interaction, page, said=said if done else _CHANGED), private=True)


ROUTES: Mapping[str, Handler] = {
    "review:hide": hide,
    "review:hiding": send_hiding,
    "review:keep": keep,
    "review:report": report,
    "review:reporting": send_report,
    "review:show": show_again,
    "review:thank": thank,
}


async def _page(interaction: Interaction, row_id: str) -> Page:
    bot = interaction.client
    review_id, flags, _ = text(row_id)
    return await reading.page_of(
        bot.db, actor(interaction), bot.library.by_id, review_id=review_id, flags=flags
    )
