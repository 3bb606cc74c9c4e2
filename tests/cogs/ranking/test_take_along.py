"""What one takes along of a ranking: its explanation, its file, its picture."""

import csv
import re
from io import StringIO

import pytest
import simcord

from bot.pictures.specs import BarChart
from bot.pictures.studio import Studio
from tests.cogs.ranking.support import (
    Sketches,
    alternatives,
    cast,
    cast_own,
    equip,
    file_of,
    open_panel,
    set_up,
)
from tests.world import World, answer, words


async def ranking(world: World, view: str = "server", order: str = "best") -> simcord.ResponseMessage:
    return answer(await world.hana.slash(world.channel, "ranking", view=view, order=order))


async def explained(world: World, view: str) -> str:
    told = answer(await world.tomas.click(await ranking(world, view), label="How is this computed?"))
    assert told.ephemeral
    return words(told)


async def table(world: World, view: str, order: str = "best") -> list[list[str]]:
    given = answer(await world.hana.click(await ranking(world, view, order), label="CSV"))
    assert given.ephemeral
    text = await file_of(given)
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))


async def test_the_servers_formula_is_reckoned_out_on_its_first_row(stage: World) -> None:
    await cast(stage, {"s1e1": (8, 8, 8, 9, 9), "s1e2": (7, 7, 8)})

    told = await explained(stage, "server")

    # C = (8.4 + 22/3) / 2 = 7.8667; (5 × 7.8667 + 42) / 10
    assert "- **C**: **7.8667**, over 2 episodes. The mean of the means" in told
    assert "- **m**: **5**, as if 5 further members had voted C." in told
    assert "- **Votes**: 8. An episode with fewer than 3 is provisional." in told
    assert "My Amazing Stage Debut: `(5 × 7.8667 + 42) / (5 + 5)` = **8.13**" in told


async def test_without_votes_the_formula_is_told_all_the_same(stage: World) -> None:
    told = await explained(stage, "server")

    assert "`(m × C + sum of its votes) / (m + number of its votes)`" in told
    assert "- **C**: there are no votes yet. The mean of the means" in told
    assert "Example" not in told


async def test_a_weight_of_nothing_is_the_plain_mean(stage: World) -> None:
    await cast(stage, {"s1e1": (8, 9)})
    await set_up(stage, weight="0")

    told = await explained(stage, "server")

    assert "- **m**: **0**, so it is the plain mean." in told
    assert "`(0 × 8.50 + 17) / (0 + 2)` = **8.50**" in told


@pytest.mark.parametrize(
    ("view", "example"),
    [
        ("web", "#1 · 1 · My Amazing Stage Debut: **9.40** from 40 votes, as printed."),
        ("divisive", "#1 · 1 · My Amazing Stage Debut: `√(8 × 232 − 40²) / 8` = **2.00**"),
        ("difference", "#1 · 1 · My Amazing Stage Debut: `5.00 − 9.40` = **−4.40**"),
    ],
)
async def test_every_view_is_explained_by_its_own_figures(stage: World, view: str, example: str) -> None:
    await cast(stage, {"s1e1": (2, 4, 4, 4, 5, 5, 7, 9)})

    assert example in await explained(stage, view)


async def test_my_scores_are_explained_as_mine(stage: World) -> None:
    await cast_own(stage, stage.hana.id, {"s1e1": 5})

    told = answer(await stage.hana.click(await ranking(stage, "mine"), label="How is this computed?"))

    assert "Your own scores, as you gave them." in words(told)


async def test_the_file_of_the_web_holds_all_its_rows(stage: World) -> None:
    head, *rows = await table(stage, "web")

    assert head == ["place", "episode", "title", "web rating", "web votes"]
    assert [[row[0], row[1], float(row[3]), row[4]] for row in rows] == [
        [str(e.web.rank), e.label, e.web.rating, str(e.web.votes)]
        for e in stage.library.shows[0].ranked
        if e.web
    ]
    assert (await table(stage, "web", "worst"))[1:] == rows[::-1]


async def test_a_negative_difference_is_a_number_in_the_file(stage: World) -> None:
    await cast(stage, {"s1e1": (9, 8)})

    given = answer(await stage.hana.click(await ranking(stage, "difference"), label="CSV"))

    assert [file.filename for file in given.attachments] == ["ranking-difference.csv"]
    assert '\r\n1,1,"My Amazing Stage Debut",-0.9,8.5,2,"yes",9.4,40,1\r\n' in await file_of(given)


async def test_the_file_holds_what_the_web_lacks_as_nothing(stage: World) -> None:
    await cast(stage, {"s1e14": (9, 8, 8)})

    assert (await table(stage, "server"))[1:] == [
        ["1", "14", "Mysterious Amazing Circus", "8.3333", "8.3333", "3", "no", "", "", ""]
    ]


async def test_my_file_holds_my_scores_and_nobody_elses(stage: World) -> None:
    await cast_own(stage, stage.hana.id, {"s1e2": 4})
    await cast_own(stage, stage.tomas.id, {"s1e3": 9})

    rows = await table(stage, "mine")

    assert [row[1:5] for row in rows[1:]] == [["2", "My Amazing And Lonely Challenge", "4", "4.0"]]


async def test_secret_votes_are_in_no_file_and_in_no_explanation(stage: World) -> None:
    await cast(stage, {"s1e1": (8, 8, 8), "s1e26": (3, 4, 3)})
    await open_panel(stage, "s1e26")
    await set_up(stage, reveal="closed")

    told = await explained(stage, "server")

    assert "- **C**: **8.00**, over 1 episode." in told
    assert "Votes on episodes whose voting is open are left out of every figure until it closes." in told
    assert [row[1] for row in await table(stage, "server")] == ["episode", "1"]


async def test_with_a_picture_the_rows_stand_in_it_and_in_its_alternative_text(world: World) -> None:
    sketches = Sketches()
    equip(world, sketches)
    await cast(world, {"s1e1": (10,), "s1e2": (6, 6, 6), "s1e3": (8,) * 5})

    card = await ranking(world)

    assert words(card) == (
        "## Best to worst: this server\n"
        "-# 3 of 26 episodes · 9 votes · 23 episodes have no votes yet\n"
        "-# Figure: the weighted mean · White tick: the plain mean · Hatched: provisional, fewer than 3 votes"
    )
    assert "\n".join(alternatives(card)) == (
        "Best to worst: this server\n"
        "#1 episode 1, My Amazing Stage Debut: 8.33, mean 10.00, 1 vote, provisional\n"
        "#2 episode 3, The Amazing Distant Stage: 8.00, mean 8.00, 5 votes\n"
        "#3 episode 2, My Amazing And Lonely Challenge: 7.25, mean 6.00, 3 votes"
    )
    assert [file.filename for file in card.attachments] == ["ranking-server.png"]
    (spec,) = sketches.specs
    assert isinstance(spec, BarChart)
    assert (spec.heading, spec.note, spec.ends) == ("Best to worst", "this server · 1–3 of 3", ("5", "10"))


async def test_turning_a_page_brings_its_own_picture_and_no_other(world: World) -> None:
    equip(world, Sketches())
    card = await ranking(world, "web")
    before = len(world.env.http_requests)

    await world.hana.click(card, label="11–20 →")

    assert len(world.calls(before)) == 1
    assert len(card.attachments) == 1
    (told,) = alternatives(card)
    assert re.findall(r"#(\d+) episode", told) == [str(place) for place in range(11, 21)]


async def test_the_real_studio_draws_the_same_card(world: World) -> None:
    equip(world, Studio(patience=60))  # however busy the machine
    card = await ranking(world, "web")

    (told,) = alternatives(card)
    assert told.startswith("Best to worst: the web\n#1 episode 1, My Amazing Stage Debut: 9.40, 40 votes\n")
    assert card.attachments[0].size > 1000
