"""A party and all that its cards show, read in one snapshot."""

from dataclasses import dataclass

from bot.domain import ranges
from bot.domain.catalogue import Episode, Library, Show
from bot.domain.parties import Party
from bot.domain.playing import Programme
from bot.domain.refusal import Refusal
from bot.domain.rsvps import Roster, roster
from bot.domain.server_settings import ServerSettings
from bot.domain.spoilers import Viewer
from bot.names import name_of
from bot.text import clip, escape, one_line
from db import parties as rows
from db import party_lists, presences, rsvps, server_settings
from db.database import Database, Tx

RUNTIME = 24
"""Minutes of an episode, where neither the server nor the catalogue says."""
GONE = "That is no party of this server. Choose one from the list that opens while you type."


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party, its episodes and who comes. `session`: which one of how many it is in its season, from 1.

    `here`: the ids of those who are there now, from the ready check to the end.
    """

    party: Party
    show: Show
    episodes: tuple[Episode, ...]
    roster: Roster
    settings: ServerSettings
    session: tuple[int, int] | None = None
    here: tuple[int, ...] = ()

    @property
    def public(self) -> Viewer:
        """All who see the party's channel."""
        return Viewer(hides_titles=self.settings.hides_titles)

    @property
    def programme(self) -> Programme:
        """Its episodes in a row: as they run, or as they would if it began now."""
        if self.party.programme is not None:
            return self.party.programme
        minutes = self.settings.runtime or self.show.runtime_minutes or RUNTIME
        return Programme((minutes * 60,) * len(self.episodes), self.settings.pause * 60)

    def name(self, viewer: Viewer | None = None) -> str:
        """What it is called: its title, or its episodes. Plain text, to be escaped where it is shown."""
        if self.party.title:
            return self.party.title
        first = name_of(self.episodes[0], viewer or self.public)
        if len(self.episodes) == 1:
            return first
        return f"Episodes {ranges.spans(self.show, self.episodes)}"

    def heading(self, length: int = 80) -> str:
        """The same for all to see, escaped and cut to `length` characters."""
        return escape(clip(one_line(self.name()), length))


async def find(db: Database, library: Library, *, guild_id: int, party_id: int) -> PartyView:
    """A party of this server.

    Raises:
        Refusal: there is none of that id, or its show is no longer in the catalogue.
    """
    async with db.snapshot() as tx:
        party = await rows.find(tx, guild_id=guild_id, party_id=party_id)
        seen = await view(tx, library, party) if party else None
    if seen is None:
        raise Refusal(GONE)
    return seen


async def view(tx: Tx, library: Library, party: Party) -> PartyView | None:
    """All that is shown of `party`; None where its episodes are no longer in the catalogue."""
    show = library.by_id.get(party.show_id)
    if show is None or any(key not in show.by_key for key in party.episodes):
        return None
    answers = await rsvps.of_party(tx, guild_id=party.guild_id, party_id=party.id)
    return PartyView(
        party=party,
        show=show,
        episodes=tuple(show.by_key[key] for key in party.episodes),
        roster=roster(answers, seats=party.seats),
        settings=await server_settings.read(tx, guild_id=party.guild_id),
        session=await _session(tx, party),
        here=await _here(tx, party),
    )


async def _session(tx: Tx, party: Party) -> tuple[int, int] | None:
    if party.season_id is None:
        return None
    ids = await party_lists.season_ids(tx, guild_id=party.guild_id, season_id=party.season_id)
    return (ids.index(party.id) + 1, len(ids)) if party.id in ids else None


async def _here(tx: Tx, party: Party) -> tuple[int, ...]:
    if not party.is_open or party.ready_at is None:
        return ()
    return await presences.here(tx, guild_id=party.guild_id, party_id=party.id)
