"""/privacy show, as a member meets it."""

from tests.cogs.privacy.support import ask, deleted, fill
from tests.marking import choose
from tests.world import World, buttons, words


async def test_it_says_how_much_is_kept_here_and_what_for(world: World) -> None:
    await world.hana.slash(world.channel, "watched", episodes="1-14")
    await world.hana.slash(world.channel, "vote", episode="3", score=8)
    await world.tomas.slash(world.channel, "vote", episode="3", score=8)

    card = await ask(world.hana, world, "privacy show")

    said = words(card)
    assert said.startswith(
        "## What I keep about you\n-# on this server, and on no other\n"
        "Here: 14 marks, 1 vote and 1 entry among those who take part."
    )
    for part in ("**What for.**", "**Who sees it.**", "**How long.**", "30 days", "privacy policy"):
        assert part in said
    assert list(buttons(card)) == ["Take it along", "Delete here…", "Delete everywhere…"]


async def test_other_servers_are_counted_and_never_named(world: World) -> None:
    await fill(world, world.hana.id, range(101, 104))
    await choose(world, world.hana, "off")

    card = await ask(world.hana, world, "privacy show")

    assert words(card).startswith(
        "## What I keep about you\n-# on this server; I keep something for 3 other servers, too\n"
        "Nothing yet. It begins with your first mark, vote, text or answer.\n"
        "Besides: 1 choice for all servers."
    )
    assert not any(str(guild_id) in words(card) for guild_id in range(101, 104))
    assert list(buttons(card)) == ["Take it along", "Delete everywhere…"]


async def test_in_a_direct_message_it_is_all_servers_together(world: World) -> None:
    await fill(world, world.hana.id, range(101, 103))
    await world.hana.slash(world.channel, "vote", episode="3", score=8)

    card = await ask(world.hana.user, world, "privacy show")

    assert "-# on 3 servers, and for all alike\nIn all: 1 mark, 3 votes and " in words(card)
    assert list(buttons(card)) == ["Take it along", "Delete everywhere…"]


async def test_who_has_left_nothing_behind_is_told_so_and_can_delete_nothing(world: World) -> None:
    for asker in (world.hana, world.hana.user):
        card = await ask(asker, world, "privacy show")
        assert "Nothing yet." in words(card)
        assert buttons(card) == {}


async def test_the_buttons_lead_on_after_a_restart(world: World) -> None:
    await world.hana.slash(world.channel, "vote", episode="3", score=8)
    card = await ask(world.hana, world, "privacy show")
    await world.restart()

    await world.hana.click(card, label="Delete here…")

    assert words(card).startswith("## Delete what I keep about you here?")
    await world.hana.click(card, label="Keep")
    assert words(card) == "Nothing was deleted."
    assert buttons(card) == {}
    assert "1 vote" in words(await ask(world.hana, world, "privacy show"))


async def test_after_deleting_nothing_is_shown(world: World) -> None:
    await world.hana.slash(world.channel, "vote", episode="3", score=8)
    await deleted(world, world.hana, "everywhere")

    assert "Nothing yet." in words(await ask(world.hana, world, "privacy show"))
