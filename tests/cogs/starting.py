"""The moment after a start, for tests about what is due in it."""

import pytest

from tests.world import World


def begin(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the bot know no server until it has waited for Discord to tell them, as after a start."""
    bot, known = world.bot, world.bot.get_guild

    async def told() -> None:
        monkeypatch.setattr(bot, "get_guild", known)

    def unknown(_: int) -> None:
        """There is no server yet."""

    monkeypatch.setattr(bot, "get_guild", unknown)
    monkeypatch.setattr(bot, "wait_until_ready", told)
