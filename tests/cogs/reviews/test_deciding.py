"""Reports of readers, and what those who manage the server decide."""

import pytest

from bot.domain.quotas import DEFAULTS
from bot.domain.server_log import Deed, Entry
from db import server_log
from tests.cogs.reviews.support import labels, manager, put, read, send, stored
from tests.world import World, answer, buttons, words


async def log(world: World) -> list[Entry]:
    """What was noted, the first first."""
    async with world.db.snapshot() as tx:
        return (await server_log.latest(tx, guild_id=world.guild.id, limit=50))[::-1]


async def test_a_report_reaches_those_who_manage_and_nobody_else(world: World) -> None:
    review_id = await put(world, 1, "Rude.")
    page = await read(world.hana, world)

    await send(world.hana, page, "Report", reason="It is rude.\n@everyone")

    assert "Reported: those who manage this server will look at it." in words(page)
    (entry,) = await log(world)
    assert (entry.deed, entry.member_id, entry.subject, entry.reason) == (
        Deed.REPORTED,
        world.hana.id,
        str(review_id),
        "It is rude. @everyone",
    )
    seen = words(await read(manager(world), world))
    assert f"-# Reported 1 time by <@{world.hana.id}>: It is rude. \\@everyone\n" in seen
    assert "It is rude" not in words(await read(world.tomas, world))


async def test_a_text_is_reported_once_a_member_with_or_without_a_reason(world: World) -> None:
    await put(world, 1, "Rude.")
    page = await read(world.hana, world)
    await send(world.hana, page, "Report")

    told = await send(world.hana, page, "Report", reason="Again.")

    assert words(told).startswith("You have reported that text already")
    (review,) = await stored(world)
    assert review.reports == 1
    assert [entry.reason for entry in await log(world)] == [None]


async def test_no_more_than_so_many_are_reported_in_ten_minutes(world: World) -> None:
    paced = DEFAULTS.texts_in_ten_minutes
    for number in range(paced + 1):
        await put(world, number + 1, "Rude.")
    page = await read(world.hana, world)
    for _ in range(paced):
        await send(world.hana, page, "Report")
        await world.hana.click(page, label="Older →")

    told = await send(world.hana, page, "Report")

    assert words(told) == (
        "You have reported 5 texts within 10 minutes, as many as this bot allows. Report on a little later."
    )
    await world.env.advance_time(601)
    await send(world.hana, page, "Report")
    assert sum(review.reports for review in await stored(world)) == paced + 1


async def test_who_manages_hides_a_text_and_shows_it_again(world: World) -> None:
    review_id = await put(world, world.hana.id, "Rude.")
    mila = manager(world)
    page = await read(mila, world)

    await send(mila, page, "Hide", reason="House rules.")

    assert "That text is hidden: only its author and those who manage this server see it now." in words(page)
    assert f"-# Hidden by <@{mila.id}> <t:" in words(page)
    assert "Nobody has written anything here yet." in words(await read(world.tomas, world))
    own = words(await read(world.hana, world))
    assert "from all but its author and managers: House rules.\n" in own
    assert f"<@{mila.id}>" not in own
    await mila.click(page, label="Show again")
    assert words(await read(world.tomas, world)).endswith("Rude.")
    assert [(entry.deed, entry.member_id, entry.subject) for entry in await log(world)] == [
        (Deed.HIDDEN, mila.id, str(review_id)),
        (Deed.SHOWN, mila.id, str(review_id)),
    ]


async def test_reported_texts_are_gone_through_one_by_one(world: World) -> None:
    for number in (1, 2, 3, 4):
        await put(world, number, f"Text {number}.", episode=f"s1e{number}")
    await put(world, 5, "Of the series.")
    for number in (1, 2, 3):
        await send(world.hana, await read(world.hana, world, episode=str(number)), "Report")
    mila = manager(world)
    page = await read(mila, world)

    await mila.click(page, label="All reports · 3")
    assert words(page).endswith("Text 1.")
    await mila.click(page, label="Keep")
    assert "Decided: that text stays." in words(page)
    assert words(page).endswith("Text 2.")
    await send(mila, page, "Hide")
    assert words(page).endswith("Text 3.")
    await mila.click(page, label="Keep")

    assert words(page).endswith("Nothing waits for a decision.")
    await mila.click(page, label="Newest")
    assert words(page).endswith("Of the series.")
    assert [review.reports for review in await stored(world)] == [0] * 5
    assert "All reports" not in "".join(labels(page))


async def test_what_was_kept_is_reported_again_only_once_it_was_changed(world: World) -> None:
    await put(world, world.tomas.id, "Rude.")
    mila, page = manager(world), await read(world.hana, world)
    await send(world.hana, page, "Report")
    await mila.click(await read(mila, world), label="Keep")

    for member in (world.hana, mila):
        forged = await world.post_button(str(buttons(page)["Report"]["custom_id"]))
        refused = answer(await member.click(forged, label="Press"))
        assert words(refused).startswith("Those who manage this server have looked at it and kept it.")
    assert [entry.deed for entry in await log(world)] == [Deed.REPORTED, Deed.KEPT]

    await send(world.tomas, await read(world.tomas, world), "Edit", body="Ruder.")
    await send(world.hana, page, "Report")
    assert [entry.deed for entry in await log(world)] == [Deed.REPORTED, Deed.KEPT, Deed.REPORTED]


async def test_two_managers_at_once_decide_once(world: World) -> None:
    await put(world, 1, "Rude.")
    mila = manager(world)
    first, second = await read(mila, world), await read(mila, world)
    await send(mila, first, "Hide")

    assert words(await send(mila, second, "Hide")) == "That text is hidden already."
    assert len(await log(world)) == 1


@pytest.mark.parametrize("verb", ["hide", "show", "keep"])
async def test_who_does_not_manage_the_server_decides_nothing(world: World, verb: str) -> None:
    review_id = await put(world, world.hana.id, "Rude.")

    forged = await world.post_button(f"review:{verb}:{review_id}/sen/0")
    refused = answer(await world.hana.click(forged, label="Press"))

    assert words(refused).startswith("Only those who manage this server decide that.")
    assert await log(world) == []


async def test_who_lost_the_right_while_the_form_was_open_hides_nothing(world: World) -> None:
    await put(world, 1, "Rude.")
    mila = manager(world)
    page = await read(mila, world)
    shown = await mila.click(page, label="Hide")
    world.env.backend.edit_member(world.guild.id, mila.id, {"role_ids": []})

    told = answer(await mila.submit_modal(shown, {"reason": "rude"}))

    assert words(told).startswith("Only those who manage this server decide that.")
    (review,) = await stored(world)
    assert review.hidden_at is None
    assert "Report" in labels(await read(mila, world))


async def test_a_hidden_text_is_gone_for_who_had_it_open(world: World) -> None:
    await put(world, 1, "Rude.")
    page = await read(world.hana, world)
    mila = manager(world)
    await send(mila, await read(mila, world), "Hide")

    refused = answer(await world.hana.click(page, label="Helpful"))

    assert words(refused).startswith("That text is no longer here.")


async def test_ones_own_text_and_what_is_hidden_are_not_reported(world: World) -> None:
    own = await put(world, world.hana.id, "Mine.")
    forged = await world.post_button(f"review:report:{own}/sen")

    refused = answer(await world.hana.click(forged, label="Press"))

    assert words(refused) == "That is your own text. Edit or delete it."


async def test_a_report_of_a_marked_text_does_not_spoil_it_for_who_decides(world: World) -> None:
    await put(world, 1, "She falls.", episode="s1e3", spoils=True)
    page = await read(world.hana, world, episode="3")
    await send(world.hana, page, "Report", reason="It says that she falls.")
    mila = manager(world)

    seen = await read(mila, world, episode="3")

    assert "-# Reported 1 time\n" in words(seen)
    assert labels(seen) == ["All reports · 1", "Show it anyway", "Keep", "Hide", "Write a review"]
    await mila.click(seen, label="Show it anyway")
    assert "It says that she falls." in words(seen)


async def test_what_was_said_of_a_text_is_forgotten_with_it_and_nothing_else(world: World) -> None:
    await put(world, world.tomas.id, "Rude.")
    await put(world, 1, "Ruder.", episode="s1e3")
    mila = manager(world)
    for options in ({}, {"episode": "3"}):
        await send(world.hana, await read(world.hana, world, **options), "Report", reason="He says it.")
    await send(mila, await read(mila, world), "Hide", reason="Rude of him.")

    question = answer(await world.tomas.slash(world.channel, "review delete"))
    await world.tomas.click(question, label="Delete")

    assert [(entry.deed, entry.reason) for entry in await log(world)] == [
        (Deed.REPORTED, None),
        (Deed.REPORTED, "He says it."),
        (Deed.HIDDEN, None),
    ]
