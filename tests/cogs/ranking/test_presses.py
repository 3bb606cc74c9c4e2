"""The buttons and the list of a ranking, as members, strangers and forgers press them."""

import pytest
import simcord

from tests.cogs.ranking.support import NoStudio, cast, cast_own, equip
from tests.world import World, answer, buttons, options, words

FIRST_TEN = [str(number) for number in (1, 26, 13, 19, 8, 9, 3, 4, 7, 12)]


async def web(world: World, order: str = "best") -> simcord.ResponseMessage:
    return answer(await world.hana.slash(world.channel, "ranking", view="web", order=order))


def episodes(card: simcord.ResponseMessage) -> list[str]:
    return [line.split(" · ")[1] for line in words(card).split("\n") if line.startswith("**#")]


async def test_pages_turn_in_one_call_and_end_at_the_ends(stage: World) -> None:
    card = await web(stage)
    assert episodes(card) == FIRST_TEN
    assert [(label, part["disabled"]) for label, part in buttons(card).items()] == [
        ("First", True),
        ("11–20 →", False),
        ("Worst first", False),
        ("How is this computed?", False),
        ("CSV", False),
    ]
    before = len(stage.env.http_requests)

    await stage.hana.click(card, label="11–20 →")
    assert list(buttons(card))[:2] == ["← 1–10", "21–25 →"]
    await stage.hana.click(card, label="21–25 →")

    assert len(stage.calls(before)) == 2
    assert episodes(card) == ["17", "25", "16", "11", "23"]
    last = buttons(card)
    assert (last["Last"]["disabled"], last["← 11–20"]["disabled"]) == (True, False)
    await stage.hana.click(card, label="← 11–20")
    await stage.hana.click(card, label="← 1–10")
    assert episodes(card) == FIRST_TEN
    assert len(stage.channel.history(viewer=stage.tomas)) == 1


async def test_the_other_end_is_one_press_away_and_keeps_the_places(stage: World) -> None:
    card = await web(stage)

    await stage.hana.click(card, label="Worst first")

    assert words(card).startswith("## Worst to best: the web\n")
    assert "**#25** · 23 · " in words(card)
    assert list(buttons(card))[:3] == ["First", "15–6 →", "Best first"]
    await stage.hana.click(card, label="15–6 →")
    await stage.hana.click(card, label="5–1 →")
    assert episodes(card) == FIRST_TEN[4::-1]
    assert (await web(stage, "worst")).components[0] != card.components[0]


async def test_one_page_has_nothing_to_turn(stage: World) -> None:
    await cast(stage, {"s1e1": (8,)})

    card = answer(await stage.hana.slash(stage.channel, "ranking"))

    assert list(buttons(card)) == ["Worst first", "How is this computed?", "CSV"]


async def test_the_list_turns_to_another_view_and_keeps_the_order(stage: World) -> None:
    await cast(stage, {"s1e1": (8, 9), "s1e2": (1, 9)})
    card = await web(stage, "worst")
    before = len(stage.env.http_requests)

    await stage.hana.select(card, ["divisive"])

    assert words(card).startswith("## Least to most divisive: this server\n")
    assert [option["value"] for option in options(card) if option["default"]] == ["divisive"]
    assert len(stage.calls(before)) == 1


async def test_a_stranger_turns_a_card_of_their_own(stage: World) -> None:
    card = await web(stage)

    own = answer(await stage.tomas.click(card, label="11–20 →"))
    chosen = answer(await stage.tomas.select(card, ["difference"]))

    assert own.ephemeral
    assert chosen.ephemeral
    assert episodes(own)[0] == "10"
    assert episodes(card) == FIRST_TEN
    await stage.tomas.click(own, label="← 1–10")
    assert episodes(own) == FIRST_TEN


async def test_my_scores_never_take_the_place_of_what_others_see(stage: World) -> None:
    await cast_own(stage, stage.hana.id, {"s1e5": 7})
    card = await web(stage)

    mine = answer(await stage.hana.select(card, ["mine"]))

    assert mine.ephemeral
    assert episodes(mine) == ["5"]
    assert episodes(card) == FIRST_TEN
    await stage.hana.click(mine, label="Worst first")
    assert words(mine).startswith("## Worst to best: my scores\n")
    await stage.hana.select(mine, ["web"])
    assert words(mine).startswith("## Worst to best: the web\n")
    assert len(stage.channel.history(viewer=stage.tomas)) == 1


async def test_a_page_shows_the_votes_as_they_are_when_it_is_turned(stage: World) -> None:
    card = answer(await stage.hana.slash(stage.channel, "ranking"))
    assert "No votes here yet." in words(card)
    await cast(stage, {"s1e14": (10, 10, 10)})

    await stage.hana.click(card, label="11–20 →")

    assert episodes(card) == ["14"]


async def test_buttons_and_list_work_after_a_restart(stage: World) -> None:
    card = await web(stage)

    await stage.restart()
    equip(stage, NoStudio())

    await stage.hana.click(card, label="11–20 →")
    assert episodes(card)[0] == "10"
    how = answer(await stage.hana.click(card, label="How is this computed?"))
    assert how.ephemeral
    await stage.hana.select(card, ["server"])
    assert "No votes here yet." in words(card)


@pytest.mark.parametrize(
    "custom_id",
    [
        "ranking:show:",
        "ranking:show:kaleido-star",
        "ranking:show:another-show/web/best/1",
        "ranking:show:kaleido-star/web/best",
        "ranking:show:kaleido-star/web/best/1/1",
        "ranking:show:kaleido-star/WEB/best/1",
        "ranking:show:kaleido-star/web/sideways/1",
        "ranking:show:kaleido-star/web/best/-1",
        "ranking:show:kaleido-star/web/best/²",
        "ranking:show:kaleido-star/web/best/99999",
        "ranking:show:kaleido-star/web/best/",
        "ranking:pick:kaleido-star/best",
        "ranking:pick:kaleido-star",
        "ranking:how:kaleido-star",
        "ranking:how:kaleido-star/everything",
        "ranking:csv:kaleido-star/web",
        "ranking:csv:kaleido-star/web/best/1",
        "ranking:csv:nobody/web/best",
    ],
)
async def test_a_forged_press_gets_a_sentence(stage: World, custom_id: str) -> None:
    message = await stage.post_button(custom_id)

    refused = answer(await stage.hana.click(message, label="Press"))

    assert refused.ephemeral
    assert words(refused) == "That is no ranking I know of. Use the command again."


async def test_a_forged_choice_gets_a_sentence(stage: World) -> None:
    message = await stage.post_select("ranking:pick:kaleido-star/best", ["everything"])

    refused = answer(await stage.hana.select(message, ["everything"]))

    assert words(refused) == "That is no ranking I know of. Use the command again."


async def test_a_page_beyond_the_ends_shows_the_nearest(stage: World) -> None:
    for page, first in (("0", "1"), ("9999", "17")):
        message = await stage.post_button(f"ranking:show:kaleido-star/web/best/{page}")

        assert episodes(answer(await stage.hana.click(message, label="Press")))[0] == first


async def test_in_a_direct_message_every_button_is_of_the_webs_view(stage: World) -> None:
    card = answer(await stage.hana.user.slash("ranking"))

    assert all("/web" in part["custom_id"] for part in buttons(card).values())
    how = answer(await stage.hana.user.click(card, label="How is this computed?"))
    assert words(how).startswith("## How this is computed: the web\n")


async def test_the_command_itself_is_one_call(stage: World) -> None:
    before = len(stage.env.http_requests)

    await web(stage)

    assert len(stage.calls(before)) == 1


async def test_a_file_of_nothing_is_refused(stage: World) -> None:
    message = await stage.post_button("ranking:csv:kaleido-star/mine/best")

    refused = answer(await stage.hana.click(message, label="Press"))

    assert words(refused) == "There is nothing in this ranking yet. Vote first, then take it along."
