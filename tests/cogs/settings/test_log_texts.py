"""The log of what was hidden, shown, reported and kept."""

import pytest

from bot.domain.server_log import Deed
from db import server_settings
from tests.cogs.settings.noting import latest, note, office, text_of
from tests.cogs.settings.support import manager, put
from tests.world import World, answer, buttons, words


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        (Deed.HIDDEN, "hid a comment by"),
        (Deed.SHOWN, "showed again a comment by"),
        (Deed.REPORTED, "reported a comment by"),
        (Deed.KEPT, "kept a reported comment by"),
    ],
)
async def test_what_was_done_with_a_text_is_told_without_the_text(
    world: World, deed: Deed, said: str
) -> None:
    channel = await office(world)
    review_id = await text_of(world, world.tomas)

    await note(world, deed, str(review_id), reason="**rude** @everyone")

    (told,) = channel.history()
    who = "A member" if deed is Deed.REPORTED else f"<@{world.hana.id}>"
    assert words(told).startswith(
        f"{who} {said} <@{world.tomas.id}> on 12 · A Hot, Amazing, New Production.\n"
        "Reason: “\u2068\\*\\*rude\\*\\* \\@everyone\u2069”"
    )
    assert {label: part["custom_id"] for label, part in buttons(told).items()} == {
        "Read it": f"review:one:{review_id}",
        "Show changes": f"settings:changes:{(await latest(world)).id}",
    }
    assert "SECRET" not in str([entry.json for entry in world.env.http_requests])


async def test_who_reported_is_said_to_those_who_manage_the_server_alone(world: World) -> None:
    mia = manager(world)
    channel = await office(world, mia)
    review_id = await text_of(world, world.tomas)

    await note(world, Deed.REPORTED, str(review_id), reason="rude")

    (told,) = channel.history()
    assert words(told).startswith(f"A member reported a comment by <@{world.tomas.id}> on 12")
    assert str(world.hana.id) not in words(told)
    changes = words(answer(await mia.click(told, label="Show changes")))
    assert f"<@{world.hana.id}> reported a comment by" in changes


@pytest.mark.parametrize("deed", [Deed.REPORTED, Deed.HIDDEN])
@pytest.mark.parametrize("case", ["spoils", "public", "deleted"])
async def test_a_reason_that_may_spoil_is_said_to_those_who_manage_the_server_alone(
    world: World, deed: Deed, case: str
) -> None:
    mia = manager(world)
    channel = await office(world, mia)
    if case == "public":
        await put(world, mia, "log", "lounge")
        channel = world.channel
    review_id = await text_of(world, world.tomas, spoils=case == "spoils")

    subject = "77" if case == "deleted" else str(review_id)
    entry = await note(world, deed, subject, reason="It says that SHE WINS")

    told = next(each for each in channel.history() if f"settings:changes:{entry.id}" in str(buttons(each)))
    assert "SHE WINS" not in words(told)
    assert "those who manage this server *Read it*" in words(told) or case == "deleted"
    assert "Reason:" in words(answer(await mia.click(told, label="Show changes")))


async def test_titles_that_the_server_hides_are_hidden_in_its_log(world: World) -> None:
    channel = await office(world)
    async with world.db.transaction() as tx:
        await server_settings.put(tx, guild_id=world.guild.id, name="hides_titles", value="yes")

    await note(world, Deed.HIDDEN, str(await text_of(world, world.tomas)))

    (told,) = channel.history()
    assert "on Episode 12." in words(told)
    assert "Amazing" not in words(told)


async def test_a_text_about_the_series_is_named_so_and_one_that_was_deleted_is_said_to_be(
    world: World,
) -> None:
    channel = await office(world)
    await note(world, Deed.HIDDEN, str(await text_of(world, world.tomas, episode="")))
    await world.env.advance_time(1)
    await note(world, Deed.KEPT, "77")

    said = {words(message).partition("\n")[0] for message in channel.history()}
    assert said == {
        f"<@{world.hana.id}> hid a comment by <@{world.tomas.id}> on Kaleido Star.",
        f"<@{world.hana.id}> kept a reported text that was deleted since.",
    }


async def test_who_was_forgotten_is_not_named(world: World) -> None:
    channel = await office(world)

    await note(world, Deed.SETTING, "pause", member_id=None, after="10")
    await world.env.advance_time(1)
    await note(world, Deed.SETTING, "of_a_later_version", after="1")

    said = {words(message).partition("\n")[0] for message in channel.history()}
    assert (
        "Somebody who had their data deleted set **Break between episodes**: 5 minutes → 10 minutes." in said
    )
    assert f"<@{world.hana.id}> set **of\\_a\\_later\\_version**, which this version does not know." in said
