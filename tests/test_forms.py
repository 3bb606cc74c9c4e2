"""Forms: how they open, and what is read out of one that was sent."""

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot import forms, ui
from bot.ui import Interaction
from tests.world import World, answer, words

FIELDS = (
    forms.text("name", "Name", most=10, value="a name that is too long", hint="x" * 200),
    forms.text("about", "y" * 60, most=20, required=False, long=True),
    forms.choice(
        "colour", "Colour", [discord.SelectOption(label=c.title(), value=c) for c in ("red", "green")]
    ),
    forms.choice("size", "Size", [discord.SelectOption(label="Big", value="big")], required=False),
)


def sent(components: object) -> dict[str, str]:
    """What is read out of a form of these components."""
    made: Any = SimpleNamespace(data={"custom_id": "test:send:1", "components": components})
    return dict(forms.sent(made))


async def test_a_form_opens_and_what_was_put_into_it_is_read(world: World) -> None:
    heard: list[dict[str, str]] = []

    async def open_it(interaction: Interaction, _: str) -> None:
        await forms.open_form(interaction, "z" * 60, "test:send:1", *FIELDS)

    async def hear(interaction: Interaction, row_id: str) -> None:
        heard.append({**forms.sent(interaction), "row": row_id})
        await ui.reply(interaction, ui.card("Heard."), private=True)

    world.bot.routes.add("test:open", open_it)
    world.bot.routes.add("test:send", hear)

    shown = await world.hana.click(await world.post_button("test:open:1"), label="Press")
    told = answer(await world.hana.submit_modal(shown, {"name": "hana", "colour": ["green"]}))

    assert shown.modal is not None
    assert len(shown.modal["title"]) == forms.TITLE
    name, about, *_ = (label["component"] for label in shown.modal["components"])
    assert (name["value"], len(name["placeholder"]), about["style"]) == ("a name tha", forms.HINT, 2)
    assert heard == [{"name": "hana", "about": "", "colour": "green", "size": "", "row": "1"}]
    assert words(told) == "Heard."


async def test_a_form_that_nobody_answers_any_more_gets_a_sentence(world: World) -> None:
    async def open_it(interaction: Interaction, _: str) -> None:
        await forms.open_form(interaction, "Old", "retired:send:1", *FIELDS[:1])

    world.bot.routes.add("test:open", open_it)
    shown = await world.hana.click(await world.post_button("test:open:1"), label="Press")

    told = answer(await world.hana.submit_modal(shown, {"name": "hana"}))

    assert told.ephemeral
    assert "earlier version" in words(told)


@pytest.mark.parametrize("fields", [(), FIELDS * 2])
async def test_a_form_has_one_to_five_fields(fields: tuple[forms.Field, ...]) -> None:
    with pytest.raises(ValueError, match="fields"):
        await forms.open_form(SimpleNamespace(), "Title", "test:send:1", *fields)  # pyright: ignore[reportArgumentType]


async def test_a_custom_id_that_is_too_long_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="custom id"):
        await forms.open_form(SimpleNamespace(), "Title", "test:send:" + "9" * 91, *FIELDS[:1])  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    "components", [None, "text", [], [{}], [{"component": {}}], [{"components": [{"component": {"id": 3}}]}]]
)
def test_what_is_no_form_holds_nothing(components: object) -> None:
    assert sent(components) == {}


def test_fields_are_found_in_rows_and_in_labels() -> None:
    components: list[dict[str, Any]] = [
        {"type": 1, "components": [{"type": 4, "custom_id": "old", "value": "a"}]},
        {"type": 18, "component": {"type": 4, "custom_id": "new", "value": None}},
        {"type": 18, "component": {"type": 3, "custom_id": "list", "values": []}},
    ]
    assert sent(components) == {"old": "a", "new": "", "list": ""}
