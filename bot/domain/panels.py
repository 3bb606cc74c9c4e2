"""Vote panels and who may vote: the rules, as plain functions."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from bot.domain.refusal import Refusal
from bot.domain.server_settings import Demand, Reveal, ServerSettings
from bot.domain.tally import Tally


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel in a channel through which everybody may vote on one episode.

    `id` is the id of the interaction that opened it, or one like it where a party's end did. `message_id` is
    None until Discord has said it. `result` is how it was voted on when it closed, `posted_at` when that was
    posted, `edited_at` when its message was last brought up to date.
    """

    guild_id: int
    id: int
    channel_id: int
    message_id: int | None
    show_id: str
    episode: str
    opened_by: int
    closes_at: datetime | None
    closed_at: datetime | None = None
    result: Tally | None = None
    posted_at: datetime | None = None
    edited_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it was not closed yet."""
        return self.closed_at is None

    def takes_votes(self, now: datetime) -> bool:
        """Whether scores are still taken: also where closing it is late, none are once its time has come."""
        return self.is_open and (self.closes_at is None or now < self.closes_at)


def check_voter(
    settings: ServerSettings,
    *,
    is_bot: bool,
    roles: AbstractSet[int],
    has_watched: bool = True,
    has_attended: bool = True,
) -> None:
    """Let only those vote whom the server lets. `roles` are the ids of the roles the member has now.

    `has_watched`: the episode is marked as watched on this server; `has_attended`: they were there for it at
    a watch party of this server's.

    Raises:
        Refusal: a bot, or one without the role, the mark or the party that the server asks for.
    """
    if is_bot:
        raise Refusal("Bots do not vote.")
    if settings.voter_role is not None and settings.voter_role not in roles:
        raise Refusal(f"On this server only members with the role <@&{settings.voter_role}> vote.")
    if settings.demand is Demand.WATCHED and not has_watched:
        raise Refusal(
            "On this server one votes on what one has watched. Mark the episode with `/watched`, then vote."
        )
    if settings.demand is Demand.ATTENDED and not has_attended:
        raise Refusal(
            "On this server one votes on what one was there for, at a watch party of this server. "
            "`/party list` shows what is planned."
        )


def may_see(reveal: Reveal, *, has_voted: bool, is_open: bool) -> bool:
    """Whether somebody may see how a panel was voted on."""
    return not is_open or reveal is Reveal.ALWAYS or (reveal is Reveal.VOTED and has_voted)
