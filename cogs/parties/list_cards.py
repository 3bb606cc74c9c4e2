"""The lists of parties: what is planned, and what the server has watched together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot import ui
from bot.domain import ranges
from bot.domain.catalogue import Episode
from bot.domain.parties import Phase
from bot.domain.tally import Tally
from bot.text import counted, joined, moment, rating
from cogs.parties.cards import address, coming, state
from cogs.parties.view import PartyView

PAGE = 8
"""Parties on a page."""
SPANS = 3
"""Runs of episodes that are named of a party with a title."""
SCORES = 4
"""Episodes of a party whose scores are given."""
_NONE_OPEN = "No party is planned here. `/party plan` plans one, or a whole season."
_NONE_PAST = "Nothing was watched together here yet. `/party plan` plans the first party."


@dataclass(frozen=True, slots=True)
class Past:
    """A party that took place, how many were there, and the server's votes by episode key."""

    view: PartyView
    there: int
    tallies: Mapping[str, Tally]


def open_card(views: Sequence[PartyView], *, total: int, page: int, pages: int) -> ui.Card:
    """A page of what is planned or on; `total` of them are there in all, on `pages`."""
    facts = joined(f"{total:,} planned or on", _where(page, pages))
    return ui.card(
        f"## Watch parties\n{ui.small(facts)}" if total else "## Watch parties",
        "\n".join(map(_open_entry, views)) or _NONE_OPEN,
        _pager("list", page, pages, "← Earlier", "Later →"),
        colour=ui.TEAL,
    )


def _open_entry(view: PartyView) -> str:
    party = view.party
    if party.phase is Phase.LIVE:
        about = [f"**{state(party)}**", f"began {moment(party.started_at or party.starts_at)}"]
        where = address(party, party.stage_id)
    else:
        about = [moment(party.starts_at, "f"), moment(party.starts_at), coming(view)]
        where = address(party)
    session = f"session {view.session[0]} of {view.session[1]}" if view.session else ""
    facts = joined(*about, episodes_of(view), session, f"[go there]({where})")
    return f"**{view.heading()}**\n{ui.small(facts)}"


def episodes_of(view: PartyView) -> str:
    """`episodes 15–16`, which tell parties of one title apart; nothing where the name has them."""
    if not view.party.title:
        return ""
    noun = "episode" if len(view.episodes) == 1 else "episodes"
    return f"{noun} {ranges.spans(view.show, view.episodes, most=SPANS)}"


def past_card(parties: Sequence[Past], *, total: int, page: int, pages: int) -> ui.Card:
    """A page of what the server has watched together, the last one first."""
    facts = joined(f"{total:,} watched together", _where(page, pages))
    return ui.card(
        f"## Parties that were\n{ui.small(facts)}" if total else "## Parties that were",
        "\n".join(map(_past_entry, parties)) or _NONE_PAST,
        _pager("past", page, pages, "← Newer", "Older →"),
        colour=ui.TEAL,
    )


def _past_entry(past: Past) -> str:
    view, party = past.view, past.view.party
    there = counted(past.there, "was there", "were there") if past.there else "nobody was there"
    link = f"[result]({address(party, party.result_id)})" if party.result_id else ""
    lines = [
        f"**{view.heading()}**",
        ui.small(joined(moment(party.started_at or party.starts_at, "f"), there, link)),
        ui.small(_scores(past)),
    ]
    return "\n".join(lines)


def _scores(past: Past) -> str:
    """`12: 8.40 of 5 votes, 13: no votes yet`; how many more there are, where they are many."""
    episodes = past.view.episodes
    said = joined(*(_score(episode, past.tallies) for episode in episodes[:SCORES]))
    rest = len(episodes) - SCORES
    return f"{said} and {counted(rest, 'episode')} more" if rest > 0 else said


def _score(episode: Episode, tallies: Mapping[str, Tally]) -> str:
    tally = tallies.get(episode.key, Tally())
    if tally.mean is None:
        return f"{episode.label}: no votes to see"
    return f"{episode.label}: **{rating(tally.mean)}** ({counted(tally.votes, 'vote')})"


def _where(page: int, pages: int) -> str:
    return f"page {page} of {pages}" if pages > 1 else ""


def _pager(verb: str, page: int, pages: int, back: str, on: str) -> ui.Row | None:
    if pages == 1:
        return None
    return ui.row(
        ui.button(back, f"party:{verb}:{page - 1}", disabled=page == 1),
        ui.button(on, f"party:{verb}:{page + 1}", disabled=page == pages),
    )
