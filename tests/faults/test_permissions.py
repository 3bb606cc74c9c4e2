"""Permissions are taken away while the bot is at work."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.faults import fault
from tests.faults.conftest import Seen
from tests.faults.party import plan
from tests.faults.stage import CALLBACK, POSTS, Stage, direct, words
from tests.stand_in import ALL, GUILD_ID, Json

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("faults-permissions")]

AREA = "Permissions taken away in the middle"
FORBIDDEN: Json = {"code": 50013, "message": "Missing Permissions"}
NO_ACCESS: Json = {"code": 50001, "message": "Missing Access"}
NO_DIRECT: Json = {"code": 50007, "message": "Cannot send messages to this user"}
EVENTS = rf"/guilds/{GUILD_ID}/scheduled-events"


def noted(stage: Stage, feature: str) -> bool:
    """Whether it is noted for those who manage the server."""
    return bool(stage.rows("SELECT 1 FROM server_faults WHERE feature = :feature", feature=feature))


@fault(
    AREA,
    happens="The bot may no longer see a panel's channel (50001), or no longer write there (50013)",
    expected="Who opened it is told once; who manages the server is told of the permission; the votes stay",
)
@pytest.mark.parametrize("refusal", [NO_ACCESS, FORBIDDEN])
async def test_a_panel_that_may_not_be_edited_is_explained(stage: Stage, seen: Seen, refusal: Json) -> None:
    panel = await stage.voted()
    stage.stand_in.fail("PATCH", panel.path, 403, refusal, times=9)
    await panel.forgotten()
    assert len(stage.asked("POST", direct(panel.opened_by))) == 1
    await stage.until(lambda: noted(stage, "panels"))
    seen(f"{refusal['code']}: one direct message; noted for the server")


@fault(
    AREA,
    happens="The same, and who opened the panel takes no direct messages (50007)",
    expected="Nobody is told, and nothing is tried again for ever; the votes stay",
)
async def test_closed_direct_messages_end_it_quietly(stage: Stage, seen: Seen) -> None:
    panel = await stage.voted()
    stage.stand_in.fail("PATCH", panel.path, 403, NO_ACCESS, times=9)
    stage.stand_in.fail("POST", direct(panel.opened_by), 403, NO_DIRECT, times=9)
    await panel.forgotten()
    assert len(stage.asked("POST", direct(panel.opened_by))) == 1
    assert "ERROR" not in stage.log
    seen("tried once; no error in the log")


@fault(
    AREA,
    happens="The bot may not post the result of a vote (50013)",
    expected="The panel's own message shows it; who manages the server is told",
)
async def test_a_result_that_may_not_be_posted_stands_in_the_panel(stage: Stage, seen: Seen) -> None:
    panel = await stage.voted()
    stage.stand_in.fail("POST", POSTS, 403, FORBIDDEN, times=9)
    message_id = panel.known["message_id"]
    await panel.close()
    stage.pass_time()
    await panel.gone()
    assert "8.0" in words(stage.stand_in.messages[message_id])
    assert panel.votes == [8]
    assert noted(stage, "panels")
    seen("shown in its place")


@fault(
    AREA,
    happens="The bot may post, but attach no files (50013)",
    expected="The result comes once, without its picture, which it says in words as well",
)
async def test_a_result_whose_picture_may_not_be_attached_comes_without(stage: Stage, seen: Seen) -> None:
    panel = await stage.panel()
    for score in (8, 6):
        await panel.vote(score)
    stage.stand_in.fail("POST", POSTS, 403, FORBIDDEN)
    await panel.close()
    stage.pass_time()
    await stage.until(lambda: [each for each in stage.asked("POST", POSTS) if each.status == 200])
    refused, posted = stage.asked("POST", POSTS)
    assert refused.files != posted.files == {}
    assert "7.0" in words(posted.body)
    await stage.until(lambda: noted(stage, "pictures"))
    seen("posted without it")


@fault(
    AREA,
    happens="Discord forbids an answer itself (50013)",
    expected="The member is told whom to ask; who manages the server gets a button to the missing permission",
)
@pytest.mark.parametrize("manages", [False, True])
async def test_an_answer_that_is_forbidden_is_explained(stage: Stage, seen: Seen, *, manages: bool) -> None:
    panel = await stage.panel()
    stage.stand_in.fail("POST", CALLBACK, 403, FORBIDDEN)
    told = words(await panel.vote(8, **({"permissions": ALL} if manages else {})))
    assert ("settings:check" in told) == manages
    assert ("Ask whoever runs this server" in told) != manages
    assert panel.votes == [8]
    seen("with the button" if manages else "explained")


@fault(
    AREA,
    happens="The ready check of a party may not be posted (50013)",
    expected="The organiser is told once, by direct message; the party and its answers stay",
)
async def test_a_ready_check_that_may_not_be_posted_is_told_to_the_organiser(
    stage: Stage, seen: Seen
) -> None:
    party = await plan(stage)
    user_id = await party.going()
    stage.stand_in.fail("POST", POSTS, 403, FORBIDDEN, times=9)
    stage.stand_in.fail("PATCH", POSTS + r"/\d+", 403, FORBIDDEN, times=9)
    stage.pass_time(timedelta(minutes=56))
    await stage.until(lambda: party.row["ready_at"])
    await stage.until(lambda: stage.asked("POST", direct(party.organiser)))
    assert party.answers == {user_id: "going"}
    assert noted(stage, "parties")
    (message,) = (
        each for each in stage.stand_in.messages.values() if each["channel_id"] == str(party.organiser + 1)
    )
    assert "12" in words(message)
    seen("one direct message")


@fault(
    AREA,
    happens="Discord's event for a party may not be made: no permission (50013), or a hundred others (30038)",
    expected="The party stands without it; its card says why; it is not tried over and over",
)
@pytest.mark.parametrize(("status", "code", "why"), [(403, 50013, "permission"), (400, 30038, "limit")])
async def test_an_event_that_may_not_be_made_is_explained(
    stage: Stage, seen: Seen, status: int, code: int, why: str
) -> None:
    stage.stand_in.fail("POST", EVENTS, status, {"code": code, "message": "no"}, times=9)
    party = await plan(stage)
    await stage.until(lambda: party.row["event_fault"])
    assert party.row["event_fault"] == why
    stage.pass_time()
    card = party.row["message_id"]
    await stage.until(lambda: "event" in words(stage.stand_in.messages[card]))
    own = datetime.fromtimestamp(party.row["starts_at"], UTC).isoformat()
    assert [each.body["scheduled_start_time"] for each in stage.asked("POST", EVENTS)].count(own) == 1
    seen(f"{code}: asked once, said on the card")
