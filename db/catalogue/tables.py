"""The tables of a catalogue file and what each field may hold. README.md says the same for authors."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.catalogue import limits
from db.catalogue.fields import Day, Decimal, Field, Slug, Text, Texts, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its fields, those only given together, the tables within, and what an entry is called."""

    required: Mapping[str, Field] = field(default_factory=dict[str, Field])
    optional: Mapping[str, Field] = field(default_factory=dict[str, Field])
    together: tuple[str, ...] = ()
    tables: Mapping[str, "Table"] = field(default_factory=dict[str, "Table"])
    lists: Mapping[str, "Table"] = field(default_factory=dict[str, "Table"])
    called: str = ""

    @property
    def fields(self) -> Mapping[str, Field]:
        """The required fields and the optional ones."""
        return {**self.required, **self.optional}


TITLE = Text(limits.TITLE)
NAME = Text(limits.NAME)
FACT = Text(limits.FACT)
SOURCES = Texts(limits.SOURCES, Text(limits.SOURCE))
REVIEW_LINES = Texts(limits.REVIEW_LINES, Text(limits.REVIEW_LINE))
RATING = Decimal(0, 10, places=2)
NUMBER = Decimal(0.1, limits.LAST_NUMBER, places=1)
COUNT = Whole(0, limits.COUNT)
ID = Whole(1, limits.COUNT)

REVIEW = Table(
    required={"verdict": Text(limits.VERDICT)},
    optional={"strengths": REVIEW_LINES, "weaknesses": REVIEW_LINES, "sources": SOURCES},
)

BEYOND_THE_PAGES = Table(
    optional={
        "episodes_total": Whole(1, limits.LAST_NUMBER),
        "runtime_minutes": Whole(1, limits.RUNTIME_MINUTES),
        "sources": SOURCES,
    }
)

IDS = Table(
    optional={
        "mal": ID,
        "anilist": ID,
        "anidb": ID,
        "kitsu": ID,
        "animenewsnetwork": ID,
        "livechart": ID,
        "anisearch": ID,
        "anime_planet": NAME,
        "imdb": NAME,
        "tvdb": ID,
        "tmdb_tv": ID,
        "sources": SOURCES,
    }
)

SERIES = Table(
    required={"id": Slug(), "title": TITLE},
    optional={
        "kind": FACT,
        "network": FACT,
        "status": FACT,
        "rating": RATING,
        "users_added": COUNT,
        "last_updated": Day(),
        "premise": Text(limits.PREMISE),
        "plot_summary": Text(limits.PLOT_SUMMARY),
        "sources": SOURCES,
    },
    tables={"review": REVIEW, "beyond_the_pages": BEYOND_THE_PAGES, "ids": IDS},
)

SEASON = Table(
    required={"number": Whole(1, limits.LAST_SEASON), "episodes": Whole(1, limits.LAST_NUMBER)},
    optional={"title": TITLE, "first": Whole(1, limits.LAST_NUMBER), "sources": SOURCES},
    called="season {number}",
)

EPISODE = Table(
    required={"season": Whole(0, limits.LAST_SEASON), "number": NUMBER, "title": TITLE},
    optional={
        "aired": Day(),
        "web_rating": RATING,
        "web_votes": COUNT,
        "web_rank": Whole(1, limits.LAST_NUMBER),
        "directors": Texts(limits.DIRECTORS, NAME),
        "watch_on": Texts(limits.PROVIDERS, NAME),
        "teaser": Text(limits.TEASER),
        "synopsis": Text(limits.SYNOPSIS),
        "cast": Texts(limits.CAST, NAME),
        "sources": SOURCES,
        "missing": Texts(limits.SOURCES, Text(limits.FIELD_NAME)),
    },
    together=("web_rating", "web_votes", "web_rank"),
    called="season {season} episode {number:g}",
)

CHARACTER = Table(
    required={"name": NAME, "role": Text(limits.ROLE)},
    optional={
        "aliases": Texts(limits.ALIASES, NAME),
        "identity": NAME,
        "identity_revealed_in": NUMBER,
        "spoils_episode": NUMBER,
        "sources": SOURCES,
    },
    together=("identity", "identity_revealed_in"),
    called="{name}",
)

FILE = Table(
    tables={"series": SERIES},
    lists={"seasons": SEASON, "episodes": EPISODE, "characters": CHARACTER},
)
