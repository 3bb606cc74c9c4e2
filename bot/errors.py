"""The one place where an error becomes a sentence for the person who met it."""

import logging
from contextlib import suppress

import discord
from discord import app_commands

from bot import crowd, faults, line, logs, outages, requests, ui
from bot.abilities import feature_of
from bot.domain.refusal import Refusal
from bot.ui import Interaction

_log = logging.getLogger(__name__)

_TOO_LATE = (10062, 40060)
"""Discord's codes for an interaction that is over (three seconds without an answer) or answered already."""
_GONE = (10008, 50027)
"""Discord's codes for a message that was deleted, and for an answer announced more than 15 minutes ago."""
_OUTDATED = (app_commands.CommandSignatureMismatch, app_commands.CommandNotFound)
"""What discord.py says of a command that somebody's Discord has as it was before an update."""


async def explain(interaction: Interaction, error: BaseException) -> None:
    """Tell the person, and them alone, what went wrong and what to do; log what they cannot mend.

    Never raises: it is called where nobody is left to catch.
    """
    error = _cause(error)
    late = isinstance(error, discord.HTTPException) and error.code in _TOO_LATE
    refused = isinstance(error, Refusal | app_commands.CheckFailure)
    with suppress(Exception):  # it is only counted
        requests.note_outcome(interaction, "late" if late else "refused" if refused else "failed")
    if late:
        _log.warning("%s was answered too late, or twice: %s", _what(interaction), error)
        return
    try:
        if interaction.type is discord.InteractionType.autocomplete:
            if isinstance(error, _OUTDATED):
                _log.info("no suggestions for %s, which is not as Discord has it", _what(interaction))
            else:
                _log.warning("no suggestions for %s: %s", _what(interaction), error)
            await interaction.response.autocomplete([])
            return
        if isinstance(error, discord.Forbidden):
            await _tell_forbidden(interaction, error)
        else:
            await ui.tell(interaction, _sentence(interaction, error))
    except discord.HTTPException as failed:
        _log.warning("could not answer %s: %s", _what(interaction), failed)
    except Exception:  # noqa: BLE001  there is nobody left to tell
        _log.exception("could not answer %s", _what(interaction))


def _cause(error: BaseException) -> BaseException:
    """What a command or a converter of its options raised, without discord.py's wrapping."""
    while (
        isinstance(error, app_commands.CommandInvokeError | app_commands.TransformerError) and error.__cause__
    ):
        error = error.__cause__
    return error


def _sentence(interaction: Interaction, error: BaseException) -> str:
    match error:
        case Refusal():
            return error.sentence
        case Exception() if isinstance(error, _OUTDATED):
            _log.warning("%s is not as Discord has it: %s", _what(interaction), error)
            return "I have been updated since your Discord loaded my commands. Restart Discord and try again."
        case app_commands.NoPrivateMessage():
            return "That works in a server only."
        case app_commands.CommandOnCooldown(retry_after=seconds):
            return f"That was quick. Try again in {max(1, round(seconds))} s."
        case app_commands.CheckFailure():
            return "You may not use that here."
        case discord.HTTPException(code=code) if code in _GONE:
            _log.warning("%s: what it shows was deleted: %s", _what(interaction), error)
            return (
                "The message that you used was deleted meanwhile. Use the command again to see how it stands."
            )
        case crowd.Unheard():
            _log.warning("%s could not reach Discord: %s", _what(interaction), error.__cause__)
            return "Discord did not hear me just now, so I did nothing. Try again."
        case Exception() if line.passes(error):
            _log.warning("%s could not reach Discord: %s", _what(interaction), error)
            return "Discord did not hear me just now. What you did may count: look before you repeat it."
        case Exception() if outage := outages.of(error):
            _log.error("%s failed, %s (%s)", _what(interaction), outage.logged, error)
            return outage.told
        case _:
            return _unexpected(interaction, error)


async def _tell_forbidden(interaction: Interaction, error: discord.Forbidden) -> None:
    """Say that a permission is missing; who manages the server can see which, or hears of it later."""
    _log.warning("%s was forbidden by Discord: %s", _what(interaction), error)
    guild_id, allowed = interaction.guild_id, interaction.permissions
    if guild_id is not None and allowed.manage_guild:
        sentence = (
            "Discord does not let me do that here: I lack a permission. See which one, and what it takes."
        )
        await ui.tell(interaction, sentence, ui.row(faults.check_button(guild_id)))
        return
    feature = feature_of(_what(interaction).strip("/'").replace(":", " ").partition(" ")[0])
    if guild_id is not None and feature is not None:
        place = interaction.channel_id or faults.EVERYWHERE
        faults.note(interaction.client, error, guild_id=guild_id, channel_id=place, feature=feature)
    await ui.tell(
        interaction,
        "Discord does not let me do that here. Ask whoever runs this server to check my permissions.",
    )


def _unexpected(interaction: Interaction, error: BaseException) -> str:
    reference = logs.current_request() or logs.begin_request(interaction.id)
    extra = {
        "reference": reference,
        "interaction_id": interaction.id,
        "guild_id": interaction.guild_id,
        "user_id": interaction.user.id,
    }
    _log.error("%s failed, reference %s", _what(interaction), reference, exc_info=error, extra=extra)
    return (
        "Something went wrong on my side, and it has been noted. If it happens again, tell whoever runs me "
        f"this reference: `{reference}`."
    )


def _what(interaction: Interaction) -> str:
    """What was asked, for the log: `/episode`, or the custom id that was pressed."""
    if interaction.command is not None:
        return f"/{interaction.command.qualified_name}"
    data = interaction.data or {}
    return repr(str(data.get("custom_id") or data.get("name") or interaction.type.name)[:100])
