"""A party watched second by second, beside the one that is reckoned from stored moments."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.domain.parties import Party
from bot.domain.playing import Clock, Place, Programme
from bot.domain.refusal import Refusal

NOW = datetime(2026, 4, 3, 20, tzinfo=UTC)
COUNTDOWN = 10

PARTY = Party(
    guild_id=1,
    id=42,
    channel_id=70,
    organiser_id=11,
    show_id="kaleido-star",
    episodes=("s1e12", "s1e13"),
    starts_at=NOW,
    zone="Europe/Berlin",
    changed_at=NOW,
    edited_at=NOW,
)

PROGRAMMES = st.builds(
    Programme, st.lists(st.integers(1, 40), min_size=1, max_size=4).map(tuple), pause=st.integers(0, 15)
)
VERBS = st.tuples(
    st.integers(0, 25),
    st.sampled_from(["pause", "resume", "skip", "next", "wait"]),
    st.integers(-60, 60),
)
"""Seconds that pass, then what is pressed, and how many seconds are skipped where it is that."""

Step = tuple[int, str, int]


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@dataclass
class Watching:
    """The members in front of the screen: they press what they are told, and count."""

    programme: Programme
    shown: int = 0
    countdown: int = COUNTDOWN
    running: bool = True
    second: int = 0
    clocks: list[Clock] = field(default_factory=list[Clock])

    def __post_init__(self) -> None:
        self.reel: list[int | None] = []
        for number, length in enumerate(self.programme.lengths):
            self.reel += [None] * self.programme.pause if number else []
            self.reel += [number] * length
        self.on: list[set[int]] = [set() for _ in self.programme.lengths]
        self.party = PARTY.start(self.programme, NOW)
        self._note()

    def take(self, step: Step) -> None:
        """Let time pass, then press; the party must refuse what makes no sense, and nothing else."""
        wait, verb, amount = step
        for _ in range(wait):
            self._pass_a_second()
        done = self._press(verb, amount)
        do: dict[str, Callable[[], Party]] = {
            "pause": lambda: self.party.pause(at(self.second)),
            "resume": lambda: self.party.resume(at(self.second)),
            "skip": lambda: self.party.skip(amount, at(self.second)),
            "next": lambda: self.party.next_episode(at(self.second)),
            "wait": lambda: replace(self.party, version=self.party.version + 1),
        }
        try:
            self.party = do[verb]()
        except Refusal:
            assert not done
        else:
            assert done
        self._note()

    def place(self) -> Place:
        """What is on, found by going along the reel."""
        seconds = self.shown - self.countdown
        if seconds < 0:
            return Place(0, seconds)
        if seconds >= len(self.reel):
            last = len(self.programme.lengths) - 1
            return Place(last, self.programme.lengths[last], over=True)
        number = self.reel[seconds]
        if number is None:
            ahead = next(n for n in range(seconds, len(self.reel)) if self.reel[n] is not None)
            return Place(self.reel[ahead] or 0, seconds - ahead)
        return Place(number, seconds - self.reel.index(number))

    def _pass_a_second(self) -> None:
        if self.running and self.countdown:
            self.countdown -= 1
        elif self.running:
            number = self.reel[self.shown] if self.shown < len(self.reel) else None
            if number is not None:
                self.on[number].add(self.second)
            self.shown += 1
        self.second += 1

    def _press(self, verb: str, amount: int) -> bool:
        """Whether there was any sense in it."""
        if verb in {"pause", "resume"}:
            if self.running is (verb == "resume"):
                return False
            self.running, self.countdown = not self.running, 0 if self.running else COUNTDOWN
        elif verb == "skip":
            self.shown, self.countdown = max(0, min(len(self.reel), self.shown + amount)), 0
        elif verb == "next":
            begins = [self.reel.index(number) for number in range(len(self.programme.lengths))]
            later = [begin for begin in begins if begin > self.shown]
            if not later:
                return False
            self.shown, self.countdown = later[0], 0
        return True

    def _note(self) -> None:
        assert self.party.clock
        if not self.clocks or self.clocks[-1] != self.party.clock:
            self.clocks.append(self.party.clock)


def watched(programme: Programme, steps: list[Step]) -> Watching:
    """A party after all those steps."""
    watching = Watching(programme)
    for step in steps:
        watching.take(step)
    return watching
