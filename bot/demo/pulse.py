"""The demo's pulse: what the bot does by itself happens, and is shown, though nobody presses anything."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import simcord

_log = logging.getLogger(__name__)

BEAT = 0.5
"""Seconds between two looks at what is due."""
REDRAWN = 30.0
"""Seconds until the page is drawn anew though nothing was said, for “in 5 minutes” becomes “in 4 minutes”."""

_SEEN = ("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK")
"""Events after which the page looks different."""


async def beat(env: simcord.Env, page: simcord.Preview, *, turn: asyncio.Lock) -> None:
    """Let what is due happen and draw the page anew where the conversation has changed, for ever.

    The simulated Discord fires the bot's timers only when it is asked to. Each beat holds `turn`, so that it
    never meets a visitor's action; one that fails is logged, and the next one comes.
    """
    changed = True  # for what was said before the first beat

    def hear(event: str, _: Mapping[str, Any]) -> None:
        nonlocal changed
        changed = changed or event in _SEEN

    env.backend.subscribers.append(hear)
    loop = asyncio.get_running_loop()
    drawn_at = loop.time()
    try:
        while True:
            await asyncio.sleep(BEAT)
            try:
                async with turn:
                    await env.settle()
                    if changed or loop.time() - drawn_at > REDRAWN:
                        changed = False
                        drawn_at = loop.time()
                        await page.refresh()
            except Exception:  # noqa: BLE001  the demo goes on, whatever one beat meets
                _log.exception("a beat of the demo failed")
    finally:
        env.backend.subscribers.remove(hear)
