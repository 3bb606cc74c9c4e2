"""Discord's own description of its API, where a copy lies beside the project, to hold payloads against."""

import copy
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

ROOT = Path(__file__).parent.parent
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
COMMANDS = "/applications/{application_id}/commands"
MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"


def faults(method: str, path: str, body: Any) -> list[str]:
    """What Discord's description has against `body`; nothing where the description is not present."""
    validator = _validator(method.lower(), path)
    if validator is None:
        return []
    found: Iterable[ValidationError] = validator.iter_errors(  # pyright: ignore[reportUnknownMemberType]
        _with_texts_for_ids(body) if isinstance(body, dict) else body
    )  # pyright: ignore[reportUnknownMemberType]
    return [error.message[:500] for error in found]


def _with_texts_for_ids(body: Any) -> Any:
    """`body` with its ids in text: discord.py writes some as numbers, which Discord takes as well."""
    body = copy.deepcopy(body)
    for upload in [*(body.get("attachments") or ()), *(body.get("data", {}).get("attachments") or ())]:
        upload["id"] = str(upload["id"])
    if "users" in (body.get("allowed_mentions") or ()):
        body["allowed_mentions"]["users"] = [str(user_id) for user_id in body["allowed_mentions"]["users"]]
    return body


def is_present() -> bool:
    """Whether a copy of the description was found."""
    return _description() is not None


@cache
def _description() -> dict[str, Any] | None:
    found = next(ROOT.parent.glob("*/discord/openapi.json"), None)
    return json.loads(found.read_text(encoding="utf-8")) if found else None


@cache
def _validator(method: str, path: str) -> Draft202012Validator | None:
    description = _description()
    if description is None:
        return None
    schema = description["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": description["components"]})
