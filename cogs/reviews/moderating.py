"""What readers report and those who manage a server decide: one transaction each, logged in it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.quotas import DEFAULTS, Quotas
from bot.domain.refusal import Refusal
from bot.domain.reviews import PACE, REASON, Review, check_reports
from bot.domain.server_log import Deed, Entry
from bot.text import clip, one_line
from cogs.reviews.reading import Actor, Flags, Page, Shows, at, found
from db import review_votes, reviews, server_log
from db.database import Database, Tx

_KEPT = (
    "Those who manage this server have looked at it and kept it. It can be reported again once it is changed."
)
_MANAGERS = "Only those who manage this server decide that. Report a text, and they will look at it."


async def report(
    db: Database,
    actor: Actor,
    shows: Shows,
    *,
    review_id: int,
    flags: Flags,
    reason: str,
    quotas: Quotas = DEFAULTS,
    now: datetime,
) -> Page:
    """Have those who manage the server look at a text.

    Raises:
        Refusal: it is gone, hidden, their own or reported before; or they have reported enough for now.
    """
    guild_id, member_id = actor.guild_id, actor.member_id

    async def work(tx: Tx) -> Page:
        review = await found(tx, actor, shows, review_id=review_id)
        check_reportable(actor, review)
        check_reports(
            await review_votes.reported_lately(tx, guild_id=guild_id, member_id=member_id, since=now - PACE),
            quotas,
        )
        why = _reason(reason)
        if not await review_votes.report(
            tx, guild_id=guild_id, review_id=review_id, member_id=member_id, reason=why, now=now
        ):
            raise Refusal(
                "You have reported that text already: those who manage this server will look at it."
            )
        await _log(tx, actor, Deed.REPORTED, review, reason=why, now=now)
        return await at(tx, actor, shows, review, flags)

    return await db.write(work)


def check_reportable(actor: Actor, review: Review) -> None:
    """See that there is anything to report.

    Raises:
        Refusal: it is their own text, or hidden, or was kept as it reads.
    """
    if review.member_id == actor.member_id:
        raise Refusal("That is your own text. Edit or delete it.")
    if review.hidden_at is not None:
        raise Refusal("That text is hidden already, so there is nothing to report.")
    if review.kept_at is not None:
        raise Refusal(_KEPT)


async def hide(
    db: Database, actor: Actor, shows: Shows, *, review_id: int, flags: Flags, reason: str, now: datetime
) -> Page:
    """Hide a text from all but its author and those who manage the server.

    Raises:
        Refusal: they do not, or it is gone, or hidden already.
    """
    check_manages(actor)

    async def work(tx: Tx) -> Page:
        review, why = await found(tx, actor, shows, review_id=review_id), _reason(reason)
        if not await reviews.hide(
            tx, guild_id=actor.guild_id, review_id=review_id, member_id=actor.member_id, why=why, now=now
        ):
            raise Refusal("That text is hidden already.")
        await _log(tx, actor, Deed.HIDDEN, review, reason=why, now=now)
        return await at(tx, actor, shows, review, flags)

    return await db.write(work)


@dataclass(frozen=True, slots=True)
class Decision:
    """What those who manage a server may decide on a text.

    `store` says whether there was anything to decide; where there was not, that is a refusal: `refused`.
    """

    deed: Deed
    store: Callable[[Tx, Review, datetime], Awaitable[bool]]
    refused: str


SHOW_AGAIN = Decision(
    Deed.SHOWN,
    lambda tx, review, _: reviews.show(tx, guild_id=review.guild_id, review_id=review.id),
    "That text is not hidden.",
)
"""Show a text that was hidden."""
KEEP = Decision(
    Deed.KEPT,
    lambda tx, review, now: reviews.keep(tx, guild_id=review.guild_id, review_id=review.id, now=now),
    "Somebody has decided on that text already.",
)
"""Let a text stay that was reported."""


async def decide(
    db: Database,
    actor: Actor,
    shows: Shows,
    decision: Decision,
    *,
    review_id: int,
    edition: int,
    flags: Flags,
    now: datetime,
) -> tuple[bool, Page]:
    """Decide on a text; False where it does not read as in the `edition` that they saw.

    Raises:
        Refusal: they do not manage the server, or it is gone, or there is nothing to decide.
    """
    check_manages(actor)

    async def work(tx: Tx) -> tuple[bool, Page]:
        review = await found(tx, actor, shows, review_id=review_id)
        if is_as_seen := review.edition == edition:
            if not await decision.store(tx, review, now):
                raise Refusal(decision.refused)
            await _log(tx, actor, decision.deed, review, now=now)
        return is_as_seen, await at(tx, actor, shows, review, flags)

    return await db.write(work)


def check_manages(actor: Actor) -> None:
    """See that somebody manages the server.

    Raises:
        Refusal: they do not.
    """
    if not actor.manages:
        raise Refusal(_MANAGERS)


async def _log(
    tx: Tx, actor: Actor, deed: Deed, review: Review, *, reason: str | None = None, now: datetime
) -> None:
    entry = Entry(actor.guild_id, actor.id, deed, actor.member_id, str(review.id), now, reason=reason)
    await server_log.add(tx, entry)


def _reason(text: str) -> str | None:
    return clip(one_line(text), REASON) or None
