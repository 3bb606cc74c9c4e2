"""Encore's hand on simcord's page: its name, less machinery, and the newest message always in sight."""

import asyncio
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import simcord
from simcord.preview._server import PreviewServer

HERE = Path(__file__).parent


def dress() -> None:
    """Let the page load `page.js` and `page.css`, and simcord's own script through the first.

    simcord joins the names of its files to its own folder, so a full path leads to ours.
    """
    style = str(HERE / "page.css")
    PreviewServer._STATIC_FILES |= {  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        "/simcord-app.js": "app.js",
        "/app.js": str(HERE / "page.js"),
        "/page.css": style,
    }
    PreviewServer._STATIC_CONTENT_TYPES[style] = "text/css"  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def open_form(page: simcord.Preview, member_id: int, shown: simcord.InteractionResult) -> None:
    """Show the form that a command was answered with, if it was, wherever one acts as that member.

    The page itself knows only of those that it asked for.
    """
    if shown.modal is None:
        return
    for opened in page._pages.values():  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  there is no public way in
        if opened.viewer.id == member_id:
            opened.modal, opened.modal_handle = shown, f"typed_{secrets.token_urlsafe(12)}"


_ANYWHERE = ("send_message", "run_command", "autocomplete_command", "click", "select", "modal_submit")
"""What is typed or pressed means the same whatever else has come to the page since it was last drawn: a press
names its message and its control, and is refused where they are no longer there."""


def take_turns(page: simcord.Preview) -> asyncio.Lock:
    """A lock that every action of the page takes: simcord refuses one that begins during another."""
    lock = asyncio.Lock()
    act = page._action  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  there is no public way in

    async def acttake_turns(context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with lock:
            if body.get("kind") in _ANYWHERE:
                shown = page._get_page(context_id).revision  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
                body = {**body, "published_revision": shown}
            return await act(context_id, body)

    page._action = acttake_turns  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    return lock
