"""An evening: a party is planned, answered, reminded of, watched and over, whatever befalls the bot."""

import json
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from benchmarks.kills_stage import Stage
from tests.faults.telling import is_refusal
from tests.stand_in import GUILD_ID, Json
from tests.stand_in.objects import EPHEMERAL

CINEMA = GUILD_ID + 2
HANA, TOMAS, YUKI, KEN, MIA = (10**17 + 5_000 + 10 * number for number in range(5))
"""Hana plans and comes by voice with Tomás, Yuki says that she is here; Ken stays away, Mia looks in."""
EPISODES = ("s1e12", "s1e13")
AHEAD = timedelta(minutes=45)
"""How long before it starts the party is planned."""
REMINDED, WRITTEN, CALLED = timedelta(minutes=30), timedelta(minutes=10), timedelta(minutes=5)
"""Before the start: the channel is reminded, Yuki is written to, everybody is called."""
SPARE = timedelta(seconds=90)
"""What is given to each of them, so that work of a bot that died is taken up."""

PHASES = (
    *("coming up", "plan", "answers", "reminder", "message", "ready check"),
    *("arriving", "start", "watching", "end", "afterwards"),
)


@dataclass
class Evening:
    """What its members did, and what they were told."""

    stage: Stage
    by_hand: bool = False
    """Whether Hana starts and ends the party, instead of leaving it to the bot."""
    party_id: int = 0
    answers: dict[int, str] = field(default_factory=dict[int, str])
    """By member: what Discord showed them as their answer."""
    written_from: datetime | None = None
    """When Yuki was told that she will be written to."""
    arrived_at: datetime | None = None
    """When Hana and Tomás were in the voice channel."""
    here_tried: bool = False
    here_at: datetime | None = None
    """When Yuki was told that she is noted."""
    mia_came_at: datetime | None = None
    mia_left_at: datetime | None = None

    async def play(self) -> None:
        """Live through all of it, until the bot is stopped in order."""
        acts: dict[str, Callable[[], Awaitable[None]]] = {
            "coming up": self._come_up,
            "plan": self._plan,
            "answers": self._answer,
            "reminder": lambda: self._wait(REMINDED),
            "message": lambda: self._wait(WRITTEN),
            "ready check": lambda: self._wait(CALLED),
            "arriving": self._arrive,
            "start": self._start,
            "watching": self._watch,
            "end": self._end,
            "afterwards": self._clear_up,
        }
        for phase in PHASES:
            await self.stage.play(phase, acts[phase])
        await self.stage.close()

    @property
    def party(self) -> sqlite3.Row:
        """The party's row as it is now."""
        (row,) = self.stage.rows("SELECT * FROM parties WHERE id = :id", id=self.party_id)
        return row

    @property
    def starts_at(self) -> datetime:
        """When it is to begin."""
        return datetime.fromtimestamp(self.party["starts_at"], UTC)

    async def _come_up(self) -> None:
        await self.stage.settle()

    async def _plan(self) -> None:
        """Plan a party, unless the one that was not acknowledged is there."""
        stage = self.stage
        while not (found := stage.rows("SELECT id FROM parties")):
            starts_at = stage.now + AHEAD + timedelta(minutes=1)
            options = {"episodes": "12-13", "when": f"{starts_at:%Y-%m-%d %H:%M} UTC", "voice": str(CINEMA)}
            await stage.stand_in.slash("party plan", options, user_id=HANA)
        self.party_id = found[0]["id"]
        await stage.settle()

    async def _answer(self) -> None:
        for user_id in (TOMAS, YUKI, KEN):
            if user_id not in self.answers:
                await self._press("going", "maybe", user_id)
        if self.answers.get(YUKI) and self.written_from is None:
            card = await self._message("party:maybe")
            asked = await self.stage.stand_in.press(self._id("remind"), card, user_id=YUKI)
            if not is_refusal(asked):
                chosen = await self.stage.stand_in.choose(
                    self._id("how"), ["direct:10"], asked["data"], user_id=YUKI
                )
                if not is_refusal(chosen):
                    self.written_from = self.stage.now
        await self.stage.settle()

    async def _wait(self, before: timedelta) -> None:
        await self.stage.pass_time(self.starts_at - before + SPARE)

    async def _arrive(self) -> None:
        for user_id in (HANA, TOMAS):
            await self.stage.stand_in.move(user_id, CINEMA)
        self.arrived_at = self.arrived_at or self.stage.now
        await self._say_here()
        await self.stage.settle()

    async def _start(self) -> None:
        stage, soon = self.stage, timedelta(seconds=20)
        if self.by_hand:
            await self._start_by_hand()
        else:
            await stage.pass_time(self.starts_at + SPARE)
        if self.party["phase"] == "planned":
            await stage.pass_time(self.starts_at + timedelta(minutes=10) + SPARE)
            await self._start_by_hand()
        await stage.pass_time(stage.now + soon)

    async def _start_by_hand(self) -> None:
        while self.party["phase"] == "planned":
            message = await self._message("party:start")
            await self.stage.stand_in.press(self._id("start"), message, user_id=HANA)

    async def _watch(self) -> None:
        """Mia looks in for three minutes; Hana pauses for one. Where time went on meanwhile, so be it."""
        stage = self.stage
        await self._say_here()
        if self.mia_came_at is None:
            await stage.pass_time(stage.now + timedelta(minutes=2))
            self.mia_came_at = stage.now
            await stage.stand_in.move(MIA, CINEMA)
            await stage.pass_time(stage.now + timedelta(minutes=3))
        if self.mia_left_at is None:
            await stage.stand_in.move(MIA, None)
            self.mia_left_at = stage.now
        await stage.settle()
        for verb, shown in (("pause", "resume"), ("resume", "pause")):
            if self.by_hand and self.party["phase"] == "live":
                await self._control(verb, shown)
                await stage.pass_time(stage.now + timedelta(minutes=1))

    async def _control(self, verb: str, shown: str) -> None:
        message = await self._message(f"party:{verb}", f"party:{shown}")
        await self.stage.stand_in.press(self._id(verb), message, user_id=HANA)

    async def _end(self) -> None:
        stage = self.stage
        while self.party["phase"] == "live":
            (due,) = stage.rows("SELECT max(due_at) AS at FROM due WHERE kind = 'party:end'")
            ends_at = datetime.fromtimestamp(due["at"], UTC)
            if self.by_hand:
                await stage.pass_time(ends_at - timedelta(minutes=5))
                if self.party["phase"] == "live":
                    message = await self._message("party:end")
                    await stage.stand_in.press(self._id("end") + "/now", message, user_id=HANA)
            else:
                await stage.pass_time(ends_at + timedelta(seconds=15))
        await stage.settle()

    async def _clear_up(self) -> None:
        """Wait until nothing is left to do but to close the votes, a week later."""
        stage = self.stage
        until = stage.now + timedelta(minutes=30)
        await stage.pass_time(stage.now + timedelta(minutes=2))
        while stage.now < until and stage.rows("SELECT 1 FROM due WHERE kind <> 'panel:close'"):
            await stage.pass_time(stage.now + timedelta(minutes=1))

    async def _say_here(self) -> None:
        """Yuki says that she is here, as soon as there is a message to say it on."""
        if self.here_at is None and self.party["stage_id"] is not None:
            message = await self._message("party:here")
            now = self.stage.now
            self.here_tried = True
            said = await self.stage.stand_in.press(self._id("here"), message, user_id=YUKI)
            self.here_at = None if is_refusal(said) else now

    async def _press(self, verb: str, marker: str, user_id: int) -> None:
        card = await self._message(f"party:{marker}")
        if card is not None:
            answer = await self.stage.stand_in.press(self._id(verb), card, user_id=user_id)
            if not is_refusal(answer):
                self.answers[user_id] = verb

    async def _message(self, *markers: str) -> Json | None:
        """The message that has a button of one of these kinds; None where there is none for two minutes."""
        stage = self.stage
        until = stage.now + timedelta(minutes=2)
        while True:
            for message in stage.stand_in.messages.values():
                written = json.dumps(message["components"])
                if not message["flags"] & EPHEMERAL and any(
                    f'"{each}:{self.party_id}' in written for each in markers
                ):
                    return message
            if stage.now > until:
                return None
            await stage.pass_time(stage.now + timedelta(seconds=10))

    def _id(self, verb: str) -> str:
        return f"party:{verb}:{self.party_id}"
