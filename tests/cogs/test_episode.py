"""/episode, as a member meets it."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.domain.catalogue import Library
from tests import shows
from tests.world import World, answer, buttons, open_world, words


async def test_the_card_of_26_shows_facts_figures_and_what_is_unknown(world: World) -> None:
    card = answer(await world.hana.slash(world.channel, "episode", episode="26"))

    assert not card.ephemeral
    assert _plain(words(card)) == (
        "## 26 · An Amazing Comeback\n"
        "-# Kaleido Star · season 1 · aired 25 September 2003 · TV Tokyo\n"
        "The last episode listed for the season announces a comeback.\n"
        "**Here** · no votes yet: cast the first with /vote\n"
        "**Web** ★ 8.40 · 5 votes · #2 of 25\n"
        "-# Watch on Amazon and Apple TV\n"
        "-# Not known: who directed it and a synopsis"
    )


async def test_episode_14_says_in_words_what_is_known_and_what_is_not(world: World) -> None:
    card = answer(await world.hana.slash(world.channel, "episode", episode="14"))

    assert _plain(words(card)) == (
        "## 14 · Mysterious Amazing Circus\n"
        "-# Kaleido Star · season 1 · aired 3 July 2003 · TV Tokyo\n"
        "**Here** · no votes yet: cast the first with /vote\n"
        "**Web** · not on the ranking page, so no rating, votes or rank\n"
        "-# Not known: where to watch it, who directed it, a teaser and a synopsis"
    )


async def test_an_episode_is_answered_in_one_call_to_discord(world: World) -> None:
    before = len(world.env.http_requests)

    await world.hana.slash(world.channel, "episode", episode="1")

    (call,) = world.calls(before)
    assert call.startswith("POST /interactions/")
    assert call.endswith("/callback")


@pytest.mark.parametrize(
    "typed",
    [
        "26",
        "#26",
        " 26 ",
        "ep 26",
        "s1e26",
        "S01E26",
        "1x26",
        "\uff12\uff16",
        "an amazing comeback",
        "COMEBACK",
        "comebak",
    ],
)
async def test_an_episode_can_be_named_in_many_ways(world: World, typed: str) -> None:
    card = answer(await world.hana.slash(world.channel, "episode", episode=typed))

    assert words(card).startswith("## 26 · An Amazing Comeback\n")


async def test_next_is_the_first_episode_for_who_has_watched_none(world: World) -> None:
    card = answer(await world.hana.slash(world.channel, "episode", episode="next"))

    assert words(card).startswith("## 1 · ")


async def test_random_is_whatever_was_chosen(world: World) -> None:
    card = answer(await world.hana.slash(world.channel, "episode", episode="random"))

    assert words(card).startswith("## 26 · ")  # the world's choice is always the last


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("27", "season 2 (27–51), which is not in my catalogue yet. I know episodes 1–26."),
        ("52", "There is no episode 52 here. I know episodes 1–26."),
        ("0", "There is no episode 0 here. I know episodes 1–26."),
        ("-1", "There is no episode -1 here. I know episodes 1–26."),
        ("9999999999999", "There is no episode of that number here. I know episodes 1–26."),
        ("s3e1", "There is no episode 1 in season 3 here. I know episodes 1–26."),
        ("sp1", "There is no special 1 here. I know episodes 1–26."),
        ("", "Which episode? Give its number, like `26`, or a part of its title."),
        ("\u200b \n", "Which episode? Give its number"),
        ("x" * 6000, "That is too long to be an episode."),
        ("🎪🎪🎪", "No title here is like “\u2068🎪🎪🎪\u2069”."),
        ("حلقة رائعة", "No title here is like “\u2068حلقة رائعة\u2069”."),
        ("\u202eedosipe", "No title here is like “\u2068edosipe\u2069”."),
        ("'; DROP TABLE votes; --", "No title here is like"),
        (
            "**bold** [click](https://evil.example)",
            "\\*\\*bold\\*\\* \\[click\\]\\(https:\\/\\/evil.example\\)",
        ),
        ("@everyone <@1> <@&2> <#3>", "\\@everyone \\<\\@1\\> \\<\\@&2\\> \\<\\#3\\>"),
        ("amazing", "give the number:\n1 · My Amazing Stage Debut\n2 · "),
    ],
)
async def test_what_is_no_episode_gets_one_sentence_for_the_asker_alone(
    world: World, typed: str, said: str
) -> None:
    before = len(world.env.http_requests)

    refused = answer(await world.hana.slash(world.channel, "episode", episode=typed))

    assert refused.ephemeral
    assert said in words(refused)
    assert len(words(refused)) < 400
    assert buttons(refused) == {}
    assert world.channel.history(viewer=world.tomas) == []
    assert [call for call in world.calls(before) if not call.endswith("/callback")] == []
    assert _mentions_nobody(world)


async def test_a_card_works_in_direct_messages(world: World) -> None:
    result = await world.hana.user.slash("episode", episode="13")

    assert words(answer(result)).startswith("## 13 · The Amazing Competition Calls Up A Storm")


async def test_seasons_specials_and_half_episodes_have_cards(tmp_path: Path) -> None:
    async with open_world(tmp_path, Library((shows.two_seasons(),))) as world:
        for typed, heading in (("13.5", "13.5"), ("15", "15"), ("s2e1", "15"), ("sp1", "SP1")):
            card = answer(await world.hana.slash(world.channel, "episode", episode=typed))
            assert words(card).replace("\\", "").startswith(f"## {heading} · ")  # Discord drops it
        assert "season 2, episode 1 ·" in words(
            answer(await world.hana.slash(world.channel, "episode", episode="s2e1"))
        )


def _mentions_nobody(world: World) -> bool:
    """Whether nothing that was sent could have pinged anybody."""
    bodies: list[Any] = [e.json for e in world.env.http_requests if e.path.endswith("/callback")]
    return [body["data"]["allowed_mentions"]["parse"] for body in bodies] == [[]] * len(bodies)


def _plain(text: str) -> str:
    """The text with the command as it reads, whatever its id."""
    return re.sub(r"</(\w+):\d+>|\*\*/(\w+)\*\*", lambda found: f"/{found[1] or found[2]}", text)
