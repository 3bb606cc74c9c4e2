"""Draws the README's pictures from the demo: `make picture`."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser import button, conversation, open_page, pick, type_straight
from tests.test_demo import demo

DOCS = Path(__file__).parent.parent / "docs"


async def main() -> None:
    """Ask for an episode, its synopsis, one's progress and the ranking as a visitor would, and picture it."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            demo(Path(folder), "--fresh") as address,
            open_page(address, width=760, height=830, scale=2) as page,
        ):
            await pick(page, "episode", "wall", "10 · Facing An Amazing Wall")
            await button(page, "Synopsis").click()
            await expect(button(page, "Show it anyway")).to_be_visible()
            await _shoot(page, "encore.png")
            await type_straight(page, "/vote 7 9")
            await expect(button(page, "Undo")).to_be_visible()
            await type_straight(page, "/vote 6 10")
            await expect(conversation(page).get_by_text("Your score is 10")).to_be_visible()
            await type_straight(page, "/progress show")
            await page.keyboard.press("Enter")  # the first one picks it, its option is left out
            await expect(button(page, "Board")).to_be_visible()
            await expect(conversation(page).get_by_role("img").last).to_be_visible()
            await page.set_viewport_size({"width": 760, "height": 660})
            await _shoot(page, "progress.png")
            await type_straight(page, "/ranking server")
            await expect(button(page, "CSV")).to_be_visible()
            await expect(conversation(page).get_by_role("img").last).to_be_visible()
            await page.set_viewport_size({"width": 760, "height": 1000})
            await _shoot(page, "ranking.png")


async def _shoot(page: Page, name: str) -> None:
    """A picture of the end of the conversation, without what only a pointer brings up."""
    await page.wait_for_timeout(1000)
    await conversation(page).evaluate("list => list.lastElementChild.scrollIntoView({block: 'end'})")
    await page.evaluate("document.activeElement.blur()")
    await page.mouse.move(0, 0)
    await page.wait_for_timeout(500)
    await page.evaluate("document.querySelectorAll('.message-context-actions').forEach(e => e.remove())")
    await page.locator("#channel-layout").screenshot(path=DOCS / name)


if __name__ == "__main__":
    asyncio.run(main())
