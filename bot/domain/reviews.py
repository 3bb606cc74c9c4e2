"""Reviews and comments: what members write about a series or an episode, and what they may do with it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.catalogue import Show
from bot.domain.quotas import DEFAULTS, Quotas
from bot.domain.refusal import Refusal
from bot.domain.spoilers import Sealed, Viewer, unseal

TITLE = 100
"""Characters of a review's title."""
BODY = 3000
"""Characters of a text: what fits one page."""
LINES = 60
"""Lines of a text, empty ones among them: no more than a screen or two."""
REASON = 300
"""Characters of what is said when a text is hidden or reported."""
PACE = timedelta(minutes=10)
"""In so much time one member writes, reports and shows as many texts as the quota says."""

SERIES = ""
"""What stands for the series where an episode's key would be."""


class Kind(StrEnum):
    """What sort of text it is."""

    REVIEW = "review"
    COMMENT = "comment"
    """A short one, without title and verdict."""


class Verdict(StrEnum):
    """What a review comes to."""

    WORTH = "worth"
    MIXED = "mixed"
    SKIP = "skip"

    @property
    def words(self) -> str:
        """As people read it."""
        return "worth it" if self is Verdict.WORTH else self.value


class Order(StrEnum):
    """How texts are read."""

    NEWEST = "newest"
    HELPFUL = "helpful"
    REPORTED = "reported"
    """Those that wait for a decision, the oldest first: for those who manage the server."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a member sends: a comment has neither title nor verdict."""

    body: str
    spoils: bool
    title: str | None = None
    verdict: Verdict | None = None

    @property
    def kind(self) -> Kind:
        """What it will be."""
        return Kind.COMMENT if self.title is None else Kind.REVIEW

    def check(self) -> None:
        """See that it can be kept.

        Raises:
            Refusal: it is empty or too long, or a review without a verdict.
        """
        if not self.body:
            raise Refusal("There is nothing to read in it. Write a text.")
        if len(self.body) > BODY:
            raise Refusal(
                f"A text has at most {BODY:,} characters; yours has {len(self.body):,}. Shorten it."
            )
        lines = self.body.count("\n") + 1
        if lines > LINES:
            raise Refusal(f"A text has at most {LINES} lines; yours has {lines:,}. Join some of them.")
        if self.title is None:
            return
        if not self.title:
            raise Refusal("There is nothing to read in the title. Give your review one.")
        if len(self.title) > TITLE:
            raise Refusal(f"A title has at most {TITLE} characters; yours has {len(self.title):,}.")
        if self.verdict is None:
            raise Refusal("A review ends in a verdict. Choose one.")


@dataclass(frozen=True, slots=True)
class Review:
    """A text as it is kept.

    `episode` is the key of what it is about, `SERIES` for the series. `title` and `verdict` are None for a
    comment. Title and body open to those who may be spoiled, or to everybody where it is not marked.
    `thanks`: how many found it helpful; `reports`: how many reported it since somebody last decided.
    `kept_at`: when it was decided that it may stay as it reads.
    `hidden_by` is None, too, where that member was forgotten.
    """

    guild_id: int
    id: int
    show_id: str
    episode: str
    member_id: int
    body: Sealed[str]
    spoils: bool
    written_at: datetime
    title: Sealed[str] | None = None
    verdict: Verdict | None = None
    edited_at: datetime | None = None
    thanks: int = 0
    reports: int = 0
    kept_at: datetime | None = None
    hidden_at: datetime | None = None
    hidden_by: int | None = None
    hidden_why: str | None = None

    @property
    def kind(self) -> Kind:
        """What sort of text it is."""
        return Kind.COMMENT if self.title is None else Kind.REVIEW

    @property
    def noun(self) -> str:
        """`review` or `comment`."""
        return self.kind.value

    @property
    def edition(self) -> int:
        """Stands for the words as they are now: another number after each edit."""
        return int(self.edited_at.timestamp()) if self.edited_at else 0


def needs(show: Show, episode: str, *, spoils: bool) -> AbstractSet[str]:
    """What one must have watched to read a text: nothing where it is not marked, for the series all of it."""
    if not spoils:
        return frozenset()
    return frozenset((episode,)) if episode != SERIES else frozenset(show.by_key)


@dataclass(frozen=True, slots=True)
class Written:
    """How much a member has written in a server: in all, as comments on this subject, in the last `PACE`."""

    texts: int
    comments: int
    lately: int


def check_quota(written: Written, kind: Kind, quotas: Quotas = DEFAULTS) -> None:
    """See that a member may write one more.

    Raises:
        Refusal: they have written enough, in all or lately.
    """
    quotas.check("texts_in_ten_minutes", written.lately, done="written", go="Write on")
    quotas.check("texts_per_member", written.texts)
    if kind is Kind.COMMENT:
        quotas.check("comments_per_subject", written.comments)


def check_reports(lately: int, quotas: Quotas = DEFAULTS) -> None:
    """See that a member who reported so many texts in the last `PACE` may report another.

    Raises:
        Refusal: they have reported enough for now.
    """
    quotas.check("texts_in_ten_minutes", lately, done="reported", go="Report on")


def check_posts(lately: int, quotas: Quotas = DEFAULTS) -> None:
    """See that a member who showed so many texts to channels in the last `PACE` may show another.

    Raises:
        Refusal: they have shown enough for now.
    """
    quotas.check("texts_in_ten_minutes", lately, done="shown", go="Show more")


def may_see(review: Review, *, member_id: int, manages: bool) -> bool:
    """Whether somebody may see a text at all: a hidden one its author and who manages the server."""
    return review.hidden_at is None or manages or review.member_id == member_id


def reader_of(review: Review, viewer: Viewer, *, member_id: int) -> Viewer:
    """Who reads a text, as the spoiler rule has to know them: authors are not kept from their own."""
    return replace(viewer, warned=True) if review.member_id == member_id else viewer


def draft_of(review: Review, *, member_id: int) -> Draft | None:
    """A text as its author sent it, so that they can change it; None for anybody else."""
    reader = reader_of(review, Viewer(), member_id=member_id)
    body = unseal(review.body, reader)
    if review.member_id != member_id or body is None:
        return None
    title = unseal(review.title, reader) if review.title is not None else None
    return Draft(body, review.spoils, title, review.verdict)
