"""Whatever is done to a party, in whatever order: what is due is what a plain model expects."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.parties import Party
from bot.domain.refusal import Refusal
from bot.domain.rsvps import Answer, How
from db.database import Database
from db.sqlite import MIGRATIONS
from tests.db.planning import PARTY, TWO, Due, after, answer, change, due_rows, plan, say, wipe

DAY, TOTAL, REMINDER = 86400, 1440 + 300 + 1440, 1800


@dataclass(frozen=True, slots=True)
class Step:
    """Time that passes, then what somebody does; what does not belong to the verb is not looked at."""

    seconds: int
    verb: str
    amount: int
    member_id: int
    said: Answer
    how: How


VERBS = (*("move", "start", "pause", "resume", "skip", "end", "cancel", "abandon"), *["answer"] * 4)
NOTED = ("posted", "lost", "staged", "told", "evented", "reminded", "ready", "edited", "nothing")

STEPS = st.builds(
    Step,
    seconds=st.sampled_from([0, 1, 4, 60, 1500, 2000, 7200, 3 * DAY]),
    verb=st.sampled_from((*VERBS, *NOTED)),
    amount=st.integers(-4000, 40 * DAY),
    member_id=st.sampled_from([11, 12, 13]),
    said=st.sampled_from(Answer),
    how=st.sampled_from([How.DIRECT, How.DIRECT, How.CHANNEL, How.OFF]),
)


@dataclass
class Model:
    """A party on paper: seconds from the beginning, and crosses in boxes."""

    season: bool
    now: int = 0
    phase: str = "planned"
    start: int = 7200
    since: int = 0
    shown: int = 0
    running: bool = True
    begun_at: int | None = None
    edited: int = 0
    noted: set[str] = field(default_factory=set[str])
    answers: dict[int, tuple[Answer, How, int, bool]] = field(
        default_factory=dict[int, tuple[Answer, How, int, bool]]
    )
    due: Due = field(default_factory=dict[tuple[str, int], float])

    def take(self, step: Step) -> bool:
        """Whether there was any sense in it; if so, what is due stands in `due`."""
        self.now += step.seconds
        if step.verb in VERBS:
            if not self._makes_sense(step.verb):
                return False
            getattr(self, f"_{step.verb}")(step)
        elif step.verb == "edited":
            self.edited = self.now
        elif step.verb == "lost":
            self.noted = self.noted - {"posted"} | {"lost"}
        elif step.verb != "nothing":
            self.noted.add(step.verb)
        self.due = self._expected()
        return True

    def _makes_sense(self, verb: str) -> bool:
        if verb == "answer":
            return self.phase in {"planned", "live"}
        if verb in {"move", "start", "cancel", "abandon"}:
            return self.phase == "planned"
        return self.phase == "live" and verb != ("resume" if self.running else "pause")

    def _move(self, step: Step) -> None:
        start = self.now + step.amount
        if start == self.start:
            return
        self.start = start
        self.noted -= {"ready", "reminded"}
        if start - REMINDER <= self.now:
            self.noted.add("reminded")
        for member_id, (said, how, minutes, _) in self.answers.items():
            self.answers[member_id] = said, how, minutes, start - 60 * minutes <= self.now

    def _start(self, _: Step) -> None:
        self.phase, self.shown, self.running = "live", 0, True
        self.since = self.begun_at = self.now + 10
        self.noted.add("ready")

    def _pause(self, _: Step) -> None:
        self.since, self.shown, self.running = self.now, self._shows(), False

    def _resume(self, _: Step) -> None:
        self.since, self.running = self.now + 10, True

    def _skip(self, step: Step) -> None:
        self.since, self.shown = self.now, max(0, min(TOTAL, self._shows() + step.amount))

    def _end(self, _: Step) -> None:
        self.phase = "ended"

    _abandon = _end

    def _cancel(self, _: Step) -> None:
        self.phase = "cancelled"

    def _answer(self, step: Step) -> None:
        self.answers[step.member_id] = step.said, step.how, abs(step.amount) % 10_081, False

    def _reminds(self, at: int) -> bool:
        return self.phase in {"planned", "live"} or (self.phase == "ended" and at <= self.now)

    def _shows(self) -> int:
        return self.shown + (max(0, self.now - self.since) if self.running else 0)

    def _stage(self) -> dict[str, float]:
        """When a live card that is not there yet is posted; what is late stays due."""
        begun = (self.begun_at or 0) + 60
        if "staged" in self.noted or (self.now > begun and ("start", 42) not in self.due):
            return {}
        return {"start": begun if self.now <= begun else self.due["start", 42]}

    def _expected(self) -> Due:
        planned = self.phase == "planned"
        unmade = planned and "evented" not in self.noted
        kinds: dict[str, float] = {"event": max(self.now, self.start - 14 * DAY) if unmade else self.now}
        if self.noted & {"posted", "staged"}:
            kinds["card"] = max(self.now, self.edited + 5)
        elif ("card", 42) in self.due:
            kinds["card"] = self.due["card", 42]
        if self._reminds(self.start - REMINDER) and "reminded" not in self.noted:
            kinds["remind"] = max(self.now, self.start - REMINDER)
        if planned:
            kinds |= {"start": self.start, "end": self.start + DAY // 2}
            if not self.noted & {"posted", "lost"}:
                kinds["announce"] = max(self.now, self.start - 6 * DAY) if self.season else self.now + 60
            if "ready" not in self.noted:
                kinds["check"] = max(self.now, self.start - 300)
        elif self.phase == "live":
            kinds |= self._stage()
            kinds["end"] = self.since + (TOTAL - self.shown if self.running else 7200)
        elif self.phase == "ended" and self.begun_at is not None and "told" not in self.noted:
            kinds["result"] = self.now
        return {(kind, 42): at for kind, at in kinds.items()} | {
            ("direct", answer(member_id).id): max(self.now, self.start - 60 * minutes)
            for member_id, (said, how, minutes, reminded) in self.answers.items()
            if self._reminds(self.start - 60 * minutes)
            and how is How.DIRECT
            and said is not Answer.CANT
            and not reminded
        }


def done(party: Party, step: Step, now: int) -> Party:
    """The party after a step; what was noted is noted with it."""
    at = after(now)
    match step.verb:
        case "move":
            return party.move(after(now + step.amount), at, zone="UTC", minutes=REMINDER // 60)
        case "start":
            return party.start(TWO, at)
        case "skip":
            return party.skip(step.amount, at)
        case "pause" | "resume" | "end" | "abandon" | "cancel":
            return getattr(party, step.verb)(at)
        case "lost":
            return replace(party, message_id=None, card_gone_at=at)
        case "reminded" | "ready" | "edited":
            return replace(party, **{f"{step.verb}_at": at})  # pyright: ignore[reportArgumentType]
        case "nothing":
            return party
        case _:
            names = {"posted": "message_id", "staged": "stage_id", "told": "result_id", "evented": "event_id"}
            return replace(party, **{names[step.verb]: 700})  # pyright: ignore[reportArgumentType]


async def carry_out(db: Database, step: Step, now: int, *, is_open: bool) -> bool:
    """Whether it could be done."""
    if step.verb == "answer":
        if is_open:
            minutes = abs(step.amount) % 10_081
            await say(db, answer(step.member_id, step.said, how=step.how, minutes=minutes), now)
        return is_open
    with suppress(Refusal):
        await change(db, lambda party: done(party, step, now), now)
        return True
    return False


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


@given(steps=st.lists(STEPS, max_size=20), season=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_what_is_due_is_what_a_plain_model_expects(
    db: Database,
    steps: list[Step],
    season: bool,  # noqa: FBT001  hypothesis passes it by name
) -> None:
    await wipe(db)
    model = Model(season)
    await plan(db, replace(PARTY, season_id=42 if season else None))
    model.take(Step(0, "nothing", 0, 0, Answer.GOING, How.OFF))
    for step in steps:
        is_open = model.phase in {"planned", "live"}
        assert model.take(step) == await carry_out(db, step, model.now, is_open=is_open)
        rows = await due_rows(db)
        assert rows == model.due
        if model.phase == "cancelled":
            assert {kind for kind, _ in rows} <= {"event", "card"}
        if model.phase == "ended":  # what was missed is dropped by its doer, which says so
            assert {kind for kind, _ in rows} <= {"event", "card", "result", "remind", "direct"}
