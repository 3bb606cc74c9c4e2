"""A page of a ranking as figures: what a row says, how long its bar is, and the picture of ten of them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from bot.domain.ranking import Order, Ranking, Standing, View
from bot.domain.spoilers import Viewer
from bot.names import title_of
from bot.pictures.specs import Bar, BarChart
from bot.text import ALT_TEXT, clip, counted, one_line, rating

PAGE = 10
"""Rows on a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a ranking as it is read. `number` counts from 1 to `count`."""

    ranking: Ranking
    order: Order
    number: int
    count: int

    @property
    def rows(self) -> tuple[Standing, ...]:
        """Its rows, in reading order."""
        read = self.ranking if self.order is Order.BEST else self.ranking.worst_first()
        return read.standings[(self.number - 1) * PAGE : self.number * PAGE]

    def span(self, number: int) -> str:
        """The places on page `number`, as they are read: `11–20`, or `15–6` from the other end."""
        last = len(self.ranking.standings)
        first, end = (number - 1) * PAGE + 1, min(number * PAGE, last)
        if self.order is Order.WORST:
            first, end = last + 1 - first, last + 1 - end
        return f"{first}–{end}" if first != end else f"{first}"


def page_of(ranking: Ranking, order: Order, number: int) -> Page:
    """A page of a ranking; a number beyond the ends gives the nearest."""
    count = max(1, math.ceil(len(ranking.standings) / PAGE))
    return Page(ranking, order, max(1, min(number, count)), count)


def figure_text(view: View, figure: float) -> str:
    """What an order is made by: `8.40`, `±2.31`, `+0.42` or `−0.42`, and one's own score as it was given."""
    match view:
        case View.SERVER | View.WEB:
            return rating(figure)
        case View.DIVISIVE:
            return f"±{rating(figure)}"
        case View.DIFFERENCE:
            return signed(figure)
        case View.MINE:
            return f"{figure:.0f}"


def signed(value: float) -> str:
    """`+0.42`, `−0.42`, and `0.00` for what rounds to nothing."""
    shown = rating(abs(value))
    return shown if shown == rating(0) else f"{'+' if value > 0 else '−'}{shown}"


def details(view: View, standing: Standing) -> Iterator[str]:
    """What stands beside the figure, in words."""
    mean = rating(standing.mean or 0)
    match view:
        case View.SERVER | View.DIVISIVE:
            yield f"mean {mean}"
        case View.DIFFERENCE:
            yield f"here {mean}"
            if standing.episode.web:
                yield f"web {rating(standing.episode.web.rating)}"
        case View.MINE:
            yield f"here {mean}"
        case View.WEB:
            pass
    yield counted(standing.votes, "vote")
    if is_faint(view, standing):
        yield "provisional"


def is_faint(view: View, standing: Standing) -> bool:
    """Whether the figure rests on too few votes. One's own score does not."""
    return standing.provisional and view is not View.MINE


def chart(page: Page, heading: str, name: str, viewer: Viewer) -> BarChart:
    """The picture of a page. All pages of a ranking share one scale, so that they can be compared."""
    scale = _scale(page.ranking)
    return BarChart(
        heading=heading,
        note=f"{name} · {page.span(page.number)} of {len(page.ranking.standings)}",
        bars=tuple(_bar(page.ranking.view, standing, scale, viewer) for standing in page.rows),
        ends=scale.ends,
        middle=page.ranking.view is View.DIFFERENCE,
    )


def alternative(page: Page, heading: str, viewer: Viewer) -> str:
    """What the picture shows, row by row, for those who hear it. At most 1,024 characters."""
    rows = [_spoken(page.ranking.view, standing, viewer) for standing in page.rows]
    title = (ALT_TEXT - len(heading) - sum(len(start) + len(end) + 1 for start, _, end in rows)) // PAGE - 1
    said = (f"{start}{clip(name, max(8, title))}{end}" for start, name, end in rows)
    return clip("\n".join([heading, *said]), ALT_TEXT)


def _spoken(view: View, standing: Standing, viewer: Viewer) -> tuple[str, str, str]:
    """Before the title, the title, after it: only the title may be cut."""
    figures = ", ".join([figure_text(view, standing.figure), *details(view, standing)])
    title = title_of(standing.episode, viewer)
    place = f"#{standing.place} episode {standing.episode.label}"
    return (place, "", f": {figures}") if title is None else (f"{place}, ", one_line(title), f": {figures}")


@dataclass(frozen=True, slots=True)
class _Scale:
    """What an empty and a full bar stand for; `best` and `worst` are the ends of the colours."""

    low: float
    high: float
    worst: float
    best: float
    ends: tuple[str, str]

    def part(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low)

    def tone(self, value: float) -> float:
        return (value - self.worst) / (self.best - self.worst) if self.best > self.worst else 1.0


def _scale(ranking: Ranking) -> _Scale:
    """The scale of a whole ranking.

    Scores do not begin at zero, or all bars would be alike: at a whole number at least one below the lowest,
    which the picture prints. Deviations begin at zero; differences grow from zero to either side.
    """
    figures = [standing.figure for standing in ranking.standings]
    if ranking.view is View.DIVISIVE:
        high = _half_above(max(figures))
        return _Scale(0, high, min(figures), max(figures), ("±0", f"±{high:g}"))
    if ranking.view is View.DIFFERENCE:
        high = _half_above(max(map(abs, figures)))
        return _Scale(0, high, -high, high, (f"−{high:g}", f"+{high:g}"))
    means = (s.mean for s in ranking.standings if s.mean is not None)
    low = max(1, math.floor(min(chain(figures, means))) - 1)
    return _Scale(low, 10, min(figures), max(figures), (f"{low}", "10"))


def _half_above(value: float) -> float:
    """The next half from `value` upwards, 0.5 at least."""
    return max(1, math.ceil(value * 2)) / 2


def _bar(view: View, standing: Standing, scale: _Scale, viewer: Viewer) -> Bar:
    episode = standing.episode
    title = title_of(episode, viewer)
    marked = view in {View.SERVER, View.MINE} and standing.mean is not None
    return Bar(
        label=episode.label if episode.absolute is None else f"Ep {episode.label}",
        figure=figure_text(view, standing.figure),
        note=_note(view, standing),
        length=scale.part(standing.figure),
        tone=scale.tone(standing.figure),
        place=f"#{standing.place}",
        title=None if title is None else one_line(title),
        mark=scale.part(standing.mean) if marked and standing.mean is not None else None,
        faint=is_faint(view, standing),
    )


def _note(view: View, standing: Standing) -> str:
    mean = rating(standing.mean or 0)
    match view:
        case View.SERVER:
            votes = counted(standing.votes, "vote") if standing.votes < 1000 else f"{standing.votes:,}"
            return f"mean {mean} · {votes}"
        case View.WEB | View.DIVISIVE:
            return counted(standing.votes, "vote")
        case View.DIFFERENCE | View.MINE:
            return f"here {mean}"
