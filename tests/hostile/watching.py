"""Everything that was sent to Discord, looked at for a text of a member's that does something there."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from bot.text import ALT_TEXT
from tests.hostile.markdown import acts, hidden
from tests.hostile.payloads import HOST, ID
from tests.world import TEXT, World, walk

_GALLERY = 12
_FOREIGN = (ID, HOST, "@everyone", "@here", "4242:", "t:4242", "abc", ":evil", ":thumbsup:", ":+1:")
"""What a sign that acts holds, where it comes from what was typed."""


def sent_since(world: World, since: int) -> list[Mapping[str, Any]]:
    """The bodies of messages that were sent or changed since then, as Discord takes them."""
    bodies: list[Mapping[str, Any]] = []
    for entry in world.env.http_requests[since:]:
        body: Any = entry.json
        if entry.method in {"POST", "PATCH"} and body:
            bodies.append(body.get("data") or {} if entry.path.endswith("/callback") else body)
    return bodies


def texts(bodies: list[Mapping[str, Any]]) -> Iterator[str]:
    """The paragraphs in them, which Discord reads as markdown."""
    for body in bodies:
        assert not body.get("content")
        assert not body.get("embeds")
        yield from (part["content"] for part in walk(body.get("components")) if part.get("type") == TEXT)


def signs(bodies: list[Mapping[str, Any]]) -> Counter[str]:
    """What acts in them, by kind: a mention of one member is as good as of another."""
    found = [sign for text in texts(bodies) for sign in acts(text)]
    return Counter(sign[:3] if sign[:1] in "<[" else sign for sign in found)


def check(world: World, since: int) -> None:
    """Nothing that was typed acts, pings, hides or breaks out in anything that was sent since then."""
    for entry in world.env.http_requests[since:]:
        _check_strings(entry.json)
        if entry.method == "POST" and ("/callback" in entry.path or entry.path.endswith("/messages")):
            body: Any = entry.json or {}
            data = body.get("data", {}) if "/callback" in entry.path else body
            if "components" in data and "choices" not in data and "title" not in data:
                assert data["allowed_mentions"]["parse"] == [], entry
                assert not data["allowed_mentions"].get("roles"), entry
                assert ID not in map(str, data["allowed_mentions"].get("users", ())), entry
    bodies = sent_since(world, since)
    for text in texts(bodies):
        foreign = [sign for sign in acts(text) if any(mark in sign for mark in _FOREIGN)]
        assert foreign == [], text
    for body in bodies:
        _check_pictures(body)
        assert len(body.get("choices") or ()) <= 25
        assert all(0 < len(choice["name"]) <= 100 for choice in body.get("choices") or ())


def _check_pictures(body: Mapping[str, Any]) -> None:
    for part in walk(body.get("components")):
        if part.get("type") == _GALLERY:
            for item in part["items"]:
                assert 0 < len(item["description"]) <= ALT_TEXT
                assert "\n" not in item["description"]


def _check_strings(value: Any) -> None:
    """No text anywhere holds what no text should; what was typed comes back in no list's or button's name."""
    match value:
        case str():
            assert list(hidden(value)) == [], repr(value)
            value.encode()
        case dict():
            for each in value.values():  # pyright: ignore[reportUnknownVariableType]  Discord's JSON
                _check_strings(each)
        case list():
            for each in value:  # pyright: ignore[reportUnknownVariableType]  likewise
                _check_strings(each)
        case _:
            pass
