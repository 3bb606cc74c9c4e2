"""What the buttons, lists and forms of the settings do.

A row id is the name of a setting. Whoever presses must be one who may use `/settings`, as of the press.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from bot import forms, ui
from bot.client import Interaction
from bot.command_access import may_use
from bot.domain.refusal import Refusal
from bot.permissions import guild_of
from bot.routes import Handler, chosen, whole
from bot.text import CHOICE_NAME, quote
from cogs.settings import actions, cards, fields, log_cards, reading
from cogs.settings.actions import Changed
from cogs.settings.fields import Field, Kind
from cogs.settings.here import here

GONE = "That is no longer here. Use `/settings show` again."
_NOT_YOURS = (
    "The settings are for those who may manage this server, and those to whom its owner gave `/settings`. "
    "Ask one of them."
)


async def open_(interaction: Interaction, _: str) -> None:
    """Show all settings."""
    await check(interaction)
    await ui.turn(interaction, await page(interaction), private=True)


async def view(interaction: Interaction, _: str) -> None:
    """Show the setting that was chosen in the list."""
    await one(interaction, next(iter(chosen(interaction)), ""))


async def one(interaction: Interaction, row_id: str) -> None:
    """Show one setting."""
    await check(interaction)
    field = fields.named(row_id)
    sight = await actions.look(interaction.client.db, guild_id=guild_of(interaction), name=field.name)
    card = cards.view_card(field, sight, here(interaction), await _offers(interaction, field))
    await ui.turn(interaction, card, private=True)


async def put(interaction: Interaction, row_id: str) -> None:
    """Set what was chosen in a list."""
    await check(interaction)
    field = fields.named(row_id)
    value = next(iter(chosen(interaction)), "")
    # As a mention: a role's name may be another one's id.
    typed = {Kind.ROLE: f"<@&{value}>", Kind.CHANNEL: f"<#{value}>"}.get(field.kind, value)
    await _set(interaction, field, typed)


async def ask(interaction: Interaction, row_id: str) -> None:
    """Open the form for what is not in the list."""
    await check(interaction)
    field = fields.named(row_id)
    label, hint = cards.form_words(field)
    await forms.open_form(
        interaction,
        field.label,
        f"settings:send:{field.name}",
        forms.text("value", label, most=CHOICE_NAME, hint=hint),
    )


async def send(interaction: Interaction, row_id: str) -> None:
    """Set what was sent in the form; where a place has several time zones, offer those."""
    await check(interaction)
    field = fields.named(row_id)
    typed = forms.sent(interaction).get("value", "")
    if field.kind is Kind.ZONE and await _is_offered(interaction, field, typed):
        return
    await _set(interaction, field, typed)


async def reset(interaction: Interaction, row_id: str) -> None:
    """Let a setting be at its default again."""
    await check(interaction)
    await _set(interaction, fields.named(row_id), reading.DEFAULT)


async def changes(interaction: Interaction, row_id: str) -> None:
    """Show the log from an entry on, 0 for the last one."""
    await check(interaction)
    bot, first_id = interaction.client, whole(row_id, otherwise=GONE)
    found = await actions.changes(
        bot.db, bot.library, guild_id=guild_of(interaction), first_id=first_id or None
    )
    await ui.turn(interaction, log_cards.changes_card(found, here(interaction)), private=True)


ROUTES: Mapping[str, Handler] = {
    "settings:open": open_,
    "settings:view": view,
    "settings:one": one,
    "settings:put": put,
    "settings:ask": ask,
    "settings:send": send,
    "settings:reset": reset,
    "settings:changes": changes,
}


async def check(interaction: Interaction) -> None:
    """Let nobody press who may not use `/settings`.

    Raises:
        Refusal: they may not, or are no member here.
    """
    guild_of(interaction)
    if not await may_use(interaction, "settings"):
        raise Refusal(_NOT_YOURS)


async def page(interaction: Interaction) -> ui.Card:
    """The page of all settings."""
    return cards.page_card(await interaction.client.settings(guild_of(interaction)), here(interaction))


async def change(interaction: Interaction, field: Field, typed: str) -> Changed:
    """Set a setting to what somebody typed or chose.

    Raises:
        Refusal: it is nothing that the setting takes.
    """
    bot, guild_id = interaction.client, guild_of(interaction)
    text = await asyncio.to_thread(reading.read, field, typed, here(interaction))
    changed = await actions.change(
        bot.db,
        guild_id=guild_id,
        member_id=interaction.user.id,
        change_id=interaction.id,
        name=field.name,
        text=text,
        now=bot.clock(),
    )
    if field.kind is Kind.SHOW:  # read anew: another may have been chosen in the same moment
        bot.remember_show(guild_id, (await bot.settings(guild_id)).show)
    bot.wake(changed.due_at)
    return changed


async def changed_card(interaction: Interaction, field: Field, changed: Changed) -> ui.Card:
    """What was changed, with what changes it further."""
    return cards.changed_card(field, changed, here(interaction), await _offers(interaction, field))


async def _set(interaction: Interaction, field: Field, typed: str) -> None:
    changed = await change(interaction, field, typed)
    await ui.turn(interaction, await changed_card(interaction, field, changed), private=True)


async def _offers(interaction: Interaction, field: Field, typed: str = "") -> list[cards.Offer]:
    """What a list offers; roles and channels Discord lists by itself."""
    if field.kind in {Kind.ROLE, Kind.CHANNEL}:
        return []
    return await asyncio.to_thread(reading.offers, field, typed, here(interaction))


async def _is_offered(interaction: Interaction, field: Field, typed: str) -> bool:
    """Whether what was typed names no single time zone, and those that it may mean were offered instead."""
    with suppress(Refusal):
        await asyncio.to_thread(reading.read, field, typed, here(interaction))
        return False
    found = await _offers(interaction, field, typed)
    if not found:
        return False
    sight = await actions.look(interaction.client.db, guild_id=guild_of(interaction), name=field.name)
    note = f"{quote(typed)} may be one of several. Choose yours from the list."
    await ui.turn(
        interaction, cards.view_card(field, sight, here(interaction), found, note=note), private=True
    )
    return True
