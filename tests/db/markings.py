"""What a member may do to marks, as values, and a plain model of what must come of it."""

from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import strategies as st

from bot.domain.progress import Source, is_special
from db import board, marks, members, watchers
from db.board import Entry, Standing
from db.database import Database, Tx
from db.recount import differences
from tests.db.support import NOW

GUILDS, SHOWS, MEMBERS = (1, 2**63 - 1), ("kaleido-star", "new-wings"), (11, 12, 13)
EPISODES = ("s1e1", "s1e2", "s1e3", "sp1")
VERBS = (*["mark"] * 6, *["unmark"] * 4, *["undo"] * 6, "show", "show", "hide", "join", "erase")

At = tuple[int, int, str, str]
"""Whose mark it is, and of what: server, member, show, episode."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does; what does not belong to the verb is not looked at."""

    verb: str
    guild_id: int
    member_id: int
    show_id: str
    episodes: tuple[str, ...]
    source: Source
    change_id: int
    undone: int
    second: int


STEPS = st.builds(
    Step,
    verb=st.sampled_from(VERBS),
    guild_id=st.sampled_from((*GUILDS[:1] * 4, *GUILDS)),  # most of it in one place, where it meets
    member_id=st.sampled_from(MEMBERS),
    show_id=st.sampled_from((*SHOWS[:1] * 4, *SHOWS)),
    episodes=st.lists(st.sampled_from(EPISODES), max_size=5).map(tuple),
    source=st.sampled_from(Source),
    change_id=st.integers(1, 6),
    undone=st.integers(1, 6),
    second=st.integers(0, 99),
)
HISTORIES = st.lists(STEPS, max_size=10) | st.lists(STEPS, min_size=30, max_size=60)


async def take(tx: Tx, step: Step) -> object:
    """Carry out a step; what it says it did."""
    who = {"guild_id": step.guild_id, "member_id": step.member_id}
    now = NOW + timedelta(seconds=step.second)
    match step.verb:
        case "mark":
            return await marks.mark(
                tx,
                **who,
                show_id=step.show_id,
                episodes=step.episodes,
                source=step.source,
                change_id=step.change_id,
                now=now,
            )
        case "unmark":
            return await marks.unmark(
                tx, **who, show_id=step.show_id, episodes=step.episodes, change_id=step.change_id
            )
        case "undo":
            flips = await marks.undo(
                tx,
                guild_id=step.guild_id,
                member_id=step.member_id,
                change_id=step.undone,
                new_change_id=step.change_id,
            )
            return [(flip.show_id, flip.episode, flip.watched) for flip in flips]
        case "show" | "hide":
            return await marks.set_visible(tx, **who, visible=step.verb == "show")
        case "join":
            return (await members.join(tx, **who, now=now)).number
        case _:
            return await marks.erase(tx, **who)


@dataclass
class Model:
    """Marks as watched, source, second, change; members as visible, number; all else made anew each time."""

    marks: dict[At, tuple[bool, str, int, int]] = field(default_factory=dict[At, tuple[bool, str, int, int]])
    members: dict[tuple[int, int], tuple[bool, int | None]] = field(
        default_factory=dict[tuple[int, int], tuple[bool, int | None]]
    )

    def take(self, step: Step) -> object:
        who = (step.guild_id, step.member_id)
        at = [(*who, step.show_id, episode) for episode in dict.fromkeys(step.episodes)]
        marked = [key for key in at if self.marks.get(key, (False,))[0]]
        match step.verb:
            case "mark":
                new = [key for key in at if key not in marked]
                if at:
                    self._join(who)
                self._mark(step, new, marked)
                return tuple(key[3] for key in new), tuple(key[3] for key in marked)
            case "unmark":
                self._set(marked, change_id=step.change_id)
                return tuple(key[3] for key in marked)
            case "undo":
                theirs = [k for k, m in self.marks.items() if k[:2] == who and m[3] == step.undone]
                self._set(theirs, change_id=step.change_id)
                return sorted((key[2], key[3], self.marks[key][0]) for key in theirs)
            case "show" | "hide":
                visible, number = self.members.get(who, (True, None))
                if visible != (step.verb == "show"):
                    self.members[who] = (not visible, number)
                return visible != (step.verb == "show")
            case "join":
                return self._join(who)
            case _:
                theirs = [key for key in self.marks if key[:2] == who]
                for key in theirs:
                    del self.marks[key]
                return len(theirs) + (self.members.pop(who, None) is not None)

    def _mark(self, step: Step, new: list[At], marked: list[At]) -> None:
        for key in new:
            second = self.marks[key][2] if key in self.marks else step.second
            self.marks[key] = (True, step.source, second, step.change_id)
        for key in marked if step.source == "hand" else ():
            if self.marks[key][1] != "hand":  # confirmed: no earlier change takes it back
                self.marks[key] = (True, "hand", self.marks[key][2], 0)

    def watched(self, guild_id: int, member_id: int, show_id: str) -> set[str]:
        return {k[3] for k, m in self.marks.items() if m[0] and k[:3] == (guild_id, member_id, show_id)}

    def board(self, guild_id: int, show_id: str) -> list[Entry]:
        ranked = sorted(
            (-counted, number or 0, member_id)
            for (guild, member_id), (visible, number) in self.members.items()
            if guild == guild_id and visible and (counted := self._counted(guild_id, member_id, show_id))
        )
        return [Entry(1 + sum(other < row[0] for other, *_ in ranked), row[2], -row[0]) for row in ranked]

    def standing(self, guild_id: int, show_id: str, member_id: int) -> Standing | None:
        mine = self._counted(guild_id, member_id, show_id)
        entries = self.board(guild_id, show_id)
        before = [number for number, entry in enumerate(entries) if entry.member_id == member_id]
        place = 1 + sum(entry.episodes > mine for entry in entries)
        return Standing(place, mine, before[0] // board.PAGE + 1 if before else None) if mine else None

    def watchers(self, guild_id: int, show_id: str, episode: str) -> list[int]:
        return [
            member_id
            for _, member_id in sorted(
                (mark[2], at[1])
                for at, mark in self.marks.items()
                if mark[0] and (at[0], *at[2:]) == (guild_id, show_id, episode) and self.members[at[:2]][0]
            )
        ]

    def _counted(self, guild_id: int, member_id: int, show_id: str) -> int:
        return sum(not is_special(key) for key in self.watched(guild_id, member_id, show_id))

    def _join(self, who: tuple[int, int]) -> int:
        visible, number = self.members.get(who, (True, None))
        taken = [n for (guild_id, _), (_, n) in self.members.items() if guild_id == who[0] and n]
        number = number or max(taken, default=0) + 1
        self.members[who] = (visible, number)
        return number

    def _set(self, keys: list[At], *, change_id: int) -> None:
        for key in keys:
            watched, source, second, _ = self.marks[key]
            self.marks[key] = (not watched, source, second, change_id)


async def stored(db: Database) -> Model:
    """Every mark and member in the database."""
    start = int(NOW.timestamp())
    async with db.snapshot() as tx:
        rows = await tx.all("SELECT * FROM marks")
        people = await tx.all("SELECT * FROM members")
    return Model(
        {
            (row["guild_id"], row["member_id"], row["show_id"], row["episode"]): (
                bool(row["watched"]),
                row["source"],
                row["marked_at"] - start,
                row["change_id"],
            )
            for row in rows
        },
        {(row["guild_id"], row["member_id"]): (bool(row["visible"]), row["number"]) for row in people},
    )


async def agrees(db: Database, model: Model) -> None:
    """Hold whatever can be asked of the database against the model and against a recount."""
    assert await stored(db) == model
    async with db.snapshot() as tx:
        assert await differences(tx) == {}
        for guild_id in GUILDS:
            joined = [n for (guild, _), (_, n) in model.members.items() if guild == guild_id and n]
            assert await members.count(tx, guild_id=guild_id) == len(joined)
            for show_id in SHOWS:
                await _one_agrees(tx, model, guild_id, show_id)


async def _one_agrees(tx: Tx, model: Model, guild_id: int, show_id: str) -> None:
    page = await board.page(tx, guild_id=guild_id, show_id=show_id, number=1)
    entries = model.board(guild_id, show_id)
    assert (list(page.entries), page.members) == (entries[: board.PAGE], len(entries))
    for one in MEMBERS:
        here = await marks.watched_here(tx, guild_id=guild_id, member_id=one, show_id=show_id)
        assert set(here) == model.watched(guild_id, one, show_id)
        standing = await board.standing(tx, guild_id=guild_id, show_id=show_id, member_id=one)
        assert standing == model.standing(guild_id, show_id, one)
        everywhere = {key for guild in GUILDS for key in model.watched(guild, one, show_id)}
        assert await marks.watched_anywhere(tx, member_id=one, show_id=show_id) == everywhere
    for episode in EPISODES:
        names = model.watchers(guild_id, show_id, episode)
        found = await watchers.first(tx, guild_id=guild_id, show_id=show_id, episode=episode, limit=2)
        assert found == (tuple(names[:2]), len(names))


async def wipe(db: Database) -> None:
    """Delete everything: the next example begins with nothing."""
    async with db.transaction() as tx:
        for table in (
            "marks",
            "members",
            "member_counts",
            "watcher_counts",
            "board",
            "board_counts",
            "board_slots",
        ):
            await tx.run(f"DELETE FROM {table}")  # noqa: S608  constants
