"""Discord's own description of its API, where a copy lies beside the project, to hold payloads against."""

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from jsonschema_rs import Draft202012Validator

ROOT = Path(__file__).parent.parent
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
COMMANDS = "/applications/{application_id}/commands"
MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"
FOLLOWUP = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"


def faults(method: str, path: str, body: Any) -> list[str]:
    """What Discord's description has against `body`; nothing where the description is not present."""
    return _faults(method.lower(), path, json.dumps(body)) if is_present() else []


@lru_cache(maxsize=4096)  # the same commands are sent at each start, the same cards in many tests
def _faults(method: str, path: str, text: str) -> list[str]:
    body = json.loads(text)
    found = _validator(method, path).iter_errors(
        _with_texts_for_ids(body) if isinstance(body, dict) else body
    )
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:500]}" for error in found]


def _with_texts_for_ids(body: Any) -> Any:
    """`body` with its ids in text: discord.py writes some as numbers, which Discord takes as well."""
    for upload in [*(body.get("attachments") or ()), *(body.get("data", {}).get("attachments") or ())]:
        upload["id"] = str(upload["id"])
    mentions: dict[str, Any] = body.get("allowed_mentions") or {}
    for kind in mentions.keys() & {"users", "roles"}:
        mentions[kind] = [str(each) for each in mentions[kind]]
    for value in _preset(body):
        value["id"] = str(value["id"])
    return body


def _preset(part: Any) -> Iterator[dict[str, Any]]:
    """What lists of roles and channels show as chosen, however deep."""
    if isinstance(part, dict):
        found = cast("dict[str, Any]", part)
        yield from found.get("default_values") or ()
        part = list(found.values())
    if isinstance(part, list):
        for each in cast("list[Any]", part):
            yield from _preset(each)


def is_present() -> bool:
    """Whether a copy of the description was found."""
    return _description() is not None


@cache
def _description() -> dict[str, Any] | None:
    found = next(ROOT.parent.glob("*/discord/openapi.json"), None)
    return json.loads(found.read_text(encoding="utf-8")) if found else None


@cache
def _validator(method: str, path: str) -> Draft202012Validator:
    description = _description() or {}
    schema = description["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": description["components"]})
