"""What the demo makes of a command that is typed straight through."""

from typing import Any, Literal, cast

import discord
import pytest
from discord import app_commands

from bot.demo.typed import read_command
from tests.world import World

VIEWS = [app_commands.Choice(name="The web", value="web"), app_commands.Choice(name="Mine", value="mine")]


@app_commands.command()
async def episode(_: discord.Interaction, episode: str) -> None: ...


@app_commands.command()
async def vote(
    _: discord.Interaction,
    episode: str | None = None,
    score: app_commands.Range[int, 1, 10] | None = None,
    closes: str | None = None,
) -> None: ...


@app_commands.command()
@app_commands.choices(view=VIEWS)
async def ranking(
    _: discord.Interaction,
    view: app_commands.Choice[str] | None = None,
    order: Literal["best", "worst"] | None = None,
) -> None: ...


@app_commands.command()
async def gather(_: discord.Interaction, episodes: str, when: str, seats: int | None = None) -> None: ...


@app_commands.command()
async def series(_: discord.Interaction) -> None: ...


@app_commands.command()
async def show(_: discord.Interaction, member: discord.Member | None = None, name: str = "") -> None: ...


@app_commands.command()
async def watched(
    _: discord.Interaction,
    episodes: app_commands.Range[str, 1, 9],
    through: bool = False,  # noqa: FBT001, FBT002  an option
    pace: float = 1.0,
) -> None: ...


@app_commands.command()
@app_commands.rename(results="who_sees")
async def create(
    _: discord.Interaction,
    question: str,
    options: str | None = None,
    anonymous: bool | None = None,  # noqa: FBT001  an option
    results: Literal["always", "at the close"] | None = None,
) -> None: ...


@app_commands.command(name="list")
async def list_(_: discord.Interaction) -> None: ...


@pytest.fixture
def tree() -> app_commands.CommandTree[Any]:
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    poll = app_commands.Group(name="poll", description="Polls")
    poll.add_command(cast("Any", create))
    poll.add_command(cast("Any", list_))
    for command in cast("tuple[Any, ...]", (episode, vote, ranking, series, show, watched, gather, poll)):
        tree.add_command(command)
    return tree


@pytest.mark.parametrize(
    ("typed", "name", "options"),
    [
        ("/episode 26", "episode", {"episode": "26"}),
        ("/episode episode:26", "episode", {"episode": "26"}),
        ("/episode  an amazing comeback ", "episode", {"episode": "an amazing comeback"}),
        ("/series", "series", {}),
        ("/series please", "series", {}),
        ("/vote", "vote", {}),
        ("/vote 26", "vote", {"episode": "26"}),
        ("/vote 8", "vote", {"episode": "8"}),
        ("/vote 26 8", "vote", {"episode": "26", "score": 8}),
        ("/vote an amazing comeback 8", "vote", {"episode": "an amazing comeback", "score": 8}),
        ("/vote 26 11", "vote", {"episode": "26 11"}),
        ("/vote score:8", "vote", {"score": 8}),
        ("/vote score: 8 episode: 26", "vote", {"episode": "26", "score": 8}),
        ("/vote 26 closes:tomorrow 8pm", "vote", {"episode": "26", "closes": "tomorrow 8pm"}),
        ("/vote 26 score:8 closes:at 8:30", "vote", {"episode": "26", "score": 8, "closes": "at 8:30"}),
        ("/ranking", "ranking", {}),
        ("/ranking web worst", "ranking", {"view": "web", "order": "worst"}),
        ("/ranking WORST", "ranking", {"order": "worst"}),
        ("/ranking the web worst", "ranking", {"view": "web", "order": "worst"}),
        ("/ranking view:web", "ranking", {"view": "web"}),
        ("/ranking view:The Web order:best", "ranking", {"view": "web", "order": "best"}),
        ("/ranking worst view:mine", "ranking", {"view": "mine", "order": "worst"}),
        ("/watched 1-8 yes", "watched", {"episodes": "1-8", "through": True}),
        ("/watched 1-8 false 0.5", "watched", {"episodes": "1-8", "through": False, "pace": 0.5}),
        ("/poll list", "poll list", {}),
        ("/poll create Best act?", "poll create", {"question": "Best act?"}),
        (
            "/poll create question: Best act? options: a | b",
            "poll create",
            {"question": "Best act?", "options": "a | b"},
        ),
        (
            "/poll create Which: a or b? options:a | b who_sees:at the close",
            "poll create",
            {"question": "Which: a or b?", "options": "a | b", "who_sees": "at the close"},
        ),
        (
            "/poll create Best act? true at the close",
            "poll create",
            {"question": "Best act?", "anonymous": True, "who_sees": "at the close"},
        ),
    ],
)
def test_a_command_typed_as_text_is_understood(
    tree: app_commands.CommandTree[Any], typed: str, name: str, options: dict[str, Any]
) -> None:
    assert read_command(typed, tree) == (name, options)


@pytest.mark.parametrize(
    "typed",
    [
        *("/episode", "/nothing", "/", "// comment", "/poll", "/poll nothing", "/poll create"),
        *("/ranking sideways", "/ranking web web", "/ranking view:sideways", "/ranking web please"),
        *("/vote score:11", "/vote score:many", "/vote score:", "/vote score:8 score:9", "/vote episode:"),
        *(
            "/watched 1-8 pace:nan",
            "/watched a far too long list",
            "/show member:hana",
            "/poll create options:a",
        ),
    ],
)
def test_what_does_not_fit_stays_a_line_of_chat(tree: app_commands.CommandTree[Any], typed: str) -> None:
    assert read_command(typed, tree) is None


async def test_every_command_of_encore_can_be_typed_by_its_name_alone_or_asks_for_more(world: World) -> None:
    for command in world.bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            asks = any(parameter.required for parameter in command.parameters)
            typed = read_command(f"/{command.qualified_name}", world.bot.tree)
            assert typed == (None if asks else (command.qualified_name, {}))


def test_where_two_texts_are_needed_the_last_one_takes_what_is_left(
    tree: app_commands.CommandTree[Any],
) -> None:
    assert read_command("/gather 12 in 2 minutes", tree) == (
        "gather",
        {"episodes": "12", "when": "in 2 minutes"},
    )
    assert read_command("/gather 12", tree) is None
