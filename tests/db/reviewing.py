"""What members do to texts, as values, and a plain model of what must come of it."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from bot.domain.catalogue import Show
from bot.domain.reviews import SERIES, Draft, Verdict
from db import review_votes, reviews
from db.database import Database, Tx
from tests.db.support import NOW
from tests.domain.strategies import titled

SHOW: Show = titled("One", "Two", "Three")
GUILD = 1
MEMBERS = (11, 12, 13)
TEXTS = (1, 2, 3, 4)
"""Ids of texts; each belongs to the member whose place it has, the last to the first member."""


def author(review_id: int) -> int:
    return MEMBERS[(review_id - 1) % len(MEMBERS)]


async def add(
    tx: Tx,
    review_id: int,
    *,
    member_id: int | None = None,
    episode: str = SERIES,
    title: str | None = None,
    guild_id: int = GUILD,
) -> None:
    """Keep a text, a comment where it has no title."""
    draft = Draft("Words.", spoils=False, title=title, verdict=Verdict.MIXED if title else None)
    await reviews.add(
        tx,
        draft,
        guild_id=guild_id,
        review_id=review_id,
        show_id=SHOW.id,
        episode=episode,
        member_id=author(review_id) if member_id is None else member_id,
        now=NOW,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One member does one thing to one text."""

    verb: str
    review_id: int
    member_id: int


VERBS = ("add", "thank", "unthank", "report", "hide", "show", "keep", "delete", "erase", "erase votes")
STEPS = st.builds(Step, st.sampled_from(VERBS), st.sampled_from(TEXTS), st.sampled_from(MEMBERS))


@dataclass
class Model:
    """What is kept, as sets."""

    texts: set[int] = field(default_factory=set[int])
    hidden: set[int] = field(default_factory=set[int])
    thanks: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    reports: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])

    def take(self, step: Step) -> object:
        """Do the same; what the database is to answer."""
        text, member = step.review_id, step.member_id
        there = text in self.texts
        match step.verb:
            case "add":
                self.texts.add(text)
                return not there
            case "thank" | "report":
                notes = self.thanks if step.verb == "thank" else self.reports
                new = there and (text, member) not in notes
                notes |= {(text, member)} if new else set()
                return new
            case "unthank":
                gone = (text, member) in self.thanks
                self.thanks -= {(text, member)}
                return gone
            case "hide":
                self._decide(text)
                new = there and text not in self.hidden
                self.hidden |= {text} if new else set()
                return new
            case "show":
                gone = text in self.hidden
                self.hidden -= {text}
                return gone
            case "keep":
                return self._decide(text)
            case "delete":
                self._delete({text} & self.texts)
                return there
            case "erase":
                own = {text for text in self.texts if author(text) == member}
                self._delete(own)
                return len(own)
            case _:
                return self._forget(member)

    def _decide(self, text: int) -> bool:
        waited = {report for report in self.reports if report[0] == text}
        self.reports -= waited
        return bool(waited)

    def _delete(self, texts: set[int]) -> None:
        self.texts -= texts
        self.hidden -= texts
        self.thanks = {note for note in self.thanks if note[0] not in texts}
        self.reports = {note for note in self.reports if note[0] not in texts}

    def _forget(self, member: int) -> int:
        before = len(self.thanks) + len(self.reports)
        self.thanks = {note for note in self.thanks if note[1] != member}
        self.reports = {note for note in self.reports if note[1] != member}
        return before - len(self.thanks) - len(self.reports)


async def take(tx: Tx, step: Step) -> object:
    """Do it; what the database answered."""
    text, member = step.review_id, step.member_id
    match step.verb:
        case "add":
            if await reviews.find(tx, {SHOW.id: SHOW}, guild_id=GUILD, review_id=text):
                return False
            await add(tx, text)
            return True
        case "thank":
            return await review_votes.thank(tx, guild_id=GUILD, review_id=text, member_id=member, now=NOW)
        case "unthank":
            return await review_votes.unthank(tx, guild_id=GUILD, review_id=text, member_id=member)
        case "report":
            return await review_votes.report(
                tx, guild_id=GUILD, review_id=text, member_id=member, reason=None, now=NOW
            )
        case "hide":
            return await reviews.hide(tx, guild_id=GUILD, review_id=text, member_id=member, why=None, now=NOW)
        case "show":
            return await reviews.show(tx, guild_id=GUILD, review_id=text)
        case "keep":
            return await reviews.keep(tx, guild_id=GUILD, review_id=text, now=NOW)
        case _:
            return await _remove(tx, step)


async def _remove(tx: Tx, step: Step) -> object:
    match step.verb:
        case "delete":
            return await reviews.delete(tx, guild_id=GUILD, review_id=step.review_id)
        case "erase":
            return await reviews.erase(tx, guild_id=GUILD, member_id=step.member_id)
        case _:
            return await review_votes.erase(tx, guild_id=GUILD, member_id=step.member_id)


async def stored(db: Database) -> Model:
    """What the database keeps; what is counted with the texts equals a recount."""
    async with db.snapshot() as tx:
        assert await review_votes.recount(tx) == 0
        texts = await tx.all("SELECT id, hidden_at FROM reviews")
        notes = {
            what: {
                (row["review_id"], row["member_id"])
                for row in await tx.all(f"SELECT review_id, member_id FROM review_{what}")  # noqa: S608
            }
            for what in ("thanks", "reports")
        }
    return Model(
        {row["id"] for row in texts},
        {row["id"] for row in texts if row["hidden_at"] is not None},
        notes["thanks"],
        notes["reports"],
    )


async def wipe(db: Database) -> None:
    """Delete every text: the next example begins with nothing."""
    async with db.transaction() as tx:
        await tx.run("DELETE FROM reviews")
