"""What the bot could not do is told to those who can mend it: alone, after they were answered, once a day."""

from typing import Any
from unittest.mock import Mock

import discord
import pytest
import simcord

from bot.abilities import Feature
from bot.client import Interaction
from bot.faults import EVERYWHERE
from cogs.servers import actions
from cogs.servers.cards import SAID, faults_card
from cogs.servers.cog import ServersCog
from db import server_faults
from tests.cogs.parties.eventing import forbid
from tests.cogs.parties.planning import planned
from tests.cogs.servers.support import deny, hide_from, manager, settle
from tests.cogs.votes.support import opened, score
from tests.world import World, answer, buttons, count_transactions, words

HOUR, DAY = 3600, 24 * 3600


async def spoilt(world: World, *denied: str) -> None:
    """A vote whose result the bot could not post."""
    panel = await opened(world, closes="2h")
    await score(world.tomas, panel, 9)
    deny(world, *(denied or ("send_messages",)))
    await world.env.advance_time(2 * HOUR + 10)


async def told(who: simcord.MemberActor, world: World) -> list[str]:
    """What somebody is told beside the answer to a command."""
    result = await who.slash(world.channel, "episode", episode="5")
    assert result.response is not None
    assert all(message.ephemeral for message in result.followups)
    return [words(message) for message in result.followups]


async def missed(world: World, feature: Feature) -> None:
    """Let a permission be missed in the channel, now."""
    cog = world.bot.get_cog("Servers")
    assert isinstance(cog, ServersCog)
    with world.env.time_context():
        await cog.on_permission_missed(world.guild.id, world.channel.id, feature)


async def test_who_manages_the_server_is_told_with_their_next_command(world: World) -> None:
    mika = manager(world)
    await spoilt(world)

    result = await mika.slash(world.channel, "episode", episode="5")

    (said,) = result.followups
    assert said.ephemeral
    assert (
        f"- **Vote panels and their results** in <#{world.channel.id}>: I lack *Send Messages*, "
        "so none follows a party, and a result is told in its panel alone."
    ) in words(said)
    assert list(buttons(said)) == ["Check my permissions"]
    assert "### <#" in words(answer(await mika.click(said, label="Check my permissions")))


async def test_nobody_else_is_told(world: World) -> None:
    await spoilt(world)

    assert await told(world.hana, world) == []


async def test_it_is_told_once(world: World) -> None:
    mika, ines = manager(world), manager(world, "ines")
    await spoilt(world)
    assert len(await told(mika, world)) == 1

    assert await told(mika, world) == []
    assert await told(ines, world) == []


async def test_what_goes_on_is_told_again_after_a_day(world: World) -> None:
    mika = manager(world)
    await spoilt(world)
    assert len(await told(mika, world)) == 1
    await world.env.advance_time(DAY - 3 * HOUR)
    await missed(world, Feature.POLLS)
    assert await told(mika, world) == []

    await world.env.advance_time(3 * HOUR)

    (said,) = await told(mika, world)
    assert "**Polls and their results**" in said


async def test_with_a_press_it_is_told_after_the_answer(world: World) -> None:
    mika = manager(world)
    card = answer(await world.hana.slash(world.channel, "episode", episode="5"))
    await spoilt(world)

    await mika.click(card, label="6 →")
    await settle(world)

    seen = [words(each) for each in world.channel.history(viewer=mika)]
    assert seen[-2].startswith("## 6")
    assert seen[-1].startswith("## I could not do all that I should")
    assert "I could not do" not in "".join(words(each) for each in world.channel.history(viewer=world.hana))


async def test_after_a_form_was_opened_it_waits_for_the_next_press(world: World) -> None:
    async def open_form(interaction: Interaction, _: str) -> None:
        form = discord.ui.Modal(title="A form", custom_id="test:form:1")
        form.add_item(discord.ui.Label(text="Text", component=discord.ui.TextInput(custom_id="text")))  # pyright: ignore[reportUnknownArgumentType]
        await interaction.response.send_modal(form)

    world.bot.routes.add("test:form", open_form)
    mika = manager(world)
    message = await world.post_button("test:form:1")
    await spoilt(world)
    await mika.click(message, label="Press")
    await settle(world)

    assert len(await told(mika, world)) == 1


async def test_what_was_mended_meanwhile_is_not_told(world: World) -> None:
    mika = manager(world)
    await spoilt(world)
    deny(world)

    assert await told(mika, world) == []
    async with world.db.snapshot() as tx:
        assert await tx.all("SELECT 1 FROM server_faults") == []


async def test_it_is_told_after_a_restart(world: World) -> None:
    mika = manager(world)
    await spoilt(world)
    await world.restart()

    assert len(await told(mika, world)) == 1


async def test_a_channel_that_they_do_not_see_is_counted_and_not_named(world: World) -> None:
    mika = manager(world)
    await spoilt(world)
    hide_from(world, mika, world.channel)
    elsewhere = world.guild.create_text_channel("elsewhere")
    result = await mika.slash(elsewhere, "episode", episode="5")

    (said,) = result.followups
    assert "- 1 thing in channels that you cannot see." in words(said)
    assert str(world.channel.id) not in str(said.components)


async def test_who_has_looked_at_all_permissions_need_not_be_told(world: World) -> None:
    mika = manager(world)
    await spoilt(world)
    message = await world_button(world, f"settings:check:{world.guild.id}")
    await mika.click(message, label="Press")
    await settle(world)

    assert not any("I could not do" in words(each) for each in world.channel.history(viewer=mika))
    assert await told(mika, world) == []


async def world_button(world: World, custom_id: str) -> discord.Message:
    """A message with a button, though the bot may not write."""
    deny(world)
    message = await world.post_button(custom_id)
    deny(world, "send_messages")
    return message


async def test_a_result_without_its_picture_is_told(world: World) -> None:
    mika = manager(world)
    panel = await opened(world, closes="2h")
    await score(world.tomas, panel, 9)
    deny(world, "attach_files")
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await world.env.advance_time(2 * HOUR + 10)

    (said,) = await told(mika, world)

    assert "**Pictures and files**" in said
    assert "I lack *Attach Files*, so results come without their picture." in said
    assert "**Vote panels" not in said


async def test_an_event_that_could_not_be_made_is_told_of_the_server_as_a_whole(world: World) -> None:
    mika = manager(world)
    forbid(world, "create_events")
    await planned(world)
    await settle(world)

    (said,) = await told(mika, world)

    assert "**Discord’s events** on this server: I lack *Create Events*" in said


async def test_where_nothing_failed_it_costs_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    mika = manager(world)
    counted = count_transactions(world, monkeypatch)
    await told(world.hana, world)
    plain = len(counted)
    await told(mika, world)

    assert len(counted) == 2 * plain


async def test_a_database_that_fails_meanwhile_spoils_no_answer(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    mika = manager(world)
    await spoilt(world)
    monkeypatch.setattr(actions, "take_faults", Mock(side_effect=ConnectionError))

    assert await told(mika, world) == []
    assert "could not tell server" in caplog.text


async def test_what_could_not_be_told_after_all_is_told_next_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mika = manager(world)
    await spoilt(world)
    with monkeypatch.context() as broken:
        broken.setattr(discord.Webhook, "send", Mock(side_effect=ConnectionError))
        assert await told(mika, world) == []

    assert len(await told(mika, world)) == 1


async def test_a_feature_of_another_version_is_passed_over(world: World) -> None:
    mika = manager(world)
    async with world.db.transaction() as tx:
        await server_faults.note(
            tx, guild_id=world.guild.id, channel_id=EVERYWHERE, feature="yodelling", now=world.env.now()
        )
    await world.restart()

    assert await told(mika, world) == []


def test_more_than_fits_is_counted() -> None:
    card: Any = faults_card([f"- fault {n}" for n in range(SAID + 3)], hidden=2, guild_id=1)

    text = card.children[1].content
    assert text.count("- fault") == SAID
    assert "- 3 things more." in text
    assert "- 2 things in channels that you cannot see." in text
