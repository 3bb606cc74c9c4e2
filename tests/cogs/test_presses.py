"""The buttons of the lookup cards, as members, strangers and forgers press them."""

import pytest

from bot import ui
from bot.ui import Interaction
from tests.opened import opened
from tests.world import World, answer, buttons, words


async def test_previous_and_next_turn_the_card_in_one_call(world: World) -> None:
    card = answer(await world.hana.slash(world.channel, "episode", episode="25"))
    before = len(world.env.http_requests)

    await world.hana.click(card, label="26 →")

    assert words(card).startswith("## 26 · An Amazing Comeback")
    assert len(world.calls(before)) == 1
    await world.hana.click(card, label="← 25")
    assert words(card).startswith("## 25 · An Amazing Bond")
    assert len(world.channel.history(viewer=world.tomas)) == 1


async def test_the_first_and_the_last_card_end_the_row(world: World) -> None:
    first = buttons(answer(await world.hana.slash(world.channel, "episode", episode="1")))
    last = buttons(answer(await world.hana.slash(world.channel, "episode", episode="26")))

    assert [(label, part["disabled"]) for label, part in first.items()] == [
        ("First", True),
        ("Synopsis", False),
        ("2 →", False),
        ("I watched it", False),
        ("Rate it", False),
        ("Comment", False),
        ("Reviews", False),
    ]
    assert [(label, part["disabled"]) for label, part in last.items()] == [
        ("← 25", False),
        ("Synopsis", True),
        ("Last", True),
        ("I watched it", False),
        ("Rate it", False),
        ("Comment", False),
        ("Reviews", False),
    ]


async def test_a_stranger_turns_a_card_of_their_own(world: World) -> None:
    card = answer(await world.hana.slash(world.channel, "episode", episode="25"))

    own = answer(await world.tomas.click(card, label="26 →"))

    assert own.ephemeral
    assert words(own).startswith("## 26 · ")
    assert words(card).startswith("## 25 · ")
    await world.tomas.click(own, label="← 25")
    assert words(own).startswith("## 25 · ")


async def test_the_synopsis_comes_to_the_asker_after_a_warning(world: World) -> None:
    synopsis = "The act goes badly; even so she ends up hired"
    card = answer(await world.hana.slash(world.channel, "episode", episode="1"))
    before = len(world.env.http_requests)

    warning = answer(await world.tomas.click(card, label="Synopsis"))

    assert warning.ephemeral
    assert "⚠️ **Spoilers.** The synopsis tells how this episode ends." in words(warning)
    assert synopsis not in words(warning)
    await world.tomas.click(warning, label="Show it anyway")
    assert synopsis in words(warning)
    assert "-# With Sora Naegino, Layla Hamilton, Ken Robbins, Kalos Eido and Fool" in words(warning)
    assert len(world.calls(before)) == 2
    assert all(synopsis not in words(message) for message in world.channel.history(viewer=world.hana))


async def test_no_public_card_holds_what_spoils(world: World) -> None:
    show = world.library.shows[0]
    sealed = {e.key: opened(e.synopsis) for e in show.episodes if e.synopsis}
    for episode in show.episodes:
        await world.hana.slash(world.channel, "episode", episode=episode.key)
    await world.hana.slash(world.channel, "series")

    public = "\n".join(str(entry.json) for entry in world.env.http_requests)

    assert len(sealed) == 22
    assert [key for key, text in sealed.items() if text[:40] in public] == []
    assert "acting against her own father" not in public


async def test_buttons_work_after_a_restart(world: World) -> None:
    card = answer(await world.hana.slash(world.channel, "episode", episode="1"))
    warning = answer(await world.hana.click(card, label="Synopsis"))

    await world.restart()

    await world.hana.click(card, label="2 →")
    assert words(card).startswith("## 2 · ")
    await world.hana.click(warning, label="Show it anyway")
    assert "Chasing down the thief" in words(warning)


@pytest.mark.parametrize(
    "custom_id",
    [
        "episode:show:kaleido-star/s9e9",
        "episode:show:another-show/s1e1",
        "episode:show:",
        "episode:show:kaleido-star",
        "episode:show:" + "9" * 80,
        "spoiler:ask:kaleido-star/s1e14",
        "spoiler:open:kaleido-star/nothing",
        "guide:page:kaleido-star/²",
        "guide:page:kaleido-star/-1",
        "guide:page:kaleido-star/99999999",
        "retired:button:1",
        "no colon at all",
    ],
)
async def test_a_forged_or_outdated_button_gets_a_sentence(world: World, custom_id: str) -> None:
    message = await world.post_button(custom_id)

    refused = answer(await world.hana.click(message, label="Press"))

    assert refused.ephemeral
    assert "Use the command again" in words(refused)


@pytest.mark.parametrize(
    ("custom_id", "told_of"),
    [
        ("spoiler:open:kaleido-star/s1e1", "Chasing down the thief"),
        ("characters:open:kaleido-star/1", "Behind it: **Layla Hamilton**"),
        ("characters:page:kaleido-star/1", "who is who"),
        ("guide:page:kaleido-star/2", "all episodes"),
    ],
)
async def test_a_private_card_never_takes_the_place_of_a_public_message(
    world: World, custom_id: str, told_of: str
) -> None:
    async def post(interaction: Interaction, _: str) -> None:
        await ui.reply(interaction, ui.card("Public.", ui.row(ui.button("Open", custom_id))))

    world.bot.routes.add("test:post", post)
    own = answer(await world.hana.click(await world.post_button("test:post:1"), label="Press"))

    told = answer(await world.hana.click(own, label="Open"))

    assert told.ephemeral
    assert told_of in words(told)
    assert words(own) == "Public."


async def test_what_is_refused_or_warned_of_is_rose_and_all_else_gold(world: World) -> None:
    card = answer(await world.hana.slash(world.channel, "episode", episode="1"))
    warning = answer(await world.hana.click(card, label="Synopsis"))
    refused = answer(await world.hana.slash(world.channel, "episode", episode="99"))

    assert [message.components[0]["accent_color"] for message in (card, warning, refused)] == [
        ui.GOLD.value,
        ui.ROSE.value,
        ui.ROSE.value,
    ]
