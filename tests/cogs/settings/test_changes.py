"""The page of changes: what was done here, the last first, page by page."""

import discord
import pytest

from bot.domain.reviews import REASON
from bot.domain.server_log import Deed, Entry
from bot.text import MESSAGE_TEXT
from cogs.settings.actions import PAGE, SUBJECT, About, Changes
from cogs.settings.fields import FIELDS
from cogs.settings.here import Here
from cogs.settings.log_cards import changes_card, entry_card
from db import server_log
from tests.cogs.settings.support import manager, page, put
from tests.db.support import NOW
from tests.world import World, buttons, words


async def fill(world: World, entries: int, guild_id: int | None = None) -> None:
    """So many changes of the break, by hana: to 1 minute, to 2, and so on."""
    async with world.db.transaction() as tx:
        for n in range(1, entries + 1):
            entry = Entry(
                guild_id or world.guild.id, n, Deed.SETTING, world.hana.id, "pause", world.env.now(),
                before=str(n - 1), after=str(n),
            )  # fmt: skip
            await server_log.add(tx, entry)


def told(said: str) -> list[int]:
    """Which of those changes a page tells of."""
    return [int(line.rpartition(" → ")[2].split()[0]) for line in said.splitlines() if " → " in line]


async def test_where_nothing_was_done_the_page_says_what_will_stand_there(world: World) -> None:
    mia = manager(world)
    shown = await page(world, mia)

    await mia.click(shown, label="Show changes")

    assert words(shown).startswith("## Changes\nNothing was changed yet. What you set, hide or decide")
    assert list(buttons(shown)) == ["All settings"]
    await mia.click(shown, label="All settings")
    assert words(shown).startswith("## Settings of")


async def test_one_turns_to_older_changes_and_back(world: World) -> None:
    mia = manager(world)
    await fill(world, 2 * PAGE + 3)
    shown = await page(world, mia)
    await mia.click(shown, label="Show changes")

    first = told(words(shown))
    await mia.click(shown, label="Older →")
    second = told(words(shown))
    await mia.click(shown, label="Older →")
    third = told(words(shown))
    assert list(buttons(shown)) == ["← Newer", "All settings"]
    await mia.click(shown, label="← Newer")
    again = told(words(shown))
    await mia.click(shown, label="← Newer")

    assert first + second + third == list(range(2 * PAGE + 3, 0, -1))
    assert again == second
    assert told(words(shown)) == first
    assert list(buttons(shown)) == ["Older →", "All settings"]


async def test_what_was_done_in_another_server_is_not_told(world: World) -> None:
    mia = manager(world)
    await fill(world, 3, guild_id=world.guild.id + 1)
    await put(world, mia, "pause", "59")
    shown = await page(world, mia)

    await mia.click(shown, label="Show changes")

    assert told(words(shown)) == [59]


@pytest.mark.parametrize("deed", [deed for deed in Deed if deed is not Deed.SETTING])
def test_the_longest_entries_fit(deed: Deed) -> None:
    here = Here(1, "*" * 100, {}, {}, {"a": "*" * 120}, NOW)
    big = 2**63 - 1
    entries = [Entry(1, big - n, deed, big, str(big - n), NOW, reason="*" * REASON) for n in range(PAGE)]
    texts = {entry.id: About(big, "comment", "*" * SUBJECT, spoils=False) for entry in entries}

    pages = [
        changes_card(Changes(entries, texts, newer=big, older=big), here),
        entry_card(entries[0], texts[entries[0].id], here, public=False),
    ]

    for card in pages:
        length = sum(
            len(part.content) for part in card.walk_children() if isinstance(part, discord.ui.TextDisplay)
        )
        assert length <= MESSAGE_TEXT


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_the_longest_changes_of_each_setting_fit(field: object) -> None:
    big, name = 2**63 - 1, getattr(field, "name", "")
    here = Here(1, "*" * 100, {}, {}, {"a": "*" * 120, "b": "_" * 120}, NOW)
    longest = {"reminder": "1439", "zone": "America/Argentina/ComodRivadavia", "show": "b"}.get(name, "1")
    entries = [
        Entry(1, big - n, Deed.SETTING, big, name, NOW, before=longest, after=None) for n in range(PAGE)
    ]

    card = changes_card(Changes(entries, {}, newer=big, older=big), here)

    length = sum(
        len(part.content) for part in card.walk_children() if isinstance(part, discord.ui.TextDisplay)
    )
    assert length <= MESSAGE_TEXT
