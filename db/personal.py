"""All that is kept about members: where it stands, what it is in words, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from db.database import Row, Tx
from db.party_times import DIRECT, SEAT


class Fate(StrEnum):
    """What becomes of a row about a member who has all of it deleted."""

    DELETED = "deleted"
    HANDED_OVER = "handed over"
    """It belongs to the server and stays, in the bot's name."""
    UNNAMED = "unnamed"
    """It belongs to somebody else, or to the server, and stays without them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows about a member: those of `table` whose `column` holds their id.

    `noun` and `nouns` are what a row and several are, in words that follow a number. `columns` are those that
    are about the member, where the others are about somebody else. `owner` is the condition by which a row is
    theirs where it holds no id itself. What is `told` has a figure of its own; the rest comes along with
    something else. `everywhere`: of no server.
    """

    table: str
    column: str
    noun: str
    nouns: str
    fate: Fate = Fate.DELETED
    columns: str = "*"
    owner: str | None = None
    told: bool = True
    everywhere: bool = False

    @property
    def where(self) -> str:
        """The condition on their rows, of the server `:guild_id` and the member `:member_id`."""
        theirs = self.owner or f"{self.column} = :member_id"
        return theirs if self.everywhere else f"guild_id = :guild_id AND {theirs}"


CHOICES = Kept(
    "member_settings", "member_id", "choice for all servers", "choices for all servers", everywhere=True
)
REMINDERS = Kept(
    "due",
    "subject_id",
    "reminder to come",
    "reminders to come",
    owner=(
        f"kind IN ('{DIRECT}', '{SEAT}')"
        " AND subject_id IN (SELECT id FROM rsvps WHERE guild_id = :guild_id AND member_id = :member_id)"
    ),
    told=False,
)

KEPT = (
    Kept("marks", "member_id", "mark", "marks"),
    Kept("votes", "member_id", "vote", "votes"),
    Kept(
        "reviews",
        "member_id",
        "review or comment",
        "reviews and comments",
        columns=(  # how many reported it is for those who decide on that
            "id, show_id, episode, kind, title, body, verdict, spoils, thanks, written_at, edited_at,"
            " hidden_at, hidden_why"
        ),
    ),
    Kept("review_thanks", "member_id", "text you found helpful", "texts you found helpful"),
    Kept("review_reports", "member_id", "report of a text", "reports of texts"),
    Kept(
        "polls",
        "author_id",
        "poll you asked",
        "polls you asked",
        columns=(  # how others voted may be hidden until it closes, from its author as well
            "id, channel_id, message_id, result_id, question, show_id, choices, anonymous, reveal, opened_at,"
            " closes_at, closed_at, edited_at"
        ),
    ),
    Kept(
        "poll_options",
        "content",
        "option of your polls",
        "options of your polls",
        columns="poll_id, number, content",
        owner="poll_id IN (SELECT id FROM polls WHERE guild_id = :guild_id AND author_id = :member_id)",
        told=False,
    ),
    Kept("poll_votes", "member_id", "choice in polls", "choices in polls"),
    Kept("rsvps", "member_id", "answer to a party", "answers to parties"),
    REMINDERS,
    Kept("presences", "member_id", "stay at a party", "stays at parties"),
    Kept("attendances", "member_id", "episode watched at a party", "episodes watched at parties"),
    Kept("imports", "member_id", "list waiting to be applied", "lists waiting to be applied"),
    Kept("members", "member_id", "entry among those who take part", "entries among those who take part"),
    Kept("board", "member_id", "place on the board", "places on the board", told=False),
    CHOICES,
    Kept("parties", "organiser_id", "party you planned", "parties you planned", Fate.HANDED_OVER),
    Kept("panels", "opened_by", "vote panel you opened", "vote panels you opened", Fate.HANDED_OVER),
    Kept(
        "reviews",
        "hidden_by",
        "text you hid",
        "texts you hid",
        Fate.UNNAMED,
        columns="id, hidden_at, hidden_why",
    ),
    Kept("server_log", "member_id", "entry in the log", "entries in the log", Fate.UNNAMED),
)
"""Every column that holds a member's id. A new one belongs here, or a test fails."""

Counts = Mapping[Kept, int]
"""How many rows there are of what; without what there is none of."""


async def counts(tx: Tx, *, guild_id: int, member_id: int) -> Counts:
    """How much is kept about a member in a server, of what is told."""
    return await _counts(tx, _HERE, guild_id=guild_id, member_id=member_id)


async def choices(tx: Tx, *, member_id: int) -> Counts:
    """How much is kept about a member for no server in particular."""
    return await _counts(tx, (CHOICES,), member_id=member_id)


async def guild_ids(tx: Tx, *, member_id: int) -> list[int]:
    """The ids of the servers in which anything is kept about a member, in order.

    Looks once into each server's part of a table, by its index: no table is read as a whole.
    """
    found: set[int] = set()
    for kept in _HERE:
        rows = await tx.all(
            f"""
            WITH RECURSIVE here (guild_id) AS (
                SELECT min(guild_id) FROM {kept.table}
                UNION ALL
                SELECT (SELECT min(t.guild_id) FROM {kept.table} AS t WHERE t.guild_id > here.guild_id)
                FROM here WHERE here.guild_id IS NOT NULL
            )
            SELECT here.guild_id FROM here WHERE EXISTS (
                SELECT 1 FROM {kept.table} AS t
                WHERE t.guild_id = here.guild_id AND t.{kept.column} = :member_id
            )
            """,
            member_id=member_id,
        )
        found |= {row["guild_id"] for row in rows}
    return sorted(found)


async def rows(tx: Tx, kept: Kept, *, guild_id: int, member_id: int) -> list[Row]:
    """What is kept about a member, all columns of it that are about them."""
    return await tx.all(
        f"SELECT {kept.columns} FROM {kept.table} WHERE {kept.where}",
        member_id=member_id,
        **({} if kept.everywhere else {"guild_id": guild_id}),
    )


async def cancel_reminders(tx: Tx, *, guild_id: int, member_id: int) -> int:
    """Write to a member no more about the parties that they answered; how many messages that is."""
    return await tx.run(
        f"DELETE FROM {REMINDERS.table} WHERE {REMINDERS.where}", guild_id=guild_id, member_id=member_id
    )


_HERE = tuple(kept for kept in KEPT if kept.told and not kept.everywhere)


async def _counts(tx: Tx, wanted: tuple[Kept, ...], **params: int) -> Counts:
    selects = (
        f"SELECT {place} AS place, count(*) AS found FROM {kept.table} WHERE {kept.where}"
        for place, kept in enumerate(wanted)
    )
    found = {row["place"]: row["found"] for row in await tx.all(" UNION ALL ".join(selects), **params)}
    return {kept: found[place] for place, kept in enumerate(wanted) if found[place]}
