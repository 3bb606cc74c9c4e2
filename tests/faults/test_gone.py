"""Messages, channels and servers go while something is due in them."""

from datetime import timedelta

import pytest

from tests.faults import fault
from tests.faults.conftest import Seen
from tests.faults.party import Party, plan
from tests.faults.stage import CALLBACK, GUILDS, POSTS, Stage, direct, words
from tests.stand_in import Json

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("faults-gone")]

AREA = "Messages, channels and servers that go"
DIRECT = "/users/@me/channels"
NO_MESSAGE: Json = {"code": 10008, "message": "Unknown Message"}
NO_CHANNEL: Json = {"code": 10003, "message": "Unknown Channel"}
ARCHIVED: Json = {"code": 50083, "message": "Thread is archived"}


@fault(
    AREA,
    happens="Somebody deletes a panel's message, then its next edit is due (10008)",
    expected="The panel is forgotten without a word; its votes stay; another can be opened on the episode",
)
async def test_a_panel_whose_message_was_deleted_is_forgotten_and_its_votes_stay(
    stage: Stage, seen: Seen
) -> None:
    panel = await stage.voted()
    del stage.stand_in.messages[panel.known["message_id"]]
    await panel.forgotten()
    assert stage.asked("POST", DIRECT) == []
    again = await stage.panel(int(panel.episode.removeprefix("s1e")))
    await again.vote(6)
    assert sorted(again.votes) == [6, 8]
    seen("forgotten; two votes with the new panel")


@fault(
    AREA,
    happens="A press comes while its message is being deleted, so that it cannot be edited (10008)",
    expected="The member is told that the message is gone, without a reference; what they did is done",
)
async def test_a_press_on_a_message_that_goes_is_explained(stage: Stage, seen: Seen) -> None:
    panel = await stage.voted()
    stage.stand_in.fail("POST", CALLBACK, 404, NO_MESSAGE)
    message_id, closing = panel.known["message_id"], panel.close()
    told = words(await closing)
    del stage.stand_in.messages[message_id]
    assert "was deleted meanwhile" in told
    assert stage.only("SELECT closed_at FROM panels WHERE id = :id", id=panel.id)
    stage.pass_time()
    await panel.gone()
    assert panel.votes == [8]
    seen("explained; the panel is closed")


@fault(
    AREA,
    happens="The channel of a panel is deleted, then its next edit is due (10003)",
    expected="Who opened it is told once, by direct message; the panel is forgotten; its votes stay",
)
async def test_who_opened_a_panel_in_a_channel_that_is_gone_is_told_once(stage: Stage, seen: Seen) -> None:
    panel = await stage.voted()
    stage.stand_in.fail("PATCH", panel.path, 404, NO_CHANNEL, times=9)
    await panel.forgotten()
    (told,) = stage.asked("POST", direct(panel.opened_by))
    assert "8" in words(told.body)
    seen("one direct message")


@fault(
    AREA,
    happens="A panel stands in a thread that Discord has archived (50083)",
    expected="The edit is left out; what was voted shows when the panel closes",
)
async def test_a_panel_in_an_archived_thread_is_kept(stage: Stage, seen: Seen) -> None:
    panel = await stage.voted()
    stage.stand_in.fail("PATCH", panel.path, 400, ARCHIVED)
    stage.pass_time()
    await stage.until(lambda: stage.asked("PATCH", panel.path))
    await panel.vote(6)
    await panel.close()
    stage.pass_time()
    await stage.until(lambda: stage.asked("POST", POSTS))
    assert "7.0" in words(stage.asked("POST", POSTS)[0].body)
    seen("kept; the result has both votes")


@fault(
    AREA,
    happens="Somebody deletes a party's card, while a member answers on it",
    expected="The answer counts; the card is not posted again; the ready check is called as planned",
)
async def test_a_party_whose_card_was_deleted_goes_on(stage: Stage, seen: Seen) -> None:
    party = await plan(stage)
    card = stage.stand_in.messages.pop(party.row["message_id"])
    user_id = stage.somebody()
    stage.stand_in.fail("POST", CALLBACK, 404, NO_MESSAGE)
    told = await stage.stand_in.press(f"party:going:{party.id}", card, user_id=user_id)
    assert "was deleted meanwhile" in words(told)
    assert party.answers == {user_id: "going"}
    stage.pass_time()
    await stage.until(lambda: party.row["card_gone_at"])
    await ready(stage, party)
    assert party.answers == {user_id: "going"}
    seen("one answer; called to the ready check once")


async def ready(stage: Stage, party: Party) -> None:
    """Let time pass until the ready check was posted, once."""
    before = len(stage.stand_in.written)
    stage.pass_time(timedelta(minutes=56))
    await stage.until(lambda: party.row["stage_id"])
    calls = [each for each in stage.stand_in.written[before:] if f"party:here:{party.id}" in words(each)]
    assert len(calls) == 1


@fault(
    AREA,
    happens="The channel of a party is deleted, then its reminder is due (10003)",
    expected="Its organiser is told once, by direct message; the party and its answers stay",
)
async def test_the_organiser_of_a_party_whose_channel_is_gone_is_told_once(stage: Stage, seen: Seen) -> None:
    party = await plan(stage)
    user_id = await party.going()
    stage.stand_in.fail("POST", POSTS, 404, NO_CHANNEL, times=9)
    stage.stand_in.fail("GET", POSTS, 404, NO_CHANNEL, times=9)
    stage.stand_in.fail("PATCH", POSTS + r"/\d+", 404, NO_CHANNEL, times=9)
    stage.pass_time(timedelta(minutes=56))
    told = direct(party.organiser)
    await stage.until(lambda: [each for each in stage.asked("POST", told) if each.status == 200])
    await stage.until(lambda: party.row["ready_at"])
    assert party.answers == {user_id: "going"}
    organised = [
        each for each in stage.stand_in.messages.values() if each["channel_id"] == str(party.organiser + 1)
    ]
    assert len(organised) == 1
    seen("one direct message")


@fault(
    AREA,
    happens="The bot is removed from a server, and let in again after an hour",
    expected="What is due there waits meanwhile; then it is done, and nothing is lost",
)
async def test_what_is_due_in_a_server_that_removed_the_bot_waits_for_its_return(
    stage: Stage, seen: Seen
) -> None:
    home = GUILDS[5]
    panel = await stage.voted(3, guild_id=home)
    await stage.stand_in.dispatch("GUILD_DELETE", {"id": str(home)})
    await stage.until(lambda: stage.only("SELECT left_at FROM servers WHERE guild_id = :id", id=home))
    stage.pass_time(timedelta(hours=1))
    await stage.is_well()
    assert stage.asked("PATCH", panel.path) == []
    await stage.stand_in.dispatch("GUILD_CREATE", stage.stand_in.guilds[home])
    await panel.shows(1)
    assert panel.votes == [8]
    seen("nothing asked of Discord meanwhile; edited on its return")


@fault(
    AREA,
    happens="Discord no longer knows the server (10004) of which a panel's edit is due, before it says so",
    expected="The panel is forgotten, as where a channel is gone; no error in the log; the votes stay",
)
async def test_a_server_that_discord_no_longer_knows_is_taken_calmly(stage: Stage, seen: Seen) -> None:
    panel = await stage.voted(4, guild_id=GUILDS[4])
    stage.stand_in.fail("PATCH", panel.path, 404, {"code": 10004, "message": "Unknown Guild"}, times=9)
    await panel.forgotten()
    assert "ERROR" not in stage.log
    await stage.stand_in.slash("ranking", user_id=stage.somebody(), guild_id=GUILDS[4])
    seen("forgotten; the vote counts")
