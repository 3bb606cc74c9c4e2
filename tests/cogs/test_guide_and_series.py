"""/episodes and /series, as a member meets them."""

from tests.world import World, answer, buttons, options, words


async def test_the_guide_is_for_the_asker_alone_and_lists_ten_to_a_page(world: World) -> None:
    guide = answer(await world.hana.slash(world.channel, "episodes"))

    assert guide.ephemeral
    assert words(guide).startswith(
        "## Kaleido Star: all episodes\n-# 26 episodes · no votes here yet · page 1 of 3\n"
        "**1** · My Amazing Stage Debut\n-# ▸ next · 3 April 2003 · web ★ 9.40 · 40 votes\n"
        "**2** · My Amazing And Lonely Challenge\n-# 17 April 2003 · web ★ 7.78 · 9 votes\n"
    )
    assert [option["value"] for option in options(guide)] == [f"s1e{n}" for n in range(1, 11)]


async def test_the_guide_turns_its_pages_in_place(world: World) -> None:
    guide = answer(await world.hana.slash(world.channel, "episodes"))

    await world.hana.click(guide, label="Later →")
    assert "**14** · Mysterious Amazing Circus\n-# 3 July 2003 · not rated on the web" in words(guide)
    await world.hana.click(guide, label="Later →")
    assert words(guide).count("-# ") == 1 + 6
    assert buttons(guide)["Later →"]["disabled"]
    await world.hana.click(guide, label="← Earlier")
    assert "page 2 of 3" in words(guide)


async def test_an_episode_is_opened_from_the_guide(world: World) -> None:
    guide = answer(await world.hana.slash(world.channel, "episodes"))

    card = answer(await world.hana.select(guide, ["s1e7"]))

    assert card.ephemeral
    assert words(card).startswith("## 7 · The Amazing Girl Who Doesn't Smile")
    assert "page 1 of 3" in words(guide)


async def test_the_series_page_shows_what_the_web_knows_and_spoils_nobody(world: World) -> None:
    page = answer(await world.hana.slash(world.channel, "series"))

    assert not page.ephemeral
    assert words(page).startswith(
        "## Kaleido Star\n-# TV · TV Tokyo · ended · 26 episodes · about 25 minutes each · "
        "3 April 2003 – 25 September 2003\nTo fly on the Kaleido Stage,"
    )
    assert "\n**Here** · no votes yet: cast the first with " in words(page)
    assert words(page).endswith(
        "**Web** ★ 8.60 · added by 363 people\n"
        "**Ranked** 25 of 26 episodes, by 181 votes\n"
        "**Best on the web** 1 · My Amazing Stage Debut\n"
        "-# The ranking page was last updated on 14 February 2024\n"
        "-# Not in my catalogue yet: season 2, Kaleido Star: New Wings (25 episodes)"
    )


async def test_plot_and_review_come_after_a_warning_to_who_asks(world: World) -> None:
    page = answer(await world.hana.slash(world.channel, "series"))

    for label, told in (("Plot summary", "Hired by Kalos"), ("Web review", "**Strengths**\n- Every wonder")):
        warning = answer(await world.tomas.click(page, label=label))
        assert warning.ephemeral
        assert told not in words(warning)
        await world.tomas.click(warning, label="Show it anyway")
        assert told in words(warning)
        assert "Show it anyway" not in buttons(warning)


async def test_the_guide_opens_from_the_series_page_without_changing_it(world: World) -> None:
    page = answer(await world.hana.slash(world.channel, "series"))

    guide = answer(await world.hana.click(page, label="All episodes"))

    assert guide.ephemeral
    assert "page 1 of 3" in words(guide)
    assert words(page).startswith("## Kaleido Star\n")
