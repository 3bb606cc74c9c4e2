"""What a member does, and what the database has to hold of them then."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from tests.stand_in import Json

Ballot = tuple[int | None, int | None, int]
"""A vote as its row holds it: the score, the one before, and how often it was changed."""


@dataclass(frozen=True)
class State:
    """All that the database has to hold of one member."""

    votes: Mapping[str, Ballot] = field(default_factory=dict[str, Ballot])
    watched: frozenset[str] = frozenset()
    coming: str | None = None
    chosen: frozenset[int] = frozenset()
    text: str | None = None
    thanked: bool = False


@dataclass(frozen=True)
class Deed:
    """Something that a member does: how it is sent, and what has to be true once it is acknowledged.

    `undone` is what has to be true once an Undo in the answer was pressed; None where there is none to press.
    """

    what: str
    send: Callable[[], Awaitable[Json]]
    after: State
    undone: State | None = None


@dataclass
class Stage:
    """What the host set up: the ids of the rows, and their messages."""

    panel: int
    poll: int
    party: int
    review: str
    messages: Mapping[str, Json]
    """What the channel sees of the panel, the poll and the party, each by its feature's name."""


@dataclass
class Person:
    """One member. `pending` was sent and not acknowledged: it may be true, or not."""

    id: int
    sure: State = field(default_factory=State)
    pending: Deed | None = None
    undo: tuple[Json, str, State] | None = None
    """The answer with an Undo in it, the button's custom id, and what is true once it is pressed."""
    own_text: str | None = None
    """The row id of their review, as its buttons have it."""
    texts: int = 0
    """Counts what they wrote, so that no two texts are alike."""


def voted(sure: State, episode: str, score: int) -> tuple[State, State | None]:
    """What is true after a vote, which marks the episode too, and after that was undone."""
    before, _, version = sure.votes.get(episode, (None, None, 0))
    marked = replace(sure, watched=sure.watched | {episode})
    if before == score:
        return marked, sure  # only the mark may be new
    after = with_vote(marked, episode, (score, before, version + 1))
    return after, with_vote(sure, episode, (before, score, version + 2))


def with_vote(state: State, episode: str, ballot: Ballot) -> State:
    return replace(state, votes={**state.votes, episode: ballot})
