"""Draws the README's picture from the demo: `make picture`."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import expect

from tests.browser import button, conversation, open_page, pick
from tests.test_demo import demo

PICTURE = Path(__file__).parent.parent / "docs" / "encore.png"


async def main() -> None:
    """Ask for an episode and its synopsis as a visitor would, and take a picture of the conversation."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            demo(Path(folder), "--fresh") as address,
            open_page(address, width=760, height=730, scale=2) as page,
        ):
            await pick(page, "episode", "seal", "6 · The Amazing Seal")
            await button(page, "Synopsis").click()
            await expect(button(page, "Show it anyway")).to_be_visible()
            await conversation(page).evaluate("list => list.lastElementChild.scrollIntoView({block: 'end'})")
            await page.evaluate("document.activeElement.blur()")
            await page.mouse.move(0, 0)
            await page.wait_for_timeout(500)
            await page.evaluate(
                "document.querySelectorAll('.message-context-actions').forEach(e => e.remove())"
            )
            await page.locator("#channel-layout").screenshot(path=PICTURE)


if __name__ == "__main__":
    asyncio.run(main())
