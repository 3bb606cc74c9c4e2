"""Forms: how one is opened, and what was put into it.

Like a press, a form that is sent finds who answers it by its custom id, across restarts: see `bot.routes`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import discord
from discord import ui

from bot.text import CUSTOM_ID, clip
from bot.ui import Interaction

TITLE = 45
"""Characters of a form's title and of the label of a field (Discord)."""
HINT = 100
"""Characters of a field's description and placeholder (Discord)."""
FIELDS = 5
"""Fields of one form (Discord)."""

Field = ui.Label[Any]


def text(
    name: str,
    label: str,
    *,
    most: int,
    value: str = "",
    hint: str = "",
    required: bool = True,
    long: bool = False,
) -> Field:
    """A field for at most `most` characters (up to 4,000), in one line or, where it is `long`, in several."""
    return ui.Label(
        text=clip(label, TITLE),
        component=ui.TextInput[Any](
            custom_id=name,
            style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
            default=value[:most] or None,
            placeholder=clip(hint, HINT) or None,
            required=required,
            max_length=most,
        ),
    )


def choice(
    name: str, label: str, options: Sequence[discord.SelectOption], *, hint: str = "", required: bool = True
) -> Field:
    """A list of at most 25, of which one is chosen."""
    return ui.Label(
        text=clip(label, TITLE),
        description=clip(hint, HINT) or None,
        component=ui.Select[Any](
            custom_id=name,
            options=list(options),
            required=required,
            min_values=1 if required else 0,
            max_values=1,
        ),
    )


async def open_form(interaction: Interaction, title: str, custom_id: str, *fields: Field) -> None:
    """Answer with a form of at most five fields. One call to Discord.

    `custom_id`: `<feature>:<verb>:<row id>`.
    """
    if len(custom_id) > CUSTOM_ID or not 1 <= len(fields) <= FIELDS:
        raise ValueError(f"a form of {len(fields)} fields and custom id {custom_id!r}")
    form = ui.Modal(title=clip(title, TITLE), custom_id=custom_id)
    for field in fields:
        form.add_item(field)
    form.stop()  # discord.py then keeps nothing of it: `bot.routes` answers
    await interaction.response.send_modal(form)


def sent(interaction: Interaction) -> Mapping[str, str]:
    """What was put into the fields, by name: a text as it was typed, of a list the value that was chosen.

    What was left out is empty; what is no form holds nothing.
    """
    data = cast("dict[str, Any]", interaction.data or {})
    return dict(_values(data.get("components")))


def _values(components: object) -> Sequence[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for part in cast("list[dict[str, Any]]", components if isinstance(components, list) else []):
        found.extend(_values(part.get("components")))
        found.extend(_values([part["component"]] if "component" in part else None))
        if "value" in part:
            found.append((str(part.get("custom_id")), str(part["value"] or "")))
        elif "values" in part:
            chosen = part["values"] or [""]
            found.append((str(part.get("custom_id")), str(chosen[0])))
    return found
