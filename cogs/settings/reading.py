"""What somebody types or chooses for a setting, read as it is stored."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar
from unicodedata import normalize

from bot import zones
from bot.domain.refusal import Refusal
from bot.domain.server_settings import NUMBERS, fit
from bot.text import CHOICE_NAME, CHOICES, clip, listed, one_line, quote
from cogs.settings.fields import Field, Kind
from cogs.settings.here import Here
from cogs.settings.words import plain

DEFAULT = "default"
"""What resets a setting where it is typed."""

_NONE = {"none", "nobody", "nowhere", "everybody", "everyone", "@everyone", "-"}
"""What people call a role or a channel that is not set."""
_NEVER = {"none", "never", "off", "no"}
_WORDS = {"true": "yes", "on": "yes", "y": "yes", "false": "no", "off": "no", "n": "no"}


def read(field: Field, typed: str, here: Here) -> str | None:
    """What is to be stored for `typed`; None for the default. Reads files where it is a time zone.

    Raises:
        Refusal: it names nothing that this setting takes, or nothing that is here.
    """
    text = one_line(normalize("NFKC", typed[:500]))
    plainly = text.casefold()
    if not text:
        raise Refusal(f"Name a value for “{field.label}”, or `{DEFAULT}` to reset it.")
    if plainly == DEFAULT:
        return None
    match field.kind:
        case Kind.ZONE:
            return fit(field.name, zones.read(text))
        case Kind.NUMBER:
            return _number(field, plainly, text)
        case Kind.CHOICE:
            return _choice(field, plainly, text)
        case Kind.SHOW:
            return _show(field, text, here)
        case Kind.ROLE:
            return _role(field, text, here)
        case Kind.CHANNEL:
            return _channel(field, text, here)


def offers(field: Field, typed: str, here: Here) -> list[tuple[str, str]]:
    """At most 24 values that fit what was typed so far: what a list shows, and what is sent.

    Reads files where it is a time zone.
    """
    text = one_line(normalize("NFKC", typed[:CHOICE_NAME]))
    if field.kind is Kind.ZONE:
        return zones.suggest(text, now=here.now)[: CHOICES - 1]
    asked = text.casefold().lstrip("@#")
    found = [(name, value) for name, value in _offered(field, here) if asked in name.casefold()]
    number = field.unit.read(asked) if field.kind is Kind.NUMBER else None
    if number is not None and _fits(field, number):
        own = (field.number(number), str(number))
        found = [own, *(each for each in found if each != own)]
    return [(clip(name, CHOICE_NAME), value) for name, value in found[: CHOICES - 1]]


def suggest(field: Field, typed: str, here: Here) -> list[tuple[str, str]]:
    """The same with what resets it, while it is typed."""
    name = f"{plain(field, None, here)} · the default"
    fits = one_line(typed).casefold() in name.casefold()
    return [*offers(field, typed, here), *([(clip(name, CHOICE_NAME), DEFAULT)] if fits else [])]


def _offered(field: Field, here: Here) -> Iterable[tuple[str, str]]:
    match field.kind:
        case Kind.NUMBER:
            return [(field.number(step), str(step)) for step in field.steps]
        case Kind.SHOW:
            return [(one_line(title), show_id) for show_id, title in here.shows.items()]
        case Kind.ROLE:
            return [(f"@{one_line(role.name)}", str(role.id)) for role in here.roles.values() if role.worn]
        case Kind.CHANNEL:
            usable = (each for each in here.channels.values() if each.seen and each.open)
            return [(f"#{one_line(each.name)}", str(each.id)) for each in usable]
        case _:
            return [(words, value) for value, words in field.values.items()]


def _fits(field: Field, number: int) -> bool:
    lowest, highest = NUMBERS[field.name]
    return lowest <= number <= highest


def _number(field: Field, plainly: str, text: str) -> str | None:
    if "0" in field.values and (plainly in _NEVER or plainly == field.values["0"]):
        return fit(field.name, "0")
    number = field.unit.read(plainly)
    if number is None or not _fits(field, number):
        lowest, highest = NUMBERS[field.name]
        raise Refusal(
            f"“{field.label}” takes a whole number of {field.unit.noun} from {lowest:,} to {highest:,}, "
            f"not {quote(text)}. `{DEFAULT}` resets it."
        )
    return fit(field.name, str(number))


def _choice(field: Field, plainly: str, text: str) -> str | None:
    named = {words.casefold(): value for value, words in field.values.items()} | {v: v for v in field.values}
    value = named.get(plainly) or named.get(_WORDS.get(plainly, ""))
    if value is None:
        choices = listed(tuple(f"`{each}` ({words})" for each, words in field.values.items()))
        raise Refusal(f"“{field.label}” cannot be {quote(text)}. Choose among {choices}.")
    return fit(field.name, value)


def _show(field: Field, text: str, here: Here) -> str | None:
    found = _named(text, here.shows)
    if found is None:
        raise Refusal(f"No show of my catalogue is called {quote(text)}. Choose one from the list.")
    return fit(field.name, found)


def _role(field: Field, text: str, here: Here) -> str | None:
    pings = field.name == "reminder_role"
    everyone = text == str(here.id) or text.casefold().strip("<@&>") in {"everyone", str(here.id)}
    if everyone and pings:
        raise Refusal("I never mention everyone. Choose a role that members can do without.")
    if everyone or text.casefold() in _NONE:
        return None
    role = here.roles.get(_mentioned(text, r"<@&(\d+)>", {r.id: r.name for r in here.roles.values()}) or 0)
    if role is None:
        raise Refusal(f"This server has no role like {quote(text)}. Choose one from the list.")
    if not role.worn:
        raise Refusal("That role belongs to a bot, and no member can have it. Choose another one.")
    return fit(field.name, str(role.id))


def _channel(field: Field, text: str, here: Here) -> str | None:
    if text.casefold() in _NONE:
        return None
    seen = {each.id: each.name for each in here.channels.values() if each.seen}
    channel = here.channels.get(_mentioned(text, r"<#(\d+)>", seen) or 0)
    if channel is None:
        raise Refusal(f"{quote(text)} is no text channel here that you see. Choose one from the list.")
    if not channel.open:
        raise Refusal(
            f"I may not post in <#{channel.id}>. Let me view it and send messages there, or choose another "
            "channel."
        )
    return fit(field.name, str(channel.id))


def _mentioned(text: str, mention: str, names: Mapping[int, str]) -> int | None:
    """The id of the role or channel that is mentioned, or has this id or name; None where none has."""
    found = re.fullmatch(mention, text)
    if found is not None:
        return next((each for each in names if str(each) == found[1]), None)
    return _named(text.lstrip("@#"), names)


_Key = TypeVar("_Key", str, int)


def _named(text: str, names: Mapping[_Key, str]) -> _Key | None:
    """The key of what has this key or name, else of what alone has it in its name.

    Raises:
        Refusal: several have.
    """
    asked = text.casefold()
    plainly = {key: one_line(name).casefold() for key, name in names.items()}
    found = [key for key, name in plainly.items() if asked in {str(key), name}]
    found = found or [key for key, name in plainly.items() if asked and asked in name]
    if len(found) > 1:
        raise Refusal(f"Several are called like {quote(text)}. Choose one from the list.")
    return found[0] if found else None
