"""What can be done with a panel: one transaction each, for commands, buttons and the worker alike."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.catalogue import Episode, Show
from bot.domain.pace import next_edit
from bot.domain.panels import Panel, may_see
from bot.domain.quotas import DEFAULTS, Quotas
from bot.domain.refusal import Refusal
from bot.domain.server_settings import Reveal, ServerSettings
from bot.domain.spoilers import Viewer
from bot.domain.tally import Tally
from cogs.votes.actions import OVER
from db import panels, rankings, server_settings, votes
from db.database import Database, Tx
from db.votes import Ballot


@dataclass(frozen=True, slots=True)
class PanelView:
    """A panel and what is behind it: how its episode was voted on, and what its server has set."""

    panel: Panel
    tally: Tally
    settings: ServerSettings

    @property
    def public(self) -> Viewer:
        """All who see the panel's channel."""
        return Viewer(hides_titles=self.settings.hides_titles)


class PanelOpen(Refusal):
    """A panel for the same episode is open on this server: two would tell each other's secrets."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(f"A panel for this episode is open on this server already: {link(panel)}")
        self.panel = panel


async def open_panel(db: Database, panel: Panel, *, quotas: Quotas = DEFAULTS, now: datetime) -> PanelView:
    """Open a panel.

    Raises:
        PanelOpen: there is one for this episode already.
        Refusal: there are too many, of the server's or of this member's.
    """

    async def work(tx: Tx) -> PanelView:
        others = await panels.all_open(tx, guild_id=panel.guild_id, show_id=panel.show_id)
        for other in others:
            if other.episode == panel.episode:
                raise PanelOpen(other)
        server, own = await panels.count_open(tx, guild_id=panel.guild_id, member_id=panel.opened_by)
        mine = next((link(other) for other in others if other.opened_by == panel.opened_by), "")
        quotas.check("panels_per_member", own, link=mine)
        quotas.check("panels_per_server", server)
        await panels.add(tx, panel, now=now)
        return await _view(tx, panel)

    return await db.write(work)


async def find(db: Database, *, guild_id: int, panel_id: int) -> Panel:
    """An open panel of this server.

    Raises:
        Refusal: it is closed, or no panel of this server.
    """
    panel = await panels.recall(db, guild_id=guild_id, panel_id=panel_id)
    if panel is None or not panel.is_open:
        raise Refusal(OVER)
    return panel


async def remember_message(db: Database, panel: Panel, *, message_id: int) -> None:
    """Note which message shows the panel."""
    await db.write(
        lambda tx: panels.remember_message(
            tx, guild_id=panel.guild_id, panel_id=panel.id, message_id=message_id
        )
    )


async def forget(db: Database, panel: Panel) -> None:
    """Forget a panel whose message is not there; its votes stay."""
    await db.write(lambda tx: panels.forget(tx, guild_id=panel.guild_id, panel_id=panel.id))


async def results(db: Database, *, guild_id: int, panel_id: int, member_id: int) -> PanelView:
    """How an open panel was voted on so far, for one member.

    Raises:
        Refusal: they may not see it yet, or the panel is closed.
    """
    async with db.snapshot() as tx:
        panel = await panels.find(tx, guild_id=guild_id, panel_id=panel_id)
        if panel is None or not panel.is_open:
            raise Refusal(OVER)
        view = await _view(tx, panel)
        vote = await votes.find(tx, Ballot(guild_id, panel.show_id, panel.episode, member_id))
    has_voted = vote is not None and vote.score is not None
    if not may_see(view.settings.reveal, has_voted=has_voted, is_open=True):
        raise Refusal(_not_yet(view))
    return view


async def close(
    db: Database, *, guild_id: int, panel_id: int, member_id: int, manages: bool, now: datetime
) -> PanelView:
    """Close a panel at a member's word, and have its result posted now.

    Raises:
        Refusal: it is closed already, or neither did they open it nor do they manage the server.
    """

    async def work(tx: Tx) -> PanelView:
        panel = await panels.find(tx, guild_id=guild_id, panel_id=panel_id)
        if panel is None or not panel.is_open:
            raise Refusal(OVER)
        if not (manages or panel.opened_by == member_id):
            raise Refusal(f"Only <@{panel.opened_by}>, who opened it, and moderators can close this vote.")
        closed = await panels.close(tx, panel, now=now)
        await panels.note_edit(tx, guild_id=guild_id, panel_id=panel_id, now=now)
        await panels.finish_at(tx, closed, at=now)
        return await _view(tx, replace(closed, edited_at=now))

    return await db.write(work)


async def begin_refresh(db: Database, *, guild_id: int, panel_id: int, now: datetime) -> PanelView | None:
    """What an open panel's message is to show from now on; None where it has nothing to show."""

    async def work(tx: Tx) -> PanelView | None:
        panel = await panels.find(tx, guild_id=guild_id, panel_id=panel_id)
        if panel is None or not panel.is_open or panel.message_id is None:
            return None
        await panels.note_edit(tx, guild_id=guild_id, panel_id=panel_id, now=now)
        return await _view(tx, panel)

    return await db.write(work)


async def begin_opening(db: Database, *, guild_id: int, panel_id: int) -> PanelView | None:
    """What the message of a panel is to show that is still to be posted; None where none is."""

    async def work(tx: Tx) -> PanelView | None:
        panel = await panels.find(tx, guild_id=guild_id, panel_id=panel_id)
        if panel is None or not panel.is_open or panel.message_id is not None:
            return None
        return await _view(tx, panel)

    return await db.read(work)


async def begin_closing(db: Database, *, guild_id: int, panel_id: int, now: datetime) -> PanelView | None:
    """Close a panel whose time has come, if it is still open, and see what is left to show of it."""

    async def work(tx: Tx) -> PanelView | None:
        panel = await panels.find(tx, guild_id=guild_id, panel_id=panel_id)
        if panel is None:
            return None
        return await _view(tx, await panels.close(tx, panel, now=now) if panel.is_open else panel)

    return await db.write(work)


async def note_edit(db: Database, panel: Panel, *, now: datetime) -> None:
    """Note that the message is being brought up to date now."""
    await db.write(lambda tx: panels.note_edit(tx, guild_id=panel.guild_id, panel_id=panel.id, now=now))


async def note_post(db: Database, panel: Panel, *, now: datetime) -> None:
    """Note that the result was posted."""
    await db.write(lambda tx: panels.note_post(tx, guild_id=panel.guild_id, panel_id=panel.id, now=now))


async def finish_later(db: Database, panel: Panel, *, now: datetime) -> None:
    """Have the closed panel's message brought up to date as soon as it may be edited again."""
    await db.write(lambda tx: panels.finish_at(tx, panel, at=next_edit(panel.edited_at or now, now=now)))


async def place(db: Database, show: Show, episode: Episode, *, guild_id: int) -> str | None:
    """Where an episode stands on this server: `#3 of 26`; None where it does not."""
    ranking, _ = await db.read(lambda tx: rankings.read(tx, show, guild_id=guild_id))
    found = next((standing for standing in ranking.standings if standing.episode.key == episode.key), None)
    return f"#{found.place} of {len(ranking.standings)}" if found else None


def may_edit(panel: Panel, *, now: datetime) -> bool:
    """Whether the message may be edited again."""
    return panel.edited_at is None or next_edit(panel.edited_at, now=now) <= now


def link(panel: Panel) -> str:
    """The address of the panel's message, or of its channel while the message is not known."""
    tail = f"/{panel.message_id}" if panel.message_id else ""
    return f"https://discord.com/channels/{panel.guild_id}/{panel.channel_id}{tail}"


async def _view(tx: Tx, panel: Panel) -> PanelView:
    tally = panel.result or await votes.tally(
        tx, guild_id=panel.guild_id, show_id=panel.show_id, episode=panel.episode
    )
    return PanelView(panel, tally, await server_settings.read(tx, guild_id=panel.guild_id))


def _not_yet(view: PanelView) -> str:
    if view.settings.reveal is Reveal.CLOSED:
        return "How the votes fell is shown when this closes."
    return "Vote first: how the others voted shows once you have."
