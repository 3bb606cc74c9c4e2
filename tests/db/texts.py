"""What members write about episodes and say to it, as steps of a life (`tests.db.lives`)."""

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.reviews import Draft, Verdict
from db import catalogue, review_votes, reviews
from db.database import Tx
from tests.db.lives import SHOW, Step, one_of
from tests.db.support import NOW

_SHIPPED = catalogue.load(catalogue.SHIPPED).by_id[SHOW]


async def _review(tx: Tx, step: Step) -> None:
    found = await reviews.own(tx, _SHIPPED, guild_id=step.guild_id, episode="s1e1", member_id=step.member_id)
    if found is None:
        await _write(tx, step, Draft(step.words, spoils=step.yes, title=step.words, verdict=Verdict.WORTH))


async def _comment(tx: Tx, step: Step) -> None:
    await _write(tx, step, Draft(step.words, spoils=step.yes))


async def _write(tx: Tx, step: Step, draft: Draft) -> None:
    await reviews.add(tx, draft, **step.who, review_id=step.id, show_id=SHOW, episode="s1e1", now=NOW)


async def _hide(tx: Tx, step: Step) -> None:
    text = {"guild_id": step.guild_id, "review_id": await one_of(tx, step, "reviews") or 0}
    if step.yes:
        await reviews.hide(tx, **text, member_id=step.member_id, why=step.words, now=NOW)
    else:
        await reviews.show(tx, **text)


async def _thank(tx: Tx, step: Step) -> None:
    review_id = await one_of(tx, step, "reviews") or 0
    if step.yes:
        await review_votes.thank(tx, **step.who, review_id=review_id, now=NOW)
    else:
        await review_votes.unthank(tx, **step.who, review_id=review_id)


async def _report(tx: Tx, step: Step) -> None:
    review_id = await one_of(tx, step, "reviews") or 0
    await review_votes.report(tx, **step.who, review_id=review_id, reason=step.words, now=NOW)


SAID: Mapping[str, Callable[[Tx, Step], Awaitable[None]]] = {
    "review": _review,
    "comment": _comment,
    "hide a text": _hide,
    "thank": _thank,
    "report": _report,
}
