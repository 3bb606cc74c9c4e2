"""Every button, list and form pressed by those for whom it was not meant, one row for each route."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
import simcord

from tests.hostile.rows import Row
from tests.hostile.rows_lookup import LOOKUP
from tests.hostile.rows_others import PRIVACY, REVIEWS, SETTINGS
from tests.hostile.rows_parties import PARTIES
from tests.hostile.rows_votes import VOTES
from tests.hostile.stage import Part, Stage, refusal, set_stage
from tests.world import World

ROWS: Mapping[str, Row] = {**LOOKUP, **VOTES, **PARTIES, **REVIEWS, **SETTINGS, **PRIVACY}

MIGHTY = pytest.mark.parametrize("route", [name for name, row in ROWS.items() if row.right])
EVERY = pytest.mark.parametrize("route", ROWS)
BAD = ("", "0", "-1", str(2**63), "1" + "0" * 30, "letters", "x" * 90, "²", "1/1", "../1", "NULL", "'; --")


@pytest.fixture
async def stage(world: World, caplog: pytest.LogCaptureFixture) -> Stage:
    """The people; whatever they press, nothing goes wrong on the bot's side."""
    caplog.set_level("ERROR")
    return await set_stage(world)


async def test_every_route_has_its_row(world: World) -> None:
    assert set(world.bot.routes) == set(ROWS)


@EVERY
async def test_who_has_nothing_to_do_with_it_is_refused_or_may(
    stage: Stage, route: str, caplog: pytest.LogCaptureFixture
) -> None:
    row = ROWS[route]
    part = await row.instance(stage, route)

    refused = await _pressed(stage, stage.stranger, part, caplog)

    assert (refused is None) == row.anybody, refused


@EVERY
async def test_what_was_made_in_another_server_is_not_there(
    stage: Stage, route: str, caplog: pytest.LogCaptureFixture
) -> None:
    row = ROWS[route]
    part = await row.instance(stage, route)
    before = {name: _of(rows, stage.world.guild.id) for name, rows in stage.world.peek.dump().items()}

    refused = await _pressed(stage, stage.mighty, part, caplog, elsewhere=True)

    assert (refused is None) == row.anywhere, refused
    after = {name: _of(rows, stage.world.guild.id) for name, rows in stage.world.peek.dump().items()}
    assert after == before


@MIGHTY
async def test_who_may_by_a_role_may(stage: Stage, route: str, caplog: pytest.LogCaptureFixture) -> None:
    part = await ROWS[route].instance(stage, route)

    assert await _pressed(stage, stage.mara, part, caplog) is None


@MIGHTY
async def test_who_has_lost_the_role_is_refused(
    stage: Stage, route: str, caplog: pytest.LogCaptureFixture
) -> None:
    part = await ROWS[route].instance(stage, route)
    await stage.lose()

    assert await _pressed(stage, stage.mara, part, caplog) is not None


@pytest.mark.parametrize("route", [name for name, row in ROWS.items() if row.table])
async def test_what_was_deleted_meanwhile_is_refused_to_everybody(
    stage: Stage, route: str, caplog: pytest.LogCaptureFixture
) -> None:
    row = ROWS[route]
    part = await row.instance(stage, route)
    async with stage.world.db.transaction() as tx:
        await tx.run(f"DELETE FROM {row.table}")  # noqa: S608  a name out of the table

    for member in (stage.world.hana, stage.mara, stage.stranger):
        assert await _pressed(stage, member, part, caplog) is not None


@EVERY
async def test_what_no_client_would_send_gets_an_answer_and_changes_nothing(
    stage: Stage, route: str, caplog: pytest.LogCaptureFixture
) -> None:
    row = ROWS[route]
    part = await row.instance(stage, route)
    before = stage.world.peek.dump()

    for forged in _forgeries(part, same=row.optional):
        for member in (stage.stranger, *([stage.mara] if row.forger else [])):
            refused = await _pressed(stage, member, forged, caplog)
            assert stage.world.peek.dump() == before, f"{forged} did something: {refused}"


async def _pressed(
    stage: Stage,
    member: simcord.MemberActor,
    part: Part,
    caplog: pytest.LogCaptureFixture,
    *,
    elsewhere: bool = False,
) -> str | None:
    """Press it; the sentence of a refusal, which changes nothing. It is answered once, without a fault."""
    world = stage.world
    channel = stage.hall if elsewhere else stage.here
    await stage.press(member, channel, Part("none:none:"))  # the message on which it is claimed to be
    before, sent = world.peek.dump(), len(world.env.http_requests)

    result = await stage.press(member, channel, part)

    calls = world.calls(sent)
    assert sum(call.endswith("/callback") for call in calls) == 1, (part, calls)
    assert result.acknowledged
    assert result.followups == []
    assert [record.getMessage() for record in caplog.records] == [], part
    refused = refusal(result)
    if refused is not None:
        assert world.peek.dump() == before, (part, refused)
        assert refused.endswith(".")
    return refused


def _forgeries(part: Part, *, same: bool) -> Iterator[Part]:
    """The part with ids that are none, and with choices that nobody was offered.

    `same`: what follows the id may be left out.
    """
    words = part.row_id.split("/")
    wrong = dict.fromkeys(BAD)
    for place, _ in enumerate(words):
        wrong |= {"/".join([*words[:place], bad, *words[place + 1 :]]): None for bad in (*BAD[:8], "999999")}
    right = {part.row_id, *([f"{words[0]}/"] if same else [])}
    yield from (part.forged(row_id) for row_id in wrong if row_id not in right)
    if part.values:
        for values in ((), *((bad,) for bad in BAD), ("x", *part.offered), ("99",) * 30):
            if not values or not {*values} <= {*part.offered}:
                yield replace(part, values=values)


def _of(rows: list[str], guild_id: int) -> list[str]:
    """The rows of a server."""
    return [row for row in rows if f'"guild_id": {guild_id},' in row]
