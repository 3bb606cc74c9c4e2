"""/progress show, as a member meets it."""

from typing import Any

import pytest

from bot.domain.panels import Panel
from bot.pictures.specs import CellState
from db import panels, server_settings
from tests.cogs.progress.support import NoStudio, Sketches, ask, equip, watch
from tests.world import World, buttons, walk, words

GALLERY = 12


async def score(world: World, **scores: int) -> None:
    """Have hana score episodes, `e5=8`."""
    for episode, given in scores.items():
        await world.hana.slash(world.channel, "vote", episode=episode.removeprefix("e"), score=given)


async def open_panel(world: World, episode: str, *, reveal: str) -> None:
    panel = Panel(
        guild_id=world.guild.id,
        id=77,
        channel_id=world.channel.id,
        message_id=None,
        show_id="kaleido-star",
        episode=episode,
        opened_by=world.tomas.id,
        closes_at=None,
    )
    async with world.db.transaction() as tx:
        await panels.add(tx, panel, now=world.env.now())
        await server_settings.put(tx, guild_id=world.guild.id, name="reveal", value=reveal)


async def test_ones_own_progress_is_a_picture_with_figures_and_what_is_next(world: World) -> None:
    await watch(world.hana, world, "1-7")
    await score(world, e1=9, e2=8)

    shown = await ask(world.hana, world, "progress show")

    assert words(shown).startswith(
        "## Your progress\n-# Kaleido Star\n▰▰▱▱▱▱▱▱▱▱ **7 of 26 · 27 %**\nScored 2 · mean **8.50**\n"
        "Next: 8 · "
    )
    assert "-# Seen by everyone here: " in words(shown)
    assert len(shown.attachments) == 1
    assert alternative(shown) == (
        "hana's progress through Kaleido Star: 7 of 26 · 27 %. Watched: 1–7. "
        "Scores by episode: 1: 9, 2: 8. Next: 8."
    )


async def test_the_picture_has_every_episode_once_with_its_state(world: World) -> None:
    equip(world, studio := Sketches())
    await watch(world.hana, world, "1,2,4")
    await score(world, e2=8)

    await ask(world.hana, world, "progress show")

    (grid,) = studio.specs
    (section,) = grid.sections
    assert (grid.heading, grid.note, grid.share) == ("hana · Kaleido Star", "3 of 26 · 12 %", 3 / 26)
    assert [cell.label for cell in section.cells] == [str(number) for number in range(1, 27)]
    assert [cell.state for cell in section.cells[:5]] == [
        CellState.WATCHED,
        8,
        CellState.NEXT,
        CellState.WATCHED,
        CellState.UNWATCHED,
    ]


async def test_without_a_picture_the_card_says_it_in_words(world: World) -> None:
    equip(world, NoStudio())
    await watch(world.hana, world, "1-7,9")
    await score(world, e9=10)

    shown = await ask(world.hana, world, "progress show")

    assert "Watched: 1–7, 9\nScores by episode: 9: 10\n" in words(shown)
    assert shown.attachments == []


async def test_who_has_marked_nothing_is_told_how(world: World) -> None:
    shown = words(await ask(world.hana, world, "progress show"))

    assert "▱▱▱▱▱▱▱▱▱▱ **0 of 26 · 0 %**\nNothing yet: mark what you have watched with </watched:" in shown


async def test_another_members_progress_is_numbers_without_what_is_next(world: World) -> None:
    await watch(world.hana, world, "1-7")
    await score(world, e1=9)

    shown = await ask(world.tomas, world, "progress show", member=world.hana)

    assert words(shown).startswith(
        f"## Progress of <@{world.hana.id}>\n-# Kaleido Star\n▰▰▱▱▱▱▱▱▱▱ **7 of 26 · 27 %**\n"
        "Scored 1 · mean **9.00**"
    )
    assert "Next" not in words(shown)
    assert "Seen by" not in words(shown)


async def test_asking_for_oneself_by_name_is_asking_for_oneself(world: World) -> None:
    await ask(world.hana, world, "progress privacy", visible="nobody")

    shown = await ask(world.hana, world, "progress show", member=world.hana)

    assert words(shown).startswith("## Your progress\n")
    assert "-# Seen by nobody here: " in words(shown)


async def test_who_is_not_to_be_seen_gets_the_same_sentence_with_marks_and_without(world: World) -> None:
    await ask(world.hana, world, "progress privacy", visible="nobody")
    before = words(await ask(world.tomas, world, "progress show", member=world.hana))

    await watch(world.hana, world, "1-7")

    after = words(await ask(world.tomas, world, "progress show", member=world.hana))
    assert before == after == f"<@{world.hana.id}> lets nobody see their progress here."


@pytest.mark.parametrize(("reveal", "is_told"), [("voted", False), ("closed", False), ("always", True)])
async def test_scores_that_an_open_panel_keeps_secret_are_not_told_to_others(
    world: World, reveal: str, *, is_told: bool
) -> None:
    equip(world, studio := Sketches())
    await watch(world.hana, world, "1-2")
    await score(world, e1=10, e2=4)
    await open_panel(world, "s1e1", reveal=reveal)

    others = words(await ask(world.tomas, world, "progress show", member=world.hana))
    own = words(await ask(world.hana, world, "progress show"))

    assert ("Scored 2 · mean **7.00**" in others) == is_told
    assert ("Scored 1 · mean **4.00**" in others) != is_told
    assert "Scored 2 · mean **7.00**" in own
    seen, mine = (grid.sections[0].cells[0].state for grid in studio.specs)
    assert (seen, mine) == (10 if is_told else CellState.WATCHED, 10)


async def test_bots_and_who_has_left_get_a_sentence(world: World) -> None:
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    guest = world.guild.add_member(world.env.create_user("guest"))
    await watch(guest, world, "1-3")
    world.guild.remove_member(guest)

    assert words(await ask(world.hana, world, "progress show", member=robot)).startswith(
        "Bots watch nothing."
    )
    told = words(await ask(world.hana, world, "progress show", member=guest.user))
    assert told == f"<@{guest.id}> is not a member of this server."


async def test_what_is_watched_elsewhere_is_not_shown_here(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    await elsewhere.add_member(world.hana.user).slash(hall, "watched", episodes="1-20")

    assert "**0 of 26 · 0 %**" in words(await ask(world.hana, world, "progress show"))


async def test_the_board_is_one_press_away(world: World) -> None:
    await watch(world.hana, world, "1")
    shown = await ask(world.hana, world, "progress show")

    await world.hana.click(shown, label="Board")

    assert words(shown).startswith("## Who has watched how much\n")
    assert "Where am I?" in buttons(shown)


def alternative(shown: Any) -> str:
    """What the picture says to those who hear it."""
    (gallery,) = [part for part in walk(shown.components) if part["type"] == GALLERY]
    return gallery["items"][0]["description"]
