"""All that the bot sends while a member acts, and for whose eyes: answers, suggestions, posts, files."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import simcord

from bot.domain.spoilers import Level
from bot.text import quote
from tests.hidden import Eyes, Secret

_PRIVATE = 64
"""The flag of a message that one member sees alone (Discord, "Message Flags")."""
_MESSAGE, _DEFERRED, _EDIT, _SUGGESTIONS, _FORM = 4, 5, 7, 8, 9
"""How an interaction is answered (Discord, "Interaction Callback Type")."""


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did: `name` the command or what else it began with, `how` the rest.

    `alone`: on a message that they see alone; `dm`: in a direct message; `typed`: their own words, which
    may come back to them.
    """

    name: str
    member_id: int
    how: str = ""
    alone: bool = False
    dm: bool = False
    typed: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} {self.how}"


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that was sent: where it stood, to whom (None: all in the channel), and while who did what."""

    place: str
    text: str
    to: int | None
    act: Act


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret that reached somebody from whom it is to be kept."""

    sent: Sent
    secret: Secret

    def __str__(self) -> str:
        who = "everybody" if self.sent.to is None else "one member"
        where = f"to {who} in the {self.sent.place} of {self.sent.act}"
        return f"{self.secret.what} {where}: {self.sent.text[:300]!r}"


class Traffic:
    """Records what the bot sends from now on, and finds what should not be in it."""

    def __init__(self, env: simcord.Env, eyes: Eyes) -> None:
        self.sent: list[Sent] = []
        self.leaks: list[Leak] = []
        self._env = env
        self._eyes = eyes
        self._read = len(env.http_requests)
        self._alone: dict[str, bool] = {}
        self._uploads: dict[int, list[tuple[str, str]]] = {}
        self._listen_to_uploads()

    def note(self, act: Act, safe: frozenset[str], *, hides: bool) -> None:
        """Read what was sent since the last time; `safe` are the keys of what the one who acted has watched.

        `hides`: titles are kept from those who have not watched.
        """
        for place, text, to in self._new(act):
            sent = Sent(place, _without_echo(text, act), to, act)
            self.sent.append(sent)
            known = safe if to == act.member_id else frozenset[str]()
            self.leaks += [
                Leak(sent, secret)
                for secret in self._eyes.see(sent.text)
                if not secret.needs <= known and (hides or secret.level is not Level.TITLE)
            ]

    def _listen_to_uploads(self) -> None:
        """Keep what files hold beside the request that brings them, which is the last one logged."""
        cdn: Any = self._env.backend.cdn
        store = cdn.store_attachment

        def listen(found: int, channel_id: int, name: str, data: bytes, description: str | None) -> Any:
            place = "picture" if name.endswith(".png") else "file"
            texts = [(place, name), (place, data.decode(errors="replace")), ("alt text", description or "")]
            self._uploads.setdefault(len(self._env.http_requests) - 1, []).extend(texts)
            return store(found, channel_id, name, data, description)

        cdn.store_attachment = listen

    def _new(self, act: Act) -> Iterator[tuple[str, str, int | None]]:
        """Place, text and addressee of everything new."""
        requests = self._env.http_requests
        for at in range(self._read, len(requests)):
            request = requests[at]
            if request.method == "GET":
                continue
            place, to = self._addressee(request.method, request.path, request.json or {}, act)
            if act.dm and to is None:
                to = act.member_id
            for where, text in [*_texts(request.json, place), *self._uploads.pop(at, ())]:
                yield where, text, to
        self._read = len(requests)

    def _addressee(self, method: str, path: str, body: Mapping[str, Any], act: Act) -> tuple[str, int | None]:
        if found := re.fullmatch(r"/interactions/\d+/([^/]+)/callback", path):
            kind = body.get("type")
            data: Mapping[str, Any] = body.get("data") or {}
            flags = int(data.get("flags") or 0)
            alone = act.alone if kind == _EDIT else kind in (_SUGGESTIONS, _FORM) or bool(flags & _PRIVATE)
            self._alone[found[1]] = alone
            return "suggestions" if kind == _SUGGESTIONS else "answer", act.member_id if alone else None
        if found := re.fullmatch(r"/webhooks/\d+/([^/]+)(/messages/.*)?", path):
            alone = (
                self._alone.get(found[1], False) if found[2] else bool((body.get("flags") or 0) & _PRIVATE)
            )
            return "answer", act.member_id if alone else None
        if found := re.match(r"/channels/(\d+)/", path):
            members = {channel: member for member, channel in self._env.backend.dm_channels.items()}
            if int(found[1]) in members:
                return "direct message", members[int(found[1])]
        return "edit" if method == "PATCH" else "post", None


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text in a body, and whether it describes a picture."""
    match value:
        case str():
            yield place, value
        case list():
            for part in value:  # pyright: ignore[reportUnknownVariableType]  Discord's JSON
                yield from _texts(part, place)
        case dict():
            shown = "media" in value
            for name, part in value.items():  # pyright: ignore[reportUnknownVariableType]  Discord's JSON
                yield from _texts(part, "alt text" if shown and name == "description" else place)
        case _:
            pass


def _without_echo(text: str, act: Act) -> str:
    """`text` without what the member typed themselves, where it is quoted or stands alone."""
    for typed in act.typed:
        text = "" if text == typed else text.replace(quote(typed), "“”")
    return text
