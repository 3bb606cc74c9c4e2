"""What is said unasked in a server: how to begin, and what I could not do."""

from collections.abc import Callable, Sequence

from bot import faults, ui
from bot.abilities import ABILITIES, Feature, Need
from bot.domain.catalogue import Show
from bot.text import counted, escape

SAID = 10
"""Faults that are told one by one; of more, how many there are."""


def welcome_card(
    show: Show, mention: Callable[[str], str], *, guild_id: int, name: str | None = None
) -> ui.Card:
    """How to begin, in five lines. `name` is the server's, where this is not said in it."""
    where = f"on **{escape(name)}**" if name else "here"
    lines = (
        f"{mention('party plan')} plans an evening for watching together: who comes, reminders, the start.",
        f"{mention('watched')} marks what you have seen. I then know what could spoil you, and keep it shut.",
        f"{mention('vote')} opens a vote on an episode, out of which your own ranking grows.",
        f"Who may manage the server sets me up with {mention('settings show')}. All else: {mention('help')}.",
        "I read no messages, never mention everyone, and show no spoiler to anybody who did not ask for it.",
    )
    return ui.card(
        f"## I am here for {escape(show.title)}",
        ui.small(f"How to begin {where}. I say this once."),
        "\n".join(f"- {line}" for line in lines),
        ui.row(faults.check_button(guild_id)),
    )


def fault_line(channel_id: int, feature: Feature, needs: tuple[Need, ...]) -> str:
    """What a feature could not do, and where: `**Polls** in #lounge: I lack *Send Messages*, so …`."""
    where = "on this server" if channel_id == faults.EVERYWHERE else f"in <#{channel_id}>"
    lacking = faults.names(tuple(need.permission for need in needs))
    return f"- **{ABILITIES[feature].words}** {where}: I lack {lacking}, so {needs[0].fails}."


def faults_card(lines: Sequence[str], *, hidden: int, guild_id: int) -> ui.Card:
    """Faults for somebody who can mend them; `hidden`: how many are in channels that they do not see."""
    more = len(lines) - SAID
    told = [
        *lines[:SAID],
        *([f"- {counted(more, 'thing')} more."] if more > 0 else []),
        *([f"- {counted(hidden, 'thing')} in channels that you cannot see."] if hidden else []),
    ]
    return ui.card(
        "## I could not do all that I should",
        "\n".join(told),
        ui.small("Only those who manage the server are told this, once a day at most."),
        ui.row(faults.check_button(guild_id)),
        colour=ui.ROSE,
    )
