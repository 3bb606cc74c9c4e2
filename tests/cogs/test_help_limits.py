"""/help with more and longer commands than there are: every page fits into a message."""

import pytest

from bot import ui
from bot.domain.catalogue import Show
from bot.text import MESSAGE_TEXT
from cogs.help import cards, steps
from cogs.help.jobs import BEGIN, Entry, Job
from tests import discord_api, shows
from tests.world import TEXT, walk

ID = "9" * 19


def entry(name: str) -> Entry:
    return Entry(name, f"</{name}:{ID}>", "x" * 100)


def text_of(card: ui.Card) -> str:
    parts = walk([card.to_component_dict()])
    return "\n".join(part["content"] for part in parts if part["type"] == TEXT)


@pytest.mark.parametrize("size", [1, 3, 25, 200])
@pytest.mark.parametrize("jobs", [1, 9, 40])
def test_every_page_fits_into_a_message(size: int, jobs: int) -> None:
    show: Show = shows.longest()
    made = [
        Job(f"job{n}", "N" * 100, tuple(entry(f"{'g' * 32} {'c' * 29}{i:03}") for i in range(size)))
        for n in range(jobs)
    ]
    everything = Job("all", "All", tuple(entry(name) for name in (*BEGIN, *steps.STEPS)))

    for card in (
        cards.front_card(show, [everything, *made]),
        cards.job_card(made, made[0]),
        cards.steps_card(show, [everything, *made]),
    ):
        assert 0 < len(text_of(card)) <= MESSAGE_TEXT
        body = {"type": 4, "data": {"flags": 1 << 15, "components": [card.to_component_dict()]}}
        assert discord_api.faults("POST", discord_api.CALLBACK, body) == []


def test_what_does_not_fit_is_counted() -> None:
    job = Job("all", "All", tuple(entry(f"{'c' * 29}{i:03}") for i in range(60)))

    told = text_of(cards.job_card([job], job))

    shown = told.count("</")
    assert 15 < shown < 60
    assert told.endswith(f"\n-# and {60 - shown} more: type / to see them")


def test_a_job_with_nothing_to_begin_with_begins_with_its_first_command() -> None:
    job = Job("new", "New", (entry("one"), entry("two")))

    assert [each.name for each in job.first] == ["one"]
