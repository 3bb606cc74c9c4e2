"""What each feature needs to be allowed in Discord, where, and what fails without it.

Permissions go by the names that discord.py gives them: Discord's own, in small letters (VIEW_CHANNEL,
https://discord.com/developers/docs/topics/permissions). Answers to commands and presses need none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import discord


class Feature(StrEnum):
    """What may fail by itself."""

    PANELS = "panels"
    POLLS = "polls"
    PARTIES = "parties"
    STAGE = "stage"
    ROLE = "role"
    PICTURES = "pictures"
    ONCE = "once"
    EVENTS = "events"
    PRESENCE = "presence"
    LOG = "log"


class Spot(StrEnum):
    """The kind of place in which a feature works."""

    CHANNEL = "channel"
    """Where messages are written, the chat of a voice channel too."""
    THREAD = "thread"
    VOICE = "voice"
    STAGE = "stage"
    SERVER = "server"
    """The server as a whole: what the bot's roles allow."""


POSTS = frozenset({Spot.CHANNEL, Spot.THREAD})
HALLS = frozenset({Spot.VOICE, Spot.STAGE})


@dataclass(frozen=True, slots=True)
class Need:
    """One permission; what fails without it, to be read after the feature's name; where it is needed."""

    permission: str
    fails: str
    spots: frozenset[Spot]


@dataclass(frozen=True, slots=True)
class Ability:
    """A feature's name for people, and what it needs."""

    words: str
    needs: tuple[Need, ...]


def _posting(unseen: str, unsent: str) -> tuple[Need, ...]:
    """What posting a message of one's own and keeping it up to date takes."""
    return (
        Need("view_channel", unseen, POSTS),
        Need("send_messages", unsent, frozenset({Spot.CHANNEL})),
        Need("send_messages_in_threads", unsent, frozenset({Spot.THREAD})),
    )


_NO_EVENTS = "parties are not among them"
_UNTOLD = "nothing is told there of what those who manage the server did"

ABILITIES: Mapping[Feature, Ability] = {
    Feature.PANELS: Ability(
        "Vote panels and their results",
        _posting(
            "none can be opened here, and those that stand open are closed",
            "none follows a party, and a result is told in its panel alone",
        ),
    ),
    Feature.POLLS: Ability(
        "Polls and their results",
        _posting(
            "none can be opened here, and those that stand open are closed",
            "a result is told in its poll alone",
        ),
    ),
    Feature.PARTIES: Ability(
        "Party cards and reminders",
        _posting(
            "none can be planned here, and nobody is reminded here",
            "none can be planned here, and nobody is reminded here",
        ),
    ),
    Feature.STAGE: Ability(
        "Ready checks and live cards",
        _posting(
            "there are none, and nobody is told who was there",
            "there are none, and nobody is told who was there",
        ),
    ),
    Feature.ROLE: Ability(
        "The reminder role",
        (Need("mention_everyone", "reminders name it, but Discord notifies nobody", POSTS),),
    ),
    Feature.PICTURES: Ability(
        "Pictures and files",
        (Need("attach_files", "results come without their picture", POSTS),),
    ),
    Feature.ONCE: Ability(
        "Posting once",
        (
            Need(
                "read_message_history",
                "after a failure I cannot see what I posted, and may post it a second time",
                POSTS,
            ),
        ),
    ),
    # https://discord.com/developers/docs/resources/guild-scheduled-event#guild-scheduled-event-permissions-requirements
    Feature.EVENTS: Ability(
        "Discord’s events",
        (
            Need("view_channel", _NO_EVENTS, HALLS),
            Need("create_events", _NO_EVENTS, HALLS | {Spot.SERVER}),
            Need("connect", _NO_EVENTS, HALLS),
            *(
                Need(name, _NO_EVENTS, frozenset({Spot.STAGE}))
                for name in ("manage_channels", "mute_members", "move_members")
            ),
        ),
    ),
    Feature.PRESENCE: Ability(
        "Presence in voice",
        (
            Need(
                "view_channel",
                "I do not see who is there, so members have to press the button that says so",
                HALLS,
            ),
        ),
    ),
    Feature.LOG: Ability("The log", _posting(_UNTOLD, _UNTOLD)),
}

POSTING = (Feature.PANELS, Feature.POLLS, Feature.PARTIES, Feature.STAGE, Feature.PICTURES, Feature.ONCE)
"""What may be posted in any channel."""

_NAMES: Mapping[str, str] = {"mention_everyone": "Mention @everyone, @here, and All Roles"}


def name_of(permission: str) -> str:
    """A permission as Discord's settings call it: `Send Messages in Threads`."""
    return _NAMES.get(permission) or permission.replace("_", " ").title().replace(" In ", " in ")


def needed(features: Iterable[Feature], spot: Spot) -> tuple[str, ...]:
    """The permissions that features need in such a place, each once, in the order of the table."""
    chosen = set(features)
    found = (
        need.permission
        for feature, ability in ABILITIES.items()
        if feature in chosen
        for need in ability.needs
        if spot in need.spots
    )
    return tuple(dict.fromkeys(found))


def held(features: Iterable[Feature], spot: Spot, allowed: discord.Permissions) -> tuple[str, ...]:
    """What of the needs of features is `allowed` in such a place, as far as that is certain."""
    return tuple(
        name for name in needed(features, spot) if getattr(allowed, name) and _is_certain(name, spot, allowed)
    )


def lacking(feature: Feature, spot: Spot, allowed: discord.Permissions) -> tuple[Need, ...]:
    """What of a feature's needs is not `allowed` in such a place, as far as that is certain."""
    return tuple(
        need
        for need in ABILITIES[feature].needs
        if spot in need.spots
        and not getattr(allowed, need.permission)
        and _is_certain(need.permission, spot, allowed)
    )


def _is_certain(permission: str, spot: Spot, allowed: discord.Permissions) -> bool:
    """Whether `allowed` tells of a permission.

    Who may not see a channel may do nothing there, and who may not write neither attach nor mention, whatever
    is allowed besides (Discord's "Implicit Permissions").
    """
    if spot is not Spot.SERVER and not allowed.view_channel:
        return permission == "view_channel"
    writes = allowed.send_messages_in_threads if spot is Spot.THREAD else allowed.send_messages
    return writes or permission not in {"attach_files", "mention_everyone"}


def feature_of(name: str) -> Feature | None:
    """The feature of a command, or of the first word of a custom id; None where it is none of these."""
    return _BY_NAME.get(name)


_BY_NAME: Mapping[str, Feature] = {
    "vote": Feature.PANELS,
    "panel": Feature.PANELS,
    "poll": Feature.POLLS,
    "party": Feature.PARTIES,
}
