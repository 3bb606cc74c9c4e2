"""Deleting one's own texts, and telling the channel of them."""

from tests.cogs.reviews.support import labels, manager, put, read, send, stored, write
from tests.marking import set_to
from tests.world import World, answer, buttons, words


async def test_a_review_is_deleted_after_a_question(world: World) -> None:
    await put(world, world.hana.id, "Mine.")
    await put(world, world.tomas.id, "His.")

    question = answer(await world.hana.slash(world.channel, "review delete"))
    assert question.ephemeral
    assert words(question).startswith("## Delete your review of Kaleido Star?\nIt goes for good")
    assert len(await stored(world)) == 2
    await world.hana.click(question, label="Delete")

    assert "Your review of Kaleido Star is deleted" in words(question)
    assert [review.member_id for review in await stored(world)] == [world.tomas.id]
    await world.hana.click(question, label="Read the others")
    assert words(question).endswith("His.")


async def test_keeping_it_leads_back_to_the_page(world: World) -> None:
    await put(world, world.hana.id, "Mine.", title=None)
    page = await read(world.hana, world)

    await world.hana.click(page, label="Delete")
    assert words(page).startswith("## Delete your comment on Kaleido Star?")
    await world.hana.click(page, label="Keep it")

    assert words(page).endswith("Mine.")
    assert len(await stored(world)) == 1


async def test_what_others_said_to_it_goes_with_it(world: World) -> None:
    await put(world, world.hana.id, "Mine.")
    page = await read(world.tomas, world)
    await world.tomas.click(page, label="Helpful")
    await send(world.tomas, page, "Report")

    question = answer(await world.hana.slash(world.channel, "review delete"))
    await world.hana.click(question, label="Delete")

    async with world.db.snapshot() as tx:
        rows = await tx.all("SELECT review_id FROM review_thanks UNION SELECT review_id FROM review_reports")
    assert rows == []


async def test_a_page_on_a_text_that_was_deleted_says_so_whatever_is_pressed(world: World) -> None:
    await put(world, world.hana.id, "Mine.")
    page = await read(world.tomas, world)
    question = answer(await world.hana.slash(world.channel, "review delete"))
    await world.hana.click(question, label="Delete")

    for label in ("Helpful", "Report"):
        refused = answer(await world.tomas.click(page, label=label))
        assert words(refused).startswith("That text is no longer here.")


async def test_who_wrote_none_is_told_where_comments_are_deleted(world: World) -> None:
    await put(world, world.hana.id, "A comment.", title=None)

    refused = answer(await world.hana.slash(world.channel, "review delete"))

    assert "You have written no review of that." in words(refused)
    assert "`/review read`" in words(refused)


async def test_nobody_deletes_anothers_text(world: World) -> None:
    review_id = await put(world, world.hana.id, "Mine.")

    for verb in ("remove", "delete", "edit", "post"):
        forged = await world.post_button(f"review:{verb}:{review_id}/sen")
        refused = answer(await manager(world, verb).click(forged, label="Press"))
        assert words(refused) == "Only who wrote a text can do that."
    assert len(await stored(world)) == 1


async def test_the_channel_is_told_of_a_text_by_its_title_and_reads_it_alone(world: World) -> None:
    told = await write(world.hana, world, "3", spoils="no")

    card = answer(await world.hana.click(told, label="Show it here"))

    assert not card.ephemeral
    assert words(card) == (
        f"## 3 · The Amazing Distant Stage\n-# a review by <@{world.hana.id}> · ▲ worth it\n**It flies**"
    )
    page = answer(await world.tomas.click(card, label="Read it"))
    assert page.ephemeral
    assert words(page).endswith("The second half carries it.")
    assert "1 of" not in words(answer(await world.tomas.click(card, label="Read all")))


async def test_of_a_comment_the_channel_reads_how_it_begins(world: World) -> None:
    await put(world, world.hana.id, "**What**\na landing! " + "So high. " * 30, title=None)

    page = await read(world.hana, world)
    card = words(answer(await world.hana.click(page, label="Show it here")))

    assert f"-# a comment by <@{world.hana.id}>\n\\*\\*What\\*\\* a landing! So high." in card
    assert card.endswith("…")
    assert len(card) < 350


async def test_of_a_marked_text_the_channel_hears_that_it_is_there(world: World) -> None:
    await set_to(world, hides_titles="yes")
    told = await write(world.hana, world, "3", title="She falls", spoils="yes")

    card = answer(await world.hana.click(told, label="Show it here"))

    assert words(card).startswith("## Episode 3\n")
    assert "She falls" not in words(card)
    assert "carries it" not in words(card)
    assert words(card).endswith("-# Its author marked it: it spoils.")
    page = answer(await world.tomas.click(card, label="Read it"))
    assert "Show it anyway" in labels(page)


async def test_what_was_hidden_is_not_shown_to_the_channel(world: World) -> None:
    told = await write(world.hana, world)
    mila = manager(world)
    await send(mila, await read(mila, world), "Hide")

    refused = answer(await world.hana.click(told, label="Show it here"))

    assert refused.ephemeral
    assert words(refused).startswith("Your text is hidden")
    assert "Show it here" not in buttons(await read(world.hana, world))
