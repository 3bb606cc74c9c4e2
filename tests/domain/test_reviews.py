"""What may be written, how much of it, and who may see it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catalogue import Show
from bot.domain.quotas import DEFAULTS
from bot.domain.refusal import Refusal
from bot.domain.reviews import (
    BODY,
    LINES,
    SERIES,
    TITLE,
    Draft,
    Kind,
    Review,
    Verdict,
    Written,
    check_quota,
    check_reports,
    draft_of,
    may_see,
    needs,
    reader_of,
)
from bot.domain.spoilers import Sealed, Viewer, unseal
from tests.domain import strategies

PACED = DEFAULTS.texts_in_ten_minutes

AUTHOR, OTHER = 11, 12
NOW = datetime(2026, 4, 3, 20, tzinfo=UTC)
GOOD = Draft("It flies.", spoils=False, title="Flight", verdict=Verdict.WORTH)


def review(**changes: object) -> Review:
    plain = Review(
        guild_id=1,
        id=2,
        show_id="made-up",
        episode="s1e1",
        member_id=AUTHOR,
        body=Sealed("It falls.", needs={"s1e1"}),
        spoils=True,
        written_at=NOW,
        title=Sealed("Fall", needs={"s1e1"}),
        verdict=Verdict.SKIP,
    )
    return replace(plain, **changes)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    "draft",
    [
        GOOD,
        Draft("x" * BODY, spoils=True),
        Draft("x\n" * (LINES - 1) + "x", spoils=True),
        replace(GOOD, title="x" * TITLE),
    ],
)
def test_what_is_within_the_limits_is_kept(draft: Draft) -> None:
    draft.check()


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (replace(GOOD, body=""), r"^There is nothing to read in it\. Write a text\.$"),
        (replace(GOOD, body="x" * (BODY + 1)), "at most 3,000 characters; yours has 3,001"),
        (replace(GOOD, body="x\n" * LINES + "x"), "at most 60 lines; yours has 61"),
        (replace(GOOD, title=""), r"^There is nothing to read in the title\. Give your review one\.$"),
        (replace(GOOD, title="x" * (TITLE + 1)), "at most 100 characters; yours has 101"),
        (replace(GOOD, verdict=None), r"^A review ends in a verdict\. Choose one\.$"),
    ],
)
def test_what_is_not_is_refused_with_a_sentence(draft: Draft, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        draft.check()


def test_what_has_no_title_is_a_comment_and_needs_no_verdict() -> None:
    comment = Draft("It flies.", spoils=False)

    comment.check()
    assert (comment.kind, GOOD.kind) == (Kind.COMMENT, Kind.REVIEW)


@given(
    texts=st.integers(0, DEFAULTS.texts_per_member + 2),
    comments=st.integers(0, DEFAULTS.comments_per_subject + 2),
    lately=st.integers(0, PACED + 2),
    kind=st.sampled_from(Kind),
)
def test_one_more_is_written_just_where_each_limit_leaves_room_for_it(
    texts: int, comments: int, lately: int, kind: Kind
) -> None:
    room = texts < DEFAULTS.texts_per_member and lately < PACED
    room &= kind is Kind.REVIEW or comments < DEFAULTS.comments_per_subject
    written = Written(texts, comments, lately)

    if room:
        check_quota(written, kind)
    else:
        with pytest.raises(Refusal, match=r"^You have .*\d+ .*\.$"):
            check_quota(written, kind)


@pytest.mark.parametrize("lately", range(PACED + 2))
def test_so_many_reports_are_taken_and_no_more(lately: int) -> None:
    if lately < PACED:
        check_reports(lately)
    else:
        with pytest.raises(Refusal, match="You have reported 5 texts within 10 minutes"):
            check_reports(lately)


@given(show=strategies.shows(), spoils=st.booleans(), data=st.data())
def test_a_marked_text_takes_what_it_is_about_and_an_unmarked_one_nothing(
    show: Show, data: st.DataObject, *, spoils: bool
) -> None:
    subject = data.draw(st.sampled_from([SERIES, *show.by_key]))
    watched = data.draw(st.sets(st.sampled_from(list(show.by_key))))

    found = needs(show, subject, spoils=spoils)

    about = set(show.by_key) if subject == SERIES else {subject}
    assert (found <= watched) == (not spoils or about <= watched)


@pytest.mark.parametrize(
    ("member_id", "manages", "seen"), [(AUTHOR, False, True), (OTHER, True, True), (OTHER, False, False)]
)
def test_a_hidden_text_is_for_its_author_and_who_manages(
    member_id: int, *, manages: bool, seen: bool
) -> None:
    assert may_see(review(hidden_at=NOW), member_id=member_id, manages=manages) == seen
    assert may_see(review(), member_id=member_id, manages=manages)


def test_authors_read_their_own_and_nobody_elses() -> None:
    text = review()

    assert unseal(text.body, reader_of(text, Viewer(), member_id=AUTHOR)) == "It falls."
    assert unseal(text.body, reader_of(text, Viewer(), member_id=OTHER)) is None
    assert draft_of(text, member_id=AUTHOR) == Draft("It falls.", True, "Fall", Verdict.SKIP)  # noqa: FBT003
    assert draft_of(text, member_id=OTHER) is None
    assert draft_of(review(title=None, verdict=None), member_id=AUTHOR) == Draft("It falls.", spoils=True)


def test_an_open_text_is_no_ones_to_change_but_its_authors() -> None:
    text = review(body=Sealed("It flies.", needs=frozenset()), title=None, spoils=False)

    assert draft_of(text, member_id=OTHER) is None


def test_a_marked_text_on_the_series_takes_every_episode_of_it() -> None:
    show = strategies.titled("A", "B", "C")

    assert needs(show, SERIES, spoils=True) == {"s1e1", "s1e2", "s1e3"}
    assert needs(show, "s1e2", spoils=True) == {"s1e2"}
    assert needs(show, SERIES, spoils=False) == frozenset()
