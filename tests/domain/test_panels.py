"""Who may vote, and who may see how a panel was voted on."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.panels import Panel, check_voter, may_see
from bot.domain.refusal import Refusal
from bot.domain.server_settings import Demand, Reveal, ServerSettings

NOW = datetime(2026, 4, 3, 20, tzinfo=UTC)
PANEL = Panel(
    guild_id=1,
    id=7,
    channel_id=70,
    message_id=700,
    show_id="kaleido-star",
    episode="s1e26",
    opened_by=11,
    closes_at=None,
)


def test_a_panel_is_open_until_it_is_closed() -> None:
    assert PANEL.is_open
    assert not replace(PANEL, closed_at=NOW).is_open


def test_scores_are_taken_until_the_closing_time_even_where_closing_is_late() -> None:
    moment = timedelta(microseconds=1)
    closing = replace(PANEL, closes_at=NOW)
    assert PANEL.takes_votes(NOW)
    assert closing.takes_votes(NOW - moment)
    assert not closing.takes_votes(NOW)
    assert not replace(closing, closed_at=NOW - 2 * moment).takes_votes(NOW - moment)


@pytest.mark.parametrize("roles", [frozenset[int](), {5}])
def test_every_member_votes_where_the_server_asks_for_no_role(roles: AbstractSet[int]) -> None:
    check_voter(ServerSettings(), is_bot=False, roles=roles)


@pytest.mark.parametrize("voter_role", [None, 5])
def test_bots_do_not_vote_whatever_their_roles(voter_role: int | None) -> None:
    with pytest.raises(Refusal, match=r"^Bots do not vote\.$"):
        check_voter(ServerSettings(voter_role=voter_role), is_bot=True, roles={5})


def test_where_the_server_asks_for_a_role_only_those_who_have_it_vote() -> None:
    asked = ServerSettings(voter_role=5)
    check_voter(asked, is_bot=False, roles={4, 5})
    for roles in (frozenset[int](), {4}):
        with pytest.raises(Refusal, match="<@&5>"):
            check_voter(asked, is_bot=False, roles=roles)


@pytest.mark.parametrize("has_watched", [True, False])
def test_where_the_server_asks_for_nothing_what_one_has_watched_does_not_matter(
    has_watched: bool,  # noqa: FBT001  pytest passes it by name
) -> None:
    check_voter(ServerSettings(), is_bot=False, roles=frozenset(), has_watched=has_watched)


def test_where_the_server_asks_that_it_be_watched_only_those_who_have_vote() -> None:
    asked = ServerSettings(demand=Demand.WATCHED)
    check_voter(asked, is_bot=False, roles=frozenset(), has_watched=True)
    with pytest.raises(Refusal) as refused:
        check_voter(asked, is_bot=False, roles=frozenset(), has_watched=False)
    assert refused.value.sentence == (
        "On this server one votes on what one has watched. Mark the episode with `/watched`, then vote."
    )


def test_who_has_watched_it_still_needs_the_role_and_to_be_no_bot() -> None:
    asked = ServerSettings(demand=Demand.WATCHED, voter_role=5)
    with pytest.raises(Refusal, match="<@&5>"):
        check_voter(asked, is_bot=False, roles={4}, has_watched=True)
    with pytest.raises(Refusal, match=r"^Bots do not vote\.$"):
        check_voter(asked, is_bot=True, roles={5}, has_watched=True)


@pytest.mark.parametrize(
    ("reveal", "before_voting", "after_voting"),
    [(Reveal.ALWAYS, True, True), (Reveal.VOTED, False, True), (Reveal.CLOSED, False, False)],
)
def test_an_open_panel_shows_its_votes_as_the_server_set_it(
    reveal: Reveal,
    before_voting: bool,  # noqa: FBT001  pytest passes it by name
    after_voting: bool,  # noqa: FBT001
) -> None:
    assert may_see(reveal, has_voted=False, is_open=True) is before_voting
    assert may_see(reveal, has_voted=True, is_open=True) is after_voting


@pytest.mark.parametrize("reveal", list(Reveal))
def test_a_closed_panel_shows_its_votes_to_everybody(reveal: Reveal) -> None:
    assert may_see(reveal, has_voted=False, is_open=False)


def test_where_the_server_asks_that_one_was_there_only_those_who_were_vote() -> None:
    asked = ServerSettings(demand=Demand.ATTENDED)
    check_voter(asked, is_bot=False, roles=frozenset(), has_watched=False, has_attended=True)
    with pytest.raises(Refusal) as refused:
        check_voter(asked, is_bot=False, roles=frozenset(), has_watched=True, has_attended=False)
    assert refused.value.sentence == (
        "On this server one votes on what one was there for, at a watch party of this server. "
        "`/party list` shows what is planned."
    )


@pytest.mark.parametrize("demand", list(Demand))
def test_what_the_caller_did_not_look_up_keeps_nobody_from_voting(demand: Demand) -> None:
    check_voter(ServerSettings(demand=demand), is_bot=False, roles=frozenset())


@pytest.mark.parametrize("demand", [Demand.NOTHING, Demand.WATCHED])
def test_where_the_server_does_not_ask_for_it_one_need_not_have_been_there(demand: Demand) -> None:
    check_voter(ServerSettings(demand=demand), is_bot=False, roles=frozenset(), has_attended=False)
