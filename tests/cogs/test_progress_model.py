"""Random histories of what members do: grid, board, `next` and the spoiler rule against a plain model."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.catalogue import Library
from bot.domain.progress import State, grid, next_unwatched
from bot.domain.refusal import Refusal
from bot.domain.spoilers import unseal
from bot.imports import read_list
from cogs.progress import actions as progress
from cogs.progress.actions import Actor
from cogs.votes import actions as ballots
from cogs.votes.actions import Outcome, Voter
from db import board, marks, members, viewers, votes
from db.database import Database, Tx, connect
from db.recount import differences
from db.votes import Ballot
from tests import shows

NOW = datetime(2026, 4, 3, 20, tzinfo=UTC)
SHOW = shows.two_seasons()
LIBRARY = Library((SHOW,))
KEYS = [episode.key for episode in (*SHOW.episodes[:4], SHOW.episodes[-1])]
GUILDS, MEMBERS = (1, 2), (11, 12, 13)
WHO = [(guild, member) for guild in GUILDS for member in MEMBERS]

keys = st.lists(st.sampled_from(KEYS), min_size=1, max_size=5, unique=True)
steps = st.tuples(
    st.sampled_from([*WHO[:1] * len(WHO), *WHO]),  # most of it by one, where it meets
    st.one_of(
        st.tuples(st.sampled_from(["watch", "unwatch", "import"]), keys),
        st.tuples(st.just("vote"), st.sampled_from(KEYS), st.integers(7, 9)),
        st.tuples(st.sampled_from(["withdraw", "undo vote"])),
        st.tuples(st.just("undo"), st.integers(1, 20)),
        st.tuples(st.just("show"), st.booleans()),
    ),
)


@dataclass
class Person:
    """What a member has on a server: marks, with what made them; scores, with the one before."""

    marks: dict[str, tuple[bool, int]] = field(default_factory=dict[str, tuple[bool, int]])
    by_hand: set[str] = field(default_factory=set[str])
    scores: dict[str, tuple[int | None, int | None]] = field(
        default_factory=dict[str, tuple[int | None, int | None]]
    )
    visible: bool = True

    @property
    def watched(self) -> set[str]:
        return {key for key, (watched, _) in self.marks.items() if watched}

    @property
    def given(self) -> dict[str, int]:
        return {key: score for key, (score, _) in self.scores.items() if score is not None}

    def put(self, named: list[str], change: int, *, watched: bool) -> None:
        changed = {key for key in named if (key in self.watched) is not watched}
        self.marks |= dict.fromkeys(changed, (watched, change))
        if watched:
            self.by_hand -= changed

    def mark_by_hand(self, named: list[str], change: int) -> None:
        """What came from elsewhere and is marked by hand now, no earlier change takes back."""
        confirmed = (set(named) & self.watched) - self.by_hand
        self.marks |= dict.fromkeys(confirmed, (True, 0))
        self.put(named, change, watched=True)
        self.by_hand |= set(named)

    def undo(self, old: int, new: int) -> bool:
        found = {key: (not watched, new) for key, (watched, by) in self.marks.items() if by == old}
        self.marks |= found
        return bool(found)

    def vote(self, key: str, score: int | None) -> None:
        before = self.scores.get(key, (None, None))[0]
        if before != score:
            self.scores[key] = (score, before)


class Stage:
    """The database and the model, driven by the same steps. The number of a step is its change's id."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.people = {who: Person() for who in WHO}
        self.joined: dict[int, list[int]] = {guild: [] for guild in GUILDS}
        self.told: dict[tuple[int, int], tuple[str, Outcome]] = {}
        """What each was told of their last vote, and on which episode that was."""

    async def take(self, change: int, who: tuple[int, int], step: Any) -> None:
        actor, person = Actor(*who, change), self.people[who]
        match step:
            case "watch", named:
                await progress.mark(self.db, actor, SHOW, [SHOW.by_key[key] for key in named], now=NOW)
                self.joins(who)
                person.mark_by_hand(named, change)
            case "unwatch", named:
                await progress.unmark(self.db, actor, SHOW, [SHOW.by_key[key] for key in named])
                person.put(named, change, watched=False)
            case "import", named:
                await self.imports(actor, named)
            case "undo", old:
                if await self.undoes(actor, old):
                    assert person.undo(old, change)
                else:
                    assert not person.undo(old, change)
            case "show", visible:
                guild_id, member_id = who
                await progress.set_visible(self.db, guild_id=guild_id, member_id=member_id, visible=visible)
                person.visible = visible
            case _:
                await self.votes(change, who, step)

    async def imports(self, actor: Actor, named: list[str]) -> None:
        person = self.people[actor.guild_id, actor.member_id]
        found = read_list("\n".join(["episode", *named]).encode(), filename="mine.csv", show=SHOW)
        assert set(found.episodes) == set(named)
        new, _ = await progress.propose(self.db, actor, SHOW, found.episodes, now=NOW)
        assert {episode.key for episode in new} == set(named) - person.watched
        if new:
            await progress.apply(self.db, actor, LIBRARY, import_id=actor.change_id, now=NOW)
            self.joins((actor.guild_id, actor.member_id))
            person.put(named, actor.change_id, watched=True)

    async def undoes(self, actor: Actor, old: int) -> bool:
        try:
            await progress.undo(self.db, actor, LIBRARY, change_id=old, default=SHOW)
        except Refusal:
            return False
        return True

    async def votes(self, change: int, who: tuple[int, int], step: Any) -> None:
        person, last = self.people[who], self.told.get(who)
        voter = Voter(is_bot=False, roles=frozenset(), change_id=change)
        match step:
            case "vote", key, score:
                ballot = Ballot(who[0], SHOW.id, key, who[1])
                told = await ballots.cast(self.db, ballot, voter=voter, score=score, now=NOW)
                self.told[who] = key, told
                self.joins(who)
                person.vote(key, score)
                person.put([key], change, watched=True)
            case ("withdraw",) if last is not None:
                await ballots.withdraw(self.db, Ballot(who[0], SHOW.id, last[0], who[1]), now=NOW)
                person.vote(last[0], None)
            case ("undo vote",) if last is not None and last[1].changed:
                await self.undoes_vote(who, Ballot(who[0], SHOW.id, last[0], who[1]), voter)
            case _:
                pass

    async def undoes_vote(self, who: tuple[int, int], ballot: Ballot, voter: Voter) -> None:
        """Press Undo on the card of the last vote, whatever came after it."""
        told = self.told[who][1]
        assert told.vote is not None
        person, version = self.people[who], told.vote.version
        async with self.db.snapshot() as tx:
            now = await votes.find(tx, ballot)
        try:
            outcome = await ballots.undo(
                self.db, ballot, voter=voter, version=version, mark_id=told.mark_id, now=NOW
            )
        except Refusal:
            assert now is not None
            assert now.version != version
            return
        self.told[who] = ballot.episode, outcome
        score, former = person.scores[ballot.episode]
        person.scores[ballot.episode] = (former, score)
        if told.mark_id is not None:
            person.undo(told.mark_id, voter.change_id)

    def joins(self, who: tuple[int, int]) -> None:
        if who[1] not in self.joined[who[0]]:
            self.joined[who[0]].append(who[1])

    async def agrees(self) -> None:
        async with self.db.snapshot() as tx:
            for who in WHO:
                await self._agrees(tx, *who)
            for guild_id in GUILDS:
                page = await board.page(tx, guild_id=guild_id, show_id=SHOW.id, number=1)
                assert [(e.place, e.member_id, e.episodes) for e in page.entries] == self.board(guild_id)
                assert await members.count(tx, guild_id=guild_id) == len(self.joined[guild_id])
            assert await differences(tx) == {}

    async def _agrees(self, tx: Tx, guild_id: int, member_id: int) -> None:
        person = self.people[guild_id, member_id]
        found = await marks.watched_here(tx, guild_id=guild_id, member_id=member_id, show_id=SHOW.id)
        scores = await votes.scores_of(tx, guild_id=guild_id, member_id=member_id, show_id=SHOW.id)
        assert (set(found), scores) == (person.watched, person.given)
        regular = [e for e in SHOW.episodes if e.season and e.key not in person.watched]
        assert next_unwatched(SHOW, found.keys()) == (regular[0] if regular else None)
        for season in grid(SHOW, found.keys(), scores):
            for cell in (cell for row in season.rows for cell in row):
                watched = cell.episode.key in person.watched
                assert watched is (cell.state in {State.WATCHED, State.SCORED})
                assert cell.score == (person.given.get(cell.episode.key) if watched else None)
                assert (cell.state is State.NEXT) is (cell.episode in regular[:1])
        viewer = await viewers.member(tx, guild_id=guild_id, member_id=member_id, show_id=SHOW.id)
        anywhere = {key for guild in GUILDS for key in self.people[guild, member_id].watched}
        for episode in SHOW.episodes:
            if episode.synopsis is not None:
                assert (unseal(episode.synopsis, viewer) is not None) is (episode.key in anywhere)

    def board(self, guild_id: int) -> list[tuple[int, int, int]]:
        """Place, member and episodes, specials aside; of equals, who joined first stands first."""
        counts = {
            member: sum(not key.startswith("sp") for key in self.people[guild_id, member].watched)
            for member in self.joined[guild_id]
            if self.people[guild_id, member].visible
        }
        listed = sorted((m for m in counts if counts[m]), key=lambda member: -counts[member])
        return [(1 + sum(o > counts[m] for o in counts.values()), m, counts[m]) for m in listed]


@given(history=st.lists(steps, min_size=1, max_size=20))
@settings(max_examples=max(10, settings().max_examples // 2))
async def test_whatever_members_do_all_pages_agree_with_a_plain_model(history: list[Any]) -> None:
    with TemporaryDirectory() as folder:
        db = await connect(f"sqlite:///{Path(folder) / 'encore.db'}", now=NOW)
        try:
            stage = Stage(db)
            for number, (who, step) in enumerate(history, start=1):
                await stage.take(number, who, step)
            await stage.agrees()
        finally:
            await db.close()
