"""What the buttons and the list of one's own vote do.

A row id is `<show>/<episode key>`; to undo it goes on with `/<version>`, and with `/<change>` where the
episode was marked, too.
"""

from collections.abc import Mapping

from bot import ui
from bot.client import Interaction
from bot.domain.catalogue import Episode, Show
from bot.domain.refusal import Refusal
from bot.domain.tally import SCORES
from bot.permissions import guild_of, role_ids
from bot.routes import Handler, chosen, whole
from cogs.votes import actions, cards
from cogs.votes.actions import Outcome, Voter
from db.votes import Ballot


async def rate(interaction: Interaction, row_id: str) -> None:
    """Answer with one's own vote as it stands, and the list of scores."""
    show, episode, _ = _subject(interaction, row_id)
    outcome = await actions.look(interaction.client.db, ballot(interaction, show, episode))
    await ui.reply(interaction, cards.vote_card(show, episode, outcome), private=True)


async def change_score(interaction: Interaction, row_id: str) -> None:
    """Change one's score from the list on one's own card."""
    show, episode, _ = _subject(interaction, row_id)
    outcome = await cast(interaction, show, episode, score=chosen_score(interaction))
    await _show(interaction, show, episode, outcome)


async def withdraw(interaction: Interaction, row_id: str) -> None:
    """Take one's vote back."""
    show, episode, _ = _subject(interaction, row_id)
    bot = interaction.client
    outcome = await actions.withdraw(bot.db, ballot(interaction, show, episode), now=bot.clock())
    bot.wake(outcome.refresh_at)
    await _show(interaction, show, episode, outcome)


async def undo(interaction: Interaction, row_id: str) -> None:
    """Undo the very change that the card told of."""
    show, episode, rest = _subject(interaction, row_id)
    version, _, mark_id = rest.partition("/")
    bot = interaction.client
    outcome = await actions.undo(
        bot.db,
        ballot(interaction, show, episode),
        voter=voter(interaction),
        version=whole(version, otherwise=GONE),
        mark_id=whole(mark_id, otherwise=GONE) if mark_id else None,
        now=bot.clock(),
    )
    bot.wake(outcome.refresh_at)
    await _show(interaction, show, episode, outcome)


ROUTES: Mapping[str, Handler] = {
    "vote:rate": rate,
    "vote:score": change_score,
    "vote:withdraw": withdraw,
    "vote:undo": undo,
}

GONE = "That is no longer here. Use `/vote` again."
NO_SCORE = "A score is a whole number from 1 to 10."


async def cast(
    interaction: Interaction, show: Show, episode: Episode, *, score: int, panel_id: int | None = None
) -> Outcome:
    """Give a score for whoever asks, and let panels follow."""
    bot = interaction.client
    outcome = await actions.cast(
        bot.db,
        ballot(interaction, show, episode),
        voter=voter(interaction),
        score=score,
        now=bot.clock(),
        panel_id=panel_id,
    )
    bot.wake(outcome.refresh_at)
    return outcome


def ballot(interaction: Interaction, show: Show, episode: Episode) -> Ballot:
    """Whose vote it is.

    Raises:
        Refusal: they are no member of a server here.
    """
    return Ballot(guild_of(interaction), show.id, episode.key, interaction.user.id)


def voter(interaction: Interaction) -> Voter:
    """What decides whether they may vote, as of this interaction."""
    return Voter(is_bot=interaction.user.bot, roles=role_ids(interaction), change_id=interaction.id)


def chosen_score(interaction: Interaction) -> int:
    """The score chosen in a list of ten.

    Raises:
        Refusal: it is none of them.
    """
    score = whole(next(iter(chosen(interaction)), ""), otherwise=NO_SCORE)
    if score not in SCORES:
        raise Refusal(NO_SCORE)
    return score


def episode_of(interaction: Interaction, show_id: str, key: str) -> tuple[Show, Episode]:
    """An episode in the catalogue.

    Raises:
        Refusal: it is not there.
    """
    show = interaction.client.library.by_id.get(show_id)
    episode = show.by_key.get(key) if show else None
    if show is None or episode is None:
        raise Refusal(GONE)
    return show, episode


def _subject(interaction: Interaction, row_id: str) -> tuple[Show, Episode, str]:
    show_id, _, rest = row_id.partition("/")
    key, _, version = rest.partition("/")
    return *episode_of(interaction, show_id, key), version


async def _show(interaction: Interaction, show: Show, episode: Episode, outcome: Outcome) -> None:
    await ui.turn(interaction, cards.vote_card(show, episode, outcome), private=True)
