"""The demo's page, in a real browser, as a visitor uses it."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser import CHROMIUM, act_as, button, conversation, open_page, pick, type_straight
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
        await act_as(page, "Maximilian von Ostheim")  # who has watched nothing
        await button(page, "Synopsis").click()
        await _shows(page, "Only you can see this", "Spoilers. The synopsis tells how this episode ends.")
        await expect(page.get_by_text("Fool sees a future star")).to_have_count(0)
        await button(page, "Show it anyway").click()
        await _shows(page, "Fool sees a future star; the troupe sees a girl who got in without auditioning")

        await act_as(page, "priya_k")
        await _shows(page, "2 · My Amazing And Lonely Challenge")
        await expect(page.get_by_text("Fool sees a future star")).to_have_count(0)


async def _shows(page: Page, *texts: str) -> None:
    for text in texts:
        await expect(conversation(page).get_by_text(text).first).to_be_visible()


async def test_a_panel_follows_the_votes_and_disturbs_neither_typing_nor_an_open_list(tmp_path: Path) -> None:
    async with demo(tmp_path) as address, open_page(address) as one, open_page(address) as two:
        await type_straight(one, "/vote 26")
        await _shows(one, "Vote: 26 · An Amazing Comeback", "Nobody has voted yet")
        message = one.get_by_role("textbox", name="Message", exact=True)
        await message.press_sequentially("I would")

        await act_as(two, "Tomás")
        await type_straight(two, "/vote 26 8")
        await _shows(two, "Your score is 8.")
        await _shows(one, "1 has voted")
        await expect(message).to_be_focused()
        await message.press_sequentially(" say ten")
        await expect(message).to_have_value("I would say ten")
        await message.fill("")

        await conversation(one).get_by_text("Your score for episode 26").click()
        await act_as(two, "priya_k")
        await type_straight(two, "/vote 26 9")
        await _shows(two, "Your score is 9.")
        await _shows(one, "2 have voted")
        await one.get_by_role("option", name="10").click()
        await _shows(one, "Your score is 10.")


async def test_options_that_may_be_left_out_are_left_out_by_enter_and_begun_by_typing(
    tmp_path: Path,
) -> None:
    async with demo(tmp_path) as address, open_page(address) as page:
        await _pick_from_the_list(page, "ranking")
        await page.keyboard.press("Enter")
        await _shows(page, "Best to worst: this server")

        await _pick_from_the_list(page, "vote")
        await page.keyboard.type("comeb")
        await expect(_offered(page)).to_have_text(["26 · An Amazing Comeback"])
        await page.keyboard.press("Enter")
        await expect(_offered(page)).to_have_count(0)
        await page.keyboard.press("Enter")
        await _shows(page, "Vote: 26 · An Amazing Comeback")

        await type_straight(page, "/vote 26 8")
        await _shows(page, "Your score is 8.")
        await _pick_from_the_list(page, "vote")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await page.keyboard.type("3")
        await page.keyboard.press("Enter")
        await _shows(page, "Your score is 3.")


async def test_a_link_to_a_message_leads_to_it_within_the_page(tmp_path: Path) -> None:
    async with demo(tmp_path) as address, open_page(address, height=600) as page:
        for command, shown in (
            ("/vote 26", "Nobody has voted yet"),
            ("/episode 1", "1 · "),
            ("/episode 2", "2 · "),
        ):
            await type_straight(page, command)
            await _shows(page, shown)
        await type_straight(page, "/vote 26")
        link = conversation(page).get_by_role("link").last
        await expect(conversation(page).get_by_text("Nobody has voted yet")).not_to_be_in_viewport()
        await link.click()

        await expect(conversation(page).get_by_text("Nobody has voted yet")).to_be_in_viewport()
        assert page.url == address


def _offered(page: Page) -> Locator:
    return page.get_by_role("option").filter(visible=True)


async def _pick_from_the_list(page: Page, command: str) -> None:
    await page.get_by_role("textbox", name="Message", exact=True).click()
    await page.keyboard.type(f"/{command}")
    await expect(_offered(page)).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator(".command-chip")).to_be_focused()


async def test_two_visitors_who_act_at_once_are_both_answered(tmp_path: Path) -> None:
    async with demo(tmp_path) as address, open_page(address) as one, open_page(address) as two:
        await act_as(two, "Tomás")
        await asyncio.gather(type_straight(one, "/episode 5"), type_straight(two, "/episode 6"))

        await _shows(one, "5 · My Amazingly Distant Family", "6 · The Amazing Seal")
        await _shows(two, "5 · My Amazingly Distant Family", "6 · The Amazing Seal")


async def test_a_command_in_the_help_goes_into_the_input_line_when_pressed(tmp_path: Path) -> None:
    async with demo(tmp_path) as address, open_page(address) as page:
        await type_straight(page, "/help please")
        await conversation(page).get_by_text("/series", exact=True).click()

        await expect(page.get_by_role("textbox", name="Message", exact=True)).to_have_value("/series")
        await expect(page.get_by_role("option").filter(visible=True)).to_have_count(1)


async def test_a_command_that_one_may_not_use_stays_what_was_said(tmp_path: Path) -> None:
    async with demo(tmp_path) as address, open_page(address) as page:
        await act_as(page, "Tomás")
        await type_straight(page, "/settings show")
        await _shows(page, "/settings show")
        await type_straight(page, "/review read 26")
        await _shows(page, "Only you can see this")
