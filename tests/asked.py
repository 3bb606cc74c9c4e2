"""An interaction of which nothing matters but who asks, and where."""

from types import SimpleNamespace
from typing import Any


def asked_by(member_id: int, *, guild_id: int | None = 7, client: Any = None) -> Any:
    return SimpleNamespace(user=SimpleNamespace(id=member_id), guild_id=guild_id, client=client)
