"""Which permissions a feature lacks: of those that Discord knows, what is certain, and nothing else."""

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.abilities import (
    ABILITIES,
    HALLS,
    POSTING,
    POSTS,
    Feature,
    Spot,
    feature_of,
    held,
    lacking,
    name_of,
    needed,
)

permissions = st.integers(0, discord.Permissions.all().value).map(discord.Permissions)


def names(feature: Feature, spot: Spot, allowed: discord.Permissions) -> list[str]:
    return [need.permission for need in lacking(feature, spot, allowed)]


def all_but(*without: str) -> discord.Permissions:
    allowed = discord.Permissions.all()
    allowed.update(**dict.fromkeys(without, False))
    return allowed


def test_every_feature_is_in_the_table_and_needs_what_discord_knows() -> None:
    assert set(ABILITIES) == set(Feature)
    for ability in ABILITIES.values():
        assert ability.needs
        for need in ability.needs:
            assert need.permission in discord.Permissions.VALID_FLAGS
            assert need.spots
            assert not need.fails.endswith(".")


@pytest.mark.parametrize("feature", POSTING)
@pytest.mark.parametrize("spot", sorted(POSTS))
def test_whatever_is_posted_needs_something_wherever_it_is(feature: Feature, spot: Spot) -> None:
    assert needed([feature], spot)


@pytest.mark.parametrize("spot", sorted(HALLS | {Spot.SERVER}))
def test_events_need_what_discord_asks_for(spot: Spot) -> None:
    voice = ("view_channel", "create_events", "connect")
    asked = {
        Spot.SERVER: ("create_events",),
        Spot.VOICE: voice,
        Spot.STAGE: (*voice, "manage_channels", "mute_members", "move_members"),
    }

    assert needed([Feature.EVENTS], spot) == asked[spot]


def test_in_a_thread_it_is_another_permission_that_lets_one_write() -> None:
    assert names(Feature.POLLS, Spot.THREAD, all_but("send_messages_in_threads")) == [
        "send_messages_in_threads"
    ]
    assert names(Feature.POLLS, Spot.THREAD, all_but("send_messages")) == []
    assert names(Feature.POLLS, Spot.CHANNEL, all_but("send_messages_in_threads")) == []


@pytest.mark.parametrize("feature", [Feature.PICTURES, Feature.ROLE])
def test_of_who_cannot_write_it_is_not_said_that_they_may_not_attach(feature: Feature) -> None:
    without = {"send_messages", "attach_files", "mention_everyone"}

    assert names(feature, Spot.CHANNEL, all_but(*without)) == []
    assert len(names(feature, Spot.CHANNEL, all_but(*without - {"send_messages"}))) == 1


@pytest.mark.parametrize(("feature", "spot"), [(Feature.EVENTS, Spot.VOICE), (Feature.PANELS, Spot.CHANNEL)])
def test_of_what_is_hidden_only_that_is_said(feature: Feature, spot: Spot) -> None:
    assert names(feature, spot, discord.Permissions.none()) == ["view_channel"]
    assert held([feature], spot, all_but("view_channel")) == ()


@given(st.sampled_from(list(Feature)), st.sampled_from(list(Spot)), permissions)
def test_nothing_that_is_allowed_is_lacking(
    feature: Feature, spot: Spot, allowed: discord.Permissions
) -> None:
    lacks = set(names(feature, spot, allowed))
    wants = set(needed([feature], spot))

    assert lacks <= wants
    assert not any(getattr(allowed, name) for name in lacks)
    assert not lacks & set(held([feature], spot, allowed))


@given(st.sampled_from(sorted(POSTS)), permissions)
def test_where_no_feature_lacks_anything_everything_needed_is_there(
    spot: Spot, allowed: discord.Permissions
) -> None:
    if not any(lacking(feature, spot, allowed) for feature in POSTING):
        assert all(getattr(allowed, name) for name in needed(POSTING, spot))


def test_permissions_have_the_names_that_discords_settings_show() -> None:
    assert name_of("send_messages_in_threads") == "Send Messages in Threads"
    assert name_of("mention_everyone") == "Mention @everyone, @here, and All Roles"
    assert name_of("view_channel") == "View Channel"


@pytest.mark.parametrize(
    ("name", "feature"),
    [("vote", Feature.PANELS), ("panel", Feature.PANELS), ("party", Feature.PARTIES), ("episode", None)],
)
def test_a_command_or_a_press_is_about_a_feature(name: str, feature: Feature | None) -> None:
    assert feature_of(name) is feature
