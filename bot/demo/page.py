"""Encore's hand on simcord's page: its name, less machinery, and the newest message always in sight."""

from pathlib import Path

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
