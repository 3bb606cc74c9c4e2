"""What the simulated Discord lacks: to tell at once all commands that a server gave or took."""

from typing import Any

from simcord.http import RequestContext, route


def teach() -> None:
    """Let the simulated Discord answer what the real one does."""
    route("GET", "/applications/{application_id}/guilds/{guild_id}/commands/permissions")(_overrides)


def _overrides(context: RequestContext) -> list[dict[str, Any]]:
    here = context.int_arg("guild_id")
    return [
        {
            "id": str(command_id),
            "application_id": context.args["application_id"],
            "guild_id": str(here),
            "permissions": entries,
        }
        for (guild_id, command_id), entries in context.backend.command_permissions.items()
        if guild_id == here
    ]
