"""Writing reviews and comments, as members do."""

import pytest

from bot.domain.quotas import DEFAULTS
from bot.domain.reviews import BODY, SERIES, TITLE, Kind, Verdict
from tests.cogs.reviews.support import (
    comment,
    form,
    labels,
    manager,
    prefilled,
    put,
    read,
    send,
    stored,
    write,
)
from tests.marking import set_to
from tests.opened import opened
from tests.world import World, answer, words


async def test_a_review_of_the_series_is_written_in_a_form_and_read_as_it_was_sent(world: World) -> None:
    before = len(world.env.http_requests)

    told = await write(world.hana, world)

    (review,) = await stored(world)
    assert (review.episode, review.kind, review.verdict, review.spoils) == (
        SERIES,
        Kind.REVIEW,
        Verdict.WORTH,
        False,
    )
    written = int(world.env.now().timestamp())
    assert words(told) == (
        f"## Kaleido Star\n-# by <@{world.hana.id}> · <t:{written}:D> · ▲ worth it\n"
        "Saved. This is how it reads.\n**It flies**\n\nThe second half carries it."
    )
    assert [call.split("/")[-1] for call in world.calls(before)] == ["callback", "callback"]
    assert world.channel.history(viewer=world.tomas) == []


async def test_the_form_asks_for_all_there_is_and_takes_an_episode_for_spoiling(world: World) -> None:
    shown = await world.hana.slash(world.channel, "review write", episode="3")

    assert shown.modal is not None
    assert shown.modal["title"] == "Review: 3 · The Amazing Distant Stage"
    assert prefilled(shown) == {"title": "", "body": "", "verdict": "", "spoils": "yes"}
    limits = {part["component"]["custom_id"]: part["component"] for part in shown.modal["components"]}
    assert (limits["title"]["max_length"], limits["body"]["max_length"]) == (TITLE, BODY)
    assert [option["label"] for option in limits["verdict"]["options"]] == ["Worth it", "Mixed", "Skip"]


async def test_on_a_server_that_hides_titles_the_form_has_none(world: World) -> None:
    await set_to(world, hides_titles="yes")

    shown = await world.hana.slash(world.channel, "review write", episode="3")

    assert shown.modal is not None
    assert shown.modal["title"] == "Review: Episode 3"


async def test_writing_again_opens_the_old_text_and_keeps_its_date(world: World) -> None:
    await write(world.hana, world, "3", title="First", body="Long ago.", verdict="skip", spoils="no")
    (old,) = await stored(world)
    await world.env.advance_time(3 * 24 * 3600)

    shown = await world.hana.slash(world.channel, "review write", episode="3")
    assert prefilled(shown) == {"title": "First", "body": "Long ago.", "verdict": "skip", "spoils": "no"}
    told = answer(await world.hana.submit_modal(shown, form(shown, title="Second")))

    (new,) = await stored(world)
    assert (new.id, new.written_at, new.edited_at) == (old.id, old.written_at, world.env.now())
    assert f"<t:{int(old.written_at.timestamp())}:D> · edited <t:" in words(told)
    assert "**Second**\n\nLong ago." in words(told)


async def test_what_is_sent_unchanged_is_not_called_edited(world: World) -> None:
    await write(world.hana, world, "3")

    await write(world.hana, world, "3")

    (review,) = await stored(world)
    assert review.edited_at is None


async def test_two_forms_of_one_subject_make_one_review(world: World) -> None:
    first = await world.hana.slash(world.channel, "review write", episode="3")
    second = await world.hana.slash(world.channel, "review write", episode="3")

    await world.hana.submit_modal(first, form(first, title="First"))
    await world.hana.submit_modal(second, form(second, title="Second"))

    (review,) = await stored(world)
    assert review.title is not None
    assert opened(review.title) == "Second"


async def test_each_member_subject_and_server_has_its_own(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    there = elsewhere.add_member(world.hana.user)

    await write(world.hana, world)
    await write(world.hana, world, "3")
    await write(world.tomas, world, "3")
    shown = await there.slash(hall, "review write")
    await there.submit_modal(shown, form(shown))

    assert len(await stored(world)) == 3
    assert len(await stored(world, guild_id=elsewhere.id)) == 1


@pytest.mark.parametrize(
    ("command", "options", "subject"), [("episode", {"episode": "3"}, "s1e3"), ("series", {}, SERIES)]
)
async def test_a_comment_is_written_from_the_card_of_what_it_is_about(
    world: World, command: str, options: dict[str, str], subject: str
) -> None:
    card = answer(await world.tomas.slash(world.channel, command, **options))

    told = await comment(world.hana, card, body="What a landing!", spoils="no")

    (review,) = await stored(world)
    assert (review.episode, review.kind, review.spoils) == (subject, Kind.COMMENT, False)
    assert " · a comment\n" in words(told)
    assert words(told).endswith("What a landing!")
    assert "Comment" in labels(card)  # the card that others see stands as it stood


async def test_a_comment_has_no_title_and_no_verdict_to_fill_in(world: World) -> None:
    card = answer(await world.hana.slash(world.channel, "series"))

    shown = await world.hana.click(card, label="Comment")

    assert shown.modal is not None
    assert shown.modal["title"] == "Comment: Kaleido Star"
    assert prefilled(shown) == {"body": "", "spoils": "no"}


async def test_a_comment_is_changed_from_its_page(world: World) -> None:
    await put(world, world.hana.id, "What a landing!", title=None)
    page = await read(world.hana, world)

    await send(world.hana, page, "Edit", body="What a flight!")

    (review,) = await stored(world)
    assert opened(review.body) == "What a flight!"
    assert "What a flight!" in words(page)


async def test_what_cannot_be_seen_is_nothing_to_read(world: World) -> None:
    told = await write(world.hana, world, body="\u200b \u202e\n\n\u2060", title="T")

    assert words(told).startswith("There is nothing to read in it. Write a text.")
    assert await stored(world) == []


async def test_no_more_than_so_many_texts_are_written_in_ten_minutes(world: World) -> None:
    card = answer(await world.hana.slash(world.channel, "series"))
    open_already = await world.hana.click(card, label="Comment")
    for number in range(DEFAULTS.texts_in_ten_minutes):
        await comment(world.hana, card, body=f"Number {number}")

    late = answer(await world.hana.submit_modal(open_already, form(open_already, body="One too many")))
    refused = answer(await world.hana.click(card, label="Comment"))

    sentence = (
        "You have written 5 texts within 10 minutes, as many as this bot allows. Write on a little later."
    )
    assert words(late) == f"{sentence}\n-# This is what you wrote:\n```\nOne too many\n```"
    assert words(refused) == sentence
    assert len(await stored(world)) == DEFAULTS.texts_in_ten_minutes
    await world.env.advance_time(601)
    assert "Saved." in words(await comment(world.hana, card, body="One more"))


async def test_a_subject_takes_so_many_comments_of_a_member_and_a_review(world: World) -> None:
    for number in range(DEFAULTS.comments_per_subject):
        await put(world, world.hana.id, f"Number {number}", title=None)
    await world.env.advance_time(601)
    card = answer(await world.hana.slash(world.channel, "series"))

    refused = answer(await world.hana.click(card, label="Comment"))

    assert "You have 10 comments on this already, as many as this bot allows." in words(refused)
    assert "Saved." in words(await write(world.hana, world))


async def test_a_hidden_text_stays_hidden_when_it_is_changed(world: World) -> None:
    await put(world, world.hana.id, "Rude.")
    mila = manager(world)
    await send(mila, await read(mila, world), "Hide", reason="rude")

    told = await write(world.hana, world, body="Polite.")

    (review,) = await stored(world)
    assert "Saved. It stays hidden.\n-# Hidden " in words(told)
    assert review.hidden_at is not None


async def test_the_commands_are_not_there_in_direct_messages_and_neither_are_the_buttons(
    world: World,
) -> None:
    card = answer(await world.hana.user.slash("series"))

    assert not any(name.startswith("review") for name in world.hana.user.available_commands())
    assert "Comment" not in labels(card)
    assert not any(label.startswith("Reviews") for label in labels(card))
