"""The cards of polls."""

from collections.abc import Sequence

import discord

from bot import ui
from bot.domain.polls import Poll
from bot.pictures.specs import Bar, BarChart
from bot.pictures.studio import Picture
from bot.text import ALT_TEXT, CHOICE_NAME, MESSAGE_TEXT, clip, counted, escape, one_line
from cogs.polls import words
from cogs.polls.actions import Outcome, PollView

PAGE = 10
"""Polls on a page of the list."""
BARS = 12
"""Options in a picture, at most."""
_CHOICE = 1200
"""Characters in which a member is told what they chose."""
_DANGER = discord.ButtonStyle.danger


def poll_card(view: PollView, names: Sequence[str]) -> ui.Card:
    """A poll as its channel sees it: open with its lists, or closed with the result. `names`: the labels."""
    poll = view.poll
    heading = f"## {escape(poll.question)}\n{ui.small(words.facts(poll))}"
    said = words.have_voted(view) + words.when_shown(poll) if poll.is_open else words.outcome(view, names)
    if not poll.is_open:
        return ui.card(
            heading, said, words.result_lines(view, names, _room(heading, said)) or None, colour=ui.ROSE
        )
    figures = words.shows_everybody(poll)
    lines = words.option_lines(view, names, _room(heading, said), figures=figures)
    return ui.card(
        heading,
        lines,
        said,
        *(ui.row(_list(poll, names, page)) for page in range(poll.lists)),
        ui.row(
            ui.button("Results", f"poll:results:{poll.id}"),
            ui.button("Withdraw my vote", f"poll:withdraw:{poll.id}"),
            ui.button("Close", f"poll:close:{poll.id}", style=_DANGER),
        ),
    )


def _list(poll: Poll, names: Sequence[str], page: int) -> "discord.ui.Select[discord.ui.LayoutView]":
    numbers = poll.on_list(page)
    options = [discord.SelectOption(label=clip(names[n], CHOICE_NAME), value=str(n)) for n in numbers]
    return ui.select(
        _placeholder(poll, numbers),
        f"poll:choose:{poll.id}/{page}",
        options,
        least=1 if poll.choices == 1 else 0,
        most=min(poll.choices, len(options)),
    )


def _placeholder(poll: Poll, numbers: range) -> str:
    """`Options 1–25 · up to 3`: what is on the list and how many one may choose in all."""
    if poll.lists == 1:
        what = "Choose"
    elif len(numbers) == 1:
        what = f"Option {numbers.stop}"
    else:
        what = f"Options {numbers.start + 1}–{numbers.stop}"
    return f"{what} · up to {poll.choices}" if poll.choices > 1 else what


def vote_card(outcome: Outcome, names: Sequence[str]) -> ui.Card:
    """One's own vote as it stands, for oneself, with the results where one may see them."""
    view, poll = outcome.view, outcome.view.poll
    heading = f"## {escape(poll.question)}"
    said = "\n".join([_said(outcome, names), ui.small(_left(view))])
    if not view.shows_results:
        return ui.card(heading, said, words.have_voted(view) + words.when_shown(poll), _own_buttons(view))
    total = words.have_voted(view)
    lines = words.result_lines(view, names, _room(heading, said, total))
    return ui.card(heading, said, ui.line(), lines, total, _own_buttons(view))


def _room(*texts: str) -> int:
    """Characters that are left beside `texts`, with some to spare."""
    return MESSAGE_TEXT - 20 - sum(map(len, texts))


def _said(outcome: Outcome, names: Sequence[str]) -> str:
    view = outcome.view
    if not view.mine:
        return "Your vote is withdrawn." if outcome.changed else "You have no vote in this poll."
    return words.choice(view, names, _CHOICE) + ("" if outcome.changed else " It counts once.")


def _left(view: PollView) -> str:
    poll, chosen = view.poll, len(view.mine)
    if poll.choices == 1:
        return "You may choose 1; choosing again replaces it."
    more = poll.choices - chosen
    rest = f"You may choose {more} more." if more else "That is all you may choose."
    again = " Choosing again replaces what you chose on that list." if chosen else ""
    return rest + again


def _own_buttons(view: PollView) -> ui.Row | None:
    if not view.mine:
        return None
    return ui.row(ui.button("Withdraw my vote", f"poll:withdraw:{view.poll.id}"))


def results_card(view: PollView, names: Sequence[str]) -> ui.Card:
    """How it stands, for one who may see it."""
    heading = f"## {escape(view.poll.question)}\n{ui.small(words.facts(view.poll))}"
    said = words.have_voted(view) if view.poll.is_open else words.outcome(view, names)
    lines = words.result_lines(view, names, _room(heading, said))
    return ui.card(heading, said, lines)


def result_card(view: PollView, names: Sequence[str], picture: Picture | None) -> ui.Card:
    """The result of a closed poll, for its channel; whole without its picture."""
    heading = f"## Result: {escape(view.poll.question)}"
    said = words.outcome(view, names)
    lines = words.result_lines(view, names, _room(heading, said))
    return ui.card(heading, said, picture, lines)


def chart(view: PollView, names: Sequence[str]) -> BarChart:
    """The picture of a result: the options chosen most often, the best first."""
    shown = _in_picture(view)
    left = len(names) - len(shown)
    note = counted(view.results.voters, "voter") + (f" · {left} more options" if left else "")
    leaders = view.results.leaders
    bars = [
        Bar(
            label="",
            title=one_line(names[number]),
            figure=words.share(view, number),
            note=counted(view.results.counts[number], "vote"),
            length=view.results.share(number),
            tone=1.0 if number in leaders else 0.0,
        )
        for number in shown
    ]
    return BarChart(heading=one_line(view.poll.question), note=note, bars=tuple(bars))


def chart_alt(view: PollView, names: Sequence[str]) -> str:
    """The same for those who do not see it."""
    counts = ", ".join(
        f"{one_line(names[n])} {counted(view.results.counts[n], 'vote')}" for n in _in_picture(view)
    )
    return clip(f"Result of the poll “{one_line(view.poll.question)}”: {counts}.", ALT_TEXT)


def _in_picture(view: PollView) -> Sequence[int]:
    """The numbers of the options that a picture shows: of many only those that somebody chose."""
    shown = words.best_first(view)[:BARS]
    return shown if len(shown) <= words.FEW else [n for n in shown if view.results.counts[n]]


def lost_card(view: PollView, names: Sequence[str]) -> ui.Card:
    """Told to who made a poll whose channel was taken from the bot."""
    poll = view.poll
    return ui.card(
        f"## {escape(poll.question)}",
        f"I can no longer reach the channel <#{poll.channel_id}>, so the poll you made there is closed.",
        words.outcome(view, names),
        colour=ui.ROSE,
    )


def closed_card(poll: Poll) -> ui.Card:
    """Told to who closed a poll by command."""
    return ui.card(f"**{escape(poll.question)}** is closed. The result comes in its channel in a moment.")


def list_card(views: Sequence[PollView], *, page: int) -> ui.Card:
    """A page of the polls of a server; `page` counts from 1, one beyond the ends shows the nearest."""
    if not views:
        return ui.card("## Polls", "There are no polls here yet. `/poll create` makes one.")
    pages = [views[at : at + PAGE] for at in range(0, len(views), PAGE)]
    page = max(1, min(page, len(pages)))
    is_open = sum(view.poll.is_open for view in views)
    where = f" · page {page} of {len(pages)}" if len(pages) > 1 else ""
    facts = f"{is_open} open · {len(views) - is_open} closed lately{where}"
    lines = "\n".join(_entry(view) for view in pages[page - 1])
    hint = None if is_open else "None is open now. `/poll create` makes one."
    return ui.card(
        f"## Polls\n{ui.small(facts)}", lines, hint, _pager(page, len(pages)) if len(pages) > 1 else None
    )


def _entry(view: PollView) -> str:
    poll = view.poll
    about = f"{words.ending(poll)} · {counted(view.results.voters, 'voter')} · by <@{poll.author_id}>"
    return f"**{clip(escape(poll.question), 140)}**\n{ui.small(f'{about} · {_link(poll)}')}"


def _link(poll: Poll) -> str:
    message_id = poll.message_id if poll.is_open else poll.result_id or poll.message_id
    address = f"https://discord.com/channels/{poll.guild_id}/{poll.channel_id}"
    return f"[{'go there' if poll.is_open else 'result'}]({address}{f'/{message_id}' if message_id else ''})"


def _pager(page: int, pages: int) -> ui.Row:
    return ui.row(
        ui.button("← Newer", f"poll:list:{page - 1}", disabled=page == 1),
        ui.button("Older →", f"poll:list:{page + 1}", disabled=page == pages),
    )
