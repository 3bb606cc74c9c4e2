"""What the tests of reviews share."""

import itertools
from typing import Any

import discord
import simcord

from bot.domain.catalogue import Library, Show
from bot.domain.reviews import SERIES, Draft, Order, Review, Verdict
from db import review_shelves, review_votes, reviews
from db.review_shelves import Shelf
from tests.world import Message, World, answer, buttons

_IDS = itertools.count(1_000)

FORM = {
    "title": "It flies",
    "body": "The second half carries it.",
    "verdict": "worth",
    "spoils": "no",
    "reason": "",
}
"""What goes into the form of a review."""
LISTS = {"verdict", "spoils"}
"""Fields of which one entry is chosen."""


def prefilled(shown: simcord.InteractionResult) -> dict[str, str]:
    """What stands in a form as it opens: of a list the entry that is chosen, empty where none is."""
    assert shown.modal is not None
    found: dict[str, str] = {}
    for part in (label["component"] for label in shown.modal["components"]):
        chosen = [option["value"] for option in part.get("options", ()) if option.get("default")]
        found[part["custom_id"]] = chosen[0] if chosen else part.get("value") or ""
    return found


def form(shown: simcord.InteractionResult, **fields: str) -> dict[str, Any]:
    """What is sent: these fields, else what stands in the form, else what `FORM` has for it."""
    filled = {name: fields.get(name, there or FORM[name]) for name, there in prefilled(shown).items()}
    assert fields.keys() <= filled.keys()
    return {name: [value] if name in LISTS else value for name, value in filled.items()}


async def write(
    member: simcord.MemberActor, world: World, episode: str | None = None, /, **fields: str
) -> simcord.ResponseMessage:
    """What a member is told who writes a review."""
    options = {"episode": episode} if episode else {}
    shown = await member.slash(world.channel, "review write", **options)
    told = answer(await member.submit_modal(shown, form(shown, **fields)))
    assert told.ephemeral
    return told


async def comment(member: simcord.MemberActor, card: Message, /, **fields: str) -> simcord.ResponseMessage:
    """What a member is told who comments on what a card is about."""
    shown = await member.click(card, label="Comment")
    told = answer(await member.submit_modal(shown, form(shown, **fields)))
    assert told.ephemeral
    return told


async def read(member: simcord.MemberActor, world: World, /, **options: Any) -> simcord.ResponseMessage:
    """The page that a member reads, alone."""
    told = answer(await member.slash(world.channel, "review read", **options))
    assert told.ephemeral
    return told


async def send(
    member: simcord.MemberActor, page: Message, label: str, /, **fields: str
) -> simcord.ResponseMessage:
    """Press a button that opens a form, and send that."""
    shown = await member.click(page, label=label)
    return answer(await member.submit_modal(shown, form(shown, **fields)))


async def put(
    world: World,
    member_id: int,
    body: str,
    *,
    episode: str = SERIES,
    title: str | None = "A title",
    spoils: bool = False,
    guild_id: int | None = None,
) -> int:
    """Store a text, a comment where it has no title; its id, which grows."""
    draft = Draft(body, spoils, title, Verdict.MIXED if title is not None else None)
    review_id = next(_IDS)
    async with world.db.transaction() as tx:
        await reviews.add(
            tx,
            draft,
            guild_id=guild_id or world.guild.id,
            review_id=review_id,
            show_id=show_of(world).id,
            episode=episode,
            member_id=member_id,
            now=world.env.now(),
        )
    return review_id


async def stored(world: World, *, guild_id: int | None = None) -> list[Review]:
    """Every text of the server on its show, the newest first; what is counted with them agrees."""
    show, found = show_of(world), list[Review]()
    async with world.db.snapshot() as tx:
        assert await review_votes.recount(tx) == 0
        while True:
            leaf = await review_shelves.leaf(
                tx,
                show,
                Shelf(0, manages=True),
                guild_id=guild_id or world.guild.id,
                order=Order.NEWEST,
                number=len(found) + 1,
            )
            if leaf.review is None:
                return found
            found.append(leaf.review)
            if leaf.number == leaf.total:
                return found


def show_of(world: World) -> Show:
    """The show that the world is about."""
    library: Library = world.library
    return library.shows[0]


def manager(world: World, name: str = "mila") -> simcord.MemberActor:
    """A member who manages the messages of the server."""
    role = world.guild.create_role("Keepers", permissions=discord.Permissions(manage_messages=True))
    return world.guild.add_member(world.env.create_user(name), roles=[role])


def labels(message: Message) -> list[str]:
    """The labels of a message's buttons, in order."""
    return list(buttons(message))
