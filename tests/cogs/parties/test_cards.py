"""The card of a party in all its states."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import ui
from bot.domain.parties import Party, Phase
from bot.domain.playing import Programme
from bot.domain.rsvps import Answer, Rsvp, roster
from bot.domain.server_settings import ServerSettings
from bot.text import MESSAGE_TEXT
from cogs.parties.cards import party_card
from cogs.parties.view import PartyView
from db import catalogue
from tests.world import BUTTON, TEXT, walk

NOW = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
LIBRARY = catalogue.load(catalogue.SHIPPED)
SHOW = LIBRARY.shows[0]
PARTY = Party(
    guild_id=1,
    id=42,
    channel_id=3,
    organiser_id=4,
    show_id=SHOW.id,
    episodes=("s1e13", "s1e14"),
    starts_at=NOW + timedelta(hours=2),
    zone="Europe/Berlin",
    changed_at=NOW,
    edited_at=NOW,
    message_id=100,
    voice_id=9,
)
LIVE = replace(PARTY, stage_id=200).start(Programme((1500, 1500), 300), NOW, countdown=timedelta())


def seen(party: Party = PARTY, answers: tuple[Rsvp, ...] = (), **fields: Any) -> PartyView:
    return PartyView(
        party=party,
        show=SHOW,
        episodes=tuple(SHOW.by_key[key] for key in party.episodes),
        roster=roster(answers, seats=party.seats),
        settings=ServerSettings(),
        **fields,
    )


def said(answer: Answer, *members: int) -> tuple[Rsvp, ...]:
    return tuple(Rsvp(42, member, 1000 + member, answer, member) for member in members)


def text(card: ui.Card) -> str:
    return "\n".join(part["content"] for part in walk([card.to_component_dict()]) if part["type"] == TEXT)


def rows(card: ui.Card) -> list[list[str]]:
    found = [part for part in walk([card.to_component_dict()]) if part["type"] == 1]
    return [[button["label"] for button in row["components"] if button["type"] == BUTTON] for row in found]


def test_a_planned_party_says_what_when_where_and_who() -> None:
    answers = (*said(Answer.GOING, 11, 12), *said(Answer.MAYBE, 13), *said(Answer.CANT, 14))

    card = party_card(seen(answers=answers, session=(7, 13)), NOW)

    start = int(PARTY.starts_at.timestamp())
    assert text(card) == (
        "### Episodes 13–14\n"
        "-# **Planned** · watch party by <@4> · in <#9> · about 55 minutes\n"
        f"## <t:{start}:F>\n<t:{start}:R>\n"
        "**Going 2** · <@11>, <@12>\n**Maybe 1** · <@13>\n**Can’t 1** · <@14>\n"
        "-# Session 7 of 13"
    )
    assert rows(card) == [["Going", "Maybe", "Can’t", "Remind me"], ["Start", "Cancel"]]
    assert card.accent_colour == ui.TEAL


def test_a_title_does_not_hide_what_is_watched() -> None:
    card = party_card(seen(replace(PARTY, title="Big night")), NOW)

    assert text(card).startswith("### Big night\n-# **Planned** · watch party by <@4> · episodes 13–14 · in")


def test_with_seats_those_who_wait_are_named() -> None:
    party = replace(PARTY, seats=2)

    card = party_card(seen(party, said(Answer.GOING, 11, 12, 13)), NOW)

    assert "**Going 2 of 2** · <@11>, <@12>\n**Waiting 1** · <@13>" in text(card)


def test_many_are_counted_after_fifteen_names() -> None:
    card = party_card(seen(answers=said(Answer.GOING, *range(1, 28))), NOW)

    assert "**Going 27** · <@1>, " in text(card)
    assert "<@15> and 12 more" in text(card)
    assert "<@16>" not in text(card)


def test_soon_it_leads_to_the_ready_check() -> None:
    card = party_card(seen(replace(PARTY, ready_at=NOW, stage_id=200)), NOW)

    assert "**Soon**" in text(card)
    assert "[Are you ready?](https://discord.com/channels/1/3/200)" in text(card)
    assert rows(card)[0][0] == "Going"


def test_live_it_leads_to_where_it_is_on() -> None:
    card = party_card(seen(LIVE), NOW)

    assert "-# **Live** ·" in text(card)
    assert f"It began <t:{int(NOW.timestamp())}:R>. [Join in](https://discord.com/channels/1/3/200)" in text(
        card
    )
    assert rows(card) == []


def test_while_the_countdown_runs_it_has_not_begun() -> None:
    card = party_card(seen(LIVE), NOW - timedelta(seconds=5))

    assert f"Press play <t:{int(NOW.timestamp())}:R>." in text(card)


def test_paused_is_said() -> None:
    card = party_card(seen(LIVE.pause(NOW)), NOW)

    assert "-# **Paused** ·" in text(card)
    assert "It is paused. [Join in](" in text(card)
    assert card.accent_colour == ui.TEAL


def test_over_it_leads_to_who_was_there() -> None:
    card = party_card(seen(replace(LIVE.end(NOW), result_id=300)), NOW)

    assert "-# **Over** ·" in text(card)
    assert "[Who was there](https://discord.com/channels/1/3/300)" in text(card)
    assert rows(card) == []
    assert card.accent_colour == ui.ROSE


def test_one_that_never_began_says_so() -> None:
    assert "and never began." in text(party_card(seen(PARTY.abandon(NOW)), NOW))


def test_cancelled_it_says_so_and_has_no_buttons() -> None:
    card = party_card(seen(PARTY.cancel(NOW)), NOW)

    assert "-# **Cancelled** ·" in text(card)
    assert "will not take place." in text(card)
    assert rows(card) == []
    assert card.accent_colour == ui.ROSE


def test_one_that_is_late_waits_for_its_organiser() -> None:
    card = party_card(seen(), PARTY.starts_at + timedelta(minutes=10))

    assert "It waits for <@4> to start it." in text(card)


def test_what_keeps_it_from_discords_events_is_said_while_it_is_planned() -> None:
    faulty = replace(PARTY, event_fault="limit")

    assert "this server has 100 already" in text(party_card(seen(faulty), NOW))
    assert "100 already" not in text(party_card(seen(replace(faulty, phase=Phase.CANCELLED)), NOW))


def test_hidden_titles_are_not_told() -> None:
    party = replace(PARTY, episodes=("s1e12",))
    shown = replace(seen(party), settings=ServerSettings(hides_titles=True))

    assert text(party_card(shown, NOW)).startswith("### Episode 12\n")
    assert text(party_card(seen(party), NOW)).startswith("### 12 · A Hot, Amazing, New Production\n")


@pytest.mark.parametrize("name", ["*" * 80, "東京" * 40, "@everyone " * 8, "<@1>" * 20])
def test_the_fullest_card_fits_and_its_title_does_nothing(name: str) -> None:
    party = replace(PARTY, title=name[:80], seats=40, event_fault="permission", organiser_id=2**62)
    huge = [2**62 + number for number in range(500)]
    answers = (*said(Answer.GOING, *huge), *said(Answer.MAYBE, *huge), *said(Answer.CANT, *huge))

    card = party_card(seen(party, answers, session=(99, 100)), NOW, note="-# " + "x" * 600)

    assert len(text(card)) <= MESSAGE_TEXT
    assert "@everyone" not in text(card).replace("\\@everyone", "")
    assert "<@1>" not in text(card)
    assert len(rows(card)) == 2
