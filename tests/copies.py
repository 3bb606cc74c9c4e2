"""Copies that the simulated Discord makes of payloads, several times as fast: a walk makes a million."""

import marshal
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

import simcord.backend.serializers
import simcord.components
import simcord.gateway
import simcord.http.router
import simcord.results


def copied(value: Any) -> Any:
    """What `copy.deepcopy` makes of it; of JSON, several times as fast."""
    try:
        return marshal.loads(marshal.dumps(value))  # noqa: S302  bytes of this very line
    except ValueError:  # it holds something that no JSON does
        return deepcopy(value)


def hasten() -> None:
    """Let the simulated Discord copy like that."""
    for module in (simcord.results, simcord.components, simcord.backend.serializers):
        setattr(module, "deepcopy", copied)  # noqa: B010  the name that they have imported
    for module in (simcord.http.router, simcord.gateway):
        setattr(module, "copy", SimpleNamespace(deepcopy=copied))  # noqa: B010  likewise
