"""Reading what members wrote: which texts, in which order, and all that a page says of one of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.catalogue import Show
from bot.domain.refusal import Refusal
from bot.domain.reviews import SERIES, Order, Review, may_see
from bot.domain.spoilers import Viewer
from db import review_shelves, review_votes, reviews, viewers
from db.database import Database, Tx
from db.review_shelves import Shelf

GONE = "That text is no longer here. Use `/review read` to see what is."
LOST = "That is no longer in my catalogue. Use the command again to see what is."
WHOLE_SERIES = "series"
"""Stands for the series in custom ids."""
REASONS = 3
"""Reports of a text that are told one by one."""

_LETTERS: Mapping[str, Order] = {"n": Order.NEWEST, "h": Order.HELPFUL, "r": Order.REPORTED}
_FLAGS = re.compile(r"([sa])([em])([nhr])(o?)")

Shows = Mapping[str, Show]
"""Every show by its id."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something on which server, whether they manage it, and the id of the interaction."""

    guild_id: int
    member_id: int
    manages: bool
    id: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Which texts somebody reads: on a subject, None for all of a show; of one member, None for all."""

    show: Show
    episode: str | None = SERIES
    member_id: int | None = None
    order: Order = Order.NEWEST

    @property
    def subject(self) -> str:
        """What they are on, as custom ids have it; the series where they are on all of a show."""
        return f"{self.show.id}/{self.episode or WHOLE_SERIES}"

    def ordered(self, order: Order) -> "Reading":
        """The same texts in another order."""
        return replace(self, order=order)

    def page(self, number: int) -> str:
        """The custom id that turns to the text at a place."""
        scope = "all" if self.episode is None else self.episode or WHOLE_SERIES
        return f"review:page:{self.show.id}/{scope}/{self.member_id or 0}/{_letter(self.order)}/{number}"

    def act(self, verb: str, review: Review, *, opened: bool) -> str:
        """The custom id that does something with a text and comes back; `opened`: they were warned of it."""
        flags = ("a" if self.episode is None else "s") + ("e" if self.member_id is None else "m")
        return f"review:{verb}:{review.id}/{flags}{_letter(self.order)}{'o' if opened else ''}"

    def shelf(self, actor: Actor) -> Shelf:
        """The texts that `actor` finds there."""
        return Shelf(actor.member_id, self.episode, self.member_id, actor.manages)


@dataclass(frozen=True, slots=True)
class Flags:
    """How somebody came to a text, as the custom id of what they do with it says: see `Reading.act`."""

    everything: bool = False
    of_author: bool = False
    order: Order = Order.NEWEST
    opened: bool = False

    @classmethod
    def of(cls, text: str) -> "Flags":
        """Read them; none are those of a page of its subject.

        Raises:
            Refusal: they are forged.
        """
        if not text:
            return cls()
        found = _FLAGS.fullmatch(text)
        if found is None:
            raise Refusal(GONE)
        return cls(found[1] == "a", found[2] == "m", _LETTERS[found[3]], bool(found[4]))


@dataclass(frozen=True, slots=True)
class Page:
    """A text at its place among others, as `actor` finds it; no text where there are none.

    `opened`: they were warned of it and asked again. `former_thanks`: those for what it was before its last
    edit. `reported` counts the show's texts that wait for a
    decision; it and `reasons`, who reported this one and why, are for those who manage the server alone.
    """

    actor: Actor
    reading: Reading
    viewer: Viewer
    review: Review | None
    number: int
    total: int
    opened: bool = False
    thanked: bool = False
    former_thanks: int = 0
    reported: int = 0
    reasons: Sequence[tuple[int, str | None]] = ()

    @property
    def is_own(self) -> bool:
        """Whether the one who reads wrote it."""
        return self.review is not None and self.review.member_id == self.actor.member_id

    @property
    def reader(self) -> Viewer:
        """Who reads the text itself: authors are not kept from their own."""
        return replace(self.viewer, warned=True) if self.is_own else self.viewer


async def page(db: Database, actor: Actor, reading: Reading, *, number: int = 1) -> Page:
    """The text at a place, from 1; the nearest beyond the ends."""
    return await db.read(lambda tx: read(tx, actor, reading, number=number))


async def page_of(
    db: Database, actor: Actor, shows: Shows, *, review_id: int, flags: Flags, opened: bool = False
) -> Page:
    """The page of a text; `opened`: they were warned of it and asked again.

    Raises:
        Refusal: it is not there, or not for them to see.
    """

    async def work(tx: Tx) -> Page:
        review = await found(tx, actor, shows, review_id=review_id)
        return await at(tx, actor, shows, review, replace(flags, opened=opened or flags.opened))

    return await db.read(work)


async def found(tx: Tx, actor: Actor, shows: Shows, *, review_id: int) -> Review:
    """A text that the one who asks may see.

    Raises:
        Refusal: there is none of that id.
    """
    review = await reviews.find(tx, shows, guild_id=actor.guild_id, review_id=review_id)
    if review is None or not may_see(review, member_id=actor.member_id, manages=actor.manages):
        raise Refusal(GONE)
    return review


async def at(tx: Tx, actor: Actor, shows: Shows, review: Review, flags: Flags) -> Page:
    """The page on which a text stands, or stood before it was decided on."""
    review = await reviews.find(tx, shows, guild_id=actor.guild_id, review_id=review.id) or review
    reading = reading_of(shows, review, flags)
    number = await review_shelves.place(
        tx,
        reading.show,
        reading.shelf(actor),
        guild_id=actor.guild_id,
        order=_order(actor, reading),
        review=review,
    )
    return await read(tx, actor, reading, number=number, opened_id=review.id if flags.opened else None)


def reading_of(shows: Shows, review: Review, flags: Flags) -> Reading:
    """Among which texts somebody came to this one."""
    return Reading(
        shows[review.show_id],
        None if flags.everything else review.episode,
        review.member_id if flags.of_author else None,
        flags.order,
    )


async def read(tx: Tx, actor: Actor, reading: Reading, *, number: int, opened_id: int | None = None) -> Page:
    """The text at a place; of the one with `opened_id` they were warned, and asked again."""
    guild_id, member_id, show = actor.guild_id, actor.member_id, reading.show
    reading = replace(reading, order=_order(actor, reading))
    leaf = await review_shelves.leaf(
        tx, show, reading.shelf(actor), guild_id=guild_id, order=reading.order, number=number
    )
    viewer = await viewers.member(tx, guild_id=guild_id, member_id=member_id, show_id=show.id)
    seen = Page(actor, reading, viewer, leaf.review, leaf.number, leaf.total)
    if actor.manages:
        seen = replace(seen, reported=await review_shelves.reported(tx, guild_id=guild_id, show_id=show.id))
    if leaf.review is None:
        return seen
    if leaf.review.id == opened_id:
        seen = replace(seen, opened=True, viewer=replace(viewer, warned=True))
    if actor.manages and leaf.review.reports:
        reasons = await review_votes.reasons(tx, guild_id=guild_id, review_id=leaf.review.id, limit=REASONS)
        seen = replace(seen, reasons=reasons)
    thanked = await review_votes.has_thanked(
        tx, guild_id=guild_id, review_id=leaf.review.id, member_id=member_id
    )
    return replace(seen, thanked=thanked, former_thanks=await _former_thanks(tx, leaf.review))


async def _former_thanks(tx: Tx, review: Review) -> int:
    if review.edited_at is None or not review.thanks:
        return 0
    return await review_votes.thanks_until(
        tx, guild_id=review.guild_id, review_id=review.id, moment=review.edited_at
    )


def _order(actor: Actor, reading: Reading) -> Order:
    """Who does not manage the server, any more perhaps, finds nothing of what was reported."""
    if reading.order is Order.REPORTED and not actor.manages:
        return Order.NEWEST
    return reading.order


def _letter(order: Order) -> str:
    return order.value[0]


def order_of(letter: str) -> Order:
    """The order that a letter of a custom id stands for.

    Raises:
        Refusal: it stands for none.
    """
    if letter not in _LETTERS:
        raise Refusal(GONE)
    return _LETTERS[letter]
