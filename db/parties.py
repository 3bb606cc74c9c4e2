"""Watch parties. Lists of them are in `db.party_lists`, what is due for them in `db.party_times`."""

from bot.domain.parties import Party, Phase
from bot.domain.playing import Clock, Programme
from db import server_settings
from db.database import Row, Tx, Value
from db.times import moment, seconds


async def add(tx: Tx, party: Party) -> bool:
    """Store a planned party; False where its id is taken."""
    names = (*_KEY, *_FIXED, *_CHANGING)
    return bool(
        await tx.run(
            f"""
            INSERT INTO parties ({", ".join(names)}) VALUES ({", ".join(f":{name}" for name in names)})
            ON CONFLICT (guild_id, id) DO NOTHING
            """,
            **_values(party, names),
        )
    )


async def find(tx: Tx, *, guild_id: int, party_id: int) -> Party | None:
    """The party of that id in that server."""
    row = await tx.one(
        f"{SELECT} WHERE p.guild_id = :guild_id AND p.id = :id", guild_id=guild_id, id=party_id
    )
    return party_of(row) if row else None


async def hold(tx: Tx, *, guild_id: int, party_id: int) -> Party | None:
    """The same, to be changed: nobody else changes it until this transaction ends. Counts as a change."""
    held = await tx.run(
        "UPDATE parties SET version = version + 1 WHERE guild_id = :guild_id AND id = :id",
        guild_id=guild_id,
        id=party_id,
    )
    return await find(tx, guild_id=guild_id, party_id=party_id) if held else None


async def lock(tx: Tx, *, guild_id: int, party_id: int) -> Party | None:
    """The same where only what belongs to it is changed, as the answers to it: no change of the party."""
    held = await tx.run(
        "UPDATE parties SET version = version WHERE guild_id = :guild_id AND id = :id",
        guild_id=guild_id,
        id=party_id,
    )
    return await find(tx, guild_id=guild_id, party_id=party_id) if held else None


async def save(tx: Tx, party: Party) -> None:
    """Store what has changed of a party that is held, a new setting of its clock included."""
    sets = ", ".join(f"{name} = :{name}" for name in _CHANGING)
    await tx.run(
        f"UPDATE parties SET {sets} WHERE guild_id = :guild_id AND id = :id",
        **_values(party, (*_KEY, *_CHANGING)),
    )
    if party.clock is not None:
        await _set_clock(tx, party, party.clock)


async def clocks(tx: Tx, party: Party) -> tuple[Clock, ...]:
    """All the settings of a party's clock, in order."""
    rows = await tx.all(
        "SELECT at, shown, running FROM party_clocks"
        " WHERE guild_id = :guild_id AND party_id = :party_id ORDER BY number",
        guild_id=party.guild_id,
        party_id=party.id,
    )
    return tuple(clock for row in rows if (clock := _clock(row)))


async def note(tx: Tx, *, guild_id: int, party_id: int, **noted: Value) -> None:
    """Note what happened in Discord and changes nothing about the party itself.

    `noted`: `message_id`, `stage_id`, `result_id`, `event_id`, `event_fault`; in epoch seconds `edited_at`,
    `card_gone_at`.
    """
    unknown = noted.keys() - _NOTED
    if unknown:
        raise ValueError(f"not to be noted: {sorted(unknown)}")
    sets = ", ".join(f"{name} = :{name}" for name in noted)
    await tx.run(
        f"UPDATE parties SET {sets} WHERE guild_id = :guild_id AND id = :id",
        guild_id=guild_id,
        id=party_id,
        **noted,
    )


async def forget(tx: Tx, *, guild_id: int, party_id: int) -> None:
    """Delete a party and all that belongs to it, but for what is due (`db.party_times.cancel_all`)."""
    await tx.run(
        "DELETE FROM parties WHERE guild_id = :guild_id AND id = :id", guild_id=guild_id, id=party_id
    )


async def hand_over(tx: Tx, *, guild_id: int, member_id: int, heir_id: int) -> int:
    """Make what a member planned somebody else's; how many parties.

    Without the title that they gave it, and in the server's time zone: theirs is theirs.
    """
    return await tx.run(
        """
        UPDATE parties SET organiser_id = :heir_id, title = NULL, zone = :zone, version = version + 1
        WHERE guild_id = :guild_id AND organiser_id = :member_id
        """,
        guild_id=guild_id,
        member_id=member_id,
        heir_id=heir_id,
        zone=(await server_settings.read(tx, guild_id=guild_id)).zone,
    )


_KEY = ("guild_id", "id")
_FIXED = ("organiser_id", "show_id", "season_id")
_CHANGING = (
    "channel_id",
    "message_id",
    "card_gone_at",
    "stage_id",
    "result_id",
    "event_id",
    "event_fault",
    "episodes",
    "title",
    "voice_id",
    "seats",
    "starts_at",
    "zone",
    "phase",
    "reminded_at",
    "ready_at",
    "started_at",
    "ended_at",
    "lengths",
    "pause",
    "version",
    "changed_at",
    "edited_at",
)
_NOTED = {"message_id", "card_gone_at", "stage_id", "result_id", "event_id", "event_fault", "edited_at"}

SELECT = f"""
SELECT {", ".join(f"p.{name}" for name in (*_KEY, *_FIXED, *_CHANGING))}, c.at, c.shown, c.running
FROM parties AS p LEFT JOIN party_clocks AS c ON c.guild_id = p.guild_id AND c.party_id = p.id
AND c.number = (
    SELECT max(number) FROM party_clocks AS o WHERE o.guild_id = p.guild_id AND o.party_id = p.id
)
"""
"""Rows for `party_of`, to be followed by conditions on `p`."""


def party_of(row: Row) -> Party:
    """The party of a row that `SELECT` gave."""
    lengths = row["lengths"]
    starts_at, changed_at, edited_at = (
        moment(row[name]) for name in ("starts_at", "changed_at", "edited_at")
    )
    assert starts_at and changed_at and edited_at  # noqa: S101, PT018  the table has them NOT NULL
    return Party(
        guild_id=row["guild_id"],
        id=row["id"],
        channel_id=row["channel_id"],
        organiser_id=row["organiser_id"],
        show_id=row["show_id"],
        episodes=tuple(row["episodes"].split()),
        starts_at=starts_at,
        zone=row["zone"],
        changed_at=changed_at,
        edited_at=edited_at,
        title=row["title"],
        voice_id=row["voice_id"],
        seats=row["seats"],
        season_id=row["season_id"],
        phase=Phase(row["phase"]),
        version=row["version"],
        message_id=row["message_id"],
        card_gone_at=moment(row["card_gone_at"]),
        event_id=row["event_id"],
        event_fault=row["event_fault"],
        stage_id=row["stage_id"],
        result_id=row["result_id"],
        reminded_at=moment(row["reminded_at"]),
        ready_at=moment(row["ready_at"]),
        started_at=moment(row["started_at"]),
        ended_at=moment(row["ended_at"]),
        programme=Programme(tuple(map(int, lengths.split())), row["pause"]) if lengths else None,
        clock=_clock(row),
    )


def _values(party: Party, names: tuple[str, ...]) -> dict[str, Value]:
    programme = party.programme
    made: dict[str, Value] = {
        "episodes": " ".join(party.episodes),
        "phase": party.phase.value,
        "lengths": " ".join(map(str, programme.lengths)) if programme else None,
        "pause": programme.pause if programme else None,
    }
    times = {name for name in names if name.endswith("_at")}
    return {
        name: made[name] if name in made else seconds(value) if name in times else value
        for name in names
        for value in (getattr(party, name, None),)
    }


async def _set_clock(tx: Tx, party: Party, clock: Clock) -> None:
    """Add a setting of the clock, unless it is the present one."""
    await tx.run(
        """
        INSERT INTO party_clocks (guild_id, party_id, number, at, shown, running)
        SELECT :guild_id, :party_id, (
            SELECT coalesce(max(number), 0) + 1 FROM party_clocks
            WHERE guild_id = :guild_id AND party_id = :party_id
        ), :at, :shown, :running
        WHERE NOT EXISTS (
            SELECT 1 FROM party_clocks
            WHERE guild_id = :guild_id AND party_id = :party_id
            AND at = :at AND shown = :shown AND running = :running
            AND number = (
                SELECT max(number) FROM party_clocks WHERE guild_id = :guild_id AND party_id = :party_id
            )
        )
        """,
        guild_id=party.guild_id,
        party_id=party.id,
        at=seconds(clock.at),
        shown=clock.offset,
        running=int(clock.running),
    )


def _clock(row: Row) -> Clock | None:
    at = moment(row["at"])
    return Clock(at, row["shown"], running=bool(row["running"])) if at else None
