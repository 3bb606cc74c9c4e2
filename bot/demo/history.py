"""A little history for the sample server, so that no page is empty: votes, marks and texts, made up."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.demo import gatherings, writings
from bot.demo.gatherings import Sample
from bot.domain.catalogue import Show
from bot.domain.progress import Source
from bot.domain.tally import HIGHEST, LOWEST
from db import marks, panels, parties, party_lists, party_times, polls, review_votes, reviews, votes
from db.database import Database, Tx
from db.votes import Ballot

UNSEEN = 2
"""Episodes at the end that the sample server has not come to."""
_REACH = (30, 100, 63, 0)
"""How far those have come whom a visitor can act as, in per cent of what the server has seen."""
_EVENING = timedelta(days=3, hours=5)
"""Between the votes on one episode and on the next."""


async def begin(
    db: Database,
    show: Show,
    *,
    guild_id: int,
    member_ids: Sequence[int],
    visitor_ids: Sequence[int],
    channel_id: int,
    voice_id: int,
    now: datetime,
) -> None:
    """Begin a new conversation: what stood open in the old one is forgotten, and the history is there."""
    await forget_conversation(db, show, guild_id=guild_id)
    await write(db, show, guild_id=guild_id, member_ids=member_ids, visitor_ids=visitor_ids, now=now)
    sample = Sample(guild_id, channel_id, voice_id, visitor_ids[1], member_ids)
    async with db.transaction() as tx:
        await gatherings.write(tx, show, sample, seen=seen(show), now=now)
        await write_texts(tx, show, guild_id=guild_id, member_ids=member_ids, now=now)


async def write(
    db: Database,
    show: Show,
    *,
    guild_id: int,
    member_ids: Sequence[int],
    visitor_ids: Sequence[int] = (),
    now: datetime,
) -> int:
    """Cast the sample members' votes, all or none, where there is no vote yet; how many were cast.

    What they vote on they have watched; those whom a visitor can act as are in the middle of it. So it
    happens once: nobody can act as the others, and take every vote back.
    """
    async with db.transaction() as tx:
        if await votes.tallies(tx, guild_id=guild_id, show_id=show.id):
            return 0
        cast = 0
        for place, voter, score in scores(show, voters=len(member_ids)):
            ballot = Ballot(guild_id, show.id, show.episodes[place].key, member_ids[voter])
            at = now - _EVENING * (len(show.episodes) - place)
            cast += await votes.cast(tx, ballot, score=score, now=at) is not None
            await _mark(tx, ballot, Source.VOTE, now=at)
        for visitor_id, watched in zip(visitor_ids, _REACH, strict=False):
            for place in range(seen(show) * watched // 100):
                ballot = Ballot(guild_id, show.id, show.episodes[place].key, visitor_id)
                at = now - _EVENING * (len(show.episodes) - place)
                await _mark(tx, ballot, Source.HAND, now=at)
    return cast


async def write_texts(tx: Tx, show: Show, *, guild_id: int, member_ids: Sequence[int], now: datetime) -> None:
    """Keep what the sample members wrote and said of it, where it is not yet there; there are ten of them."""
    if await reviews.find(tx, {show.id: show}, guild_id=guild_id, review_id=1):
        return
    for review_id, text in enumerate(writings.texts(show, seen=seen(show)), 1):
        at = now - timedelta(days=text.days)
        await reviews.add(
            tx,
            text.draft,
            guild_id=guild_id,
            review_id=review_id,
            show_id=show.id,
            episode=text.episode,
            member_id=member_ids[text.writer],
            now=at,
        )
        where = {"guild_id": guild_id, "review_id": review_id}
        for reader in text.thanked:
            await review_votes.thank(tx, **where, member_id=member_ids[reader], now=at)
        for reader in text.reported:
            await review_votes.report(
                tx, **where, member_id=member_ids[reader], reason=writings.REPORT, now=at
            )


async def _mark(tx: Tx, ballot: Ballot, source: Source, *, now: datetime) -> None:
    await marks.mark(
        tx,
        guild_id=ballot.guild_id,
        member_id=ballot.member_id,
        show_id=ballot.show_id,
        episodes=[ballot.episode],
        source=source,
        change_id=0,
        now=now,
    )


async def forget_conversation(db: Database, show: Show, *, guild_id: int) -> None:
    """Forget the panels, polls and open parties of an earlier run, whose conversation is gone. Votes stay."""
    async with db.transaction() as tx:
        for panel in await panels.all_open(tx, guild_id=guild_id, show_id=show.id):
            await panels.forget(tx, guild_id=guild_id, panel_id=panel.id)
        for poll in await polls.all_open(tx, guild_id=guild_id):
            await polls.forget(tx, guild_id=guild_id, poll_id=poll.id)
        for poll in await polls.last_closed(tx, guild_id=guild_id, limit=1000):
            await polls.forget(tx, guild_id=guild_id, poll_id=poll.id)
        for party in await party_lists.all_open(tx, guild_id=guild_id):
            await party_times.cancel_all(tx, party)
            await parties.forget(tx, guild_id=guild_id, party_id=party.id)


def seen(show: Show) -> int:
    """How many episodes the sample server has come to."""
    return max(1, len(show.episodes) - UNSEEN)


def scores(show: Show, *, voters: int) -> Iterator[tuple[int, int, int]]:
    """Who gave which score to which episode: its place in the show and the voter, both from 0, and the score.

    The same for a show each time, and plausible for any: most episodes are liked, each voter is kinder or
    stricter than others, fewer and fewer vote as the season goes on, one episode divides them, two share
    their votes to the point, the last one seen has two votes only, and those after it none.
    """
    end = seen(show)
    divisive, copied = end // 3, (end // 4, end // 2)
    for place in range(end):
        source = copied[0] if place == copied[1] else place
        key = f"{show.id}/{show.episodes[source].key}"
        count = 2 if place == end - 1 and end > 1 else voters - _draw(key, "absent", 0, 2 + 4 * source // end)
        order = sorted(range(voters), key=lambda voter: _draw(key, f"order {voter}", 0, 9999))
        for turn, voter in enumerate(order[:count]):
            if place == divisive:
                score = _draw(key, str(voter), 9, 10) if turn % 2 else _draw(key, str(voter), 1, 4)
            else:
                taste = _draw(show.id, f"taste {voter}", -1, 1)
                score = _draw(key, "liked", 7, 9) + taste + _draw(key, str(voter), -1, 1)
            yield place, voter, max(LOWEST, min(HIGHEST, score))


def _draw(key: str, what: str, lowest: int, highest: int) -> int:
    """A number that is always the same for `key` and `what`, and like a throw of dice else."""
    digest = hashlib.blake2b(f"{key}/{what}".encode(), digest_size=8).digest()
    return lowest + int.from_bytes(digest) % (highest - lowest + 1)
