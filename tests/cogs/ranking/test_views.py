"""/ranking in each of its views, as members read it."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.domain.catalogue import Library
from db.catalogue import read_show
from tests import shows
from tests.cogs.ranking.support import NoStudio, cast, cast_own, equip, set_up
from tests.opened import title
from tests.world import World, answer, buttons, open_world, options, walk, words

INVITATION = "No votes here yet. Open a panel with "


@pytest.fixture
async def unrated(tmp_path: Path) -> AsyncGenerator[World]:
    """A show that no page ranks."""
    async with open_world(tmp_path, Library((read_show(shows.plain(), file="plain.toml"),))) as world:
        equip(world, NoStudio())
        yield world


async def ranking(world: World, **asked: Any) -> simcord.ResponseMessage:
    return answer(await world.hana.slash(world.channel, "ranking", **asked))


async def test_the_server_ranks_by_its_own_votes_for_everybody_to_see(stage: World) -> None:
    await cast(stage, {"s1e1": (10,), "s1e2": (6, 6, 6), "s1e3": (8,) * 5})

    card = await ranking(stage)

    assert not card.ephemeral
    assert words(card) == (
        "## Best to worst: this server\n"
        "-# 3 of 26 episodes · 9 votes · 23 episodes have no votes yet\n"
        "-# Figure: the weighted mean · Provisional: fewer than 3 votes\n"
        "**#1** · 1 · My Amazing Stage Debut\n"
        "-# **8.33** · mean 10.00 · 1 vote · provisional\n"
        "**#2** · 3 · The Amazing Distant Stage\n"
        "-# **8.00** · mean 8.00 · 5 votes\n"
        "**#3** · 2 · My Amazing And Lonely Challenge\n"
        "-# **7.25** · mean 6.00 · 3 votes"
    )


async def test_the_server_decides_weight_and_minimum(stage: World) -> None:
    await cast(stage, {"s1e1": (10,), "s1e2": (6, 6, 6)})
    await set_up(stage, weight="0", minimum="1")

    told = words(await ranking(stage))

    assert "-# **10.00** · mean 10.00 · 1 vote\n" in told
    assert "rovisional" not in told


async def test_equals_share_a_place_from_either_end(stage: World) -> None:
    await cast(stage, {"s1e1": (9, 7), "s1e2": (9, 7), "s1e3": (9, 7), "s1e4": (2, 2)})

    places = [line.split(" · ")[:2] for line in words(await ranking(stage)).split("\n") if line[:3] == "**#"]
    worst = [
        line.split(" · ")[:2]
        for line in words(await ranking(stage, order="worst")).split("\n")
        if line[:3] == "**#"
    ]

    assert places == [["**#1**", "1"], ["**#1**", "2"], ["**#1**", "3"], ["**#4**", "4"]]
    assert worst == places[::-1]


async def test_where_nobody_voted_the_web_ranks_and_members_are_invited(stage: World) -> None:
    for view in ("server", "divisive", "difference"):
        card = await ranking(stage, view=view)

        assert words(card).startswith(
            "## Best to worst: the web\n-# 25 of 26 episodes · 181 votes · episode 14 is not listed there\n"
        )
        assert INVITATION in words(card)
        assert "**#1** · 1 · My Amazing Stage Debut\n-# **9.40** · 40 votes" in words(card)
        assert [option["value"] for option in options(card) if option["default"]] == [view]


async def test_the_webs_view_is_the_page_in_all_its_rows(stage: World) -> None:
    card = await ranking(stage, view="web")
    told = words(card)
    for label in ("11–20 →", "21–25 →"):
        await stage.hana.click(card, label=label)
        told += "\n" + words(card)

    rows = [line for line in told.split("\n") if line.startswith(("**#", "-# **"))]
    expected: list[str] = []
    for episode in stage.library.shows[0].ranked:
        assert episode.web
        expected.append(f"**#{episode.web.rank}** · {episode.label} · {title(episode)}")
        expected.append(f"-# **{episode.web.rating:.2f}** · {episode.web.votes} votes")
    assert len(expected) == 50
    assert rows == expected
    assert INVITATION not in told


async def test_divisive_puts_first_what_the_votes_differ_on(stage: World) -> None:
    await cast(stage, {"s1e1": (2, 4, 4, 4, 5, 5, 7, 9), "s1e2": (1, 10), "s1e3": (5,)})

    card = await ranking(stage, view="divisive")

    assert words(card).startswith("## Most to least divisive: this server\n-# 2 of 26 episodes · 10 votes")
    assert words(card).endswith(
        "**#1** · 2 · My Amazing And Lonely Challenge\n-# **±4.50** · mean 5.50 · 2 votes · provisional\n"
        "**#2** · 1 · My Amazing Stage Debut\n-# **±2.00** · mean 5.00 · 8 votes"
    )
    assert "Least divisive first" in buttons(card)


async def test_one_vote_each_divides_nobody(stage: World) -> None:
    await cast(stage, {"s1e1": (2,)})

    assert "No episode here has two votes yet" in words(await ranking(stage, view="divisive"))


async def test_the_difference_is_told_in_figures_and_in_words(stage: World) -> None:
    await cast(stage, {"s1e1": (9, 9, 9), "s1e26": (9, 9, 9), "s1e23": (2, 2, 2), "s1e14": (10, 10, 10)})

    card = await ranking(stage, view="difference")

    assert words(card) == (
        "## Liked better here: server against web\n"
        "-# 3 of 26 episodes · 9 votes · 23 episodes lack votes here or there\n"
        "-# Spearman's \N{GREEK SMALL LETTER RHO} = 0.87 over 3 episodes: the server and the web agree\n"
        "**#1** · 26 · An Amazing Comeback\n-# **+0.60** · here 9.00 · web 8.40 · 3 votes\n"
        "**#2** · 1 · My Amazing Stage Debut\n-# **−0.40** · here 9.00 · web 9.40 · 3 votes\n"
        "**#3** · 23 · The Legendary Amazing Maneuver\n-# **−5.40** · here 2.00 · web 7.40 · 3 votes"
    )


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ({"s1e1": (9,)}, "No correlation over 1 episode: it takes two at least"),
        ({"s1e1": (9,), "s1e2": (9,)}, "No correlation over 2 episodes: one side rates them all alike"),
        ({"s1e1": (1,), "s1e2": (9,)}, "= −1.00 over 2 episodes: the server and the web disagree"),
    ],
)
async def test_where_there_is_no_agreement_the_card_says_why(
    stage: World, scores: dict[str, tuple[int, ...]], sentence: str
) -> None:
    await cast(stage, scores)

    assert sentence in words(await ranking(stage, view="difference"))


async def test_votes_on_what_the_web_does_not_list_cannot_be_compared(stage: World) -> None:
    await cast(stage, {"s1e14": (9,)})

    told = words(await ranking(stage, view="difference"))

    assert "None of the episodes voted on here is on the web's list." in told


async def test_my_scores_are_for_me_alone_with_the_servers_mean(stage: World) -> None:
    await cast(stage, {"s1e1": (8, 8, 8)})
    await cast_own(stage, stage.hana.id, {"s1e1": 4, "s1e2": 9})

    card = await ranking(stage, view="mine")

    assert card.ephemeral
    assert words(card) == (
        "## Best to worst: my scores\n"
        "-# 2 of 26 episodes · 24 episodes have no score of yours\n"
        "**#1** · 2 · My Amazing And Lonely Challenge\n-# **9** · here 9.00 · 1 vote\n"
        "**#2** · 1 · My Amazing Stage Debut\n-# **4** · here 7.00 · 4 votes"
    )


async def test_without_scores_of_mine_i_am_invited(stage: World) -> None:
    await cast(stage, {"s1e1": (8,)})

    card = await ranking(stage, view="mine")

    assert card.ephemeral
    assert "You have no scores to rank here yet. Give one with " in words(card)
    assert buttons(card) == {}
    assert len(options(card)) == 5


async def test_another_servers_votes_are_not_seen(stage: World) -> None:
    await cast(stage, {"s1e1": (8,)}, guild_id=stage.guild.id + 1)

    assert INVITATION in words(await ranking(stage))


async def test_in_a_direct_message_there_is_the_webs_view(stage: World) -> None:
    card = answer(await stage.hana.user.slash("ranking", order="worst"))

    assert words(card).startswith("## Worst to best: the web\n")
    assert "**#25** · 23 · The Legendary Amazing Maneuver\n" in words(card)
    assert [part for part in walk(card.components) if part["type"] == 3] == []
    await stage.hana.user.click(card, label="15–6 →")
    assert "**#15** · " in words(card)


async def test_in_a_direct_message_the_other_views_say_that_they_need_a_server(stage: World) -> None:
    for view in ("server", "divisive", "difference", "mine"):
        refused = answer(await stage.hana.user.slash("ranking", view=view))

        assert f"`view:{view}` needs a server" in words(refused)


async def test_a_show_that_nobody_rated_says_so_and_what_to_do(unrated: World) -> None:
    assert "The web has no ranking of Lantern Row. Vote with " in words(await ranking(unrated, view="web"))
    for view in ("server", "divisive", "difference"):
        card = await ranking(unrated, view=view)

        assert INVITATION in words(card)
        assert "The web has no ranking of it either." in words(card)
        assert buttons(card) == {}
    direct = answer(await unrated.hana.user.slash("ranking"))
    assert "in a server, and it makes its own" in words(direct)


async def test_votes_with_nothing_to_hold_them_against_are_said_to_be_so(unrated: World) -> None:
    await cast(unrated, {"s1e1": (9,)})

    told = words(await ranking(unrated, view="difference"))

    assert "There are votes here, but nothing to hold them against." in told
