"""What a member can do with a vote: one transaction each. Slash commands and buttons call the same ones."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.panels import check_voter, may_see
from bot.domain.progress import Source
from bot.domain.refusal import Refusal
from bot.domain.server_settings import Demand, ServerSettings
from bot.domain.spoilers import Viewer
from bot.domain.tally import Tally
from db import marks, panels, party_lists, presences, server_settings, viewers, votes
from db.database import Database, Tx
from db.votes import Ballot, Changed, Vote

OVER = "This vote is closed. Your own score you can still give or change with `/vote`."


@dataclass(frozen=True, slots=True)
class Voter:
    """What decides whether somebody may vote: whether they are a bot, and the ids of their roles now.

    `change_id` is the id of the interaction: what it marks as watched can be undone by it.
    """

    is_bot: bool
    roles: AbstractSet[int]
    change_id: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a member's vote stands now.

    `vote` is None where they never voted; `changed` says whether this very action changed it, `repeated` that
    it tried to, and all was so already. `tally` holds the server's votes, None while they are not to be
    shown; `viewer` is the member. Panels follow at `refresh_at`. `undone`: the change took another one back.
    `marked` says that the episode became watched by it, or, where False, is no longer; `mark_id` is the id of
    that change.
    """

    vote: Vote | None
    changed: bool
    tally: Tally | None
    viewer: Viewer
    refresh_at: datetime | None = None
    repeated: bool = False
    undone: bool = False
    marked: bool | None = None
    mark_id: int | None = None


async def cast(
    db: Database, ballot: Ballot, *, voter: Voter, score: int, now: datetime, panel_id: int | None = None
) -> Outcome:
    """Give a score, through a panel where `panel_id` says so; the episode is marked as watched.

    Raises:
        Refusal: they may not vote, or the panel takes no more scores.
    """

    async def work(tx: Tx) -> Outcome:
        settings = await server_settings.read(tx, guild_id=ballot.guild_id)
        await _check_voter(tx, ballot, voter, settings)
        await _check_panel(tx, ballot, panel_id, now=now)
        changed = await votes.cast(tx, ballot, score=score, now=now)
        marked = await _mark(tx, ballot, voter.change_id, now=now)
        outcome = await _outcome(tx, ballot, changed, settings, now=now)
        return replace(outcome, marked=True, mark_id=voter.change_id) if marked else outcome

    return await db.write(work)


async def withdraw(db: Database, ballot: Ballot, *, now: datetime, panel_id: int | None = None) -> Outcome:
    """Take one's vote back, through a panel where `panel_id` says so.

    Raises:
        Refusal: the panel takes no more changes.
    """

    async def work(tx: Tx) -> Outcome:
        settings = await server_settings.read(tx, guild_id=ballot.guild_id)
        await _check_panel(tx, ballot, panel_id, now=now)
        changed = await votes.withdraw(tx, ballot, now=now)
        return await _outcome(tx, ballot, changed, settings, now=now)

    return await db.write(work)


async def undo(
    db: Database, ballot: Ballot, *, voter: Voter, version: int, mark_id: int | None, now: datetime
) -> Outcome:
    """Undo the change that made `version` of the vote, and what `mark_id` marked where it did.

    Raises:
        Refusal: they may not vote, or the vote has changed since.
    """

    async def work(tx: Tx) -> Outcome:
        settings = await server_settings.read(tx, guild_id=ballot.guild_id)
        check_voter(settings, is_bot=voter.is_bot, roles=voter.roles)
        changed = await votes.undo(tx, ballot, version=version, now=now)
        if changed is None:
            raise Refusal("Your vote has changed since, so there is nothing to undo here.")
        marked = await _undo_mark(tx, ballot, mark_id, new_id=voter.change_id)
        if changed[0].score is not None:
            await _check_voter(tx, ballot, voter, settings)
        outcome = await _outcome(tx, ballot, changed, settings, now=now)
        new_id = None if marked is None else voter.change_id
        return replace(outcome, undone=True, marked=marked, mark_id=new_id)

    return await db.write(work)


async def look(db: Database, ballot: Ballot) -> Outcome:
    """How a member's vote stands, unchanged."""

    async def work(tx: Tx) -> Outcome:
        settings = await server_settings.read(tx, guild_id=ballot.guild_id)
        return await _told(tx, ballot, await votes.find(tx, ballot), None, settings)

    return await db.read(work)


async def last_together(db: Database, *, guild_id: int, show_id: str) -> str | None:
    """The key of the episode that the server watched together last, None where there is none."""
    return await db.read(lambda tx: party_lists.last_together(tx, guild_id=guild_id, show_id=show_id))


async def last_voted(db: Database, *, guild_id: int, show_id: str, member_id: int) -> str | None:
    """The key of the episode a member voted on last, None where there is none."""
    scores = await db.read(
        lambda tx: votes.scores_of(tx, guild_id=guild_id, show_id=show_id, member_id=member_id)
    )
    return next(iter(scores), None)


async def _check_panel(tx: Tx, ballot: Ballot, panel_id: int | None, *, now: datetime) -> None:
    """Let a vote through a panel only where that is open."""
    if panel_id is None:
        return
    panel = await panels.recall(tx, guild_id=ballot.guild_id, panel_id=panel_id)
    if panel is None or not panel.takes_votes(now):
        raise Refusal(OVER)


async def _check_voter(tx: Tx, ballot: Ballot, voter: Voter, settings: ServerSettings) -> None:
    """Let only those vote whom the server lets, by what they have done with the episode."""
    asked = {Demand.WATCHED: marks.is_watched, Demand.ATTENDED: presences.was_there}.get(settings.demand)
    has = asked is None or await asked(
        tx,
        guild_id=ballot.guild_id,
        member_id=ballot.member_id,
        show_id=ballot.show_id,
        episode=ballot.episode,
    )
    check_voter(settings, is_bot=voter.is_bot, roles=voter.roles, has_watched=has, has_attended=has)


async def _mark(tx: Tx, ballot: Ballot, change_id: int, *, now: datetime) -> bool:
    """Mark the episode as watched; whether it was not before."""
    new, _ = await marks.mark(
        tx,
        guild_id=ballot.guild_id,
        member_id=ballot.member_id,
        show_id=ballot.show_id,
        episodes=[ballot.episode],
        source=Source.VOTE,
        change_id=change_id,
        now=now,
    )
    return bool(new)


async def _undo_mark(tx: Tx, ballot: Ballot, mark_id: int | None, *, new_id: int) -> bool | None:
    """Undo what `mark_id` marked; whether the episode is watched now, None where nothing was undone."""
    if mark_id is None:
        return None
    flips = await marks.undo(
        tx,
        guild_id=ballot.guild_id,
        member_id=ballot.member_id,
        change_id=mark_id,
        new_change_id=new_id,
        only=(ballot.show_id, ballot.episode),
    )
    return flips[0].watched if flips else None


async def _outcome(
    tx: Tx, ballot: Ballot, changed: Changed, settings: ServerSettings, *, now: datetime
) -> Outcome:
    """What to tell the member; where something changed, panels are told to follow."""
    if changed is None:
        return replace(await _told(tx, ballot, await votes.find(tx, ballot), None, settings), repeated=True)
    soon = await panels.refresh_soon(
        tx, guild_id=ballot.guild_id, show_id=ballot.show_id, episode=ballot.episode, now=now
    )
    vote, tally = changed
    return replace(await _told(tx, ballot, vote, tally, settings), changed=True, refresh_at=soon)


async def _told(
    tx: Tx, ballot: Ballot, vote: Vote | None, tally: Tally | None, settings: ServerSettings
) -> Outcome:
    """What a member is told of their vote as it stands. `tally` is read where it is not known."""
    has_voted = vote is not None and vote.score is not None
    sees = may_see(settings.reveal, has_voted=has_voted, is_open=True) or not await _is_open(tx, ballot)
    if sees and tally is None:
        tally = await votes.tally(
            tx, guild_id=ballot.guild_id, show_id=ballot.show_id, episode=ballot.episode
        )
    viewer = Viewer()
    if settings.hides_titles:
        viewer = await viewers.member(
            tx, guild_id=ballot.guild_id, member_id=ballot.member_id, show_id=ballot.show_id
        )
    return Outcome(vote, changed=False, tally=tally if sees else None, viewer=viewer)


async def _is_open(tx: Tx, ballot: Ballot) -> bool:
    """Whether a panel is open on the episode."""
    is_open = await panels.all_open(tx, guild_id=ballot.guild_id, show_id=ballot.show_id)
    return any(panel.episode == ballot.episode for panel in is_open)
