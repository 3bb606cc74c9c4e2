"""What a member can do with a vote: one transaction each. Slash commands and buttons call the same ones."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.panels import check_voter, may_see
from bot.domain.refusal import Refusal
from bot.domain.server_settings import ServerSettings
from bot.domain.tally import Tally
from db import panels, server_settings, votes
from db.database import Database, Tx
from db.votes import Ballot, Changed, Vote

OVER = "This vote is closed. Your own score you can still give or change with `/vote`."


@dataclass(frozen=True, slots=True)
class Voter:
    """What decides whether somebody may vote: whether they are a bot, and the ids of their roles now."""

    is_bot: bool
    roles: AbstractSet[int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a member's vote stands now.

    `vote` is None where they never voted; `changed` says whether this very action changed it. `tally` holds
    the server's votes, None while they are not to be shown. Panels follow at `refresh_at`. `undone` says that
    the change took another one back.
    """

    vote: Vote | None
    changed: bool
    tally: Tally | None
    refresh_at: datetime | None = None
    undone: bool = False


async def cast(
    db: Database, ballot: Ballot, *, voter: Voter, score: int, now: datetime, panel_id: int | None = None
) -> Outcome:
    """Give a score, through a panel where `panel_id` says so.

    Raises:
        Refusal: they may not vote, or the panel takes no more scores.
    """
    async with db.transaction() as tx:
        settings = await server_settings.read(tx, guild_id=ballot.guild_id)
        check_voter(settings, is_bot=voter.is_bot, roles=voter.roles)
        await _check_panel(tx, ballot, panel_id, now=now)
        changed = await votes.cast(tx, ballot, score=score, now=now)
        return await _outcome(tx, ballot, changed, settings, now=now)


async def withdraw(db: Database, ballot: Ballot, *, now: datetime, panel_id: int | None = None) -> Outcome:
    """Take one's vote back, through a panel where `panel_id` says so.

    Raises:
        Refusal: the panel takes no more changes.
    """
    async with db.transaction() as tx:
        settings = await server_settings.read(tx, guild_id=ballot.guild_id)
        await _check_panel(tx, ballot, panel_id, now=now)
        changed = await votes.withdraw(tx, ballot, now=now)
        return await _outcome(tx, ballot, changed, settings, now=now)


async def undo(db: Database, ballot: Ballot, *, voter: Voter, version: int, now: datetime) -> Outcome:
    """Undo the change that made `version` of the vote.

    Raises:
        Refusal: they may not vote, or the vote has changed since.
    """
    async with db.transaction() as tx:
        settings = await server_settings.read(tx, guild_id=ballot.guild_id)
        check_voter(settings, is_bot=voter.is_bot, roles=voter.roles)
        changed = await votes.undo(tx, ballot, version=version, now=now)
        if changed is None:
            raise Refusal("Your vote has changed since, so there is nothing to undo here.")
        return replace(await _outcome(tx, ballot, changed, settings, now=now), undone=True)


async def last_voted(db: Database, *, guild_id: int, show_id: str, member_id: int) -> str | None:
    """The key of the episode a member voted on last, None where there is none."""
    async with db.snapshot() as tx:
        scores = await votes.scores_of(tx, guild_id=guild_id, show_id=show_id, member_id=member_id)
    return next(iter(scores), None)


async def _check_panel(tx: Tx, ballot: Ballot, panel_id: int | None, *, now: datetime) -> None:
    """Let a vote through a panel only where that is open."""
    if panel_id is None:
        return
    panel = await panels.find(tx, guild_id=ballot.guild_id, panel_id=panel_id)
    if panel is None or not panel.takes_votes(now):
        raise Refusal(OVER)


async def _outcome(
    tx: Tx, ballot: Ballot, changed: Changed, settings: ServerSettings, *, now: datetime
) -> Outcome:
    """What to tell the member; where something changed, panels are told to follow."""
    guild_id, show_id, episode = ballot.guild_id, ballot.show_id, ballot.episode
    refresh_at = None
    if changed is None:
        vote, tally = (
            await votes.find(tx, ballot),
            await votes.tally(tx, guild_id=guild_id, show_id=show_id, episode=episode),
        )
    else:
        vote, tally = changed
        refresh_at = await panels.refresh_soon(
            tx, guild_id=guild_id, show_id=show_id, episode=episode, now=now
        )
    has_voted = vote is not None and vote.score is not None
    sees = may_see(settings.reveal, has_voted=has_voted, is_open=True) or not await _is_open(tx, ballot)
    return Outcome(vote, changed is not None, tally if sees else None, refresh_at)


async def _is_open(tx: Tx, ballot: Ballot) -> bool:
    """Whether a panel is open on the episode."""
    is_open = await panels.all_open(tx, guild_id=ballot.guild_id, show_id=ballot.show_id)
    return any(panel.episode == ballot.episode for panel in is_open)
