"""A real browser, where the machine has one, and the demo's page in it."""

import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Page, async_playwright, expect

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 20_000  # milliseconds: a busy machine draws a page slowly
expect.set_options(timeout=PATIENCE)
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")


@asynccontextmanager
async def open_page(
    url: str, *, width: int = 1100, height: int = 900, scale: float = 1
) -> AsyncGenerator[Page]:
    """Open the demo at `url`, once it can be typed into. Sizes are in CSS pixels."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            page = await browser.new_page(
                viewport={"width": width, "height": height}, device_scale_factor=scale
            )
            await page.goto(url)
            await expect(page.get_by_role("button", name="Send", exact=True)).to_be_enabled()
            yield page
        finally:
            await browser.close()


async def act_as(page: Page, member: str) -> None:
    """Go on as that member; what is typed after it is theirs."""
    viewers = page.get_by_role("combobox", name="Viewing as")
    member_id = await viewers.get_by_role("option", name=member, exact=True).get_attribute("value")
    await viewers.select_option(member_id)
    await page.wait_for_function(
        "id => simcordPreview.ready && simcordPreview.viewerId === id", arg=member_id, timeout=PATIENCE
    )


async def type_straight(page: Page, command: str) -> None:
    """Type a whole command and press Enter, without picking it from the list."""
    await page.get_by_role("textbox", name="Message", exact=True).fill(command)
    await page.keyboard.press("Enter")


async def pick(page: Page, command: str, typed: str, option: str) -> None:
    """Pick a command from the list that opens at `/`, then `option`, all that is suggested for `typed`."""
    await page.get_by_role("textbox", name="Message", exact=True).click()
    await page.keyboard.type(f"/{command}")
    await page.get_by_role("option").filter(visible=True).first.wait_for()
    await page.keyboard.press("Enter")
    await page.keyboard.type(typed)
    await expect(page.get_by_role("option").filter(visible=True)).to_have_text([option])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("option").filter(visible=True)).to_have_count(0)
    await page.keyboard.press("Enter")


def conversation(page: Page) -> Locator:
    """The messages of the channel."""
    return page.locator("#channel-message-list")


def button(page: Page, label: str) -> Locator:
    """The newest button of that label in the conversation."""
    return conversation(page).get_by_role("button", name=label, exact=True).last
