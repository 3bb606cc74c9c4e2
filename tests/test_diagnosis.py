"""What the doctor found, as whoever runs Encore reads it."""

import pytest

from bot import diagnosis
from db.doctor.findings import Finding, Ill
from db.doctor.stuck import SUBJECTS
from tests.world import World

AT = {"guild_id": 1, "show_id": "kaleido-star", "episode": "s1e26"}
WORK = {"guild_id": 1, "kind": "poll:close", "subject_id": 42, "due_at": 1_775_251_800, "attempts": 200}

SENTENCES = [
    (
        Finding(Ill.DAMAGE, "", 1, {}, words="row 3 missing from index due_in_order"),
        (
            "The file is damaged: row 3 missing from index due_in_order."
            " Put back a backup: python -m bot restore FILE --force."
        ),
    ),
    (Finding(Ill.SCHEMA, "schema_migrations", 1, {}, words="Update Encore."), "Update Encore."),
    (
        Finding(Ill.REFERENCE, "poll_votes", 3, {"guild_id": 1, "poll_id": 2, "number": 0}, parent="polls"),
        (
            "poll_votes: 3 rows without the row of polls they belong to (the first server 1, poll 2,"
            " number 0). With --fix Encore deletes them."
        ),
    ),
    (
        Finding(Ill.UNJOINED, "marks", 1, {"guild_id": 1, "member_id": 2, **AT}, parent="members"),
        (
            "marks: 1 row of members who do not take part"
            " (server 1, member 2, show kaleido-star, episode s1e26)."
            " With --fix Encore lets these members take part again, unseen until they choose to be seen."
        ),
    ),
    (
        Finding(Ill.TOTAL, "vote_totals", 1, AT, column="votes", kept=12, counted=11),
        (
            "vote_totals: 1 row differs from a recount"
            " (server 1, show kaleido-star, episode s1e26: votes is 12, counted 11)."
            " With --fix Encore stores what was counted."
        ),
    ),
    (
        Finding(Ill.TOTAL, "vote_totals", 1_200, AT, column="votes", kept=None, counted=11),
        (
            "vote_totals: 1,200 rows differ from a recount"
            " (the first server 1, show kaleido-star, episode s1e26: votes is missing, counted 11)."
            " With --fix Encore stores what was counted."
        ),
    ),
    (
        Finding(Ill.STRANGER, "votes", 1, AT),
        (
            "votes: 1 row about what the catalogue does not have (server 1, show kaleido-star,"
            " episode s1e26). That stays as it is, and is used again once a catalogue has it: see"
            " ENCORE_CATALOGUE."
        ),
    ),
    (
        Finding(Ill.NOBODYS, "due", 1, WORK),
        ("due: 1 row of poll:close, which nobody does (server 1, about 42). With --fix Encore deletes it."),
    ),
    (
        Finding(Ill.NO_SUBJECT, "due", 1, WORK, parent="polls"),
        (
            "due: 1 row of poll:close, about a row of polls that is gone (server 1, about 42)."
            " With --fix Encore deletes it."
        ),
    ),
    (
        Finding(Ill.FAR, "due", 1, WORK, parent="polls"),
        (
            "due: 1 row of poll:close, due on 2026-04-03, later than its row of polls says (server 1,"
            " about 42). With --fix Encore makes it due now."
        ),
    ),
    (
        Finding(Ill.LATE, "due", 2, WORK, parent="polls"),
        (
            "due: 2 rows of poll:close, due since 2026-04-03 21:30 UTC and not done, as where Encore does not"
            " run (the first server 1, about 42). With --fix Encore makes it due now."
        ),
    ),
    (
        Finding(Ill.UNDONE, "panels", 1, {"guild_id": 1, "id": 42, "kind": "panel:close"}, parent="due"),
        (
            "panels: 1 row waits for panel:close, which is not due (server 1, id 42)."
            " With --fix Encore makes it due now."
        ),
    ),
    (
        Finding(Ill.TRIED, "due", 1, WORK, parent="polls"),
        (
            "due: 1 row of poll:close, tried 200 times without success (server 1, about 42)."
            " With --fix Encore makes it due now, and its attempts are counted anew."
        ),
    ),
]


@pytest.mark.parametrize(("finding", "sentence"), SENTENCES)
def test_a_finding_says_what_where_and_what_helps(finding: Finding, sentence: str) -> None:
    assert diagnosis.told(finding) == sentence


def test_every_ill_has_its_sentence() -> None:
    assert {finding.ill for finding, _ in SENTENCES} == set(Ill)


def test_what_was_mended_is_said_so_and_nothing_is_offered() -> None:
    for finding, _ in SENTENCES:
        if finding.can_be_mended:
            told = diagnosis.told(finding, mended=True)
            assert "--fix" not in told
            assert told.endswith(".")
            assert "Encore" not in told.rsplit("). ", 1)[1]


def test_the_doctor_knows_every_kind_of_work_that_somebody_does(world: World) -> None:
    assert set(world.bot.worker) == set(SUBJECTS)
