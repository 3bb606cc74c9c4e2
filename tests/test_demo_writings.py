"""What the sample members wrote: kept once, within the limits, and telling nothing of the show."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.demo import history, writings
from bot.domain.catalogue import Show
from bot.domain.reviews import SERIES, Kind, Verdict
from db import catalogue, review_votes
from tests import shows
from tests.browser import CHROMIUM, button, conversation, open_page, type_straight
from tests.cogs.reviews.support import labels, manager, read, stored
from tests.hidden import Eyes
from tests.test_demo import demo
from tests.world import World, answer, words

MEMBERS = range(1, 11)
SHOWS = [catalogue.load(catalogue.SHIPPED).shows[0], shows.two_seasons()]


@pytest.mark.parametrize("show", SHOWS, ids=lambda show: show.id)
@pytest.mark.parametrize("seen", [1, 2, 12])
def test_a_dozen_texts_could_have_been_written_about_any_show(show: Show, seen: int) -> None:
    texts = list(writings.texts(show, seen=seen))

    assert len(texts) == 12
    reviews = [(text.writer, text.episode) for text in texts if text.draft.kind is Kind.REVIEW]
    assert len(set(reviews)) == len(reviews)
    assert {text.draft.verdict for text in texts} == {*Verdict, None}
    assert [text.days for text in texts] == sorted((text.days for text in texts), reverse=True)
    reached = {SERIES, *(episode.key for episode in show.episodes[:seen])}
    for text in texts:
        text.draft.check()
        assert "sample" in text.draft.body
        assert text.episode in reached
        assert text.writer not in (*text.thanked, *text.reported)
        assert Eyes(show).see(f"{text.draft.title} {text.draft.body}") == set()


async def test_they_are_kept_once_and_counted_like_any_others(world: World) -> None:
    show = world.library.shows[0]
    for _ in range(2):
        async with world.db.transaction() as tx:
            await history.write_texts(
                tx, show, guild_id=world.guild.id, member_ids=MEMBERS, now=world.env.now()
            )

    assert len(await stored(world)) == 12
    async with world.db.snapshot() as tx:
        assert await review_votes.recount(tx) == 0


async def test_the_pages_of_the_sample_server_have_something_on_them(world: World) -> None:
    async with world.db.transaction() as tx:
        await history.write_texts(
            tx, world.library.shows[0], guild_id=world.guild.id, member_ids=MEMBERS, now=world.env.now()
        )

    series = answer(await world.hana.slash(world.channel, "series"))
    page = await read(world.hana, world)

    assert "**Reviews here** · 1 worth it, 1 mixed, 1 skip\n" in words(series)
    assert "Reviews · 4" in labels(series)
    assert "**It earns what it asks of you**" in words(page)
    assert "Helpful · 5" in labels(page)
    assert "All reports · 1" in labels(await read(manager(world), world))


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian: chromium)")
async def test_a_command_that_is_typed_straight_opens_its_form(tmp_path: Path) -> None:
    async with demo(tmp_path) as address, open_page(address) as page:
        await type_straight(page, "/review write 3")

        form = page.get_by_role("dialog", name="Review: 3 · The Amazing Distant Stage")
        await form.get_by_role("textbox", name="Title").fill("It flies")
        await form.get_by_role("textbox", name="Text").fill("The second half carries it.")
        await form.get_by_role("combobox", name="Verdict").click()
        await page.get_by_role("option", name="Worth it").first.click()
        await form.get_by_role("button", name="Submit").click()

        await expect(conversation(page).get_by_text("Saved. This is how it reads")).to_be_visible()
        await expect(button(page, "Show it here")).to_be_visible()
