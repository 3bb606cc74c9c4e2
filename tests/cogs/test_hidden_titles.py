"""Where a server hides titles: unwatched ones show nowhere, watched ones to who has watched them, alone."""

import pytest
import simcord

from tests.marking import keys, mark, set_to
from tests.opened import title
from tests.world import World, answer, options, words


@pytest.fixture
async def hiding(world: World) -> World:
    await set_to(world, hides_titles="yes")
    return world


def titles(world: World, text: str) -> list[str]:
    """The keys of the episodes whose titles are in a text."""
    return [episode.key for episode in world.library.shows[0].episodes if title(episode) in text]


async def episode(world: World, typed: str) -> simcord.ResponseMessage:
    return answer(await world.hana.slash(world.channel, "episode", episode=typed))


async def suggested(world: World, typed: str) -> list[dict[str, str]]:
    found = await world.hana.autocomplete(world.channel, "episode", "episode", typed)
    return [{"name": choice["name"], "value": choice["value"]} for choice in found]


async def test_a_public_card_is_named_by_its_number_whoever_asks(hiding: World) -> None:
    await mark(hiding, hiding.hana.id, keys(1, 26))

    card = words(await episode(hiding, "26"))

    assert card.startswith("## Episode 26\n-# Kaleido Star · season 1 · aired 25 September 2003")
    assert "The last episode listed for the season announces a comeback." in card  # a teaser spoils nobody
    assert titles(hiding, card) == []


async def test_ones_own_card_has_the_title_once_it_is_watched(hiding: World) -> None:
    await mark(hiding, hiding.hana.id, ["s1e2"])
    guide = answer(await hiding.hana.slash(hiding.channel, "episodes"))

    seen = answer(await hiding.hana.select(guide, ["s1e2"]))
    unseen = answer(await hiding.hana.select(guide, ["s1e3"]))

    assert words(seen).startswith("## 2 · My Amazing And Lonely Challenge\n")
    assert words(unseen).startswith("## Episode 3\n")


async def test_the_guide_names_what_is_watched_and_says_when_the_others_show(hiding: World) -> None:
    await mark(hiding, hiding.hana.id, ["s1e2"])

    guide = answer(await hiding.hana.slash(hiding.channel, "episodes"))

    assert "titles show once you have watched" in words(guide)
    assert "\n**1**\n-# ▸ next" in words(guide)
    assert titles(hiding, words(guide)) == ["s1e2"]
    assert [option["label"] for option in options(guide)][:3] == [
        "Episode 1",
        "2 · My Amazing And Lonely Challenge",
        "Episode 3",
    ]


async def test_who_has_watched_all_reads_a_guide_without_that_note(hiding: World) -> None:
    await mark(hiding, hiding.hana.id, keys(1, 26))

    assert "titles show" not in words(answer(await hiding.hana.slash(hiding.channel, "episodes")))


async def test_the_series_names_the_best_by_number(hiding: World) -> None:
    await mark(hiding, hiding.hana.id, keys(1, 26))
    await hiding.hana.slash(hiding.channel, "vote", episode="5", score=9)

    page = words(answer(await hiding.hana.slash(hiding.channel, "series")))

    assert "**Best here** Episode 5\n" in page
    assert "**Best on the web** Episode 1\n" in page
    assert titles(hiding, page) == []


async def test_a_public_card_turned_by_who_has_watched_stays_without_titles(hiding: World) -> None:
    await mark(hiding, hiding.hana.id, keys(1, 26))
    card = await episode(hiding, "25")

    await hiding.hana.click(card, label="26 →")

    assert not card.ephemeral
    assert words(card).startswith("## Episode 26\n")
    assert titles(hiding, words(card)) == []
    assert "**You**" not in words(card)


async def test_a_strangers_own_copy_shows_what_that_stranger_may_see(hiding: World) -> None:
    await mark(hiding, hiding.tomas.id, ["s1e26"])
    card = await episode(hiding, "25")

    own = answer(await hiding.tomas.click(card, label="26 →"))

    assert own.ephemeral
    assert words(own).startswith("## 26 · An Amazing Comeback\n")
    assert words(card).startswith("## Episode 25\n")
    await hiding.tomas.click(own, label="← 25")
    assert words(own).startswith("## Episode 25\n")


async def test_the_synopsis_of_an_unwatched_episode_is_warned_of_by_number(hiding: World) -> None:
    card = await episode(hiding, "1")

    warning = answer(await hiding.hana.click(card, label="Synopsis"))

    assert words(warning).startswith("## Episode 1: the synopsis\n")
    await hiding.hana.click(warning, label="Show it anyway")
    assert words(warning).startswith("## 1 · My Amazing Stage Debut: the synopsis\n")


async def test_a_vote_names_the_episode_it_marked_and_no_other(hiding: World) -> None:
    card = await episode(hiding, "26")
    rated = answer(await hiding.hana.click(card, label="Rate it"))
    assert words(rated).startswith("## Episode 26\n")

    told = answer(await hiding.hana.slash(hiding.channel, "vote", episode="26", score=8))

    assert words(told).startswith("## 26 · An Amazing Comeback\n")


async def test_a_panel_is_named_by_number_while_open_and_when_it_closed(hiding: World) -> None:
    await mark(hiding, hiding.hana.id, keys(1, 26))
    panel = answer(await hiding.hana.slash(hiding.channel, "vote", episode="26", closes="1h"))
    assert words(panel).startswith("## Vote: Episode 26\n")
    assert titles(hiding, str(panel.components)) == []

    await hiding.tomas.select(panel, ["9"])
    await hiding.env.advance_time(3_700)

    posted = hiding.channel.history(viewer=hiding.hana)
    assert len(posted) == 2
    for message in posted:
        assert "Episode 26" in words(message)
        assert titles(hiding, words(message) + str([c.to_dict() for c in message.components])) == []


async def test_suggestions_name_unwatched_ones_by_number_alone(hiding: World) -> None:
    await mark(hiding, hiding.hana.id, ["s1e2"])

    assert (await suggested(hiding, ""))[2:5] == [
        {"name": "Episode 1", "value": "s1e1"},
        {"name": "2 · My Amazing And Lonely Challenge", "value": "s1e2"},
        {"name": "Episode 3", "value": "s1e3"},
    ]
    assert await suggested(hiding, "26") == [{"name": "Episode 26", "value": "s1e26"}]


async def test_only_watched_titles_are_searched(hiding: World) -> None:
    for typed in ("comeback", "An Amazing Comeback"):
        assert await suggested(hiding, typed) == []

    await mark(hiding, hiding.hana.id, ["s1e26"])

    found = {"name": "26 · An Amazing Comeback", "value": "s1e26"}
    assert await suggested(hiding, "comeback") == [found]
    assert await suggested(hiding, "amazing") == [found]
    assert words(await episode(hiding, "comeback")).startswith("## Episode 26\n")


async def test_a_hidden_title_is_refused_as_nonsense_is(hiding: World) -> None:
    typed, junk = "An Amazing Comeback", "Xyzzy Plugh Quux"

    hidden, nonsense = words(await episode(hiding, typed)), words(await episode(hiding, junk))

    assert hidden == (
        "No title that you have watched is like “\u2068An Amazing Comeback\u2069”. "
        "I know episodes 1–26; a number finds each."
    )
    assert hidden.replace(typed, junk) == nonsense


async def test_a_title_that_several_share_words_with_names_watched_ones_alone(hiding: World) -> None:
    await mark(hiding, hiding.hana.id, ["s1e2", "s1e9", "s1e10"])

    refused = words(await episode(hiding, "challenge"))

    assert titles(hiding, refused) == ["s1e2", "s1e9"]
    assert titles(hiding, words(await episode(hiding, "amazing"))) == ["s1e2", "s1e9", "s1e10"]


async def test_a_direct_message_hides_no_title(hiding: World) -> None:
    card = answer(await hiding.hana.user.slash("episode", episode="comeback"))

    assert words(card).startswith("## 26 · An Amazing Comeback\n")


async def test_another_server_shows_its_titles(hiding: World) -> None:
    elsewhere = hiding.env.create_guild("Elsewhere")
    hana = elsewhere.add_member(hiding.hana.user)

    card = answer(await hana.slash(elsewhere.create_text_channel("hall"), "episode", episode="26"))

    assert words(card).startswith("## 26 · An Amazing Comeback\n")


async def test_what_one_member_finds_another_does_not(hiding: World) -> None:
    await mark(hiding, hiding.tomas.id, ["s1e26"])

    theirs = await hiding.tomas.autocomplete(hiding.channel, "episode", "episode", "comeback")

    assert [choice["value"] for choice in theirs] == ["s1e26"]
    assert await suggested(hiding, "comeback") == []
