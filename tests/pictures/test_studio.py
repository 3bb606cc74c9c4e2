import asyncio
import logging
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator, Callable

import pytest

from bot.pictures.specs import Histogram, Spec
from bot.pictures.studio import Studio
from tests.pictures.seeing import bar, chart
from tests.world import World

ONE, TWO, THREE = (Histogram(heading, (1,) * 10) for heading in ("one", "two", "three"))


class Paint:
    """Notes what it paints; waits where told to."""

    def __init__(self) -> None:
        self.painted: list[str] = []
        self.go = threading.Event()
        self.go.set()

    def __call__(self, spec: Spec) -> bytes:
        assert self.go.wait(10)
        self.painted.append(spec.heading)
        if spec.heading == "fault":
            raise OSError("no font")
        return spec.heading.encode()


@pytest.fixture
def paint() -> Paint:
    return Paint()


@pytest.fixture
async def make(paint: Paint) -> AsyncGenerator[Callable[..., Studio]]:
    made: list[Studio] = []

    def studio(**limits: float) -> Studio:
        made.append(Studio(paint, **limits))  # pyright: ignore[reportArgumentType]  room and queue are whole
        return made[-1]

    yield studio
    paint.go.set()
    for one in made:
        await one.close()


async def ask(studio: Studio, spec: Spec) -> bytes | None:
    picture = await studio.draw(spec, name="chart", alt="a chart")
    return picture.data if picture else None


async def test_a_picture_has_its_name_its_data_and_a_text_that_discord_takes() -> None:
    studio = Studio()
    picture = await studio.draw(chart(bar()), name="ranking", alt="x" * 2000)
    await studio.close()

    assert picture is not None
    assert picture.name == "ranking.png"
    assert picture.data.startswith(b"\x89PNG\r\n")
    assert len(picture.alt) == 1024


async def test_equal_specs_are_drawn_once(make: Callable[..., Studio], paint: Paint) -> None:
    studio = make()
    first = await studio.draw(Histogram("one", (1,) * 10), name="a", alt="first")
    again = await studio.draw(ONE, name="b", alt="second")

    assert paint.painted == ["one"]
    assert first is not None
    assert again is not None
    assert (again.name, again.alt, again.data) == ("b.png", "second", first.data)


async def test_who_may_have_no_more_drawn_still_gets_what_is_there(
    make: Callable[..., Studio], paint: Paint
) -> None:
    studio, asked = make(), list[str]()

    async def refused(spec: Histogram) -> bool:
        def may() -> bool:
            asked.append(spec.heading)
            return False

        return await studio.draw(spec, name="a", alt="b", may=may) is None

    await ask(studio, ONE)
    paint.go.clear()
    first = asyncio.create_task(ask(studio, TWO))
    assert await refused(THREE)
    under_way = asyncio.create_task(refused(TWO))
    await asyncio.sleep(0)
    paint.go.set()

    assert (await refused(ONE), await under_way) == (False, False)
    assert await first == b"two"
    assert asked == ["three"], "nobody is asked about what is drawn or being drawn"
    assert paint.painted == ["one", "two"]


async def test_two_who_ask_at_once_get_one_drawing(make: Callable[..., Studio], paint: Paint) -> None:
    studio = make()

    assert await asyncio.gather(ask(studio, ONE), ask(studio, ONE)) == [b"one", b"one"]
    assert paint.painted == ["one"]


async def test_what_was_used_longest_ago_makes_room(make: Callable[..., Studio], paint: Paint) -> None:
    studio = make(room=len("onetwo"))
    for spec in (ONE, TWO, ONE, Histogram("3", ()), ONE, TWO):
        await ask(studio, spec)

    assert paint.painted == ["one", "two", "3", "two"]


async def test_what_is_larger_than_the_room_is_not_kept(make: Callable[..., Studio], paint: Paint) -> None:
    studio = make(room=2)

    assert await ask(studio, ONE) == await ask(studio, ONE) == b"one"
    assert paint.painted == ["one", "one"]


async def test_who_waits_too_long_goes_without_and_finds_it_the_next_time(
    make: Callable[..., Studio], paint: Paint, caplog: pytest.LogCaptureFixture
) -> None:
    studio = make(patience=0.01)
    paint.go.clear()

    assert await asyncio.gather(ask(studio, ONE), ask(studio, ONE), ask(studio, TWO)) == [None] * 3
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    paint.go.set()
    patient = make()
    assert await ask(patient, TWO) == b"two"
    while not await ask(studio, ONE):
        pass
    assert paint.painted.count("one") == 1


async def test_too_many_at_once_are_turned_away(
    make: Callable[..., Studio], paint: Paint, caplog: pytest.LogCaptureFixture
) -> None:
    studio = make(queue=2)
    paint.go.clear()
    waiting = [asyncio.create_task(ask(studio, spec)) for spec in (ONE, TWO, TWO)]
    await asyncio.sleep(0)

    assert await ask(studio, THREE) is None
    assert await ask(studio, THREE) is None
    paint.go.set()
    assert await asyncio.gather(*waiting) == [b"one", b"two", b"two"]
    assert len(caplog.records) == 1
    assert await ask(studio, THREE) == b"three"


async def test_a_fault_in_drawing_is_logged_with_its_trace_and_the_next_is_drawn(
    make: Callable[..., Studio], caplog: pytest.LogCaptureFixture
) -> None:
    studio = make()

    assert await ask(studio, Histogram("fault", ())) is None
    assert "OSError: no font" in caplog.text
    assert await ask(studio, ONE) == b"one"


async def test_one_who_gives_up_does_not_take_the_picture_from_others(
    make: Callable[..., Studio], paint: Paint
) -> None:
    studio = make()
    paint.go.clear()
    leaves, stays = (asyncio.create_task(ask(studio, ONE)) for _ in range(2))
    await asyncio.sleep(0)
    leaves.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaves
    paint.go.set()

    assert await stays == b"one"
    assert paint.painted == ["one"]


async def test_closing_lets_nobody_wait(make: Callable[..., Studio], paint: Paint) -> None:
    studio = make()
    paint.go.clear()
    waiting = [asyncio.create_task(ask(studio, spec)) for spec in (ONE, TWO)]
    await asyncio.sleep(0)
    await studio.close()

    assert await asyncio.gather(*waiting) == [None, None]
    assert await ask(studio, THREE) is None


async def test_the_bot_draws_in_its_own_world(world: World) -> None:
    picture = await world.bot.studio.draw(chart(bar()), name="ranking", alt="a chart")
    await world.env.settle()

    assert picture is not None
    await world.bot.studio.close()


def test_pillow_is_not_loaded_before_the_first_picture() -> None:
    program = "import sys, bot.client; sys.exit('PIL' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603  our own
