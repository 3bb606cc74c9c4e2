"""What the bot may do in a server, as a card: briefly where all is well, at length where it is not."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import faults, ui
from bot.abilities import Feature, Need
from bot.text import counted, listed

LENGTH = 2_300
"""Characters of what is said at length; of more, how many places there are."""
NAMED = 20
"""Places in which all is well that are named, at most."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A place in which something is missing: the permissions that are there, and what each feature lacks."""

    name: str
    has: tuple[str, ...]
    lacks: tuple[tuple[Feature, tuple[Need, ...]], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What was found in a server.

    `hidden`: places that are not shown to whoever asks; `hidden_troubles`: how many of them lack something.
    `gone`: channels with something open that are not found. `lost`: what the settings name and was deleted.
    """

    guild_id: int
    troubles: tuple[Trouble, ...] = ()
    fine: tuple[str, ...] = ()
    hidden: int = 0
    hidden_troubles: int = 0
    gone: int = 0
    lost: tuple[str, ...] = ()


def card(check: Check, *, command: str) -> ui.Card:
    """A check; `command` is how a setting is changed."""
    wrong = len(check.troubles) + check.hidden_troubles + check.gone + len(check.lost)
    body = (
        *_at_length(check.troubles),
        *(f"- {sentence}. Choose another with {command}." for sentence in check.lost),
        *_counts(check),
    )
    return ui.card(
        "## What I may do here",
        ui.small(f"{counted(wrong, 'thing')} to look at" if wrong else "Nothing is missing"),
        "\n".join(body) or None,
        ui.line() if body and check.fine else None,
        _all_well(check.fine),
        ui.row(faults.check_button(check.guild_id, "Check again")),
        colour=ui.ROSE if wrong else ui.GOLD,
    )


def _at_length(troubles: Sequence[Trouble]) -> tuple[str, ...]:
    told: list[str] = []
    for trouble in troubles:
        text = _block(trouble)
        if sum(map(len, told)) + len(text) > LENGTH:
            break
        told.append(text)
    more = len(troubles) - len(told)
    return (*told, *([f"- In {counted(more, 'place')} more something is missing, too."] if more else []))


def _block(trouble: Trouble) -> str:
    """`### #lounge`, what is there, what is missing, and what fails for want of it."""
    missing = tuple(dict.fromkeys(need.permission for _, needs in trouble.lacks for need in needs))
    has = f" I have {faults.names(trouble.has)}." if trouble.has else ""
    lines = (f"- {faults.in_words(feature, needs)}" for feature, needs in trouble.lacks)
    name = trouble.name[:1].upper() + trouble.name[1:]
    return "\n".join([f"### {name}", f"I lack **{faults.names(missing)}**.{has}", *lines])


def _counts(check: Check) -> tuple[str, ...]:
    """What is only counted."""
    well = check.hidden - check.hidden_troubles
    found = (
        (
            check.hidden_troubles,
            "that you cannot see something is missing. Somebody who sees it has to check there.",
        ),
        (well, "that you cannot see I have all I need."),
    )
    gone = f"{counted(check.gone, 'channel')} in which something of mine stands open"
    return (
        *(f"- In {counted(number, 'place')} {words}" for number, words in found if number),
        *([f"- I no longer find {gone}: deleted, or an archived thread."] if check.gone else []),
    )


def _all_well(fine: Sequence[str]) -> str | None:
    """As in `**All I need**: #lounge, #cinema and the server as a whole.`."""
    if not fine:
        return None
    names = list(dict.fromkeys(fine))
    more = len(names) - NAMED
    if more > 0:
        names = [*names[:NAMED], counted(more, "place") + " more"]
    return f"**All I need**: {listed(tuple(names))}."
