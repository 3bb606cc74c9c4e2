"""What the buttons of a party that is on do. A row id is the party's id; `/<more>` where one says more."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot import ui
from bot.client import Interaction
from bot.domain.parties import Party, Phase
from bot.domain.refusal import Refusal
from bot.domain.reminders import READY
from bot.names import name_of
from bot.routes import Handler
from cogs.parties import beginning, ending, live, live_cards, result_cards
from cogs.parties.changing import Changed, actor, change, check_organiser, party_id_of
from cogs.parties.place_words import place_of
from cogs.parties.seeing import may_view, viewing
from cogs.parties.stage_cards import SKIP, next_number, now_card, stage_card
from cogs.parties.view import GONE, PartyView, find
from db import viewers

Do = Callable[[Party, datetime], Party]
"""A change at a moment. It raises Refusal where that cannot be."""
ASKED = timedelta(minutes=2)
"""What is left of a party at least, where its End button asks before it ends."""


async def start(interaction: Interaction, row_id: str) -> None:
    """Begin a party; everybody sees it in its channel."""
    await begin(interaction, party_id_of(row_id.partition("/")[0]))


async def begin(interaction: Interaction, party_id: int) -> None:
    """Begin a party, and answer with its live card where that is to stand and none is yet."""
    bot, now, here = interaction.client, interaction.client.clock(), pressed_id(interaction)

    def note_edit(party: Party) -> Party:
        return replace(party, edited_at=now) if here is not None and party.stage_id == here else party

    changed = await beginning.begin(bot, actor(interaction), party_id, do=note_edit)
    party, before = changed.view.party, changed.before
    called = before.ready_at is None and now >= before.starts_at - READY  # perhaps, and it was not noted
    if here is not None and party.stage_id == here:
        await ui.edit_in_place(interaction, stage_card(changed.view, now))
    elif party.stage_id is None and interaction.channel_id == party.channel_id and not called:
        message_id = await ui.reply(interaction, stage_card(changed.view, now))
        if message_id is not None:
            bot.wake(await live.note_stage(bot.db, party, message_id=message_id, now=now))
    else:
        await live.post_stage(bot.db, party, now=now)
        bot.wake(now)
        await ui.turn(interaction, live_cards.begun_card(changed.view, now), private=True)


async def where(interaction: Interaction, row_id: str) -> None:
    """Tell where everybody is."""
    card = await where_card(interaction, party_id_of(row_id))
    await ui.turn(interaction, card, private=True)


async def where_card(interaction: Interaction, party_id: int) -> ui.Card:
    """Where everybody is, for the one who asks.

    Raises:
        Refusal: there is no such party here.
    """
    bot, now = interaction.client, interaction.client.clock()
    view = await seen(interaction, party_id)
    number = place_of(view.party, now).number if view.party.phase is Phase.LIVE else 0
    viewer = await bot.db.read(
        lambda tx: viewers.member(
            tx, guild_id=view.party.guild_id, member_id=interaction.user.id, show_id=view.show.id
        )
    )
    return now_card(view, now, name=name_of(view.episodes[number], viewer))


async def here(interaction: Interaction, row_id: str) -> None:
    """Note that the one who presses watches along."""
    bot = interaction.client
    if interaction.user.bot:
        raise Refusal("Bots watch nothing.")
    said = await live.come(
        bot.db,
        bot.library,
        actor(interaction),
        party_id_of(row_id),
        sees=viewing(interaction),
        now=bot.clock(),
        stage_id=pressed_id(interaction),
    )
    bot.wake(said.refresh_at)
    await ui.turn(interaction, live_cards.here_card(said), private=True)


async def gone(interaction: Interaction, row_id: str) -> None:
    """Note that they watch along no more."""
    bot = interaction.client
    said = await live.leave(
        bot.db,
        bot.library,
        actor(interaction),
        party_id_of(row_id),
        sees=viewing(interaction),
        now=bot.clock(),
    )
    bot.wake(said.refresh_at)
    await ui.turn(interaction, live_cards.gone_card(said), private=True)


async def pause(interaction: Interaction, row_id: str) -> None:
    """Stand still."""
    await _control(interaction, row_id, lambda party, now: party.pause(now))


async def resume(interaction: Interaction, row_id: str) -> None:
    """Go on, in a moment."""
    await _control(interaction, row_id, lambda party, now: party.resume(now))


async def skip_back(interaction: Interaction, row_id: str) -> None:
    """Go back a little."""
    await _control(interaction, row_id, lambda party, now: party.skip(-SKIP, now))


async def skip_on(interaction: Interaction, row_id: str) -> None:
    """Go on a little."""
    await _control(interaction, row_id, lambda party, now: party.skip(SKIP, now))


async def next_episode(interaction: Interaction, row_id: str) -> None:
    """Go to the next episode: the one that the button meant, so that a second press skips none."""
    text, _, number = row_id.partition("/")

    def go_to_next(party: Party, now: datetime) -> Party:
        after = party.next_episode(now)
        if str(next_number(party, now)) != number:
            raise Refusal("That episode is on already.")
        return after

    await _control(interaction, text, go_to_next)


async def end(interaction: Interaction, row_id: str) -> None:
    """End a party; where much of it is left, ask first."""
    bot, who, now = interaction.client, actor(interaction), interaction.client.clock()
    text, _, sure = row_id.partition("/")
    party_id, do = party_id_of(text), _edited(pressed_id(interaction), now)
    if sure != "now":
        view = await find(bot.db, bot.library, guild_id=who.guild_id, party_id=party_id)
        check_organiser(who, view.party)
        view.party.end(now)
        ends_at = view.party.ends_at()
        if ends_at is None or ends_at - now > ASKED:
            await ui.reply(interaction, live_cards.ask_end_card(view), private=True)
            return
    changed = await ending.end(bot.db, bot.library, who, party_id, quotas=bot.quotas, now=now, do=do)
    bot.wake(changed.due_at)
    await show(interaction, changed, live_cards.ended_card(changed.view), now)


async def unmark(interaction: Interaction, row_id: str) -> None:
    """Take back what the party marked for the one who presses."""
    who = actor(interaction)
    there, found = await ending.unmark(interaction.client.db, who, party_id_of(row_id))
    if who.member_id not in there:
        raise Refusal("You are not among those who were there, so nothing was marked for you.")
    if not found:
        raise Refusal(
            "There is nothing left to take back: you did already, or you had marked it yourself. "
            f"{interaction.client.mention('progress unwatch')} takes back any mark."
        )
    await ui.reply(interaction, result_cards.unmarked_card(change_id=who.interaction_id), private=True)


ROUTES: Mapping[str, Handler] = {
    "party:start": start,
    "party:now": where,
    "party:here": here,
    "party:gone": gone,
    "party:pause": pause,
    "party:resume": resume,
    "party:back": skip_back,
    "party:on": skip_on,
    "party:next": next_episode,
    "party:end": end,
    "party:unmark": unmark,
}


def pressed_id(interaction: Interaction) -> int | None:
    """The id of the public message that was pressed; None where it was none."""
    message = interaction.message
    return message.id if message is not None and not message.flags.ephemeral else None


async def seen(interaction: Interaction, party_id: int) -> PartyView:
    """A party of this server, where the one who asks may know of it.

    Raises:
        Refusal: there is none.
    """
    bot, who = interaction.client, actor(interaction)
    view = await find(bot.db, bot.library, guild_id=who.guild_id, party_id=party_id)
    if not may_view(interaction, view.party.channel_id):
        raise Refusal(GONE)
    return view


async def control(interaction: Interaction, party_id: int, do: Do, *, now: datetime) -> Changed:
    """Change a party that is on.

    Raises:
        Refusal: there is no such party, they may not, or it cannot be done now.
    """
    bot, edited = interaction.client, _edited(pressed_id(interaction), now)
    changed = await change(
        bot.db, bot.library, actor(interaction), party_id, lambda party: edited(do(party, now)), now=now
    )
    bot.wake(changed.due_at)
    return changed


async def show(interaction: Interaction, changed: Changed, private: ui.Card, now: datetime) -> None:
    """Answer by editing the live card where that was pressed, else alone. One call to Discord."""
    if pressed_id(interaction) is not None and pressed_id(interaction) == changed.view.party.stage_id:
        await ui.edit_in_place(interaction, stage_card(changed.view, now))
    else:
        await ui.turn(interaction, private, private=True)


async def _control(interaction: Interaction, row_id: str, do: Do) -> None:
    now = interaction.client.clock()
    changed = await control(interaction, party_id_of(row_id), do, now=now)
    await show(interaction, changed, live_cards.changed_card(changed.view, now), now)


def _edited(message_id: int | None, now: datetime) -> Callable[[Party], Party]:
    """Notes that the live card is brought up to date by the answer itself; and which it is, if not known."""

    def do(party: Party) -> Party:
        if message_id is None or message_id == party.message_id:
            return party
        if party.stage_id not in (None, message_id):
            return party
        return replace(party, stage_id=message_id, edited_at=now)

    return do
