"""What the sample members wrote: reviews and comments, plausible for any show and telling nothing of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.catalogue import Show
from bot.domain.reviews import SERIES, Draft, Verdict

_MADE_UP = "(A sample: I am as made up as my opinion.)"
REPORT = "It is not kind to those who like it."
"""Why one of the texts was reported."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text. Places count from 0: `writer` among the members, `thanked` and `reported` likewise.

    `episode` is a key or `SERIES`; `days` ago it was written.
    """

    draft: Draft
    episode: str
    writer: int
    days: int
    thanked: tuple[int, ...] = ()
    reported: tuple[int, ...] = ()


def texts(show: Show, *, seen: int) -> Iterator[Text]:
    """A dozen texts on the series and on some of the `seen` episodes, the oldest first."""

    def at(share: int) -> str:
        """The key of the episode that lies so many per cent into what was seen."""
        return show.episodes[(seen - 1) * share // 100].key

    yield Text(_review(_BEGINNING, Verdict.MIXED), at(0), 0, 40, thanked=(1, 2))
    yield Text(_comment("I did not expect to like this. One more before I sleep."), at(0), 3, 39, (0,))
    yield Text(_review(_SLOW, Verdict.SKIP), at(30), 4, 33, thanked=(5,))
    yield Text(
        _comment("Watch the background in the long shot. Somebody had fun there."), at(30), 6, 32, (1, 2, 7)
    )
    yield Text(_review(_TURN, Verdict.WORTH, spoils=True), at(55), 1, 26, thanked=(0, 3, 6, 8))
    yield Text(_comment("So that is what they were up to all along!", spoils=True), at(55), 2, 26)
    yield Text(_review(_QUIET, Verdict.WORTH), at(80), 7, 18, thanked=(4,))
    yield Text(_comment("Boring. Who watches this?"), at(80), 9, 17, reported=(7,))
    yield Text(_review(_SERIES_SKIP, Verdict.SKIP), SERIES, 4, 12, thanked=(9,))
    yield Text(_review(_SERIES_MIXED, Verdict.MIXED, spoils=True), SERIES, 8, 9, thanked=(2, 5))
    yield Text(_comment("Does anybody have the music? I hum it at work."), SERIES, 5, 6, (0, 1))
    yield Text(_review(_SERIES_WORTH, Verdict.WORTH), SERIES, 2, 3, thanked=(0, 1, 3, 6, 7))


def _review(text: str, verdict: Verdict, *, spoils: bool = False) -> Draft:
    title, _, body = text.partition("\n")
    return Draft(f"{body}\n\n{_MADE_UP}", spoils, title, verdict)


def _comment(body: str, *, spoils: bool = False) -> Draft:
    return Draft(f"{body} {_MADE_UP}", spoils)


_BEGINNING = (
    "A beginning that knows where it goes\n"
    "It takes its time to set the table: who wants what, and what stands in the way. Not all of it "
    "lands, and the first half could be shorter. But the last minutes made me start the next one at "
    "once."
)
_SLOW = (
    "The one I would leave out\n"
    "Everybody talks, and nothing is decided that was not decided before. There is one good scene in "
    "it. If you are short of an evening, this is where you find it."
)
_TURN = (
    "Here it turns\n"
    "I marked this, for whoever knows that something turns here sees it coming. It does what all the "
    "episodes before it promised, and it is fair: watch them again and it was there to be seen."
)
_QUIET = (
    "Quiet, and the better for it\n"
    "No race against the clock, no great speech. Two people in a room who at last say what they mean. I "
    "have watched it three times now."
)
_SERIES_SKIP = (
    "Not for me\n"
    "I see why people like it. I wanted less heart and more plot, and by the middle I knew that I would "
    "not get it. It is well made all the same; do not let me keep you from it."
)
_SERIES_MIXED = (
    "A strong middle between two weaker ends\n"
    "I marked this because it weighs the ending. The middle is as good as anything I know. The end "
    "answers what it asked, if a little too neatly, and a side story is left lying that I would rather "
    "have followed."
)
_SERIES_WORTH = (
    "It earns what it asks of you\n"
    "It asks for patience at first. Then it pays all of it back: people who change for reasons that one "
    "can follow, a world with its own rules, and music that knows when to be silent.\n\n"
    "Watch it together if you can. Half of the fun is in the guessing between two episodes."
)
