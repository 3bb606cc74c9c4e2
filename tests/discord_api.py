"""Discord's own description of its API, where a copy lies beside the project, to hold payloads against."""

import json
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError, validators

ROOT = Path(__file__).parent.parent
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
COMMANDS = "/applications/{application_id}/commands"
MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"


def faults(method: str, path: str, body: Any) -> list[str]:
    """What Discord's description has against `body`; nothing where the description is not present."""
    return _faults(method.lower(), path, json.dumps(body)) if is_present() else []


@lru_cache(maxsize=4096)  # the same commands are sent at each start, the same cards in many tests
def _faults(method: str, path: str, text: str) -> list[str]:
    body = json.loads(text)
    found: Iterable[ValidationError] = _validator(method, path).iter_errors(  # pyright: ignore[reportUnknownMemberType]
        _with_texts_for_ids(body) if isinstance(body, dict) else body
    )
    return [error.message[:500] for error in found]


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
    return _Quick({**schema, "components": description["components"]})


def _one_of(validator: Any, branches: list[Any], instance: Any, schema: Any) -> Iterator[ValidationError]:
    """`oneOf` without the branches that are for another `type`: trying all of them took most of the time."""
    fitting = [branch for branch in branches if _may_fit(branch, instance)]
    return Draft202012Validator.VALIDATORS["oneOf"](validator, fitting, instance, schema)


_Quick = cast("type[Draft202012Validator]", validators.extend(Draft202012Validator, {"oneOf": _one_of}))  # pyright: ignore[reportUnknownMemberType]


def _may_fit(branch: dict[str, Any], instance: Any) -> bool:
    """False only where `instance` has another value, or another `type`, than a branch demands."""
    if "const" in branch:
        return bool(branch["const"] == instance)
    types = _types(branch["$ref"]) if "$ref" in branch else None
    if types is None or not isinstance(instance, dict):
        return True
    return cast("dict[str, Any]", instance).get("type", types[0]) in types


@cache
def _types(reference: str) -> list[Any] | None:
    """The values of `type` that a schema demands; None where it does not say."""
    schema: dict[str, Any] = (_description() or {})["components"]["schemas"][reference.rpartition("/")[2]]
    return schema.get("properties", {}).get("type", {}).get("enum")
