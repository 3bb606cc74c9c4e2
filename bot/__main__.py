"""The composition root: wires the house together and runs it."""

import asyncio
import logging
import random
import signal
import sys
from argparse import Namespace
from collections.abc import AsyncGenerator, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot import arguments, environment, logs, standard_output
from bot.client import Bot
from bot.domain.catalogue import Library
from bot.lookup import Lookup
from bot.settings import Settings, SettingsError, misspelt
from bot.text import counted
from db import catalogue
from db.command_ledger import CommandLedger
from db.database import DatabaseError, connect, inspect
from db.due import Agenda
from db.sqlite_file import is_locked

if TYPE_CHECKING:
    from bot.metrics import Meter

_log = logging.getLogger("bot")

UNUSABLE = 2
"""Exit code where settings, catalogue, database or token cannot be used: somebody has to mend them first."""
FAILED = 1
"""Exit code where it may work the next time."""

REFUSED = "DISCORD_TOKEN was not accepted by Discord; reset it in the developer portal, under Bot."

DEMO_DATABASE = "encore-demo.db"


class _CannotStart(Exception):
    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    asked = arguments.read()
    try:
        env = environment.read()
        settings = Settings.from_env(env)
        logs.set_up(level=settings.log_level, form=settings.log_format, token=settings.token)
        for sentence in misspelt(env):
            _log.warning(sentence)
    except SettingsError as error:
        return _say(*error.sentences)
    return standard_output.all_told(lambda: _run(settings, asked))


def _run(settings: Settings, asked: Namespace) -> int:
    try:
        if asked.command == "check":
            return asyncio.run(_check(settings))
        if asked.command and asked.command != "demo":
            from bot import operations  # noqa: PLC0415  memory that the running bot does not need

            now = discord.utils.utcnow()
            return asyncio.run(operations.COMMANDS[asked.command](settings, asked, now))
        if asked.command == "demo" or not settings.token:
            work = _demo(settings, port=asked.port, fresh=asked.fresh)
        else:
            work = _online(settings, settings.token)
        asyncio.run(_until_signalled(work))
    except catalogue.CatalogueError as error:
        return _say(*_faults(settings, error))
    except DatabaseError as error:
        return _say(error.sentence)
    except SettingsError as error:
        return _say(*error.sentences)
    except _CannotStart as error:
        return _say(str(error), code=error.code)
    except KeyboardInterrupt:  # only where signals cannot be handled otherwise
        pass
    return 0


def _say(*sentences: str, code: int = UNUSABLE) -> int:
    for sentence in sentences:
        standard_output.say(sentence)
    return code


def _faults(settings: Settings, error: catalogue.CatalogueError) -> list[str]:
    where = f"ENCORE_CATALOGUE={settings.catalogue}" if settings.catalogue else "the shipped one"
    more = len(error.faults) - 100
    rest = [f"… and {more} more."] if more > 0 else []
    return [f"The catalogue ({where}) cannot be used:", *map(str, error.faults[:100]), *rest]


def _library(settings: Settings) -> Library:
    return catalogue.load(settings.catalogue or catalogue.SHIPPED)


@asynccontextmanager
async def _house(settings: Settings, database_url: str, *, simulated: bool = False) -> AsyncGenerator[Bot]:
    """The bot over its open database. Left in order: gateway, work under way, database.

    A simulated Discord knows no development server, and has forgotten the commands it was sent before.
    """
    library = _library(settings)
    meter = _meter(settings)
    db = await connect(database_url, now=discord.utils.utcnow())
    seen = meter.timed(db) if meter else db
    try:
        bot = Bot(
            db=seen,
            library=library,
            lookup=Lookup(library, choose=random.choice),
            agenda=Agenda(seen),
            ledger=None if simulated else CommandLedger(seen),
            dev_guild=None if simulated else settings.dev_guild,
            quotas=settings.quotas,
        )
        bot.meter = meter
        try:
            async with _page(settings, bot, meter):
                yield bot
        finally:
            await bot.close()
    finally:
        await db.close()
        _log.info("closed")


def _meter(settings: Settings) -> "Meter | None":
    if settings.metrics_port is None:
        return None
    from bot.metrics import Meter  # noqa: PLC0415  costs memory and start-up that most do not need

    return Meter()


def _page(settings: Settings, bot: Bot, meter: "Meter | None") -> AbstractAsyncContextManager[object]:
    """Health and metrics for the host's own machines, where a port was set for them."""
    if meter is None or settings.metrics_port is None:
        return nullcontext()
    from bot import health  # noqa: PLC0415  likewise

    return health.served(bot, meter, settings.metrics_port)


async def _online(settings: Settings, token: str) -> None:
    async with _house(settings, settings.database_url) as bot:
        try:
            await bot.start(token)
        except discord.LoginFailure:
            raise _CannotStart(REFUSED, UNUSABLE) from None
        except discord.ConnectionClosed as error:  # a code after which connecting again is of no use
            sentence = f"Discord closed the connection for good (code {error.code})."
            raise _CannotStart(REFUSED if error.code == 4004 else sentence, UNUSABLE) from None
        except discord.PrivilegedIntentsRequired:  # discord.py's word for this code, whatever was asked for
            raise _CannotStart("Discord closed the connection for good (code 4014).", UNUSABLE) from None
        except discord.app_commands.CommandSyncFailure as error:
            raise _CannotStart(f"Discord does not take Encore's commands: {error}", UNUSABLE) from None
        except discord.Forbidden as error:
            sentence = (
                f"Discord does not let the bot set its commands ({error.text}); is it in ENCORE_DEV_GUILD?"
            )
            raise _CannotStart(sentence, UNUSABLE) from None
        except (aiohttp.ClientError, OSError, discord.DiscordServerError, discord.GatewayNotFound) as error:
            raise _CannotStart(f"Discord could not be reached: {error}", FAILED) from None


async def _demo(settings: Settings, *, port: int, fresh: bool) -> None:
    if settings.log_level == "INFO":  # what is said while coming up is about a Discord that is none
        logging.getLogger("discord").setLevel(logging.ERROR)
        for name in ("bot.client", "bot.sync"):
            logging.getLogger(name).setLevel(logging.WARNING)
    try:
        from bot import demo  # noqa: PLC0415  needs the extra `demo`, which the online bot does not
    except ModuleNotFoundError as error:
        raise _CannotStart(
            f"Without a DISCORD_TOKEN Encore starts its offline demo, which needs {error.name}: "
            "`make run` installs it, or pip install -r requirements/demo.txt.",
            UNUSABLE,
        ) from None
    if fresh:
        _forget_demo()
    async with _house(settings, f"sqlite:///{DEMO_DATABASE}", simulated=True) as bot:
        await demo.run(bot, port=port, announce=lambda sentence: print(sentence, flush=True))


def _forget_demo() -> None:
    if Path(DEMO_DATABASE).is_file() and is_locked(Path(DEMO_DATABASE)):
        raise _CannotStart(f"{DEMO_DATABASE} is in use; stop the demo that runs first.", UNUSABLE)
    for name in (DEMO_DATABASE, f"{DEMO_DATABASE}-wal", f"{DEMO_DATABASE}-shm"):
        try:
            Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise _CannotStart(f"{name} cannot be removed: {error.strerror}.", UNUSABLE) from None


async def _until_signalled(work: Coroutine[object, object, None]) -> None:
    """Run `work` to its end, or until SIGINT or SIGTERM cancels it, which lets it close what it opened."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        if not task.cancelling():  # a second signal does not cut the closing short
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no such handlers: there KeyboardInterrupt ends it
            loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        _log.info("stopped by a signal")


async def _check(settings: Settings) -> int:
    """Verify everything that can be verified offline; say what was found, the faults on standard error."""
    faults: list[str] = []
    print(
        "settings: read;",
        "the token is set" if settings.token else "no DISCORD_TOKEN, so the demo would start",
    )
    try:
        for show in _library(settings).shows:
            print(f"catalogue: {show.title}, {counted(len(show.episodes), 'episode')}")
    except catalogue.CatalogueError as error:
        faults += _faults(settings, error)
    try:
        print("database:", await inspect(settings.database_url))
    except DatabaseError as error:
        faults.append(error.sentence)
    return _say(*faults) if faults else 0


if __name__ == "__main__":
    sys.exit(main())
