"""What a setting is set to, in words."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.domain.server_settings import text_of, value_of
from bot.text import clip, escape, one_line
from bot.zones import offset
from cogs.settings.fields import Field, Kind
from cogs.settings.here import Here

NAME = 40
"""Characters of a show's, role's or channel's name."""


def said(field: Field, text: str | None, here: Here) -> str:
    """A setting in words for a card, where `text` is stored of it. Roles and channels are mentioned."""
    value = value_of(field.name, text)
    if field.kind is Kind.ZONE:  # what time it is there now is not said of what was
        return escape(str(value))
    return _lost(field, text, here) or _mention(field, text, here) or escape(plain(field, text, here))


def now(field: Field, text: str | None, here: Here) -> str:
    """The same of what holds now: of a time zone with the time it is there."""
    return escape(plain(field, text, here)) if field.kind is Kind.ZONE else said(field, text, here)


def plain(field: Field, text: str | None, here: Here) -> str:
    """The same without markdown, as a list shows it. What whoever asks does not see has no name."""
    value = value_of(field.name, text)
    match field.kind:
        case _ if (lost := _lost(field, text, here)) is not None:
            return lost
        case Kind.SHOW:
            return _show(value, here)
        case Kind.ZONE:
            return _zone(ZoneInfo(str(value)), here)
        case Kind.NUMBER if isinstance(value, int):
            return field.number(value)
        case Kind.CHOICE:
            return field.values[text_of(value)]
        case Kind.ROLE if isinstance(value, int):
            return f"@{_name(here.roles[value].name)}"
        case Kind.CHANNEL if isinstance(value, int):
            channel = here.channels[value]
            return f"#{_name(channel.name)}" if channel.seen else "a channel that you do not see"
        case _:
            return field.unset


def cautions(field: Field, text: str | None, here: Here) -> Iterator[str]:
    """What does not work with a setting as it stands, and what to do about it."""
    value = value_of(field.name, text)
    if _lost(field, text, here):
        yield _LOST[field.name]
    elif field.kind is Kind.ROLE and isinstance(value, int):
        if field.name == "reminder_role" and not here.roles[value].rings:
            yield (
                f"I may not mention <@&{value}>, so Discord notifies nobody. In its settings let anyone "
                "mention that role, or give me the permission *Mention @everyone, @here and All Roles*."
            )
    elif field.kind is Kind.CHANNEL and isinstance(value, int):
        channel = here.channels[value]
        if not channel.open:
            yield f"I may not post in <#{value}>. Let me view it and send messages, or choose another one."


def hint(field: Field, text: str | None, here: Here) -> str | None:
    """What follows from a setting as it stands that one may not expect."""
    channel = here.channels.get(int(text)) if text and field.name == "log" else None
    if channel is None or not channel.public:
        return None
    return "Everybody on this server sees that channel: I do not say there why a text was reported or hidden."


def is_lost(field: Field, text: str | None, here: Here) -> bool:
    """Whether a setting names what is no longer there."""
    return _lost(field, text, here) is not None


_LOST = {
    "show": "Until another is chosen, the first of my catalogue holds.",
    "voter_role": "Nobody can have it, so nobody may vote. Choose another role, or reset this.",
    "plan_role": "Only those who manage events or the server plan parties. Choose another, or reset this.",
    "reminder_role": "Until another is chosen, those who come are mentioned alone.",
    "announce": "Until another is chosen, parties are announced where they are planned.",
    "log": "Until another is chosen, nothing is told.",
}
"""What follows where a setting names what is no longer there."""


def _lost(field: Field, text: str | None, here: Here) -> str | None:
    value = value_of(field.name, text)
    match field.kind:
        case Kind.SHOW if value is not None and value not in here.shows:
            return "a show that my catalogue no longer has"
        case Kind.ROLE if value is not None and value not in here.roles:
            return "a role that was deleted"
        case Kind.CHANNEL if value is not None and value not in here.channels:
            return "a channel that was deleted"
        case _:
            return None


def _mention(field: Field, text: str | None, here: Here) -> str | None:
    value = value_of(field.name, text)
    match field.kind:
        case Kind.ROLE if value is not None:
            return f"<@&{value}>"
        case Kind.CHANNEL if isinstance(value, int) and here.channels[value].seen:
            return f"<#{value}>"
        case _:
            return None


def _show(value: object, here: Here) -> str:
    first = next(iter(here.shows.values()), "")
    return f"{_name(first)}, the first I have" if value is None else _name(here.shows[str(value)])


def _zone(zone: ZoneInfo, here: Here) -> str:
    told = f"{here.now.astimezone(zone):%H:%M} now"
    return f"{zone.key} ({told})" if zone.key == "UTC" else f"{zone.key} ({told}, {offset(here.now, zone)})"


def _name(name: str) -> str:
    return clip(one_line(name), NAME)
