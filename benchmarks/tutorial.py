"""A bot as tutorials build it, with the commands that `benchmarks.answers` measures of Encore, to compare.

It opens the database for each command, averages over all votes each time, and answers with embeds and a view.
It does less than Encore: no spoilers, no settings, no undo, no messages kept up to date.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import aiosqlite
import discord
from discord import app_commands
from discord.ext import commands

from benchmarks import cut
from benchmarks.cut import COMMAND, PRESS, SUGGESTION, Wire
from bot.domain.spoilers import INDEXER, unseal
from db import catalogue
from tests.stand_in.objects import GUILD_ID, MESSAGE, USER_ID, Json

TABLES = """
CREATE TABLE votes (
    guild INTEGER, episode INTEGER, member INTEGER, score INTEGER, PRIMARY KEY (guild, episode, member)
);
CREATE TABLE watched (
    guild INTEGER, episode INTEGER, member INTEGER, PRIMARY KEY (guild, episode, member)
);
"""
VOTE = "INSERT OR REPLACE INTO votes VALUES (?, ?, ?, ?)"
AVERAGE = "SELECT AVG(score), COUNT(*) FROM votes WHERE guild = ? AND episode = ?"
RANKING = """
SELECT episode, AVG(score) AS mean, COUNT(*) FROM votes WHERE guild = ?
GROUP BY episode ORDER BY mean DESC LIMIT 10 OFFSET 10
"""
WATCHED = "INSERT OR IGNORE INTO watched VALUES (?, ?, ?)"

Interaction = discord.Interaction["Tutorial"]
Answer = Callable[[Wire], Awaitable[bytes]]


class Scores(discord.ui.View):  # noqa: TID251  as tutorials do
    """Ten buttons."""

    def __init__(self, episode: int) -> None:
        super().__init__(timeout=None)
        for score in range(1, 11):
            self.add_item(Score(episode, score))


class Score(discord.ui.Button[Scores]):
    """One of them."""

    def __init__(self, episode: int, score: int) -> None:
        super().__init__(label=str(score), custom_id=f"score:{episode}:{score}")
        self.episode, self.score = episode, score

    async def callback(self, interaction: discord.Interaction) -> None:
        """Store the vote and say the new average."""
        bot = interaction.client
        assert isinstance(bot, Tutorial)
        async with aiosqlite.connect(bot.path) as db:
            await db.execute(VOTE, (interaction.guild_id, self.episode, interaction.user.id, self.score))
            await db.commit()
            mean, votes = await _average(db, interaction.guild_id, self.episode)
        text = f"You gave episode {self.episode} a {self.score}. Its average is {mean:.2f} of {votes} votes."
        await interaction.response.send_message(text, ephemeral=True)


async def _average(db: aiosqlite.Connection, guild_id: int | None, episode: int) -> tuple[float, int]:
    async with db.execute(AVERAGE, (guild_id, episode)) as cursor:
        row = await cursor.fetchone()
    return (row[0] or 0.0, row[1]) if row else (0.0, 0)


class Commands(commands.Cog):
    """The commands."""

    @app_commands.command(description="An episode.")
    async def episode(self, interaction: Interaction, episode: int) -> None:
        """Its card."""
        title, about = interaction.client.episodes[episode]
        async with aiosqlite.connect(interaction.client.path) as db:
            mean, votes = await _average(db, interaction.guild_id, episode)
        embed = discord.Embed(
            title=f"Episode {episode}: {title}", description=about, colour=discord.Colour.blue()
        )
        embed.add_field(name="Rating", value=f"{mean:.2f} of {votes} votes")
        await interaction.response.send_message(embed=embed)

    @episode.autocomplete("episode")
    async def titles(self, interaction: Interaction, current: str) -> list[app_commands.Choice[int]]:
        """Those whose title holds what was typed."""
        found = [
            app_commands.Choice(name=f"{number}: {title}"[:100], value=number)
            for number, (title, _) in interaction.client.episodes.items()
            if current.lower() in title.lower()
        ]
        return found[:25]

    @app_commands.command(description="Vote on an episode.")
    async def vote(self, interaction: Interaction, episode: int) -> None:
        """Ten buttons."""
        await interaction.response.send_message(f"How was episode {episode}?", view=Scores(episode))

    @app_commands.command(description="The episodes, best to worst.")
    async def ranking(self, interaction: Interaction) -> None:
        """The second ten."""
        async with (
            aiosqlite.connect(interaction.client.path) as db,
            db.execute(RANKING, (interaction.guild_id,)) as cursor,
        ):
            rows = await cursor.fetchall()
        lines = [
            f"**{place}.** {interaction.client.episodes[episode][0]}: {mean:.2f} ({votes} votes)"
            for place, (episode, mean, votes) in enumerate(rows, 11)
        ]
        await interaction.response.send_message(
            embed=discord.Embed(title="Ranking", description="\n".join(lines))
        )

    @app_commands.command(description="Mark an episode as watched.")
    async def watched(self, interaction: Interaction, episode: int) -> None:
        """Store the mark."""
        async with aiosqlite.connect(interaction.client.path) as db:
            await db.execute(WATCHED, (interaction.guild_id, episode, interaction.user.id))
            await db.commit()
        await interaction.response.send_message(f"Marked episode {episode} as watched.", ephemeral=True)


class Tutorial(commands.Bot):
    """The bot. `episodes` are titles and what they are about, by number."""

    def __init__(self, path: Path, episodes: dict[int, tuple[str, str]]) -> None:
        super().__init__(command_prefix="!", intents=discord.Intents.default())
        self.path, self.episodes = path, episodes

    async def setup_hook(self) -> None:
        """Make the tables, add the commands and send them."""
        async with aiosqlite.connect(self.path) as db:
            await db.executescript(TABLES)
        await self.add_cog(Commands())
        await self.tree.sync()


@asynccontextmanager
async def tutorial(folder: Path) -> AsyncGenerator[tuple[Wire, Tutorial]]:
    """The bot, online as far as it knows, in one server; it makes its database in `folder`."""
    show = catalogue.load(catalogue.SHIPPED).choose(None)
    episodes = {
        place: (unseal(episode.title, INDEXER) or "", episode.teaser or "")
        for place, episode in enumerate(show.episodes, 1)
    }
    bot = Tutorial(folder / "tutorial.db", episodes)
    try:
        yield await cut.wired(bot), bot
    finally:
        await bot.close()


async def prepare(bot: Tutorial, *, voters: int, episodes: int) -> None:
    """Have so many members vote on each of the first `episodes` episodes, and mark them."""
    pairs = [(USER_ID + n, episode) for n in range(voters) for episode in range(1, episodes + 1)]
    async with aiosqlite.connect(bot.path) as db:
        votes = [(GUILD_ID, episode, who, 1 + (who * 7 + episode) % 10) for who, episode in pairs]
        await db.executemany(VOTE, votes)
        await db.executemany(WATCHED, [(GUILD_ID, episode, who) for who, episode in pairs])
        await db.commit()


async def answers(wire: Wire) -> dict[tuple[str, int], Answer]:
    """What members ask of it, so many at once, by the names that `benchmarks.answers` has for the same."""
    numbers = count()
    await wire.send(COMMAND, _command("vote", episode=25))  # the message whose buttons are pressed
    message = MESSAGE | {"id": "5", "channel_id": str(GUILD_ID + 1)}
    typed = {"name": "episode", "type": 4, "value": "amaz", "focused": True}

    def score(wire: Wire) -> Awaitable[bytes]:
        number = next(numbers)
        data: Json = {"custom_id": f"score:25:{1 + number % 10}", "component_type": 2}
        return wire.send(PRESS, data, member_id=USER_ID + 1000 + number, message=message)

    def mark(wire: Wire) -> Awaitable[bytes]:
        return wire.send(COMMAND, _command("watched", episode=5), member_id=USER_ID + 500_000 + next(numbers))

    return {
        ("/episode 26", 1): lambda wire: wire.send(COMMAND, _command("episode", episode=26)),
        ("its suggestions, letter by letter", 1): lambda wire: wire.send(
            SUGGESTION, _command("episode") | {"options": [typed]}
        ),
        ("/ranking, as text", 1): lambda wire: wire.send(COMMAND, _command("ranking")),
        ("a vote by button", 1): score,
        ("/watched 5", 1): mark,
        ("a vote, 20 at once", 20): score,
        ("/watched 5, 20 at once", 20): mark,
    }


def _command(name: str, **options: int) -> Json:
    given = [{"name": key, "type": 4, "value": value} for key, value in options.items()]
    return {"id": "1", "name": name, "type": 1, "options": given}
