"""What can be set: each setting's words, and what it takes. One line of the page each, in this order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto

from bot.domain.refusal import Refusal
from cogs.settings.units import AHEAD, MINUTES, PLAIN, SHARE, VOTES, Unit


class Group(StrEnum):
    """Under which heading a setting stands."""

    SHOW = "Show and time"
    VOTES = "Votes and ranking"
    SPOILERS = "Spoilers"
    PARTIES = "Parties"
    MANNERS = "Manners"


class Kind(Enum):
    """What a setting takes."""

    SHOW = auto()
    ZONE = auto()
    ROLE = auto()
    CHANNEL = auto()
    NUMBER = auto()
    CHOICE = auto()
    """One of a few values, yes or no among them."""


@dataclass(frozen=True, slots=True)
class Field:
    """One setting. `name` is that of `ServerSettings` and of the row.

    `what` it does, in a sentence or two. `unset`: what holds where it is None. `values`: the words of a
    choice's values, or of a number that means something of its own. Of a number: `steps` are those offered in
    the list, and `unit` is what it counts.
    """

    name: str
    label: str
    group: Group
    kind: Kind
    what: str
    unset: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    steps: tuple[int, ...] = ()
    unit: Unit = PLAIN

    def number(self, value: int) -> str:
        """A number in words."""
        return self.values.get(str(value)) or self.unit.said(value)


FIELDS = (
    Field(
        "show",
        "Show",
        Group.SHOW,
        Kind.SHOW,
        "The show that commands are about on this server. Votes and marks of another one are kept.",
    ),
    Field(
        "zone",
        "Time zone",
        Group.SHOW,
        Kind.ZONE,
        "By which clock I read the times that members write, but for those who set their own with "
        "`/party zone`.",
    ),
    Field(
        "voter_role",
        "Who may vote",
        Group.VOTES,
        Kind.ROLE,
        "With a role set, only its members vote on episodes. Votes that were cast before are kept.",
        unset="everybody",
    ),
    Field(
        "demand",
        "Before voting",
        Group.VOTES,
        Kind.CHOICE,
        "What a member must have done with an episode before they may vote on it.",
        values={
            "nothing": "nothing is asked",
            "watched": "the episode is marked as watched",
            "attended": "they were at a party for it",
        },
    ),
    Field(
        "reveal",
        "What a panel reveals",
        Group.VOTES,
        Kind.CHOICE,
        "Who sees how an open vote panel was voted on. Once it is closed, everybody does.",
        values={
            "always": "the votes, to everybody",
            "voted": "the votes, to those who have voted",
            "closed": "nothing until it is closed",
        },
    ),
    Field(
        "minimum",
        "Minimum of votes",
        Group.VOTES,
        Kind.NUMBER,
        "With fewer votes than this a score is marked as provisional in the ranking.",
        steps=(1, 2, 3, 5, 8, 10, 15, 20, 30, 50),
        unit=VOTES,
    ),
    Field(
        "weight",
        "Weight of the mean",
        Group.VOTES,
        Kind.NUMBER,
        "So many votes at the mean of all episodes are added to each before it is ranked, so that a few "
        "votes do not put it first. 0 ranks by the plain mean.",
        values={"0": "none: the plain mean"},
        steps=(0, 1, 2, 3, 5, 8, 10, 15, 20, 30, 50),
        unit=VOTES,
    ),
    Field(
        "hides_titles",
        "Episode titles",
        Group.SPOILERS,
        Kind.CHOICE,
        "Whether the title of an episode is hidden from those who have not watched it. In a channel it is "
        "then hidden from all.",
        values={"no": "shown to everybody", "yes": "hidden until watched"},
    ),
    Field(
        "plan_role",
        "Who may plan parties",
        Group.PARTIES,
        Kind.ROLE,
        "With a role set, only its members plan parties, and those who manage events or the server.",
        unset="everybody",
    ),
    Field(
        "announce",
        "Announcements",
        Group.PARTIES,
        Kind.CHANNEL,
        "The channel that a party's card, reminders and results go to, where whoever plans it names none.",
        unset="where the party is planned",
    ),
    Field(
        "reminder",
        "Reminder",
        Group.PARTIES,
        Kind.NUMBER,
        "How long before a party starts its channel is reminded. For direct messages, members choose for "
        "themselves.",
        values={"0": "never"},
        steps=(0, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 360, 720, 1440),
        unit=AHEAD,
    ),
    Field(
        "reminder_role",
        "Reminder role",
        Group.PARTIES,
        Kind.ROLE,
        "A role that the reminder in the channel mentions, beside those who said that they come.",
        unset="none, only those who come",
    ),
    Field(
        "presence",
        "Counts as watched",
        Group.PARTIES,
        Kind.NUMBER,
        "Who was at a party for so much of an episode has watched it.",
        steps=(10, 25, 33, 50, 66, 75, 90, 100),
        unit=SHARE,
    ),
    Field(
        "runtime",
        "Length of an episode",
        Group.PARTIES,
        Kind.NUMBER,
        "How long an episode lasts at a party. Leave it to the catalogue unless what you watch is cut "
        "differently.",
        unset="as the catalogue says",
        steps=(12, 20, 22, 23, 24, 25, 26, 30, 45, 60, 90, 120),
        unit=MINUTES,
    ),
    Field(
        "pause",
        "Break between episodes",
        Group.PARTIES,
        Kind.NUMBER,
        "The break between two episodes of a party.",
        values={"0": "no break"},
        steps=(0, 1, 2, 3, 5, 10, 15, 20, 30),
        unit=MINUTES,
    ),
    Field(
        "log",
        "Log",
        Group.MANNERS,
        Kind.CHANNEL,
        "The channel in which I tell what those who manage the server changed or hid, and what members "
        "reported.",
        unset="nowhere",
    ),
)
"""At most 25: so many fit into a list."""

_BY_NAME: Mapping[str, Field] = {each.name: each for each in FIELDS}


def named(name: str) -> Field:
    """The setting of that name.

    Raises:
        Refusal: there is none.
    """
    found = known(name)
    if found is None:
        raise Refusal("There is no such setting. Choose one from the list.")
    return found


def known(name: str) -> Field | None:
    """The setting of that name; None where this version has none."""
    return _BY_NAME.get(name)
