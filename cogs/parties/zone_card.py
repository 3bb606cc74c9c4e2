"""What a member is told of their time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import ui
from bot.when_option import UNSET
from bot.zones import offset


def zone_card(own: str | None, here: str, *, now: datetime, chosen: bool, command: str) -> ui.Card:
    """In which zone a member's times are read, and what time it is there. `here`: the server's zone."""
    known = "" if here == UNSET else f"This server’s is {_clock(here, now)}."
    if own is not None:
        lead = "From now on your time zone is" if chosen else "Your time zone is"
        said = f"{lead} {_clock(own, now)}. I read the times that you write in it."
    elif known:
        said = (
            "You have not told me your time zone, so I read the times that you write in this server’s. "
            f"Set yours with {command}."
        )
    else:
        said = (
            "Neither you nor this server has told me a time zone, so I cannot read “fri 8pm”. "
            f"Set yours with {command}."
        )
    return ui.card(said, ui.small(known) if known else None, colour=ui.TEAL)


def _clock(zone: str, now: datetime) -> str:
    """`**Europe/Berlin**, where it is Sat 21:04 (UTC+1)`."""
    clock = ZoneInfo(zone)
    return f"**{zone}**, where it is {now.astimezone(clock):%a %H:%M} ({offset(now, clock)})"
