"""What members chose for themselves in all servers, a row for each choice that is not the default."""

from bot.domain.member_settings import WARNED, MemberSettings
from db.database import Tx


async def read(tx: Tx, *, member_id: int) -> MemberSettings:
    """The settings of a member."""
    rows = await tx.all(
        "SELECT name, value FROM member_settings WHERE member_id = :member_id", member_id=member_id
    )
    return MemberSettings.of({row["name"]: row["value"] for row in rows})


async def put(tx: Tx, *, member_id: int, name: str, value: str) -> None:
    """Store one setting in place of what was chosen before; an empty one unsets it.

    `name`: `spoilers`, `zone` or `remind`.
    """
    await tx.run(
        """
        INSERT INTO member_settings (member_id, name, value) VALUES (:member_id, :name, :value)
        ON CONFLICT (member_id, name) DO UPDATE SET value = excluded.value
        """,
        member_id=member_id,
        name=name,
        value=value,
    )


async def note_warning(tx: Tx, *, member_id: int, show_id: str) -> None:
    """Note that the member was warned of a show's spoilers."""
    await put(tx, member_id=member_id, name=f"{WARNED}{show_id}", value="1")


async def erase(tx: Tx, *, member_id: int) -> int:
    """Delete all that a member chose; how many rows went."""
    return await tx.run("DELETE FROM member_settings WHERE member_id = :member_id", member_id=member_id)
