"""The pages of /help: the jobs with what one begins with, one job whole, and the first steps."""

from collections.abc import Iterable, Sequence
from typing import Any

import discord

from bot import ui
from bot.domain.catalogue import Show
from bot.text import CHOICE_NAME, CHOICES, MESSAGE_TEXT, clip, counted, escape
from cogs.help.jobs import Job
from cogs.help.steps import STEPS

FIRST = "first"
"""Stands for the first steps where a job's id would be."""
_ROOM = MESSAGE_TEXT - 700
"""Characters of a page's list: the rest is for its head and foot."""


def front_card(show: Show, jobs: Sequence[Job]) -> ui.Card:
    """Every job, with the commands that one begins with."""
    heading = "## What you can do here"
    if not jobs:
        return ui.card(
            heading,
            "Nothing, in this place: those who run this server have taken my commands away from you here. "
            "Try another channel, or ask them.",
        )
    intro = (
        f"I keep you company while you watch **{escape(show.title)}** together. What could spoil you I show "
        "to nobody unasked."
    )
    lines = [line for job in jobs for line in (f"### {job.name}", *map(str, job.first))]
    total, shown = sum(len(job.entries) for job in jobs), sum(len(job.first) for job in jobs)
    more = f"{counted(total - shown, 'command')} more: choose a job below." if total > shown else None
    return ui.card(
        heading, intro, _fitting(lines), ui.small(more) if more else None, ui.row(_list(jobs, None))
    )


def job_card(jobs: Sequence[Job], job: Job) -> ui.Card:
    """All that belongs to a job."""
    facts = ui.small(f"{counted(len(job.entries), 'command')} that you may use here")
    return ui.card(
        f"## {job.name}\n{facts}", _fitting(map(str, job.entries)), ui.row(_list(jobs, job.id)), _back()
    )


def steps_card(show: Show, jobs: Sequence[Job]) -> ui.Card:
    """What somebody new does first, of what they may do here."""
    known = {entry.name: entry.shown for job in jobs for entry in job.entries}
    wanted = [text.format(known[name]) for name, text in STEPS.items() if name in known]
    lines = [f"{number}. {step}" for number, step in enumerate(wanted, 1)]
    return ui.card(
        f"## The first steps\n{ui.small(escape(show.title))}",
        _fitting(lines) or "There is nothing to do here yet. Choose a job below.",
        ui.row(_list(jobs, FIRST)),
        _back(),
    )


def _list(jobs: Sequence[Job], chosen: str | None) -> "discord.ui.Select[Any]":
    steps = discord.SelectOption(
        label="Take the first steps",
        value=FIRST,
        description="What to do first, one after the other",
        default=chosen == FIRST,
    )
    options = [
        discord.SelectOption(
            label=clip(job.name, CHOICE_NAME),
            value=job.id,
            description=clip(", ".join(entry.short for entry in job.entries), CHOICE_NAME),
            default=chosen == job.id,
        )
        for job in jobs
    ]
    return ui.select("Show me how to…", "help:job:", [steps, *options][:CHOICES])


def _back() -> ui.Row:
    return ui.row(ui.button("Show all jobs", "help:open:"))


def _fitting(lines: Iterable[str]) -> str:
    """The lines that fit a page, and how many are left out where not all do."""
    kept, left, room = list[str](), 0, _ROOM
    for line in lines:
        if left or len(line) >= room:
            left += 1
        else:
            kept.append(line)
            room -= len(line) + 1
    more = [ui.small(f"and {left:,} more: type / to see them")] if left else []
    return "\n".join([*kept, *more])
