"""Reviews and comments. What they say is sealed as it leaves the database."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.domain.catalogue import Show
from bot.domain.reviews import Draft, Review, Verdict, Written, needs
from bot.domain.spoilers import Sealed
from db import review_posts
from db.database import Row, Tx
from db.times import moment, seconds


async def add(
    tx: Tx,
    draft: Draft,
    *,
    guild_id: int,
    review_id: int,
    show_id: str,
    episode: str,
    member_id: int,
    now: datetime,
) -> None:
    """Keep a new text. A member's second review of a subject breaks a unique index: look first."""
    await tx.run(
        """
        INSERT INTO reviews
            (guild_id, id, show_id, episode, member_id, kind,
            title, body, verdict, spoils, thanks, reports, written_at)
        VALUES
            (:guild_id, :id, :show_id, :episode, :member_id, :kind,
            :title, :body, :verdict, :spoils, 0, 0, :now)
        """,
        guild_id=guild_id,
        id=review_id,
        show_id=show_id,
        episode=episode,
        member_id=member_id,
        kind=draft.kind.value,
        now=seconds(now),
        **_words(draft),
    )


async def edit(tx: Tx, draft: Draft, *, guild_id: int, review_id: int, now: datetime) -> None:
    """Put other words in place of a text's; the date at which it was written stays.

    The messages go that show what is no longer there. No two edits have the same date.
    """
    await review_posts.withdraw(tx, guild_id=guild_id, review_id=review_id)
    await tx.run(
        """
        UPDATE reviews
        SET title = :title, body = :body, verdict = :verdict, spoils = :spoils, kept_at = NULL,
            edited_at = CASE WHEN edited_at >= :now THEN edited_at + 1 ELSE :now END
        WHERE guild_id = :guild_id AND id = :id
        """,
        guild_id=guild_id,
        id=review_id,
        now=seconds(now),
        **_words(draft),
    )


async def find(tx: Tx, shows: Mapping[str, Show], *, guild_id: int, review_id: int) -> Review | None:
    """The text of that id in that server; None, too, where its show is no longer in the catalogue."""
    row = await tx.one(
        f"SELECT {FIELDS} FROM reviews WHERE guild_id = :guild_id AND id = :id",
        guild_id=guild_id,
        id=review_id,
    )
    return review_of(shows[row["show_id"]], row) if row and row["show_id"] in shows else None


async def own(tx: Tx, show: Show, *, guild_id: int, episode: str, member_id: int) -> Review | None:
    """A member's review of a subject."""
    row = await tx.one(
        f"""
        SELECT {FIELDS} FROM reviews WHERE guild_id = :guild_id AND member_id = :member_id
        AND show_id = :show_id AND episode = :episode AND kind = 'review'
        """,
        guild_id=guild_id,
        member_id=member_id,
        show_id=show.id,
        episode=episode,
    )
    return review_of(show, row) if row else None


async def written(
    tx: Tx, *, guild_id: int, member_id: int, show_id: str, episode: str, since: datetime
) -> Written:
    """How much a member has written in a server; lately means since `since`."""
    row = await tx.one(
        """
        SELECT count(*) AS texts,
            count(*) FILTER (
                WHERE kind = 'comment' AND show_id = :show_id AND episode = :episode
            ) AS comments,
            count(*) FILTER (WHERE written_at > :since) AS lately
        FROM reviews WHERE guild_id = :guild_id AND member_id = :member_id
        """,
        guild_id=guild_id,
        member_id=member_id,
        show_id=show_id,
        episode=episode,
        since=seconds(since),
    )
    return Written(row["texts"], row["comments"], row["lately"]) if row else Written(0, 0, 0)


async def hide(
    tx: Tx, *, guild_id: int, review_id: int, member_id: int, why: str | None, now: datetime
) -> bool:
    """Hide a text from all but its author and who manages the server; whether it was to be seen until now.

    With it, its reports are decided, and the messages go that show it.
    """
    await review_posts.withdraw(tx, guild_id=guild_id, review_id=review_id)
    await _forget_reports(tx, guild_id=guild_id, review_id=review_id)
    return bool(
        await tx.run(
            """
            UPDATE reviews SET hidden_at = :now, hidden_by = :member_id, hidden_why = :why
            WHERE guild_id = :guild_id AND id = :id AND hidden_at IS NULL
            """,
            guild_id=guild_id,
            id=review_id,
            member_id=member_id,
            why=why,
            now=seconds(now),
        )
    )


async def show(tx: Tx, *, guild_id: int, review_id: int) -> bool:
    """Show a text that was hidden; whether it was."""
    return bool(
        await tx.run(
            """
            UPDATE reviews SET hidden_at = NULL, hidden_by = NULL, hidden_why = NULL
            WHERE guild_id = :guild_id AND id = :id AND hidden_at IS NOT NULL
            """,
            guild_id=guild_id,
            id=review_id,
        )
    )


async def keep(tx: Tx, *, guild_id: int, review_id: int, now: datetime) -> bool:
    """Decide that what was reported may stay as it reads; whether anything was."""
    if not await _forget_reports(tx, guild_id=guild_id, review_id=review_id):
        return False
    await tx.run(
        "UPDATE reviews SET kept_at = :now WHERE guild_id = :guild_id AND id = :id",
        guild_id=guild_id,
        id=review_id,
        now=seconds(now),
    )
    return True


async def delete(tx: Tx, *, guild_id: int, review_id: int) -> bool:
    """Delete a text with all that was said to it, and the messages that show it; whether it was there."""
    await review_posts.withdraw(tx, guild_id=guild_id, review_id=review_id)
    return bool(
        await tx.run(
            "DELETE FROM reviews WHERE guild_id = :guild_id AND id = :id", guild_id=guild_id, id=review_id
        )
    )


async def erase(tx: Tx, *, guild_id: int, member_id: int) -> int:
    """Delete a member's texts in a server, and forget what they hid of others'; how many texts went.

    The messages go that show their texts. What they hid stays hidden, by nobody and without their reason.
    """
    await review_posts.withdraw_all(tx, guild_id=guild_id, member_id=member_id)
    await tx.run(
        """
        UPDATE reviews SET hidden_by = NULL, hidden_why = NULL
        WHERE guild_id = :guild_id AND hidden_by = :member_id
        """,
        guild_id=guild_id,
        member_id=member_id,
    )
    return await tx.run(
        "DELETE FROM reviews WHERE guild_id = :guild_id AND member_id = :member_id",
        guild_id=guild_id,
        member_id=member_id,
    )


async def _forget_reports(tx: Tx, *, guild_id: int, review_id: int) -> int:
    gone = await tx.run(
        "DELETE FROM review_reports WHERE guild_id = :guild_id AND review_id = :id",
        guild_id=guild_id,
        id=review_id,
    )
    await tx.run(
        "UPDATE reviews SET reports = 0 WHERE guild_id = :guild_id AND id = :id",
        guild_id=guild_id,
        id=review_id,
    )
    return gone


FIELDS = (
    "guild_id, id, show_id, episode, member_id, title, body, verdict, spoils, thanks, reports, written_at,"
    " edited_at, kept_at, hidden_at, hidden_by, hidden_why"
)
"""The columns from which `review_of` makes a review."""


def _words(draft: Draft) -> dict[str, str | int | None]:
    return {
        "title": draft.title,
        "body": draft.body,
        "verdict": draft.verdict.value if draft.verdict else None,
        "spoils": int(draft.spoils),
    }


def review_of(show: Show, row: Row) -> Review:
    """The review that a row is, sealed; `show` is its own."""
    spoils = bool(row["spoils"])
    watched = needs(show, row["episode"], spoils=spoils)
    return Review(
        guild_id=row["guild_id"],
        id=row["id"],
        show_id=row["show_id"],
        episode=row["episode"],
        member_id=row["member_id"],
        title=Sealed(row["title"], needs=watched) if row["title"] is not None else None,
        body=Sealed(row["body"], needs=watched),
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        spoils=spoils,
        thanks=row["thanks"],
        reports=row["reports"],
        written_at=datetime.fromtimestamp(row["written_at"], UTC),
        edited_at=moment(row["edited_at"]),
        kept_at=moment(row["kept_at"]),
        hidden_at=moment(row["hidden_at"]),
        hidden_by=row["hidden_by"],
        hidden_why=row["hidden_why"],
    )
