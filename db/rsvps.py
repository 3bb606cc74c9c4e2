"""What members said to parties."""

from datetime import datetime

from bot.domain.rsvps import Answer, How, Rsvp
from db.database import Row, Tx
from db.times import seconds


async def of_party(tx: Tx, *, guild_id: int, party_id: int) -> list[Rsvp]:
    """All answers to a party, in order."""
    rows = await tx.all(
        f"SELECT {_FIELDS} FROM rsvps WHERE guild_id = :guild_id AND party_id = :party_id ORDER BY number",
        guild_id=guild_id,
        party_id=party_id,
    )
    return [_rsvp(row) for row in rows]


async def find(tx: Tx, *, guild_id: int, party_id: int, member_id: int) -> Rsvp | None:
    """A member's answer to a party."""
    row = await tx.one(
        f"SELECT {_FIELDS} FROM rsvps"
        " WHERE guild_id = :guild_id AND party_id = :party_id AND member_id = :member_id",
        guild_id=guild_id,
        party_id=party_id,
        member_id=member_id,
    )
    return _rsvp(row) if row else None


async def by_id(tx: Tx, *, guild_id: int, rsvp_id: int) -> Rsvp | None:
    """The answer of that id in that server."""
    row = await tx.one(
        f"SELECT {_FIELDS} FROM rsvps WHERE guild_id = :guild_id AND id = :id", guild_id=guild_id, id=rsvp_id
    )
    return _rsvp(row) if row else None


async def put(tx: Tx, rsvp: Rsvp, *, guild_id: int) -> bool:
    """Store an answer, in place of the one before; whether it changed.

    Its number is counted here. A later answer keeps the id and how to be reminded of the first.
    """
    return bool(
        await tx.run(
            """
            INSERT INTO rsvps (guild_id, party_id, member_id, id, answer, number, how, minutes, reminded)
            SELECT :guild_id, :party_id, :member_id, :id, :answer, coalesce(max(number), 0) + 1, :how,
            :minutes, :reminded
            FROM rsvps WHERE guild_id = :guild_id AND party_id = :party_id
            ON CONFLICT (guild_id, party_id, member_id) DO UPDATE
            SET answer = excluded.answer, number = excluded.number WHERE rsvps.answer <> excluded.answer
            """,
            guild_id=guild_id,
            party_id=rsvp.party_id,
            member_id=rsvp.member_id,
            id=rsvp.id,
            answer=rsvp.answer.value,
            how=rsvp.how.value,
            minutes=rsvp.minutes,
            reminded=int(rsvp.reminded),
        )
    )


async def remind(tx: Tx, rsvp: Rsvp, *, guild_id: int) -> None:
    """Have a member reminded as `rsvp` says from now on."""
    await tx.run(
        """
        UPDATE rsvps SET how = :how, minutes = :minutes, reminded = :reminded
        WHERE guild_id = :guild_id AND party_id = :party_id AND member_id = :member_id
        """,
        guild_id=guild_id,
        party_id=rsvp.party_id,
        member_id=rsvp.member_id,
        how=rsvp.how.value,
        minutes=rsvp.minutes,
        reminded=int(rsvp.reminded),
    )


async def note_reminded(tx: Tx, *, guild_id: int, rsvp_id: int) -> None:
    """Note that the direct message was sent."""
    await tx.run(
        "UPDATE rsvps SET reminded = 1 WHERE guild_id = :guild_id AND id = :id", guild_id=guild_id, id=rsvp_id
    )


async def remind_again(tx: Tx, *, guild_id: int, party_id: int, starts_at: datetime, now: datetime) -> None:
    """Have members reminded of a party that was moved, where their time is still to come."""
    await tx.run(
        """
        UPDATE rsvps SET reminded = CASE WHEN :starts_at - minutes * 60 > :now THEN 0 ELSE 1 END
        WHERE guild_id = :guild_id AND party_id = :party_id
        """,
        guild_id=guild_id,
        party_id=party_id,
        starts_at=seconds(starts_at),
        now=seconds(now),
    )


async def parties_of(tx: Tx, *, guild_id: int, member_id: int) -> list[int]:
    """The ids of the parties that a member has answered, in order."""
    rows = await tx.all(
        "SELECT party_id FROM rsvps WHERE guild_id = :guild_id AND member_id = :member_id ORDER BY party_id",
        guild_id=guild_id,
        member_id=member_id,
    )
    return [row["party_id"] for row in rows]


async def erase(tx: Tx, *, guild_id: int, member_id: int) -> int:
    """Delete what a member said to a server's parties; how many rows went.

    Only a part of `db.erasing`: what is due for them is left, and nobody moves up.
    """
    return await tx.run(
        "DELETE FROM rsvps WHERE guild_id = :guild_id AND member_id = :member_id",
        guild_id=guild_id,
        member_id=member_id,
    )


_FIELDS = "party_id, member_id, id, answer, number, how, minutes, reminded"


def _rsvp(row: Row) -> Rsvp:
    return Rsvp(
        party_id=row["party_id"],
        member_id=row["member_id"],
        id=row["id"],
        answer=Answer(row["answer"]),
        number=row["number"],
        how=How(row["how"]),
        minutes=row["minutes"],
        reminded=bool(row["reminded"]),
    )
