"""Made-up shows, so that no test depends on the shipped one."""

import json
from datetime import date, timedelta
from typing import Any, cast

from bot.domain.catalogue import Show
from db.catalogue import limits, read_show

Data = dict[str, Any]
"""A catalogue file's TOML, as tomllib would read it."""

_WORDS = (
    *("Harbour", "Fog", "Kite", "Ledger", "Marble", "Needle", "Orchard", "Pepper", "Quarry", "Ribbon"),
    *("Saddle", "Thimble", "Umbrella", "Velvet", "Walnut", "Anchor", "Barrel", "Candle", "Dragonfly"),
    *("Ember", "Feather", "Gravel", "Hinge", "Inkwell", "Juniper", "Kettle"),
)


def plain() -> Data:
    """The least a show needs: one episode."""
    return {
        "series": {"id": "lantern-row", "title": "Lantern Row"},
        "episodes": [{"season": 1, "number": 1, "title": "The First Light"}],
    }


def two_seasons_data() -> Data:
    """14 episodes and a 13.5, season 2 has 12; two specials. All but those, 13.5 and s2e12 rated."""
    first = [_episode(1, number, _WORDS[number - 1]) for number in range(1, 15)]
    second = [_episode(2, number, _WORDS[13 + number]) for number in range(1, 13)]
    for rank, episode in enumerate([*reversed(first), *second[:-1]], 1):
        episode |= {"web_rating": round(9.5 - rank / 10, 2), "web_votes": 30 - rank, "web_rank": rank}
    first[0] |= {"directors": ["Ida Moss"], "cast": ["Ada", "The Lamplighter"]}
    return {
        "series": {
            "id": "lantern-row",
            "title": "Lantern Row",
            "kind": "TV",
            "network": "Channel Nine",
            "status": "Ended",
            "rating": 7.25,
            "users_added": 41,
            "last_updated": date(2024, 5, 6),
            "premise": "A street of lamp shops at the edge of a harbour.",
            "plot_summary": "PLOT: the Lamplighter was Bo all along.",
            "review": {"strengths": ["STRENGTH."], "weaknesses": ["WEAKNESS."], "verdict": "VERDICT."},
            "beyond_the_pages": {"runtime_minutes": 24},
        },
        "seasons": [{"number": 1, "episodes": 14}, {"number": 2, "title": "Low Tide", "episodes": 12}],
        "episodes": [
            *first,
            {"season": 1, "number": 13.5, "title": "In Between"},
            *second,
            {"season": 0, "number": 1, "title": "Behind the Lamps", "teaser": "How it was made."},
            {"season": 0, "number": 2, "title": "Festival Night"},
        ],
        "characters": [
            {"name": "Ada Wick", "role": "Makes lamps.", "aliases": ["Ada"]},
            {"name": "Bo Tallow", "role": "Sells candles."},
            {
                "name": "The Lamplighter",
                "role": "Comes at dusk.",
                "identity": "Bo Tallow",
                "identity_revealed_in": 20,
            },
            {"name": "Little Wick", "role": "Ada's brother.", "spoils_episode": 13.5},
        ],
    }


def _episode(season: int, number: int, word: str) -> Data:
    return {
        "season": season,
        "number": number,
        "title": f"The {word}",
        "aired": date(2010 + season, 1, 7) + timedelta(weeks=number),
        "watch_on": ["Lampflix"],
        "teaser": f"Something about a {word.lower()}.",
        "synopsis": f"SYNOPSIS: what the {word.lower()} was for.",
        "cast": ["Ada Wick"],
    }


def two_seasons() -> Show:
    """The show of `two_seasons_data`."""
    return read_show(two_seasons_data(), file="lantern_row.toml")


def longest() -> Show:
    """30 episodes; every text and list as long as it may be, every character in need of a backslash."""
    text = _escaped
    names = [text(limits.NAME, place) for place in range(limits.CAST)]
    lines = [text(limits.REVIEW_LINE, place) for place in range(limits.REVIEW_LINES)]
    facts = {name: text(limits.FACT) for name in ("kind", "network", "status")}
    series = {
        "id": "x" * limits.SHOW_ID,
        "title": text(limits.TITLE),
        **facts,
        "rating": 9.99,
        "users_added": limits.COUNT,
        "premise": text(limits.PREMISE),
        "plot_summary": text(limits.PLOT_SUMMARY),
        "review": {"strengths": lines, "weaknesses": lines, "verdict": text(limits.VERDICT)},
    }
    episode = {
        "season": limits.LAST_SEASON,
        "aired": date(2000, 12, 28),
        "web_rating": 9.99,
        "web_votes": limits.COUNT,
        "directors": names[: limits.DIRECTORS],
        "watch_on": names[: limits.PROVIDERS],
        "teaser": text(limits.TEASER),
        "synopsis": text(limits.SYNOPSIS),
        "cast": names,
    }
    last = limits.LAST_NUMBER
    return read_show(
        {
            "series": series,
            "seasons": [{"number": limits.LAST_SEASON, "episodes": last, "title": text(limits.TITLE)}],
            "episodes": [
                {
                    **episode,
                    "number": last - place,
                    "title": text(limits.TITLE, place),
                    "web_rank": last - place,
                }
                for place in range(30)
            ],
            "characters": [{"name": name, "role": text(limits.ROLE)} for name in names],
        },
        file="longest.toml",
    )


def _escaped(length: int, place: int = 0) -> str:
    """`length` characters that Markdown reads as its own, different for each `place` up to 124."""
    signs = "*_~`|"
    tail = "".join(signs[place // 5**digit % 5] for digit in range(3))
    return (signs * length)[: length - 3] + tail


def to_toml(data: Data) -> str:
    """The data as TOML. Only what a catalogue file can hold."""
    return "".join(_table(name, value) for name, value in data.items())


def _table(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return f"[{name}]\n{_fields(name, cast('Data', value))}"
    return "".join(f"[[{name}]]\n{_fields(name, entry)}" for entry in value)


def _fields(path: str, table: Data) -> str:
    own = [f"{name} = {_value(value)}\n" for name, value in table.items() if not isinstance(value, dict)]
    inner = [_table(f"{path}.{name}", value) for name, value in table.items() if isinstance(value, dict)]
    return "".join(own + inner)


def _value(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
