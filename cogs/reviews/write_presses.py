"""What the buttons and forms do by which members write, change and delete their own texts."""

from collections.abc import Awaitable, Callable, Mapping

from bot import forms, ui
from bot.asking import viewer_of
from bot.client import Interaction
from bot.domain.catalogue import Show
from bot.domain.refusal import Refusal
from bot.domain.reviews import Draft, Kind, Review, draft_of
from bot.routes import Handler
from bot.text import one_line
from cogs.reviews import actions, writing_cards
from cogs.reviews.cards import plain_name
from cogs.reviews.read_presses import actor, card, subject, text
from cogs.reviews.reading import GONE, WHOLE_SERIES, Flags, Page, reading_of


async def write(interaction: Interaction, row_id: str) -> None:
    """Open the form for one's review of a subject."""
    await open_review(interaction, *subject(interaction, row_id))


async def open_review(interaction: Interaction, show: Show, episode: str) -> None:
    """Open the form for one's review of a subject, filled with the one there is."""
    who = actor(interaction)
    old = await actions.own(interaction.client.db, who, show, episode)
    if old is not None:
        await _open_change(interaction, show, old, Flags())
        return
    bot = interaction.client
    await actions.check_room(bot.db, who, show, episode, kind=Kind.REVIEW, quotas=bot.quotas, now=bot.clock())
    await forms.open_form(
        interaction,
        await _form_title(interaction, Kind.REVIEW, show, episode),
        f"review:send:{show.id}/{episode or WHOLE_SERIES}",
        *writing_cards.review_fields(episode, None),
    )


async def comment(interaction: Interaction, row_id: str) -> None:
    """Open the form for a comment on a subject."""
    bot, who = interaction.client, actor(interaction)
    show, episode = subject(interaction, row_id)
    await actions.check_room(
        bot.db, who, show, episode, kind=Kind.COMMENT, quotas=bot.quotas, now=bot.clock()
    )
    await forms.open_form(
        interaction,
        await _form_title(interaction, Kind.COMMENT, show, episode),
        f"review:say:{show.id}/{episode or WHOLE_SERIES}",
        *writing_cards.comment_fields(episode, None),
    )


async def edit(interaction: Interaction, row_id: str) -> None:
    """Open the form in which one's own text is changed."""
    bot = interaction.client
    review_id, flags, _ = text(row_id)
    review = await actions.own_text(bot.db, actor(interaction), bot.library.by_id, review_id=review_id)
    await _open_change(interaction, bot.library.by_id[review.show_id], review, flags)


async def send(interaction: Interaction, row_id: str) -> None:
    """Keep a review or a comment."""
    bot = interaction.client

    async def save(draft: Draft) -> Page:
        show, episode = subject(interaction, row_id)
        return await actions.write(
            bot.db,
            actor(interaction),
            bot.library.by_id,
            draft,
            show=show,
            episode=episode,
            quotas=bot.quotas,
            now=bot.clock(),
        )

    if page := await _saved(interaction, save):
        bot.wake(bot.clock())  # what was shown of a former one goes
        await ui.reply(interaction, _saved_card(interaction, page), private=True)


async def change(interaction: Interaction, row_id: str) -> None:
    """Put other words in place of one's own."""
    bot = interaction.client

    async def save(draft: Draft) -> Page:
        review_id, flags, _ = text(row_id)
        who, now = actor(interaction), bot.clock()
        return await actions.change(
            bot.db, who, bot.library.by_id, draft, review_id=review_id, flags=flags, now=now
        )

    if page := await _saved(interaction, save):
        bot.wake(bot.clock())  # what was shown of it goes
        await ui.turn(interaction, _saved_card(interaction, page), private=True)


async def remove(interaction: Interaction, row_id: str) -> None:
    """Ask whether one's own text is to go."""
    bot = interaction.client
    review_id, flags, _ = text(row_id)
    review = await actions.own_text(bot.db, actor(interaction), bot.library.by_id, review_id=review_id)
    await ui.turn(interaction, await question(interaction, review, flags), private=True)


async def question(interaction: Interaction, review: Review, flags: Flags) -> ui.Card:
    """The card that asks whether a text is to go."""
    wanted = reading_of(interaction.client.library.by_id, review, flags)
    viewer = await viewer_of(interaction, wanted.show)
    return writing_cards.question_card(review, viewer, wanted, opened=flags.opened)


async def delete(interaction: Interaction, row_id: str) -> None:
    """Delete one's own text."""
    bot = interaction.client
    review_id, flags, _ = text(row_id)
    review = await actions.delete(bot.db, actor(interaction), bot.library.by_id, review_id=review_id)
    bot.wake(bot.clock())
    wanted = reading_of(bot.library.by_id, review, flags)
    viewer = await viewer_of(interaction, wanted.show)
    await ui.turn(interaction, writing_cards.deleted_card(review, viewer, wanted), private=True)


ROUTES: Mapping[str, Handler] = {
    "review:change": change,
    "review:comment": comment,
    "review:delete": delete,
    "review:edit": edit,
    "review:remove": remove,
    "review:say": send,
    "review:send": send,
    "review:write": write,
}


async def _open_change(interaction: Interaction, show: Show, review: Review, flags: Flags) -> None:
    old = draft_of(review, member_id=interaction.user.id)
    if old is None:
        raise Refusal(GONE)
    fields = writing_cards.review_fields if review.kind is Kind.REVIEW else writing_cards.comment_fields
    await forms.open_form(
        interaction,
        await _form_title(interaction, review.kind, show, review.episode),
        reading_of(interaction.client.library.by_id, review, flags).act(
            "change", review, opened=flags.opened
        ),
        *fields(review.episode, old),
    )


async def _form_title(interaction: Interaction, kind: Kind, show: Show, episode: str) -> str:
    name = plain_name(show, episode, await viewer_of(interaction, show))
    return one_line(f"{kind.value.capitalize()}: {name}")


async def _saved(interaction: Interaction, save: Callable[[Draft], Awaitable[Page]]) -> Page | None:
    """Keep what was sent, or give it back with the reason why not: what took long to write is not lost."""
    sent = forms.sent(interaction)
    try:
        return await save(writing_cards.draft_from(sent))
    except Refusal as refused:
        await ui.reply(interaction, writing_cards.refused_card(refused.sentence, sent), private=True)
        return None


def _saved_card(interaction: Interaction, page: Page) -> ui.Card:
    said, review = "Saved. This is how it reads.", page.review
    if review is not None and review.hidden_at is not None:
        said = "Saved. It stays hidden."
    elif review is not None and review.spoils:
        said = "Saved. This is how it reads; those who have not watched it are warned first."
    return card(interaction, page, said=said)
