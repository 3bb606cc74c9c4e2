"""Whatever goes wrong, the person is told, alone; what discord.py would drop or lose is not lost."""

import logging
import re
from unittest.mock import Mock

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot import errors, ui
from bot.client import Interaction
from bot.domain.refusal import Refusal
from bot.lookup import Lookup
from bot.options import EpisodeOption
from tests.world import World, answer, words

REFERENCE = re.compile(r"this reference: `([0-9A-F]{6})`")


async def _broken(_: Interaction, __: str) -> None:
    raise RuntimeError("the secret reason")


async def test_an_error_behind_a_button_is_answered_and_logged_with_one_reference(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.bot.routes.add("test:boom", _broken)

    told = answer(await world.hana.click(await world.post_button("test:boom:1"), label="Press"))

    assert told.ephemeral
    reference = REFERENCE.search(words(told))
    assert reference
    assert "secret reason" not in words(told)
    (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert reference[1] in record.getMessage()
    assert record.exc_info is not None
    assert str(record.exc_info[1]) == "the secret reason"


async def test_an_error_in_a_command_is_answered_and_logged_with_one_reference(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Lookup, "find", Mock(side_effect=RuntimeError("the secret reason")))
    world.provoked.append(RuntimeError)

    told = answer(await world.hana.slash(world.channel, "episode", episode="26"))

    reference = REFERENCE.search(words(told))
    assert told.ephemeral
    assert reference
    assert any(reference[1] in record.getMessage() for record in caplog.records)


def _from_an_option() -> app_commands.TransformerError:
    """A refusal as discord.py wraps it when reading an option raised it."""
    wrapped = app_commands.TransformerError("26", discord.AppCommandOptionType.string, EpisodeOption())
    wrapped.__cause__ = Refusal("No such option.")
    return wrapped


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Refusal("No such thing."), "No such thing."),
        (_from_an_option(), "No such option."),
        (app_commands.NoPrivateMessage(), "That works in a server only."),
        (app_commands.MissingPermissions(["manage_guild"]), "You may not use that here."),
        (
            app_commands.CommandOnCooldown(app_commands.Cooldown(1, 5), 4.4),
            "That was quick. Try again in 4 s.",
        ),
        (
            app_commands.CommandOnCooldown(app_commands.Cooldown(1, 5), 0.1),
            "That was quick. Try again in 1 s.",
        ),
        (app_commands.CommandNotFound("episode", []), "Restart Discord and try again."),
        (discord.Forbidden(Mock(status=403, reason="no"), "no"), "check my permissions"),
        (discord.NotFound(Mock(status=404, reason=""), {"code": 10008}), "was deleted meanwhile"),
        (discord.DiscordServerError(Mock(status=503, reason=""), ""), "Discord did not hear me"),
    ],
)
async def test_an_error_that_somebody_can_mend_says_how(
    world: World, error: Exception, sentence: str
) -> None:
    async def broken(_: Interaction, __: str) -> None:
        raise error

    world.bot.routes.add("test:boom", broken)

    told = answer(await world.hana.click(await world.post_button("test:boom:1"), label="Press"))

    assert told.ephemeral
    assert sentence in words(told)
    assert not REFERENCE.search(words(told))


async def test_who_was_answered_already_is_told_in_a_second_message(world: World) -> None:
    async def answered_then_broken(interaction: Interaction, _: str) -> None:
        await ui.reply(interaction, ui.card("First."))
        raise Refusal("Then it broke.")

    world.bot.routes.add("test:boom", answered_then_broken)

    result = await world.hana.click(await world.post_button("test:boom:1"), label="Press")

    (told,) = result.followups
    assert told.ephemeral
    assert words(told) == "Then it broke."


async def test_an_answer_that_discord_does_not_take_is_logged_and_nothing_else_breaks(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", "/interactions/*/callback", status=400, times=2)
    world.provoked.append(discord.HTTPException)

    result = await world.hana.slash(world.channel, "episode", episode="26")

    assert not result.acknowledged
    assert "could not answer /episode" in caplog.text
    assert words(answer(await world.hana.slash(world.channel, "episode", episode="26"))).startswith("## 26")


async def test_an_interaction_that_is_over_is_logged_and_nothing_else_breaks(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def late(interaction: Interaction, _: str) -> None:
        world.env.backend.clock.advance(3.5)
        await ui.reply(interaction, ui.card("Too late."))

    world.bot.routes.add("test:late", late)
    message = await world.post_button("test:late:1")

    result = await world.hana.click(message, label="Press")

    assert not result.acknowledged
    assert "'test:late:1' was answered too late" in caplog.text
    assert not REFERENCE.search(caplog.text)


async def test_a_form_that_was_open_across_a_restart_is_answered(world: World) -> None:
    async def open_form(interaction: Interaction, _: str) -> None:
        form = discord.ui.Modal(title="A form", custom_id="retired:form:1")
        form.add_item(discord.ui.Label(text="Text", component=discord.ui.TextInput(custom_id="text")))  # pyright: ignore[reportUnknownArgumentType]
        await interaction.response.send_modal(form)

    world.bot.routes.add("test:form", open_form)
    shown = await world.hana.click(await world.post_button("test:form:1"), label="Press")
    await world.restart()

    told = answer(await world.hana.submit_modal(shown, {"text": "hours of work"}))

    assert told.ephemeral
    assert "Use the command again." in words(told)


async def test_nothing_of_a_sent_card_is_kept_in_memory(world: World) -> None:
    for _ in range(3):
        card = answer(await world.hana.slash(world.channel, "episode", episode="5"))
        await world.hana.click(card, label="6 →")
        await world.hana.click(card, label="Synopsis")

    store = world.bot._connection._view_store  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  no public way to see
    assert store._views == {}  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    assert store._synced_message_views == {}  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def test_two_handlers_for_one_custom_id_are_refused(world: World) -> None:
    with pytest.raises(ValueError, match="is taken"):
        world.bot.routes.add("episode:show", _broken)


@pytest.mark.parametrize("name", ["episode", "episode:", "episode:show:", "Episode:Show", "a b:c"])
def test_a_handler_needs_a_feature_and_a_verb(world: World, name: str) -> None:
    with pytest.raises(ValueError, match="is not <feature>:<verb>"):
        world.bot.routes.add(name, _broken)


async def test_an_extension_that_fails_to_load_stops_the_start(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.client.EXTENSIONS", ("cogs.nothing",))

    with pytest.raises(commands.ExtensionNotFound):
        await world.restart()


async def test_explaining_never_raises(caplog: pytest.LogCaptureFixture) -> None:
    interaction = Mock(spec=discord.Interaction)
    interaction.command = None
    interaction.data = None
    interaction.response.is_done = Mock(side_effect=RuntimeError("broken"))

    await errors.explain(interaction, Refusal("Told to nobody."))

    assert "could not answer" in caplog.text


async def test_the_log_record_carries_the_reference_and_who_met_the_error(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.bot.routes.add("test:boom", _broken)

    told = answer(await world.hana.click(await world.post_button("test:boom:1"), label="Press"))

    reference = REFERENCE.search(words(told))
    (record,) = [vars(r) for r in caplog.records if r.levelno == logging.ERROR]
    assert reference
    assert (record["reference"], record["user_id"], record["guild_id"]) == (
        reference[1],
        world.hana.id,
        world.guild.id,
    )


async def test_suggestions_for_a_command_that_is_gone_are_answered_with_none(world: World) -> None:
    world.bot.tree.remove_command("episode")
    world.provoked.append(app_commands.CommandNotFound)

    assert await world.hana.autocomplete(world.channel, "episode", "episode", "26") == []
    assert world.calls()[-1].endswith("/callback")
