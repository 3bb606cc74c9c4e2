"""Reading what members wrote: pages, orders, whose and of what."""

import pytest

from tests.cogs.reviews.support import labels, put, read
from tests.world import World, answer, buttons, words


async def test_a_subject_nobody_wrote_about_says_what_to_do(world: World) -> None:
    page = await read(world.hana, world, episode="3")

    assert words(page).startswith(
        "## 3 · The Amazing Distant Stage: reviews\nNobody has written anything here"
    )
    assert labels(page) == ["Write a review", "Comment"]
    shown = await world.hana.click(page, label="Write a review")
    assert shown.modal is not None
    assert shown.modal["title"] == "Review: 3 · The Amazing Distant Stage"


async def test_texts_are_turned_one_by_one_the_newest_first(world: World) -> None:
    for number in (1, 2, 3):
        await put(world, number, f"Text {number}.")
    page = await read(world.hana, world)
    before = len(world.env.http_requests)

    assert (_body(page), "1 of 3" in words(page)) == ("Text 3.", True)
    assert buttons(page)["← Newer"]["disabled"]
    await world.hana.click(page, label="Older →")
    assert (_body(page), "2 of 3" in words(page)) == ("Text 2.", True)
    await world.hana.click(page, label="Older →")
    assert _body(page) == "Text 1."
    assert buttons(page)["Older →"]["disabled"]
    await world.hana.click(page, label="← Newer")
    assert _body(page) == "Text 2."
    assert len(world.calls(before)) == 3


async def test_pages_work_after_a_restart_and_when_texts_went_meanwhile(world: World) -> None:
    ids = [await put(world, number, f"Text {number}.") for number in (1, 2, 3)]
    page = await read(world.hana, world)
    await world.hana.click(page, label="Older →")

    await world.restart()
    async with world.db.transaction() as tx:
        for review_id in ids[:2]:
            await tx.run("DELETE FROM reviews WHERE id = :id", id=review_id)
    await world.hana.click(page, label="Older →")

    assert _body(page) == "Text 3."
    assert "of 3" not in words(page)


async def test_helpful_is_said_once_a_reader_and_taken_back(world: World) -> None:
    await put(world, world.tomas.id, "Text.")
    page = await read(world.hana, world)

    await world.hana.click(page, label="Helpful")
    assert "✓ Helpful · 1" in labels(page)
    other = await read(world.tomas, world)
    assert "Helpful" not in "".join(labels(other))
    await world.hana.click(page, label="✓ Helpful · 1")
    assert "Helpful" in labels(page)


async def test_nobody_finds_their_own_text_helpful(world: World) -> None:
    review_id = await put(world, world.hana.id, "Text.")

    forged = await world.post_button(f"review:thank:{review_id}/sen")
    refused = answer(await world.hana.click(forged, label="Press"))

    assert "That is your own text" in words(refused)


async def test_the_most_helpful_come_first_where_that_is_asked_for(world: World) -> None:
    for number in (1, 2, 3):
        await put(world, number, f"Text {number}.")
    page = await read(world.tomas, world)
    await world.tomas.click(page, label="Older →")
    await world.tomas.click(page, label="Helpful")
    page = await read(world.hana, world)

    await world.hana.click(page, label="Most helpful")

    assert _body(page) == "Text 2."
    await world.hana.click(page, label="Next →")
    assert _body(page) == "Text 3."
    await world.hana.click(page, label="Helpful")
    assert (_body(page), "1 of 3" in words(page)) == ("Text 3.", True)  # it moved, and the reader with it
    await world.hana.click(page, label="Newest")
    assert (_body(page), "1 of 3" in words(page)) == ("Text 3.", True)


async def test_a_members_texts_are_read_of_one_subject_or_of_all(world: World) -> None:
    await put(world, world.tomas.id, "Of the series.")
    await put(world, world.tomas.id, "Of episode 3.", episode="s1e3", title=None)
    await put(world, 99, "Another's.", episode="s1e3")

    everything = await read(world.hana, world, member=world.tomas.user)
    of_three = await read(world.hana, world, member=world.tomas.user, episode="3")
    of_four = await read(world.hana, world, member=world.tomas.user, episode="4")

    assert "1 of 2" in words(everything)
    assert words(everything).startswith("## 3 · The Amazing Distant Stage\n")
    await world.hana.click(everything, label="Older →")
    assert words(everything).startswith("## Kaleido Star\n")
    assert (_body(of_three), "of 2" in words(of_three)) == ("Of episode 3.", False)
    assert f"<@{world.tomas.id}> has written nothing here." in words(of_four)


async def test_the_page_of_the_series_leads_to_all_texts_and_to_the_review_from_the_web(world: World) -> None:
    await put(world, 1, "Of the series.")
    await put(world, 2, "Of episode 3.", episode="s1e3")
    page = await read(world.hana, world)

    web = answer(await world.hana.click(page, label="Web review"))
    await world.hana.click(page, label="All texts here")

    assert words(web).startswith("## Kaleido Star: a review from the web\n⚠️ **Spoilers.**")
    assert "1 of 2" in words(page)
    assert _body(page) == "Of episode 3."
    assert "All texts here" not in labels(page)


@pytest.mark.parametrize(("command", "options"), [("episode", {"episode": "3"}), ("series", {})])
async def test_the_cards_count_what_everybody_may_see_and_lead_there(
    world: World, command: str, options: dict[str, str]
) -> None:
    subject = "s1e3" if options else ""
    await put(world, 1, "A review.", episode=subject)
    await put(world, 2, "A comment.", episode=subject, title=None)
    await put(world, 3, "Hidden.", episode=subject)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE reviews SET hidden_at = 1 WHERE body = 'Hidden.'")
    card = answer(await world.tomas.slash(world.channel, command, **options))

    page = answer(await world.hana.click(card, label="Reviews · 2"))

    assert page.ephemeral
    assert (_body(page), "1 of 2" in words(page)) == ("A comment.", True)


async def test_the_series_tells_how_its_reviews_end(world: World) -> None:
    for number in (1, 2):
        await put(world, number, "A review.")
    await put(world, 1, "A comment.", title=None)
    async with world.db.transaction() as tx:
        await tx.run("UPDATE reviews SET verdict = 'worth' WHERE member_id = 2 AND kind = 'review'")

    card = words(answer(await world.hana.slash(world.channel, "series")))

    assert "\n**Reviews here** · 1 worth it, 1 mixed\n" in card


async def test_texts_of_another_server_are_not_found(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    review_id = await put(world, 1, "Elsewhere's.", guild_id=elsewhere.id)

    page = await read(world.hana, world)
    forged = await world.post_button(f"review:one:{review_id}")
    refused = answer(await world.hana.click(forged, label="Press"))

    assert "Nobody has written anything here yet." in words(page)
    assert "That text is no longer here." in words(refused)


async def test_a_text_on_what_left_the_catalogue_is_still_read_among_all(world: World) -> None:
    await put(world, 1, "Of what went.", episode="s1e99")

    page = await read(world.hana, world)
    await world.hana.click(page, label="All texts here")

    assert words(page).startswith("## s1e99\n")
    await world.hana.click(page, label="Helpful")
    assert "✓ Helpful · 1" in labels(page)


async def test_text_is_shown_as_text(world: World) -> None:
    body = "# Big\n> quoted\n- listed <@1> @everyone [click](https://evil.example) discord.gg/abc\n-# small"
    await put(world, 1, body, title="**bold** <t:1:R>")

    shown = words(await read(world.hana, world))

    assert "**\\*\\*bold\\*\\* \\<t\\:1:R\\>**" in shown
    assert "\\# Big\n\\> quoted\n\\- listed \\<\\@1\\> \\@everyone" in shown
    assert "https:\\/\\/evil.example" in shown
    assert "\n\\-\\# small" in shown


def _body(page: object) -> str:
    """The last line of a page's text."""
    return words(page).rpartition("\n")[2]  # pyright: ignore[reportArgumentType]
