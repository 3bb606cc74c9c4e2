"""The page of all settings, and the view in which one is changed."""

from collections.abc import Iterator, Sequence
from typing import Any

import discord

from bot import faults, pickers, ui
from bot.domain.server_log import Entry
from bot.domain.server_settings import NUMBERS, ServerSettings, text_of, value_of
from bot.text import CHOICE_NAME, CHOICES, clip, counted, escape, moment, one_line
from cogs.settings import words
from cogs.settings.actions import Changed, Sight
from cogs.settings.fields import FIELDS, Field, Group, Kind
from cogs.settings.here import KINDS, Here

Offer = tuple[str, str]
"""What a list shows, and the value it stands for."""

_WARNED = "⚠️ "
_OWN = {Kind.ZONE: "Another time zone", Kind.NUMBER: "Another number"}
"""What the form is for, of settings that take more than fits into a list."""


def page_card(settings: ServerSettings, here: Here) -> ui.Card:
    """All settings, with a list to choose one from."""
    changed = sum(settings.stored(field.name) is not None for field in FIELDS)
    facts = f"{changed} of {len(FIELDS)} changed from the default" if changed else "All at their defaults"
    groups = [
        "\n".join(
            [
                f"### {group.value}",
                *(_line(field, settings, here) for field in FIELDS if field.group is group),
            ]
        )
        for group in Group
    ]
    options = [
        discord.SelectOption(
            label=field.label,
            value=field.name,
            description=clip(words.plain(field, settings.stored(field.name), here), CHOICE_NAME),
        )
        for field in FIELDS
    ]
    return ui.card(
        f"## Settings of {escape(clip(one_line(here.name), 60))}\n" + ui.small(facts),
        *groups,
        ui.line(),
        ui.row(ui.select("Change a setting", "settings:view:", options)),
        ui.row(
            ui.button("Show changes", "settings:changes:0"), faults.check_button(here.id, "Check permissions")
        ),
    )


def view_card(
    field: Field, sight: Sight, here: Here, offers: Sequence[Offer], *, note: str | None = None
) -> ui.Card:
    """One setting, with what changes it. `offers`: values to choose from; `note`: what was done just now."""
    text = sight.settings.stored(field.name)
    own = _OWN.get(field.kind)
    return ui.card(
        f"## {field.label}\n{field.what}",
        ui.line(),
        note,
        "\n".join(_standing(field, sight, here)),
        ui.row(_control(field, text, here, offers)),
        ui.row(
            *([ui.button(f"{own}…", f"settings:ask:{field.name}")] if own else []),
            ui.button("Reset to default", f"settings:reset:{field.name}", disabled=text is None),
            ui.button("All settings", "settings:open:"),
        ),
    )


def changed_card(field: Field, changed: Changed, here: Here, offers: Sequence[Offer]) -> ui.Card:
    """The same after it was set."""
    return view_card(field, changed.sight, here, offers, note=_done(field, changed, here))


def form_words(field: Field) -> tuple[str, str]:
    """What the form asks for, and how it is written."""
    if field.kind is Kind.NUMBER:
        lowest, highest = NUMBERS[field.name]
        return "Another number", f"A whole number of {field.unit.noun} from {lowest:,} to {highest:,}"
    return "A city near you", "Berlin, New York, Tokyo; or a country"


def _standing(field: Field, sight: Sight, here: Here) -> Iterator[str]:
    """How a setting stands, line by line."""
    text = sight.settings.stored(field.name)
    if text is None:
        yield f"**Now** {words.now(field, None, here)} · *default*"
    else:
        yield f"**Now** {words.now(field, text, here)}"
        yield f"**Default** {words.said(field, None, here)}"
    for caution in words.cautions(field, text, here):
        yield f"{_WARNED}{caution}"
    if hint := words.hint(field, text, here):
        yield ui.small(hint)
    if sight.last:
        yield ui.small(_last(field, sight.last, here))


def _line(field: Field, settings: ServerSettings, here: Here) -> str:
    text = settings.stored(field.name)
    said = words.now(field, text, here)
    if text is None:
        return f"{field.label}: {said} · *default*"
    warned = _WARNED if any(words.cautions(field, text, here)) else ""
    return f"{field.label}: {warned}**{said}**"


def _done(field: Field, changed: Changed, here: Here) -> str:
    """What was changed, in words, and what follows."""
    if changed.before == changed.after:
        return "It was so already. Nothing was changed."
    before, after = (words.said(field, text, here) for text in (changed.before, changed.after))
    lines = [f"✅ **Changed** {before} → {after}"]
    if changed.passed_over:
        soon = counted(changed.passed_over, "party starts", "parties start")
        lines.append(f"{soon} sooner than that, without a reminder in the channel.")
    return "\n".join(lines)


def _last(field: Field, entry: Entry, here: Here) -> str:
    who = f"<@{entry.member_id}>" if entry.member_id else "somebody who had their data deleted"
    return f"Set by {who} {moment(entry.at)}; before that {words.said(field, entry.before, here)}"


def _control(field: Field, text: str | None, here: Here, offers: Sequence[Offer]) -> "discord.ui.Item[Any]":
    """What a setting is chosen with."""
    put = f"settings:put:{field.name}"
    value = value_of(field.name, text)
    chosen = value if isinstance(value, int) and not words.is_lost(field, text, here) else None
    match field.kind:
        case Kind.ROLE:
            return pickers.role_select("Choose a role", put, chosen=chosen)
        case Kind.CHANNEL:
            seen = chosen is not None and here.channels[chosen].seen
            return pickers.channel_select("Choose a channel", put, KINDS, chosen=chosen if seen else None)
        case _:
            return ui.select("Choose", put, _options(field, text, here, offers))


def _options(
    field: Field, text: str | None, here: Here, offers: Sequence[Offer]
) -> list[discord.SelectOption]:
    """What is offered, the present value among it."""
    value = value_of(field.name, text)
    offered = list(offers)
    if (
        field.kind is not Kind.SHOW
        and value is not None
        and all(text_of(value) != each for _, each in offered)
    ):
        offered = [(words.plain(field, text, here), text_of(value)), *offered][:CHOICES]
    if field.kind is Kind.NUMBER:
        offered.sort(key=lambda offer: int(offer[1]))
    return [
        discord.SelectOption(label=clip(label, CHOICE_NAME), value=each, default=each == text_of(value))
        for label, each in offered
    ]
