"""What members do with their own texts, and that others' helped them: one transaction each."""

from datetime import datetime

from bot.domain.catalogue import Show
from bot.domain.quotas import DEFAULTS, Quotas
from bot.domain.refusal import Refusal
from bot.domain.reviews import PACE, Draft, Kind, Review, check_quota, draft_of
from cogs.reviews.reading import GONE, Actor, Flags, Page, Shows, at, found
from db import quotas as rows
from db import review_votes, reviews, server_log
from db.database import Database, Tx

_NOT_YOURS = "Only who wrote a text can do that."


async def own(db: Database, actor: Actor, show: Show, episode: str) -> Review | None:
    """The review that somebody has written of a subject."""
    return await db.read(
        lambda tx: reviews.own(tx, show, guild_id=actor.guild_id, episode=episode, member_id=actor.member_id)
    )


async def own_text(db: Database, actor: Actor, shows: Shows, *, review_id: int) -> Review:
    """A text of the one who asks.

    Raises:
        Refusal: it is not there, or another's.
    """
    return await db.read(lambda tx: own_in(tx, actor, shows, review_id))


async def check_room(
    db: Database,
    actor: Actor,
    show: Show,
    episode: str,
    *,
    kind: Kind,
    quotas: Quotas = DEFAULTS,
    now: datetime,
) -> None:
    """See that somebody may write another text on a subject.

    Raises:
        Refusal: they have written enough.
    """
    await db.read(lambda tx: _check_room(tx, actor, show, episode, kind=kind, quotas=quotas, now=now))


async def write(
    db: Database,
    actor: Actor,
    shows: Shows,
    draft: Draft,
    *,
    show: Show,
    episode: str,
    quotas: Quotas = DEFAULTS,
    now: datetime,
) -> Page:
    """Keep a text. A second review of a subject takes the place of the first.

    Raises:
        Refusal: it cannot be kept, or they have written enough.
    """
    draft.check()
    guild_id, member_id = actor.guild_id, actor.member_id

    async def work(tx: Tx) -> Page:
        review = None
        if draft.kind is Kind.REVIEW:
            review = await reviews.own(tx, show, guild_id=guild_id, episode=episode, member_id=member_id)
        if review is not None:
            return await _changed(tx, actor, shows, review, draft=draft, flags=Flags(), now=now)
        await _check_room(tx, actor, show, episode, kind=draft.kind, quotas=quotas, now=now)
        await reviews.add(
            tx,
            draft,
            guild_id=guild_id,
            review_id=actor.id,
            show_id=show.id,
            episode=episode,
            member_id=member_id,
            now=now,
        )
        return await at(tx, actor, shows, await found(tx, actor, shows, review_id=actor.id), Flags())

    return await db.write(work)


async def change(
    db: Database, actor: Actor, shows: Shows, draft: Draft, *, review_id: int, flags: Flags, now: datetime
) -> Page:
    """Put other words in place of one's own.

    Raises:
        Refusal: they cannot be kept, or the text is gone or another's.
    """
    draft.check()

    async def work(tx: Tx) -> Page:
        review = await own_in(tx, actor, shows, review_id)
        if review.kind is not draft.kind:
            raise Refusal(GONE)
        return await _changed(tx, actor, shows, review, draft=draft, flags=flags, now=now)

    return await db.write(work)


async def delete(db: Database, actor: Actor, shows: Shows, *, review_id: int) -> Review:
    """Delete one's own text, with what others said to it.

    Raises:
        Refusal: it is gone or another's.
    """

    async def work(tx: Tx) -> Review:
        review = await own_in(tx, actor, shows, review_id)
        await server_log.forget_reasons(tx, guild_id=actor.guild_id, review_id=review_id)
        await reviews.delete(tx, guild_id=actor.guild_id, review_id=review_id)
        return review

    return await db.write(work)


async def thank(
    db: Database, actor: Actor, shows: Shows, *, review_id: int, flags: Flags, now: datetime
) -> Page:
    """Note that a text helped, or take that back.

    Raises:
        Refusal: it is gone, or their own.
    """
    who = {"guild_id": actor.guild_id, "review_id": review_id, "member_id": actor.member_id}

    async def work(tx: Tx) -> Page:
        review = await found(tx, actor, shows, review_id=review_id)
        if review.member_id == actor.member_id:
            raise Refusal("That is your own text: whether it helps is for others to say.")
        if not await review_votes.unthank(tx, **who):
            await review_votes.thank(tx, **who, now=now)
        return await at(tx, actor, shows, review, flags)

    return await db.write(work)


async def _check_room(
    tx: Tx, actor: Actor, show: Show, episode: str, *, kind: Kind, quotas: Quotas, now: datetime
) -> None:
    written = await reviews.written(
        tx,
        guild_id=actor.guild_id,
        member_id=actor.member_id,
        show_id=show.id,
        episode=episode,
        since=now - PACE,
    )
    check_quota(written, kind, quotas)
    lasting = await rows.lasting(tx, guild_id=actor.guild_id, member_id=actor.member_id, now=now)
    quotas.check_rows(server=lasting.server, own=lasting.own)


async def own_in(tx: Tx, actor: Actor, shows: Shows, review_id: int) -> Review:
    """The same within a transaction."""
    review = await found(tx, actor, shows, review_id=review_id)
    if review.member_id != actor.member_id:
        raise Refusal(_NOT_YOURS)
    return review


async def _changed(
    tx: Tx, actor: Actor, shows: Shows, review: Review, *, draft: Draft, flags: Flags, now: datetime
) -> Page:
    if draft != draft_of(review, member_id=actor.member_id):
        await reviews.edit(tx, draft, guild_id=actor.guild_id, review_id=review.id, now=now)
    return await at(tx, actor, shows, review, flags)
