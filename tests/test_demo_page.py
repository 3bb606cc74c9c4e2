"""The demo's page, in a real browser, as a visitor uses it."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser import CHROMIUM, button, conversation, open_page, pick, type_straight
from tests.test_demo import demo

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian: chromium)")


async def test_a_visitor_types_episode_26_turns_pages_and_asks_for_the_synopsis(tmp_path: Path) -> None:
    async with demo(tmp_path) as address, open_page(address) as page:
        await type_straight(page, "/episode 26")
        await _shows(
            page, "26 · An Amazing Comeback", "#2 of 25", "Not known: who directed it and a synopsis"
        )
        await expect(button(page, "Last")).to_be_disabled()
        await expect(button(page, "Synopsis")).to_be_disabled()

        await button(page, "← 25").click()
        await _shows(page, "25 · An Amazing Bond")
        await button(page, "26 →").click()
        await _shows(page, "26 · An Amazing Comeback")

        await pick(page, "episode", "amazing debut", "1 · My Amazing Stage Debut")
        await _shows(page, "★ 9.40 · 40 votes · #1 of 25", "Directed by Junichi Sato")
        await button(page, "2 →").click()
        await button(page, "Synopsis").click()
        await _shows(page, "Only you can see this", "Spoilers. The synopsis tells how this episode ends.")
        await expect(page.get_by_text("Fool sees a future star")).to_have_count(0)
        await button(page, "Show it anyway").click()
        await _shows(page, "Fool sees a future star; the troupe sees a girl who got in without auditioning")

        await page.get_by_role("combobox", name="Viewing as").select_option(label="priya_k")
        await _shows(page, "2 · My Amazing And Lonely Challenge")
        await expect(page.get_by_text("Fool sees a future star")).to_have_count(0)


async def _shows(page: Page, *texts: str) -> None:
    for text in texts:
        await expect(conversation(page).get_by_text(text).first).to_be_visible()


async def test_two_visitors_who_act_at_once_are_both_answered(tmp_path: Path) -> None:
    async with demo(tmp_path) as address, open_page(address) as one, open_page(address) as two:
        await two.get_by_role("combobox", name="Viewing as").select_option(label="Tomás")
        await asyncio.gather(type_straight(one, "/episode 5"), type_straight(two, "/episode 6"))

        await _shows(one, "5 · My Amazingly Distant Family", "6 · The Amazing Seal")
        await _shows(two, "5 · My Amazingly Distant Family", "6 · The Amazing Seal")


async def test_a_command_in_the_help_goes_into_the_input_line_when_pressed(tmp_path: Path) -> None:
    async with demo(tmp_path) as address, open_page(address) as page:
        await type_straight(page, "/help please")
        await conversation(page).get_by_text("/series", exact=True).click()

        await expect(page.get_by_role("textbox", name="Message", exact=True)).to_have_value("/series")
        await expect(page.get_by_role("option").filter(visible=True)).to_have_count(1)
