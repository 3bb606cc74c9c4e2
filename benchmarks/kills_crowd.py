"""Members who vote, mark, answer and write all at once; each knows what they were acknowledged."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from random import Random

from benchmarks.kills_deeds import Deed, Person, Stage, State, voted, with_vote
from tests.faults.telling import is_refusal
from tests.stand_in import Json, StandIn

SHOW = "kaleido-star"
MEMBERS = 12
FIRST_MEMBER = 10**17 + 50_000
HOST = 10**17 + 40_000
"""Who opens the panel, the poll and the party, and writes the review that the others thank for."""
PANEL, OTHERS = "s1e5", ("s1e1", "s1e2", "s1e3")
"""The episode voted on through the panel, and those voted on by command."""
OPTIONS, CHOICES = 6, 3
"""Of the poll: how many there are, and how many a member may choose."""
THINKS = (0.0, 0.08)
"""Seconds between two deeds of one member, from and to."""


class Crowd:
    """Everybody on a server, and what they were told."""

    def __init__(self, stand_in: StandIn, chance: Random) -> None:
        self.stand_in, self.chance = stand_in, chance
        self.people = [Person(FIRST_MEMBER + number) for number in range(MEMBERS)]
        self.stage: Stage | None = None
        self.acknowledged: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.failed: list[str] = []
        self.is_over = False

    async def set_up(self) -> None:
        """Open a panel, a poll and a party, and write a review."""
        stand_in = self.stand_in
        panel = await stand_in.slash("vote", {"episode": "5"}, user_id=HOST)
        options = " | ".join(f"answer {number}" for number in range(OPTIONS))
        asked = {"question": "What next?", "options": options, "choices": CHOICES}
        poll = await stand_in.slash("poll create", asked, user_id=HOST)
        party = await stand_in.slash("party plan", {"episodes": "1", "when": "in 3 days"}, user_id=HOST)
        review = await self._form("review:send:" + f"{SHOW}/series", "of the host", HOST)
        self.stage = Stage(
            panel=int(_id(panel, r"panel:score:(\d+)")),
            poll=int(_id(poll, r"poll:choose:(\d+)")),
            party=int(_id(party, r"party:going:(\d+)")),
            review=_id(review, r"review:(?:remove|edit):(\d+)") + "/sen",
            messages={
                feature: next(
                    each for each in stand_in.messages.values() if f'"{feature}:' in json.dumps(each)
                )
                for feature in ("panel", "poll", "party")
            },
        )

    async def live(self) -> None:
        """Do one thing after the other, all members at once, until this is cancelled or all is over."""
        await asyncio.gather(*(self._one(person) for person in self.people))

    async def _one(self, person: Person) -> None:
        while not self.is_over and person.pending is None:
            await asyncio.sleep(self.chance.uniform(*THINKS))
            deed = self._deed(person)
            person.pending = deed
            with suppress(TimeoutError):  # not answered: in doubt until somebody looks
                self._acknowledge(person, deed, await deed.send())

    def _acknowledge(self, person: Person, deed: Deed, answer: Json) -> None:
        person.pending, person.undo = None, None
        written = json.dumps(answer)
        if "Something went wrong" in written:
            self.failed.append(f"{deed.what} of {person.id}: {written[:300]}")
        elif is_refusal(answer):
            self.refused[deed.what] += 1
        else:
            self.acknowledged[deed.what] += 1
            person.sure = deed.after
            found = re.search(r'"((?:vote|progress):undo:[^"]+)"', written)
            if found and deed.undone is not None:
                person.undo = answer["data"], found[1], deed.undone
            if own := re.search(r'"review:remove:(\d+/\w+)"', written):
                person.own_text = own[1]

    def settle(self, person: Person, found: State) -> bool:
        """Take what the database holds for true, where it may; whether it may."""
        allowed = [person.sure] + ([person.pending.after] if person.pending else [])
        person.pending, person.undo = None, None
        fits = found in allowed
        person.sure = found
        return fits

    def _deed(self, person: Person) -> Deed:
        if person.undo is not None and self.chance.random() < 0.5:
            message, custom_id, after = person.undo
            return Deed("undo", lambda: self._press(custom_id, person, message), after)
        return self.chance.choice(self._deeds)(person)

    @property
    def _deeds(self) -> tuple[Callable[[Person], Deed], ...]:
        return (
            self._vote_on_panel,
            self._vote_by_command,
            self._withdraw,
            self._mark,
            self._unmark,
            self._answer_party,
            self._answer_poll,
            self._write,
            self._thank,
        )

    def _vote_on_panel(self, person: Person) -> Deed:
        score, stage = self.chance.randint(1, 10), self._stage

        def send() -> Awaitable[Json]:
            custom_id, message = f"panel:score:{stage.panel}", stage.messages["panel"]
            return self.stand_in.choose(custom_id, [str(score)], message, user_id=person.id)

        return Deed("vote by button", send, *voted(person.sure, PANEL, score))

    def _vote_by_command(self, person: Person) -> Deed:
        score, episode = self.chance.randint(1, 10), self.chance.choice(OTHERS)

        def send() -> Awaitable[Json]:
            return self.stand_in.slash("vote", {"episode": episode, "score": score}, user_id=person.id)

        return Deed("/vote", send, *voted(person.sure, episode, score))

    def _withdraw(self, person: Person) -> Deed:
        sure, episode = person.sure, self.chance.choice((PANEL, *OTHERS))
        score, _, version = sure.votes.get(episode, (None, None, 0))
        after = with_vote(sure, episode, (None, score, version + 1)) if score is not None else sure
        undone = with_vote(sure, episode, (score, None, version + 2)) if score is not None else None
        custom_id = f"vote:withdraw:{SHOW}/{episode}"
        return Deed("vote withdrawn", lambda: self._press(custom_id, person), after, undone)

    def _mark(self, person: Person) -> Deed:
        return self._marks(person, "watched", person.sure.watched.union)

    def _unmark(self, person: Person) -> Deed:
        return self._marks(person, "progress unwatch", person.sure.watched.difference)

    def _marks(
        self, person: Person, command: str, change: Callable[[frozenset[str]], frozenset[str]]
    ) -> Deed:
        first = self.chance.randint(1, 12)
        last = first + self.chance.randint(0, 5)
        after = replace(
            person.sure, watched=change(frozenset(f"s1e{number}" for number in range(first, last + 1)))
        )

        def send() -> Awaitable[Json]:
            return self.stand_in.slash(command, {"episodes": f"{first}-{last}"}, user_id=person.id)

        return Deed(f"/{command}", send, after, person.sure)

    def _answer_party(self, person: Person) -> Deed:
        answer, stage = self.chance.choice(("going", "maybe", "cant")), self._stage
        custom_id = f"party:{answer}:{stage.party}"
        after = replace(person.sure, coming=answer)
        return Deed(
            "answer to a party", lambda: self._press(custom_id, person, stage.messages["party"]), after
        )

    def _answer_poll(self, person: Person) -> Deed:
        numbers = self.chance.sample(range(OPTIONS), self.chance.randint(0, CHOICES))
        stage, after = self._stage, replace(person.sure, chosen=frozenset(numbers))

        def send() -> Awaitable[Json]:
            message, values = stage.messages["poll"], [str(number) for number in numbers]
            if not values:
                return self._press(f"poll:withdraw:{stage.poll}", person, message)
            return self.stand_in.choose(f"poll:choose:{stage.poll}/0", values, message, user_id=person.id)

        return Deed("answer to a poll", send, after)

    def _write(self, person: Person) -> Deed:
        if person.own_text is not None and person.sure.text is not None and self.chance.random() < 0.3:
            custom_id = f"review:delete:{person.own_text}"
            person.own_text = None  # until the next one tells its own
            return Deed(
                "review deleted", lambda: self._press(custom_id, person), replace(person.sure, text=None)
            )
        person.texts += 1
        text = f"thought {person.texts} of {person.id}"
        return Deed(
            "review written",
            lambda: self._form(f"review:send:{SHOW}/series", text, person.id),
            replace(person.sure, text=text),
        )

    def _thank(self, person: Person) -> Deed:
        custom_id = f"review:thank:{self._stage.review}"
        after = replace(person.sure, thanked=not person.sure.thanked)
        return Deed("thanks for a review", lambda: self._press(custom_id, person), after)

    def _press(self, custom_id: str, person: Person, message: Json | None = None) -> Awaitable[Json]:
        return self.stand_in.press(custom_id, message, user_id=person.id)

    def _form(self, custom_id: str, text: str, user_id: int) -> Awaitable[Json]:
        fields = {"title": "A thought", "body": text}
        parts: list[Json] = [
            {"type": 18, "component": {"type": 4, "custom_id": name, "value": value}}
            for name, value in fields.items()
        ]
        parts += [
            {"type": 18, "component": {"type": 3, "custom_id": name, "values": [value]}}
            for name, value in (("verdict", "worth"), ("spoils", "no"))
        ]
        return self.stand_in.interact(5, {"custom_id": custom_id, "components": parts}, user_id=user_id)

    @property
    def _stage(self) -> Stage:
        assert self.stage is not None
        return self.stage


def _id(answer: Json, pattern: str) -> str:
    found = re.search(pattern, json.dumps(answer))
    assert found, f"no {pattern} in {answer}"
    return found[1]
