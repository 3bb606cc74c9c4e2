"""Discord's own description of its API, where a copy lies beside the project, to hold payloads against."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

ROOT = Path(__file__).parent.parent
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
COMMANDS = "/applications/{application_id}/commands"


def faults(method: str, path: str, body: Any) -> list[str]:
    """What Discord's description has against `body`; nothing where the description is not present."""
    validator = _validator(method.lower(), path)
    if validator is None:
        return []
    found: Iterable[ValidationError] = validator.iter_errors(body)  # pyright: ignore[reportUnknownMemberType]
    return [error.message[:500] for error in found]


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
