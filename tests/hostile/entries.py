"""Where members can enter texts, and what then shows them."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import icalendar
import simcord

from bot.domain import parties, polls
from bot.text import one_line
from db.database import Tx
from tests.cogs.parties.eventing import event_of, events
from tests.cogs.progress.support import bring, watch
from tests.hostile.stage import Part, Stage, refusal
from tests.world import World, answer, buttons

Enter = Callable[[Stage, str], Awaitable[bool]]
"""Types a text, and looks at all that shows it where it is taken; whether it is."""


@dataclass(frozen=True)
class Entry:
    """A place for a text of at most `most` characters, which Discord does not let one exceed.

    What is taken is stored as `kept` leaves it, in the column of a table that `stored` names. `slow`: what
    shows it takes a whole evening, so that it is typed in one way alone.
    """

    enter: Enter
    most: int = 6000
    stored: str = ""
    kept: Callable[[str], str] = one_line
    slow: bool = False


def column(world: World, stored: str) -> set[str]:
    """All texts of a column, named like `polls.question`."""
    table, _, name = stored.partition(".")
    rows = world.peek.rows(f"SELECT {name} FROM {table}")  # noqa: S608  names of this file
    return {row[name] for row in rows if row[name] is not None}


async def clear(world: World) -> None:
    """Forget all that members made, so that the next text meets the same."""

    async def delete(tx: Tx) -> None:
        await tx.run("PRAGMA defer_foreign_keys = ON")
        for row in await tx.all("SELECT name FROM sqlite_master WHERE type = 'table'"):
            if row["name"] not in {"migrations", "command_syncs", "servers", "server_settings"}:
                await tx.run(f"DELETE FROM {row['name']}")  # noqa: S608  names come from the schema

    await world.db.write(delete)


def typed(command: str, option: str, *, suggested: bool = False, **others: Any) -> Enter:
    """A command that finds nothing by the text, says so and may say it back."""

    async def enter(stage: Stage, text: str) -> bool:
        if suggested:
            await stage.world.hana.autocomplete(stage.here, command, option, text, **others)
        told = await stage.world.hana.slash(stage.here, command, **{option: text}, **others)
        return refusal(told) is None

    return enter


async def question(stage: Stage, text: str) -> bool:
    return await _poll(stage, question=text, options="tea | coffee")


async def options(stage: Stage, text: str) -> bool:
    return await _poll(stage, question="Which?", options=f"{first_option(text)} | coffee", anonymous=False)


def first_option(text: str) -> str:
    """A text without the signs that part options."""
    return one_line(re.sub(r"[|;]", "", text))


async def _poll(stage: Stage, **given: Any) -> bool:
    world, hana = stage.world, stage.world.hana
    told = await hana.slash(stage.here, "poll create", **given)
    if refusal(told) is not None:
        return False
    poll = answer(told)
    await stage.stranger.select(poll, ["0"])
    await hana.select(poll, ["1"])
    await hana.click(poll, label="Results")
    await hana.slash(stage.here, "poll list")
    (found, *_) = await hana.autocomplete(stage.here, "poll close", "poll", "")
    await world.env.advance_time(10)
    await hana.slash(stage.here, "poll close", poll=found["value"])
    await world.env.advance_time(10)
    await hana.slash(stage.here, "poll list")
    return True


async def title(stage: Stage, text: str) -> bool:
    """From the plan to the result: the cards, lists, reminders, Discord's event and the calendar's file."""
    world, hana = stage.world, stage.world.hana
    told = await hana.slash(stage.here, "party plan", episodes="12", when="in 1 hour", title=text)
    if refusal(told) is not None:
        return False
    card = answer(told)
    await stage.stranger.click(card, label="Going")
    await world.env.advance_time(5)
    for name in ("show", "list", "cancel"):
        await hana.slash(stage.here, f"party {name}")
    await hana.autocomplete(stage.here, "party show", "party", text[:100])
    await _calendar(stage, one_line(text))
    button = await world.post_button(str(buttons(card)["Maybe"]["custom_id"]))
    await stage.stranger.click(button, label="Press")
    await stage.stranger.slash(stage.here, "party remind", how="by direct message")
    await hana.slash(stage.here, "party edit", when="in 2 hours")
    await world.env.advance_time(timedelta(hours=2, minutes=2).total_seconds())
    await hana.slash(stage.here, "party now")
    await hana.slash(stage.here, "party pause")
    await hana.slash(stage.here, "party resume")
    await world.env.advance_time(timedelta(hours=1).total_seconds())
    await hana.slash(stage.here, "party list", past=True)
    return True


async def title_edited(stage: Stage, text: str) -> bool:
    world, hana = stage.world, stage.world.hana
    await hana.slash(stage.here, "party plan", episodes="12", when="in 1 hour", title="First")
    told = await hana.slash(stage.here, "party edit", title=text)
    if refusal(told) is not None:
        return False
    await world.env.advance_time(70)
    await hana.click(answer(await hana.slash(stage.here, "party cancel")), label="Cancel it")
    await world.env.advance_time(10)
    return True


async def event_renamed(stage: Stage, text: str) -> bool:
    """Somebody renames Discord's event, which the party follows."""
    world, hana = stage.world, stage.world.hana
    await hana.slash(stage.here, "party plan", episodes="12", when="in 1 hour", title="First")
    await world.env.advance_time(10)
    assert events(world), "no event was made"
    world.env.backend.edit_scheduled_event(world.guild.id, event_of(world).id, {"name": text})
    for _ in range(3):
        await world.env.advance_time(10)
    await hana.slash(stage.here, "party show")
    world.env.backend.delete_scheduled_event(world.guild.id, event_of(world).id)
    await world.env.advance_time(10)
    return bool(one_line(text))


async def _calendar(stage: Stage, name: str) -> None:
    told: Any = answer(await stage.world.hana.slash(stage.here, "party calendar"))
    (file,) = told.attachments
    found: Any = icalendar.Calendar.from_ical(await file.read())
    (event,) = found.walk("VEVENT")
    assert str(event["SUMMARY"]) == name
    assert [part.name for part in found.walk()] == ["VCALENDAR", "VEVENT"]


async def file_cells(stage: Stage, text: str) -> bool:
    quoted = text.replace('"', '""').encode("utf-8", errors="replace")
    told = await bring(stage.world.hana, stage.world, b'title\n"' + quoted + b'"\n1\n')
    if "Mark 1 episode" in buttons(told):
        await stage.world.hana.click(told, label="Mark 1 episode")
    return False


async def file_name(stage: Stage, text: str) -> bool:
    clean = text.encode("utf-8", errors="replace").decode()
    await bring(stage.world.hana, stage.world, b"episode\n1\n", name=f"{clean[:60]}.csv")
    await bring(stage.world.hana, stage.world, b"\x00\x01", name=f"{clean[:60]}.bin")
    return False


async def nickname(stage: Stage, text: str) -> bool:
    """A member's name, where pictures and their alternatives show it."""
    world = stage.world
    _rename(world, stage.stranger, text)
    await watch(stage.stranger, world, "1-3")
    await world.hana.slash(stage.here, "progress show", member=stage.stranger)
    await world.hana.context_menu(stage.here, "Watch progress", stage.stranger)
    await world.hana.slash(stage.here, "progress board")
    return False


def _rename(world: World, member: simcord.MemberActor, text: str) -> None:
    clean = one_line(text)[:32]  # Discord takes no others
    world.env.backend.edit_member(world.guild.id, member.id, {"nick": clean or None})


async def names_of_places(stage: Stage, text: str) -> bool:
    """The names of the server and of its channels, where files and lists show them."""
    world, hana = stage.world, stage.world.hana
    clean = one_line(text)[:100] or "x"
    world.env.backend.edit_guild(world.guild.id, {"name": clean})
    world.env.backend.edit_channel(stage.room.id, {"name": clean})
    await world.env.settle()
    await hana.slash(
        stage.here, "party plan", episodes="12", when="in 1 hour", voice=stage.room, title="Evening"
    )
    await hana.slash(stage.here, "party show")
    await _calendar(stage, "Evening")
    await stage.mara.slash(stage.here, "settings show")
    await stage.mara.slash(stage.here, "settings check")
    await world.env.advance_time(10)
    return False


async def custom_id(stage: Stage, text: str) -> bool:
    clean = text.encode("utf-8", errors="replace").decode()
    for form in (
        "{}",
        "{}:{}:{}",
        "poll:choose:{}",
        "party:going:{}",
        "spoiler:ask:kaleido-star/{}",
        "review:one:{}",
    ):
        await stage.press(stage.stranger, stage.here, Part(form.format(clean, clean, clean)[:100] or "x"))
    return False


ENTRIES: Mapping[str, Entry] = {
    "the question of a poll": Entry(question, polls.QUESTION, "polls.question"),
    "an option of a poll": Entry(options, polls.OPTION, "poll_options.content", first_option, slow=True),
    "the title of a party": Entry(title, parties.TITLE, "parties.title", slow=True),
    "the new title of a party": Entry(title_edited, parties.TITLE, "parties.title", slow=True),
    "the name of an event": Entry(event_renamed, 100, slow=True),
    "an episode": Entry(typed("episode", "episode", suggested=True)),
    "episodes": Entry(typed("watched", "episodes", suggested=True)),
    "an episode to vote on": Entry(typed("vote", "episode", score=5)),
    "when a poll closes": Entry(typed("poll create", "closes", question="Q?", options="a | b")),
    "the episodes of a poll": Entry(typed("poll create", "episodes", question="Q?")),
    "the poll to close": Entry(typed("poll close", "poll", suggested=True)),
    "when a party starts": Entry(typed("party plan", "when", suggested=True, episodes="12")),
    "the episodes of a party": Entry(typed("party plan", "episodes", when="in 1 hour")),
    "a party": Entry(typed("party show", "party", suggested=True)),
    "how far to skip": Entry(typed("party skip", "by")),
    "a time zone": Entry(typed("party zone", "zone", suggested=True)),
    "a cell of a file": Entry(file_cells),
    "the name of a file": Entry(file_name),
    "a nickname": Entry(nickname, 32, slow=True),
    "the names of places": Entry(names_of_places, 100, slow=True),
    "a custom id": Entry(custom_id, 100),
}
