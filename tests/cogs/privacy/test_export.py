"""/privacy export, as a member meets it."""

import pytest

from cogs.privacy import dossier
from cogs.privacy.actions import TOGETHER
from tests.cogs.polls import support as polls
from tests.cogs.privacy.support import ask, brought_along, fill
from tests.cogs.reviews import support as reviews
from tests.marking import choose
from tests.world import World, answer, words

NOTHING = "I keep nothing about you, so there is nothing to take along."


async def test_the_file_holds_all_of_it_from_every_server(world: World) -> None:
    await fill(world, world.hana.id, range(101, 103))
    await world.hana.slash(world.channel, "vote", episode="3", score=8)
    await choose(world, world.hana, "off")

    card = await ask(world.hana, world, "privacy export")

    assert words(card).startswith("## What I keep about you, as a file\n-# 7 rows · 3 servers · JSON")
    assert [file.filename for file in card.attachments] == ["encore-about-me.json"]
    found = await brought_along(card)
    assert found["about"] == str(world.hana.id)
    assert found["made"] == world.env.now().isoformat()
    assert found["in_all_servers_alike"] == {
        "choices_for_all_servers": [{"name": "spoilers", "value": "off"}]
    }
    assert [server["server"] for server in found["servers"]] == ["101", "102", str(world.guild.id)]
    assert [server["votes"][0]["score"] for server in found["servers"]] == [7, 7, 8]


async def test_here_alone_it_holds_this_server_alone(world: World) -> None:
    await fill(world, world.hana.id, range(101, 103))
    await world.hana.slash(world.channel, "vote", episode="3", score=8)
    await choose(world, world.hana, "off")

    found = await brought_along(await ask(world.hana, world, "privacy export", where="here"))

    assert [server["server"] for server in found["servers"]] == [str(world.guild.id)]
    assert found["in_all_servers_alike"] == {}


async def test_who_has_left_nothing_behind_has_nothing_to_take_along(world: World) -> None:
    await world.tomas.slash(world.channel, "vote", episode="3", score=8)

    assert words(await ask(world.hana, world, "privacy export")) == NOTHING
    assert words(await ask(world.hana, world, "privacy export", where="here")) == NOTHING


async def test_a_poll_that_hides_its_votes_from_its_author_hides_them_here_too(world: World) -> None:
    poll = await polls.make_poll(world, results="when it closes", closes="2h")
    await polls.choose(world.tomas, poll, 1)

    (here,) = (await brought_along(await ask(world.hana, world, "privacy export")))["servers"]

    assert [option["option"] for option in here["options_of_your_polls"]] == ["tea", "coffee", "cocoa"]
    assert not {"votes", "voters"} & {*here["options_of_your_polls"][0], *here["polls_you_asked"][0]}


async def test_who_wrote_a_text_does_not_learn_how_many_reported_it(world: World) -> None:
    await reviews.put(world, world.hana.id, "My text")

    (here,) = (await brought_along(await ask(world.hana, world, "privacy export")))["servers"]

    (text,) = here["reviews_and_comments"]
    assert text["text"] == "My text"
    assert "reports" not in text


async def test_in_a_direct_message_here_is_no_server(world: World) -> None:
    await fill(world, world.hana.id, range(101, 102))

    refused = await ask(world.hana.user, world, "privacy export", where="here")
    given = await ask(world.hana.user, world, "privacy export")

    assert words(refused).startswith("Here is no server. Choose `where:everywhere`")
    assert [server["server"] for server in (await brought_along(given))["servers"]] == ["101"]


async def test_many_servers_are_announced_and_then_answered(world: World) -> None:
    many = range(101, 102 + TOGETHER)
    await fill(world, world.hana.id, many)

    card = await ask(world.hana, world, "privacy export")

    assert [server["server"] for server in (await brought_along(card))["servers"]] == [*map(str, many)]


async def test_what_is_more_than_one_file_holds_is_taken_along_server_by_server(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(world, world.hana.id, range(101, 102 + TOGETHER))
    await world.hana.slash(world.channel, "vote", episode="3", score=8)
    here = await ask(world.hana, world, "privacy export", where="here")
    (file,) = here.attachments
    monkeypatch.setattr(dossier, "MOST", len(await file.read()))

    refused = await ask(world.hana, world, "privacy export")

    assert words(refused).startswith("All of it together is more than one file holds.")
    assert refused.attachments == []
    assert (await ask(world.hana, world, "privacy export", where="here")).attachments != []


async def test_the_button_gives_the_same_file(world: World) -> None:
    await world.hana.slash(world.channel, "vote", episode="3", score=8)
    shown = await ask(world.hana, world, "privacy show")

    pressed = answer(await world.hana.click(shown, label="Take it along"))

    assert pressed.ephemeral
    typed = await brought_along(await ask(world.hana, world, "privacy export"))
    assert await brought_along(pressed) == typed


async def test_text_that_was_written_comes_out_as_it_was(world: World) -> None:
    question = 'Tea "or" コーヒー? \\ </script> *@everyone*'
    await world.hana.slash(world.channel, "poll create", question=question, options="a | b")

    found = await brought_along(await ask(world.hana, world, "privacy export"))

    (server,) = found["servers"]
    assert server["polls_you_asked"][0]["question"] == question
    assert [each["option"] for each in server["options_of_your_polls"]] == ["a", "b"]
