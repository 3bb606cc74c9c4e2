"""/progress privacy and spoilers, and what is suggested while episodes are typed."""

import pytest

from bot.domain.member_settings import MemberSettings, SpoilerMode
from db import member_settings
from tests.cogs.progress.support import ask, watch
from tests.world import World, answer, words


async def settings(world: World) -> MemberSettings:
    async with world.db.snapshot() as tx:
        return await member_settings.read(tx, member_id=world.hana.id)


async def suggested(world: World, typed: str) -> list[tuple[str, str]]:
    choices = await world.hana.autocomplete(world.channel, "watched", "episodes", typed)
    return [(choice["name"], choice["value"]) for choice in choices]


async def test_who_sees_ones_progress_is_said_and_chosen(world: World) -> None:
    now = words(await ask(world.hana, world, "progress privacy"))
    hidden = words(await ask(world.hana, world, "progress privacy", visible="nobody"))
    then = words(await ask(world.hana, world, "progress privacy"))
    seen = words(await ask(world.hana, world, "progress privacy", visible="everyone here"))

    assert "At the moment **everyone here** may see your progress" in now
    assert "Change it with </progress privacy:" in now
    assert "From now on **nobody here** sees your progress" in hidden
    assert "At the moment **nobody here** sees your progress" in then
    assert "From now on **everyone here** may see your progress" in seen


async def test_privacy_counts_for_one_server(world: World) -> None:
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    there = elsewhere.add_member(world.hana.user)

    await ask(world.hana, world, "progress privacy", visible="nobody")

    assert "**everyone here**" in words(answer(await there.slash(hall, "progress privacy")))


@pytest.mark.parametrize(
    ("warn", "mode", "said"),
    [
        ("each time", SpoilerMode.STRICT, "From now on I warn you **each time** before"),
        ("once a show", SpoilerMode.RELAXED, "From now on I warn you **once for each show**"),
        ("never", SpoilerMode.OFF, "From now on I **never** warn you"),
    ],
)
async def test_warnings_are_chosen_for_every_server(
    world: World, warn: str, mode: SpoilerMode, said: str
) -> None:
    told = words(await ask(world.hana, world, "progress spoilers", warn=warn))
    now = words(await ask(world.hana, world, "progress spoilers"))

    assert said in told
    assert "on every server alike" in told
    assert said.replace("From now on", "At the moment") in now
    assert (await settings(world)).spoilers is mode


async def test_without_a_choice_one_is_warned_each_time(world: World) -> None:
    assert "At the moment I warn you **each time**" in words(
        await ask(world.hana, world, "progress spoilers")
    )


async def test_who_chooses_anew_is_warned_anew(world: World) -> None:
    async with world.db.transaction() as tx:
        await member_settings.note_warning(tx, member_id=world.hana.id, show_id="kaleido-star")

    await ask(world.hana, world, "progress spoilers", warn="once a show")

    assert await settings(world) == MemberSettings(SpoilerMode.RELAXED)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("1-8", ("1–8 · 8 episodes", "1-8")),
        ("1, 3,5-7", ("1, 3, 5–7 · 5 episodes", "1, 3,5-7")),
        ("all", ("1–26 · 26 episodes", "all")),
        ("2", ("2 · My Amazing And Lonely Challenge", "s1e2")),
        ("seal", ("6 · The Amazing Seal", "s1e6")),
    ],
)
async def test_a_list_is_shown_as_it_is_understood_and_one_episode_by_its_title(
    world: World, typed: str, first: tuple[str, str]
) -> None:
    assert (await suggested(world, typed))[0] == first


async def test_chance_is_not_suggested_for_what_was_watched(world: World) -> None:
    values = [value for _, value in await suggested(world, "")]

    assert values[:2] == ["next", "s1e1"]
    assert "random" not in values


@pytest.mark.parametrize("typed", ["8-3", "1-99", "1-", ",", "x" * 6_000, "1," * 3_000, "\0?", "@everyone"])
async def test_what_is_no_list_suggests_none_and_fails_nowhere(world: World, typed: str) -> None:
    assert [name for name, _ in await suggested(world, typed) if name.endswith("episodes")] == []


async def test_a_suggested_list_is_taken_as_it_was_shown(world: World) -> None:
    ((name, value), *_) = await suggested(world, "1,3,5,7,9,11,13,15,17,19,21,23,25")

    assert name == "1, 3, 5, 7, 9, 11 and 7 more · 13 episodes"
    assert "Marked **13 episodes**" in await watch(world.hana, world, value)
