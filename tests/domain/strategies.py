"""Shows and texts for properties."""

# ruff: noqa: RUF001  digits and letters of other scripts are what is tested

import re

from hypothesis import strategies as st

from bot.domain.catalogue import Episode, Number, Season, Show, episode_key
from bot.domain.spoilers import Level, Sealed

ANY_TEXT = st.text(st.characters())
"""Whatever Python can hold, lone surrogates and control characters among it."""

ALMOST = st.text("0123456789٢６.,-−#sexp ×·\x00\ud800\u202e\n@`*<>:/", max_size=30)
"""Text that is nearly a reference, or nearly markdown."""

NUMBERS = st.decimals(0, 10**12, places=2).map(lambda number: f"{number:f}".rstrip("0").rstrip("."))

OUR_CODE = re.compile(r"`(?:26|random)`")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")


def acting(sentence: str) -> str:
    """What is left of a sentence for Discord to act upon: without what is escaped, and our own examples."""
    return _ESCAPED.sub("", OUR_CODE.sub("", sentence))


def episode(season: int, number: Number, absolute: Number | None, title: str = "Untitled") -> Episode:
    sealed = Sealed(title, needs={episode_key(season, number)}, level=Level.TITLE)
    return Episode(show_id="made-up", season=season, number=number, absolute=absolute, title=sealed)


def titled(*titles: str) -> Show:
    """A show of one season with these titles."""
    episodes = tuple(episode(1, number, number, title) for number, title in enumerate(titles, 1))
    return Show(id="made-up", title="Made Up", seasons=(Season(1, 1),), episodes=episodes)


@st.composite
def shows(draw: st.DrawFn) -> Show:
    """Up to three seasons, some with episodes before their last one, and up to three specials."""
    seasons: list[Season] = []
    episodes: list[Episode] = []
    first = draw(st.integers(1, 200))
    for season in range(1, draw(st.integers(1, 3)) + 1):
        count = draw(st.integers(1, 12))
        tenths = draw(st.sets(st.integers(10 * count - 9, 10 * count - 1), max_size=3))
        numbers: list[Number] = sorted([*range(1, count + 1), *(tenth / 10 for tenth in tenths)])
        episodes += [episode(season, n, round(first + n - 1, 1)) for n in numbers]
        seasons.append(Season(season, first, episodes=count))
        first += count
    episodes += [episode(0, number, None) for number in range(1, draw(st.integers(0, 3)) + 1)]
    return Show(id="made-up", title="Made Up", seasons=tuple(seasons), episodes=tuple(episodes))
