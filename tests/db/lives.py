"""What members may leave behind in a server, as values: something of every kind, put in as features do it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import strategies as st

from bot.domain.attendance import Seen
from bot.domain.panels import Panel
from bot.domain.parties import Party, Phase
from bot.domain.polls import Poll
from bot.domain.progress import Source
from bot.domain.rsvps import Answer, How, Rsvp
from bot.domain.server_log import Deed, Entry
from db import (
    imports,
    marks,
    member_settings,
    panels,
    parties,
    party_times,
    poll_votes,
    polls,
    presences,
    rsvps,
    server_log,
    votes,
)
from db.database import Tx
from db.imports import Pending
from db.votes import Ballot
from tests.db.planning import PARTY, TWO
from tests.db.support import NOW

GUILDS = (5_000_000_000_000_001, 5_000_000_000_000_002)
MEMBERS = (7_111_111_111_111_111, 7_222_222_222_222_222, 7_333_333_333_333_333)
HEIR = 9_999_999_999_999_999
SHOW = "kaleido-star"
EPISODES = ("s1e1", "s1e2", "sp1")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does. `pick` says on what, `yes` how; `id` is that of the interaction."""

    verb: str
    guild_id: int
    member_id: int
    pick: int
    yes: bool
    id: int = 0

    @property
    def who(self) -> dict[str, int]:
        return {"guild_id": self.guild_id, "member_id": self.member_id}

    @property
    def episode(self) -> str:
        return EPISODES[self.pick % len(EPISODES)]

    @property
    def words(self) -> str:
        """A text by which its author is known."""
        return f"written by {self.member_id}"


async def one_of(tx: Tx, step: Step, table: str) -> int | None:
    """The id of something in the server, None where there is nothing."""
    rows = await tx.all(
        f"SELECT id FROM {table} WHERE guild_id = :guild_id ORDER BY id",  # noqa: S608  constants
        guild_id=step.guild_id,
    )
    return rows[step.pick % len(rows)]["id"] if rows else None


async def _vote(tx: Tx, step: Step) -> None:
    ballot = Ballot(step.guild_id, SHOW, step.episode, step.member_id)
    if step.yes:
        await votes.cast(tx, ballot, score=step.pick % 10 + 1, now=NOW)
    else:
        await votes.withdraw(tx, ballot, now=NOW)


async def _mark(tx: Tx, step: Step) -> None:
    on = [step.episode]
    if step.yes:
        await marks.mark(
            tx,
            **step.who,
            show_id=SHOW,
            episodes=on,
            source=Source.HAND,
            change_id=step.id,
            now=NOW,
        )
    else:
        await marks.unmark(tx, **step.who, show_id=SHOW, episodes=on, change_id=step.id)


async def _hide(tx: Tx, step: Step) -> None:
    await marks.set_visible(tx, **step.who, visible=step.yes)


async def _bring(tx: Tx, step: Step) -> None:
    await imports.put(tx, Pending(step.guild_id, step.member_id, step.id, SHOW, EPISODES), now=NOW)


async def _choose(tx: Tx, step: Step) -> None:
    await member_settings.put(tx, member_id=step.member_id, name="zone", value="Europe/Berlin")


async def _ask(tx: Tx, step: Step) -> None:
    poll = Poll(
        guild_id=step.guild_id,
        id=step.id,
        channel_id=70,
        author_id=step.member_id,
        question=step.words,
        options=(step.words, "tea"),
        opened_at=NOW,
        edited_at=NOW,
        closes_at=NOW + timedelta(hours=1),
        message_id=step.id + 1_000_000 if step.yes else None,
    )
    await polls.open_poll(tx, poll)


async def _answer_poll(tx: Tx, step: Step) -> None:
    poll_id = await one_of(tx, step, "polls")
    if poll_id is not None:
        numbers = {0, 1} if step.yes else {step.pick % 2}
        await poll_votes.put(tx, **step.who, poll_id=poll_id, numbers=numbers, now=NOW)


async def _close_poll(tx: Tx, step: Step) -> None:
    poll = {"guild_id": step.guild_id, "poll_id": await one_of(tx, step, "polls") or 0}
    await polls.close(tx, **poll, now=NOW)
    await polls.remember_result(tx, **poll, message_id=step.id + 2_000_000)


async def _open_panel(tx: Tx, step: Step) -> None:
    panel = Panel(
        guild_id=step.guild_id,
        id=step.id,
        channel_id=70,
        message_id=step.id + 1_000_000,
        show_id=SHOW,
        episode=step.episode,
        opened_by=step.member_id,
        closes_at=None,
    )
    await panels.add(tx, panel, now=NOW)
    if step.yes:
        await panels.close(tx, panel, now=NOW)


async def _plan(tx: Tx, step: Step) -> None:
    party = replace(
        PARTY,
        guild_id=step.guild_id,
        id=step.id,
        organiser_id=step.member_id,
        title=step.words,
        seats=1 if step.yes else None,
        season_id=step.id if step.pick % 2 else None,
        message_id=step.id + 1_000_000,
    )
    await parties.add(tx, party)
    await party_times.arrange(tx, party, minutes=30, now=NOW)


async def _go_on(tx: Tx, step: Step) -> None:
    """Begin a party, or end it."""
    party_id = await one_of(tx, step, "parties")
    party = await parties.hold(tx, guild_id=step.guild_id, party_id=party_id or 0)
    if party is None or not party.is_open:
        return
    done: Party = party.start(TWO, NOW) if party.phase is Phase.PLANNED else party.end(NOW)
    await parties.save(tx, done)
    await party_times.arrange(tx, done, minutes=30, now=NOW)
    if done.phase is Phase.ENDED:
        there: dict[int, tuple[str, ...]] = dict.fromkeys(MEMBERS[: step.pick % 4], done.episodes)
        await presences.settle(tx, guild_id=done.guild_id, party_id=done.id, attended=there, now=NOW)


async def _answer_party(tx: Tx, step: Step) -> None:
    party = await parties.find(tx, guild_id=step.guild_id, party_id=await one_of(tx, step, "parties") or 0)
    if party is not None:
        said = Answer.GOING if step.yes else Answer.MAYBE
        rsvp = Rsvp(party.id, step.member_id, step.id, said, 0, How.DIRECT, 15)
        await rsvps.put(tx, rsvp, guild_id=step.guild_id)
        await party_times.arrange(tx, party, minutes=30, now=NOW)


async def _come(tx: Tx, step: Step) -> None:
    party_id = await one_of(tx, step, "parties")
    if party_id is not None:
        party, who = {"guild_id": step.guild_id, "party_id": party_id}, [step.member_id]
        seen = Seen.VOICE if step.yes else Seen.SAID
        await presences.come(tx, **party, member_ids=who, seen=seen, now=NOW)
        if step.pick % 2:
            later = NOW + timedelta(minutes=5)
            await presences.leave(tx, **party, member_ids=who, seen=seen, now=later)


async def _log(tx: Tx, step: Step) -> None:
    deed = Deed.SETTING if step.yes else Deed.REPORTED
    await server_log.add(
        tx, Entry(step.guild_id, step.id, deed, step.member_id, "zone", NOW, reason=step.words)
    )


LEFT: Mapping[str, Callable[[Tx, Step], Awaitable[None]]] = {
    "vote": _vote,
    "mark": _mark,
    "hide": _hide,
    "bring": _bring,
    "choose": _choose,
    "ask": _ask,
    "answer a poll": _answer_poll,
    "close a poll": _close_poll,
    "open a panel": _open_panel,
    "plan": _plan,
    "go on": _go_on,
    "answer a party": _answer_party,
    "come": _come,
    "log": _log,
}


def steps(verbs: tuple[str, ...]) -> "st.SearchStrategy[list[Step]]":
    """Histories of such steps, most of them in one server, where they meet."""
    step = st.builds(
        Step,
        verb=st.sampled_from(verbs),
        guild_id=st.sampled_from((*GUILDS[:1] * 3, *GUILDS)),
        member_id=st.sampled_from(MEMBERS),
        pick=st.integers(0, 9),
        yes=st.booleans(),
    )
    numbered = st.lists(step, max_size=15) | st.lists(step, min_size=30, max_size=60)
    return numbered.map(
        lambda found: [replace(step, id=10_000 + number) for number, step in enumerate(found)]
    )
