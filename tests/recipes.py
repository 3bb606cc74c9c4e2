"""What the crawler puts into every option; one that nobody wrote a recipe for fails the test."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

import discord
from discord import AppCommandOptionType, app_commands

from bot.domain.catalogue import Show
from tests.hidden import slipped, title_text

SUGGESTED = "(the first suggestion)"
"""Stands for what the option itself suggests."""

_LIST = b"episode\n" + b"".join(b"%d\n" % number for number in range(1, 27))

Values = Sequence[Any]


class Recipes:
    """Values for options: by name where the type does not say enough, a command's own before all others'."""

    def __init__(self, show: Show, people: Values, places: Mapping[str, Values]) -> None:
        """`people`: handles of members that an option may name; `places`: of channels, by the option."""
        seen, hidden = title_text(show.episodes[1]), title_text(show.episodes[20])
        titles = (seen, hidden, slipped(hidden), hidden.split()[-1])
        self._people = people
        self._places = places
        self._texts: Mapping[str, Values] = {
            "episode": ("6", "20", "3", "s1e8", "next", "random", *titles),
            "episodes": ("6", "1-26", "8,13,26", "all", "next", *titles),
            "poll create episodes": ("1-26", "6", "8,13,26"),
            "question": ("Which one?",),
            "options": ("tea | coffee | cocoa",),
            "poll": (SUGGESTED, "5"),
            "closes": ("2h", "never"),
            "party plan episodes": ("6", "20-21", "next", hidden),
            "party edit episodes": ("7", "20-22", hidden),
            "when": ("in 3 hours",),
            "title": ("An evening",),
            "party": (SUGGESTED,),
            "zone": ("Europe/Berlin",),
            "by": ("30", "next episode"),
            "value": ("default", "5"),
        }
        self._numbers: Mapping[str, Values] = {
            "score": (8,),
            "choices": (2,),
            "per_session": (2,),
            "seats": (2,),
            "minutes": (15,),
        }
        self._files: Mapping[str, Values] = {"file": (("watched.csv", _LIST),)}
        self._fields: Mapping[str, str] = {
            "title": "An evening",
            "body": "It was a quiet evening.",
            "verdict": "worth",
            "spoils": "no",
            "reason": "It is rude.",
            "settings:send:zone value": "Berlin",
            "value": "5",
        }

    def filled(self, form: Mapping[str, Any]) -> dict[str, Any]:
        """What to put into the fields of a form, as it is sent: by name, a form's own before all others'."""
        filled: dict[str, Any] = {}
        fields: list[Mapping[str, Any]] = [label["component"] for label in form["components"]]
        for field in fields:
            name, own = str(field.get("custom_id")), f"{form['custom_id']} {field.get('custom_id')}"
            assert own in self._fields or name in self._fields, (
                f"The crawler does not know what to write into {own!r}: add a recipe to tests/recipes.py."
            )
            value = self._fields.get(own) or self._fields[name]
            filled[name] = [value] if "options" in field else value
        return filled

    def values(self, parameter: app_commands.Parameter) -> Values:
        """What to put into an option."""
        if parameter.choices:
            return [choice.value for choice in parameter.choices]
        match parameter.type:
            case AppCommandOptionType.boolean:
                return (True, False)
            case AppCommandOptionType.user:
                return self._people
            case AppCommandOptionType.string:
                found = self._texts
            case AppCommandOptionType.integer | AppCommandOptionType.number:
                found = self._numbers
            case AppCommandOptionType.attachment:
                found = self._files
            case AppCommandOptionType.channel:
                found = self._places
            case _:
                found = dict[str, Values]()
        name = f"{parameter.command.qualified_name} {parameter.name}"
        if name in found:
            return found[name]
        assert parameter.name in found, (
            f"The crawler does not know what to put into the option /{name}"
            f" ({parameter.type.name}): add a recipe to tests/recipes.py."
        )
        return found[parameter.name]

    def typed(self, show: Show, watched: frozenset[str]) -> Iterator[str]:
        """What to type into an option that makes suggestions."""
        yield ""
        yield from "abcdefghijklmnopqrstuvwxyz"
        yield from map(str, range(1, 27))
        titles = [title_text(episode) for episode in show.episodes if episode.key not in watched]
        yield from dict.fromkeys(word for title in titles for word in title.split())
        yield from titles

    def invocations(
        self, command: "app_commands.Command[Any, ..., Any]", most: int
    ) -> Iterator[dict[str, Any]]:
        """Sets of options: what is required, with every value of each, and with any `most` others."""
        values = {parameter.name: self.values(parameter) for parameter in command.parameters}
        needed = [parameter.name for parameter in command.parameters if parameter.required]
        others = [name for name in values if name not in needed]
        for count in range(min(most, len(others)) + 1):
            for names in combinations(others, count):
                chosen = [*needed, *names]
                for found in product(*(values[name] for name in chosen)):
                    yield dict(zip(chosen, found, strict=True))


def commands_of(tree: app_commands.CommandTree[Any]) -> "Iterator[app_commands.Command[Any, ..., Any]]":
    """Every slash command, those of groups too."""
    for command in tree.walk_commands():
        if not isinstance(command, app_commands.Group):
            yield command


def menus_of(tree: app_commands.CommandTree[Any]) -> Iterator[app_commands.ContextMenu]:
    """Every entry of the menu on a member."""
    assert not tree.get_commands(type=discord.AppCommandType.message), (
        "the crawler opens no menu on messages yet"
    )
    yield from tree.get_commands(type=discord.AppCommandType.user)
