"""What comes next for a member: `next`, and the guide."""

import pytest

from tests.marking import hide, keys, mark
from tests.world import World, answer, buttons, options, words

REFUSED = "Your progress is kept by server: ask for `next` there, or name an episode."


async def test_next_is_the_first_gap_in_ones_marks_of_this_server(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    await mark(world, world.hana.id, ["s1e1", "s1e2", "s1e4"])
    await mark(world, world.hana.id, ["s1e3"], guild_id=elsewhere.id)
    await mark(world, world.tomas.id, keys(1, 9))

    card = answer(await world.hana.slash(world.channel, "episode", episode="next"))

    assert not card.ephemeral
    assert words(card).startswith("## 3 · ")


async def test_a_vote_moves_next_on(world: World) -> None:
    await world.hana.slash(world.channel, "vote", episode="next", score=9)

    told = answer(await world.hana.slash(world.channel, "vote", episode="next", score=8))

    assert words(told).startswith("## 2 · ")


async def test_who_has_watched_all_is_told_so(world: World) -> None:
    await mark(world, world.hana.id, keys(1, 26))

    refused = answer(await world.hana.slash(world.channel, "episode", episode="next"))

    assert words(refused).startswith("You have watched every episode there is.")


async def test_for_one_who_keeps_their_progress_to_themselves_next_is_answered_alone(world: World) -> None:
    await mark(world, world.hana.id, ["s1e1"])
    await hide(world, world.hana)

    card = answer(await world.hana.slash(world.channel, "episode", episode="next"))
    named = answer(await world.hana.slash(world.channel, "episode", episode="2"))

    assert card.ephemeral
    assert words(card).startswith("## 2 · ")
    assert not named.ephemeral
    assert len(world.channel.history(viewer=world.tomas)) == 1


async def test_nor_does_a_panel_tell_the_others_where_they_are(world: World) -> None:
    await hide(world, world.hana)

    await world.hana.slash(world.channel, "vote", episode="9", score=8)
    for named in ({"episode": "next"}, {}):
        refused = answer(await world.hana.slash(world.channel, "vote", **named))

        assert refused.ephemeral
        assert "which you keep to yourself" in words(refused)
    assert world.channel.history(viewer=world.tomas) == []


@pytest.mark.parametrize("typed", ["next", "NEXT", " next "])
async def test_in_a_direct_message_next_is_refused(world: World, typed: str) -> None:
    await mark(world, world.hana.id, ["s1e1"])

    assert words(answer(await world.hana.user.slash("episode", episode=typed))) == REFUSED


async def test_the_guide_opens_where_one_is_and_says_what_one_did(world: World) -> None:
    await mark(world, world.hana.id, [*keys(1, 12), "s1e14"])
    await world.hana.slash(world.channel, "vote", episode="12", score=7)

    guide = answer(await world.hana.slash(world.channel, "episodes"))

    text = words(guide)
    assert "\n-# 26 episodes · 13 watched · page 2 of 3\n" in text
    lines = dict(zip(text.split("\n")[2::2], text.split("\n")[3::2], strict=True))
    facts = {name.split("**")[1]: line.removeprefix("-# ").split(" · ")[0] for name, line in lines.items()}
    assert (facts["11"], facts["12"], facts["13"], facts["14"]) == (
        "✓ watched",
        "✓ your ★ 7",
        "▸ next",
        "✓ watched",
    )
    assert text.count("▸ next") == 1
    assert [o["description"].split(" · ")[0] for o in options(guide)[:4]] == [
        "✓ watched",
        "✓ your ★ 7",
        "▸ next",
        "✓ watched",
    ]


async def test_the_guide_turns_away_from_where_one_is_and_back(world: World) -> None:
    await mark(world, world.hana.id, keys(1, 20))
    guide = answer(await world.hana.slash(world.channel, "episodes"))
    assert buttons(guide)["Later →"]["disabled"]

    await world.hana.click(guide, label="← Earlier")

    assert "page 2 of 3" in words(guide)
    assert "▸ next" not in words(guide)
    assert words(guide).count("✓ watched") == 10


async def test_who_has_watched_all_begins_the_guide_at_its_first_page(world: World) -> None:
    await mark(world, world.hana.id, keys(1, 26))

    guide = words(answer(await world.hana.slash(world.channel, "episodes")))

    assert "26 watched" in guide
    assert "page 1 of 3" in guide
    assert "▸ next" not in guide


async def test_the_guide_of_a_direct_message_knows_of_no_marks(world: World) -> None:
    await mark(world, world.hana.id, keys(1, 12))

    guide = words(answer(await world.hana.user.slash("episodes")))

    assert "page 1 of 3" in guide
    assert "✓" not in guide
    assert "▸" not in guide
