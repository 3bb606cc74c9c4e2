"""Synopsis and plot: at once to who has watched, else after the warnings that a member chose."""

import pytest

from tests.marking import choose, keys, mark
from tests.world import Message, World, answer, buttons, words

SYNOPSIS = {1: "The act goes badly; even so she ends up hired", 2: "Chasing"}
ANYWAY = "Show it anyway"


async def ask(world: World, episode: int = 1, label: str = "Synopsis") -> Message:
    """Hana's answer to a press on the public card of an episode, or of the series."""
    command = "series" if label != "Synopsis" else "episode"
    named = {"episode": str(episode)} if command == "episode" else {}
    card = answer(await world.tomas.slash(world.channel, command, **named))
    told = answer(await world.hana.click(card, label=label))
    assert told.ephemeral
    return told


def is_warning(message: Message) -> bool:
    assert ("Spoilers." in words(message)) == (ANYWAY in buttons(message))
    return ANYWAY in buttons(message)


async def test_the_synopsis_of_a_watched_episode_opens_at_once(world: World) -> None:
    await mark(world, world.hana.id, ["s1e1"])

    told = await ask(world)

    assert not is_warning(told)
    assert SYNOPSIS[1] in words(told)
    assert is_warning(await ask(world, 2))


async def test_marks_of_any_server_count_and_are_not_told_here(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    await mark(world, world.hana.id, ["s1e1"], guild_id=elsewhere.id)

    assert SYNOPSIS[1] in words(await ask(world))

    guide = words(answer(await world.hana.slash(world.channel, "episodes")))
    assert "✓" not in guide
    assert "watched" not in guide


async def test_marks_count_in_direct_messages_too(world: World) -> None:
    await mark(world, world.hana.id, ["s1e1"])
    card = answer(await world.hana.user.slash("episode", episode="1"))

    assert SYNOPSIS[1] in words(answer(await world.hana.user.click(card, label="Synopsis")))


async def test_another_members_marks_open_nothing(world: World) -> None:
    await mark(world, world.tomas.id, keys(1, 26))

    assert is_warning(await ask(world))


async def test_the_plot_opens_once_every_episode_is_watched(world: World) -> None:
    await mark(world, world.hana.id, keys(1, 25))
    assert is_warning(await ask(world, label="Plot summary"))
    assert is_warning(await ask(world, label="Web review"))

    await mark(world, world.hana.id, ["s1e26"])

    assert "Hired by Kalos" in words(await ask(world, label="Plot summary"))
    assert "**Strengths**" in words(await ask(world, label="Web review"))


@pytest.mark.parametrize("mode", [None, "strict"])
async def test_strict_warns_each_time(world: World, mode: str | None) -> None:
    if mode:
        await choose(world, world.hana, mode)
    for _ in range(2):
        told = await ask(world)
        assert is_warning(told)
        assert SYNOPSIS[1] not in words(told)
        await world.hana.click(told, label=ANYWAY)
        assert SYNOPSIS[1] in words(told)


async def test_relaxed_warns_once_a_show(world: World) -> None:
    await choose(world, world.hana, "relaxed")
    told = await ask(world)
    assert is_warning(told)

    await world.hana.click(told, label=ANYWAY)

    assert SYNOPSIS[1] in words(told)
    for other in (await ask(world), await ask(world, 2), await ask(world, label="Plot summary")):
        assert not is_warning(other)


async def test_relaxed_counts_as_warned_only_who_pressed_on(world: World) -> None:
    await choose(world, world.hana, "relaxed")

    assert is_warning(await ask(world))
    assert is_warning(await ask(world))


async def test_one_members_press_warns_nobody_else(world: World) -> None:
    await choose(world, world.hana, "relaxed")
    await choose(world, world.tomas, "relaxed")
    card = answer(await world.tomas.slash(world.channel, "episode", episode="1"))
    told = answer(await world.tomas.click(card, label="Synopsis"))
    await world.tomas.click(told, label=ANYWAY)

    assert is_warning(await ask(world))


async def test_off_warns_never(world: World) -> None:
    await choose(world, world.hana, "off")

    assert not is_warning(await ask(world))
    assert not is_warning(await ask(world, label="Plot summary"))


async def test_a_strict_members_press_is_not_noted_for_later(world: World) -> None:
    await world.hana.click(await ask(world), label=ANYWAY)
    await choose(world, world.hana, "relaxed")

    assert is_warning(await ask(world))


async def test_a_warning_names_the_command_that_changes_it(world: World) -> None:
    assert "progress spoilers" in words(await ask(world))


async def test_who_sees_spoilers_alone_still_posts_none(world: World) -> None:
    await choose(world, world.hana, "off")
    await mark(world, world.hana.id, keys(1, 26))

    for command, named in (("episode", {"episode": "1"}), ("series", {})):
        card = answer(await world.hana.slash(world.channel, command, **named))
        assert not card.ephemeral
        assert SYNOPSIS[1] not in words(card)
        assert "Hired by Kalos" not in words(card)
