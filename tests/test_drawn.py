"""An equal card is put together once, and what changed is seen at once."""

import importlib

import pytest

from bot import ui
from bot.drawn import Drawn
from tests.world import World, answer, words


class Hand:
    """Draws, and counts how often."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self) -> ui.Card:
        self.drawn += 1
        return ui.card(f"card {self.drawn}")


def test_the_very_same_value_is_drawn_once_and_an_equal_one_anew() -> None:
    drawn, hand, value = Drawn(), Hand(), [1]

    first = drawn.of(value, hand)

    assert drawn.of(value, hand) is first
    assert drawn.of([1], hand) is not first
    assert hand.drawn == 2


def test_each_part_is_a_thing_of_its_own() -> None:
    drawn, hand, value = Drawn(), Hand(), [1]

    assert drawn.of(value, hand, part=1) is not drawn.of(value, hand, part=2)
    assert drawn.of(value, hand, part=1) is drawn.of(value, hand, part=1)


def test_only_so_much_is_kept_and_what_was_asked_for_last_stays() -> None:
    drawn, hand = Drawn(room=2), Hand()
    one, two, three = [1], [2], [3]
    for value in (one, two, one, three):
        drawn.of(value, hand)

    drawn.of(one, hand)
    assert (len(drawn), hand.drawn) == (2, 3)
    drawn.of(two, hand)
    assert hand.drawn == 4


def test_a_card_may_be_sent_many_times() -> None:
    card = ui.card("Hello", ui.row(ui.button("Press", "episode:show:1")))

    assert card.page is card.page
    assert (
        card.page.to_components()
        == ui.card("Hello", ui.row(ui.button("Press", "episode:show:1"))).page.to_components()
    )


async def test_a_card_is_drawn_for_the_first_who_asks_and_follows_every_change(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    cards = importlib.import_module("cogs.lookup.cards")  # a bot that was closed forgets its own
    real = cards.episode_card

    def draw(*given: object) -> ui.Card:
        counted.append("drawn")
        return real(*given)

    monkeypatch.setattr(cards, "episode_card", draw)
    first = words(answer(await world.hana.slash(world.channel, "episode", episode="5")))
    again = words(answer(await world.tomas.slash(world.channel, "episode", episode="5")))

    assert first == again
    assert counted == ["drawn"]
    await world.hana.slash(world.channel, "vote", episode="5", score=9)
    changed = words(answer(await world.tomas.slash(world.channel, "episode", episode="5")))
    assert changed != first
    assert "1 vote" in changed
    assert len(counted) == 2


async def test_a_ranking_that_stands_names_a_command_as_discord_knows_it_now(world: World) -> None:
    ids = world.bot.command_ids
    for number in (4711, 4712):
        world.bot.command_ids = {**ids, "vote": number}
        told = words(answer(await world.hana.slash(world.channel, "ranking")))
        assert f"</vote:{number}>" in told
