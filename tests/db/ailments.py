"""What may befall the rows of a database (`tests.db.ailing`), and as what the doctor has to find it."""

# ruff: noqa: S608  statements are put together from constants

from db.doctor import stuck
from db.doctor.findings import Ill
from tests.db.ailing import ATTEMPTS, GUILD, NOW_SECONDS
from tests.db.lives import MEMBERS

DAY = 86_400
FIRST = MEMBERS[0]
LONG_AGO = NOW_SECONDS - 3 * DAY

AILMENTS = {
    "a total too high": (["UPDATE vote_totals SET votes = votes + 1"], Ill.TOTAL, "vote_totals"),
    "a sum too high": (["UPDATE vote_totals SET squares = squares + 1"], Ill.TOTAL, "vote_totals"),
    "a total that is missing": (["DELETE FROM vote_totals"], Ill.TOTAL, "vote_totals"),
    "a total of nothing": (
        [f"INSERT INTO vote_totals VALUES ({GUILD}, 'kaleido-star', 's1e9', 0, 9{', 0' * 11})"],
        Ill.TOTAL,
        "vote_totals",
    ),
    "an option's votes": (["UPDATE poll_options SET votes = votes + 1"], Ill.TOTAL, "poll_options"),
    "a poll's voters": (["UPDATE polls SET voters = voters + 1"], Ill.TOTAL, "polls"),
    "a text's thanks": (["UPDATE reviews SET thanks = thanks + 1"], Ill.TOTAL, "reviews"),
    "a text's reports": (["UPDATE reviews SET reports = reports + 1"], Ill.TOTAL, "reviews"),
    "how many take part": (["UPDATE member_counts SET members = 9"], Ill.TOTAL, "member_counts"),
    "how many have watched": (["UPDATE watcher_counts SET members = 9"], Ill.TOTAL, "watcher_counts"),
    "a place on the board": (["UPDATE board SET episodes = 9"], Ill.TOTAL, "board"),
    "an order on the board": (["UPDATE board SET number = number + 9"], Ill.TOTAL, "board"),
    "who is seen on the board": (["UPDATE board SET visible = 1 - visible"], Ill.TOTAL, "board"),
    "an order without a place on the board": (
        [f"INSERT INTO board VALUES ({GUILD}, {FIRST}, 'another-show', 4242, 1, 0)"],
        Ill.TOTAL,
        "board",
    ),
    "somebody unknown without a place on the board": (
        [f"INSERT INTO board VALUES ({GUILD}, 4242, 'kaleido-star', 1, 1, 0)"],
        Ill.TOTAL,
        "board",
    ),
    "how many stand at a place": (["DELETE FROM board_counts"], Ill.TOTAL, "board_counts"),
    "how many of a slot do": (["UPDATE board_slots SET members = 9"], Ill.TOTAL, "board_slots"),
    "options without a poll": (["DELETE FROM polls"], Ill.REFERENCE, "poll_options"),
    "votes without an option": (["DELETE FROM poll_options"], Ill.REFERENCE, "poll_votes"),
    "a party's answers": (["DELETE FROM parties"], Ill.REFERENCE, "rsvps"),
    "a party's clock": (["DELETE FROM parties"], Ill.REFERENCE, "party_clocks"),
    "who was at a party": (["DELETE FROM parties"], Ill.REFERENCE, "presences"),
    "who was there for what": (["DELETE FROM parties"], Ill.REFERENCE, "attendances"),
    "a text's readers": (["DELETE FROM reviews"], Ill.REFERENCE, "review_thanks"),
    "a text's reporters": (["DELETE FROM reviews"], Ill.REFERENCE, "review_reports"),
    "a text's message": (
        [f"INSERT INTO review_posts VALUES ({GUILD}, 1, 4242, 70, NULL, {NOW_SECONDS})"],
        Ill.REFERENCE,
        "review_posts",
    ),
    "marks of nobody": ([f"DELETE FROM members WHERE member_id = {FIRST}"], Ill.UNJOINED, "marks"),
    "marks of who has not joined": (
        [f"UPDATE members SET number = NULL, joined_at = NULL WHERE member_id = {FIRST}"],
        Ill.UNJOINED,
        "marks",
    ),
    "work of a kind that there was": (
        [f"INSERT INTO due VALUES ({GUILD}, 'party:dance', 7, {NOW_SECONDS}, 0)"],
        Ill.NOBODYS,
        "due",
    ),
    "a lease that never ends": (
        [f"UPDATE due SET due_at = {NOW_SECONDS + 400 * DAY}, attempts = 1 WHERE kind = 'party:start'"],
        Ill.FAR,
        "due",
    ),
    "work long overdue": ([f"UPDATE due SET due_at = {NOW_SECONDS - 2 * DAY}"], Ill.LATE, "due"),
    "work tried too often": ([f"UPDATE due SET attempts = {ATTEMPTS + 1}"], Ill.TRIED, "due"),
    "a panel that nothing closes": (
        [f"UPDATE panels SET closed_at = {LONG_AGO}", "DELETE FROM due"],
        Ill.UNDONE,
        "panels",
    ),
    "a poll that nothing closes": (
        [
            f"UPDATE polls SET closed_at = NULL, closes_at = {LONG_AGO}",
            "DELETE FROM due WHERE kind = 'poll:close'",
        ],
        Ill.UNDONE,
        "polls",
    ),
    "a party that nothing ends": (
        [
            f"UPDATE parties SET phase = 'planned', starts_at = {LONG_AGO}",
            "DELETE FROM due WHERE kind LIKE 'party:%'",
        ],
        Ill.UNDONE,
        "parties",
    ),
    "a live party that nothing ends": (
        ["UPDATE parties SET phase = 'live'", "DELETE FROM due WHERE kind LIKE 'party:%'"],
        Ill.UNDONE,
        "parties",
    ),
    "a message that nothing deletes": (
        ["DELETE FROM due WHERE kind = 'message:delete'"],
        Ill.UNDONE,
        "withdrawn_messages",
    ),
    "work without its row": (
        [f"INSERT INTO due VALUES ({GUILD}, '{kind}', 4242, {NOW_SECONDS}, 0)" for kind in stuck.SUBJECTS],
        Ill.NO_SUBJECT,
        "due",
    ),
}
"""What befalls the rows, what it is called, and where it is found."""

STRANGERS = {
    "votes": "UPDATE votes SET episode = 's9e9'",
    "marks": "UPDATE marks SET show_id = 'lost-show'",
    "panels": "UPDATE panels SET episode = 's9e9'",
    "polls": "UPDATE polls SET show_id = 'lost-show'",
    "parties": "UPDATE parties SET episodes = 's1e1 s9e9'",
    "attendances": "UPDATE attendances SET episode = 's9e9' WHERE episode = 's1e12'",
    "reviews": "UPDATE reviews SET show_id = 'lost-show', episode = ''",
    "imports": "UPDATE imports SET episodes = 's9e9 s1e1'",
    "server_settings": f"INSERT INTO server_settings VALUES ({GUILD}, 'show', 'lost-show')",
}
