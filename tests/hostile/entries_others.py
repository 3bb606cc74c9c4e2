"""Where members can enter texts in reviews, settings and their own data, and what then shows them."""

import json
from collections.abc import Mapping
from typing import Any

import simcord

from bot.domain import reviews
from bot.text import paragraphs
from tests.cogs.reviews.support import form, read
from tests.cogs.votes.support import set_to
from tests.hostile.entries import Enter, Entry
from tests.hostile.stage import Stage, refusal
from tests.world import answer, buttons


async def _sent(
    member: simcord.MemberActor, shown: simcord.InteractionResult, **fields: str
) -> simcord.InteractionResult:
    return await member.submit_modal(shown, form(shown, **fields))


def text(field: str, *, spoils: str = "no") -> Enter:
    """A field of a review, from the form to the page, the channel, the log and the file."""

    async def enter(stage: Stage, typed: str) -> bool:
        world, hana = stage.world, stage.world.hana
        shown = await hana.slash(stage.here, "review write")
        told = await _sent(hana, shown, **{field: typed, "spoils": spoils})
        if refusal(told) is not None:
            return False
        page = answer(told)
        await hana.click(page, label="Show it here")
        await hana.slash(stage.here, "review write")
        for member in (stage.stranger, stage.mara):
            found = await read(member, world)
            if "Show it anyway" in buttons(found):
                await member.click(found, label="Show it anyway")
            if "Read on →" in buttons(found):
                await member.click(found, label="Read on →")
        await hana.slash(stage.here, "series")
        await _exported(stage, hana)
        await hana.slash(stage.here, "review delete")
        return True

    return enter


async def comment(stage: Stage, typed: str) -> bool:
    world, hana = stage.world, stage.world.hana
    card = answer(await hana.slash(stage.here, "episode", episode="5"))
    told = await _sent(hana, await hana.click(card, label="Comment"), body=typed, spoils="no")
    if refusal(told) is not None:
        return False
    await read(stage.stranger, world, episode="5")
    await read(stage.stranger, world, member=hana)
    return True


def reason(label: str) -> Enter:
    """Why a text is reported or hidden: its author and those who manage the server read it, and the log."""

    async def enter(stage: Stage, typed: str) -> bool:
        world, hana = stage.world, stage.world.hana
        await set_to(world, log=str(stage.here.id))
        await _sent(hana, await hana.slash(stage.here, "review write"))
        member = stage.mara if label == "Hide" else stage.stranger
        shown = await member.click(await read(member, world), label=label)
        told = await _sent(member, shown, reason=typed)
        if refusal(told) is not None:
            return False
        await world.env.advance_time(10)
        for reader in (hana, stage.mara):
            found = await read(reader, world)
            if "Reported 1" in buttons(found):
                await reader.click(found, label="Reported 1")
        page = answer(await stage.mara.slash(stage.here, "settings show"))
        await stage.mara.click(page, label="Show changes")
        await _exported(stage, member)
        return bool(paragraphs(typed))

    return enter


async def _exported(stage: Stage, member: simcord.MemberActor) -> None:
    """The file is JSON, whatever is in it."""
    told: Any = answer(await member.slash(stage.here, "privacy export"))
    (file,) = told.attachments
    assert json.loads((await file.read()).decode("utf-8"))


def setting(name: str) -> Enter:
    """The value of a setting, which is suggested, refused and said back."""

    async def enter(stage: Stage, typed: str) -> bool:
        mara = stage.mara
        await mara.autocomplete(stage.here, "settings set", "value", typed, setting=name)
        told = await mara.slash(stage.here, "settings set", setting=name, value=typed)
        return refusal(told) is None

    return enter


def sent_setting(name: str, label: str) -> Enter:
    """The same through the form."""

    async def enter(stage: Stage, typed: str) -> bool:
        mara = stage.mara
        page = answer(await mara.slash(stage.here, "settings show"))
        view = answer(await mara.select(page, [name]))
        told = await mara.submit_modal(await mara.click(view, label=label), {"value": typed})
        return refusal(told) is None

    return enter


OTHERS: Mapping[str, Entry] = {
    "the title of a review": Entry(text("title"), reviews.TITLE, "reviews.title", slow=True),
    "a review": Entry(text("body"), reviews.BODY, "reviews.body", paragraphs, slow=True),
    "a review that spoils": Entry(
        text("body", spoils="yes"), reviews.BODY, "reviews.body", paragraphs, slow=True
    ),
    "a comment": Entry(comment, reviews.BODY, "reviews.body", paragraphs),
    "why a text is reported": Entry(reason("Report"), reviews.REASON, slow=True),
    "why a text is hidden": Entry(reason("Hide"), reviews.REASON, slow=True),
    "a role as a setting": Entry(setting("voter_role"), 200),
    "a channel as a setting": Entry(setting("log"), 200),
    "a show as a setting": Entry(setting("show"), 200),
    "a number as a setting": Entry(setting("minimum"), 200),
    "a number in a form": Entry(sent_setting("minimum", "Another number…"), 100, slow=True),
    "a time zone in a form": Entry(sent_setting("zone", "Another time zone…"), 100, slow=True),
}
