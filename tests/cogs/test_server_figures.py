"""What the server thinks, on the cards of /episode, /episodes and /series."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.domain.panels import Panel
from db import panels, server_settings, votes
from db.votes import Ballot
from tests.world import World, answer, buttons, count_transactions, options, words

SHOW = "kaleido-star"

VOTES: Mapping[str, list[int]] = {"s1e1": [6, 6, 6], "s1e2": [7, 7, 7, 7, 7], "s1e3": [10, 10]}
"""Ranked 3, 2, 1 by the weighted means; C = (6 + 7 + 10) / 3 = 7⅔."""


@pytest.fixture
async def voted(world: World) -> World:
    await _put(world, VOTES)
    return world


async def test_an_episode_shows_the_figure_votes_and_place_it_has_in_the_ranking(voted: World) -> None:
    card = await _episode(voted, "2")

    assert "**Here** ★ 7.00 · 5 votes · #2 of 3\n**Web** ★ 7.78" in card


async def test_a_figure_of_few_votes_is_called_provisional(voted: World) -> None:
    assert "**Here** ★ 10.00 · 2 votes · #1 of 3 · provisional, under 3 votes\n" in await _episode(voted, "3")


async def test_an_episode_without_votes_says_how_to_vote(voted: World) -> None:
    card = await _episode(voted, "4")

    assert "**Here** · no votes yet: cast the first with " in card
    assert "/vote" in card


async def test_turning_to_another_episode_brings_its_figures(voted: World) -> None:
    card = answer(await voted.hana.slash(voted.channel, "episode", episode="1"))

    await voted.hana.click(card, label="2 →")

    assert "**Here** ★ 7.00 · 5 votes" in words(card)


async def test_the_guide_and_its_list_show_here_beside_the_web(voted: World) -> None:
    guide = answer(await voted.hana.slash(voted.channel, "episodes"))

    assert "-# ▸ next · 3 April 2003 · here ★ 6.00 · web ★ 9.40\n" in words(guide)
    assert "-# 24 April 2003 · here ★ 10.00 (provisional) · web ★ 8.29\n" in words(guide)
    assert "-# 29 May 2003 · no votes here · web ★ 8.29\n" in words(guide)
    assert options(guide)[1]["description"] == "here ★ 7.00 · web ★ 7.78"
    await voted.hana.click(guide, label="Later →")
    assert "-# 3 July 2003 · no votes here · not rated on the web\n" in words(guide)


async def test_the_series_page_shows_the_mean_of_the_episodes_and_the_best_here(voted: World) -> None:
    page = words(answer(await voted.hana.slash(voted.channel, "series")))

    assert "**Here** ★ 7.67 · 3 of 26 episodes, by 10 votes\n**Best here** 3 · " in page


async def test_episodes_that_share_the_first_place_are_counted(world: World) -> None:
    await _put(world, {"s1e1": [8, 8], "s1e5": [8, 8], "s1e6": [8, 8]})

    page = words(answer(await world.hana.slash(world.channel, "series")))

    assert "**Best here** 1 · My Amazing Stage Debut and 2 others\n" in page


async def test_a_direct_message_knows_of_no_server(voted: World) -> None:
    user = voted.hana.user
    shown = [
        words(answer(await user.slash("episode", episode="1"))),
        words(answer(await user.slash("episodes"))),
        words(answer(await user.slash("series"))),
    ]

    assert [text for text in shown if "here" in text.casefold()] == []
    assert "web ★ 9.40 · 40 votes" in shown[1]


async def test_another_servers_votes_are_not_shown(voted: World) -> None:
    elsewhere = voted.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("hall")
    tomas = elsewhere.add_member(voted.tomas.user)

    card = words(answer(await tomas.slash(channel, "episode", episode="1")))

    assert "**Here** · no votes yet" in card


async def test_where_results_wait_for_the_close_an_open_panel_hides_the_figures_everywhere(
    voted: World,
) -> None:
    await _open_panel(voted, "s1e3", reveal="closed")

    card = await _episode(voted, "3")
    guide = answer(await voted.hana.slash(voted.channel, "episodes"))
    series = words(answer(await voted.hana.slash(voted.channel, "series")))

    assert "**Here** · voting is open: shown when it closes\n" in card
    assert "· voting is open · web ★ " in words(guide)
    # C is now (6 + 7) / 2 = 6.5: nobody can work out from the others what is withheld.
    assert "**Here** ★ 6.00 · 3 votes · #2 of 2\n" in await _episode(voted, "1")
    assert "**Here** ★ 6.50 · 2 of 26 episodes, by 8 votes\n**Best here** 2 · " in series


async def test_where_results_are_open_a_panel_hides_nothing(voted: World) -> None:
    await _open_panel(voted, "s1e3", reveal="voted")

    assert "**Here** ★ 10.00 · 2 votes" in await _episode(voted, "3")


@pytest.mark.parametrize("command", ["episode", "episodes", "series"])
async def test_a_card_costs_one_snapshot_and_one_call_to_discord(
    voted: World, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    opened = count_transactions(voted, monkeypatch)
    before = len(voted.env.http_requests)

    await voted.hana.slash(voted.channel, command, **({"episode": "1"} if command == "episode" else {}))

    assert opened == ["snapshot"]
    assert len(voted.calls(before)) == 1


async def test_the_guide_opened_from_the_series_page_has_the_figures_too(voted: World) -> None:
    page = answer(await voted.hana.slash(voted.channel, "series"))

    guide = answer(await voted.hana.click(page, label="All episodes"))
    card = answer(await voted.hana.select(guide, ["s1e1"]))

    assert "here ★ 6.00" in words(guide)
    assert "**Here** ★ 6.00 · 3 votes · #3 of 3\n" in words(card)
    assert buttons(card)["First"]["disabled"]


async def _episode(world: World, reference: str) -> str:
    return words(answer(await world.hana.slash(world.channel, "episode", episode=reference)))


async def _put(world: World, scores: Mapping[str, list[int]]) -> None:
    async with world.db.transaction() as tx:
        for episode, given in scores.items():
            for member_id, score in enumerate(given, start=1):
                ballot = Ballot(world.guild.id, SHOW, episode, member_id)
                await votes.cast(tx, ballot, score=score, now=world.env.now())


async def _open_panel(world: World, episode: str, *, reveal: str) -> None:
    panel = Panel(
        guild_id=world.guild.id,
        id=77,
        channel_id=world.channel.id,
        message_id=None,
        show_id=SHOW,
        episode=episode,
        opened_by=world.hana.id,
        closes_at=world.env.now() + timedelta(hours=1),
        closed_at=None,
    )
    async with world.db.transaction() as tx:
        await panels.add(tx, panel, now=world.env.now())
        await server_settings.put(tx, guild_id=world.guild.id, name="reveal", value=reveal)
