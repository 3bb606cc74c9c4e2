"""Log lines: no token of any kind comes through, in either form, and what is no secret does."""

import json
import logging
import sys
import warnings
from collections.abc import Callable, Generator

import pytest

from bot import logs
from bot.settings import LogFormat

TOKEN = "MTAwMDAwMDAwMDAwMDAxMDAw.GaBcDe.opens-nothing-anywhere-at-all"  # noqa: S105
SECRET = "aW50ZXJhY3Rpb246MTAwMDAwMDAwMDA6cmVhbGx5X2xvbmc-_x"  # noqa: S105 - as Discord makes them
PAYLOAD = {"id": "100", "type": 2, "token": SECRET, "data": {"name": "episode"}}
API = "https://discord.com/api/v10"

# What discord.py 2.7.1 prints at DEBUG, as it prints it: the message and its arguments.
PRINTED = {
    "a callback": (
        "Webhook ID %s with %s %s has returned status code %s",
        (100, "POST", f"{API}/interactions/100/{SECRET}/callback?with_response=1", 200),
    ),
    "a follow-up": ("%s %s with %s has returned %s", ("POST", f"{API}/webhooks/100/{SECRET}", "{}", 200)),
    "an edit": ("PATCH %s", (f"{API}/webhooks/100/{SECRET}/messages/@original",)),
    "a webhook": ("POST https://discord.com/api/webhooks/100/%s?wait=true", (SECRET,)),
    "an event": (
        "For Shard ID %s: WebSocket Event: %s",
        (None, {"t": "INTERACTION_CREATE", "op": 0, "d": PAYLOAD}),
    ),
    "an event as JSON": ("%s", (json.dumps(PAYLOAD),)),
    "an event as compact JSON": ("%s", (json.dumps(PAYLOAD, separators=(",", ":")),)),
    "an event quoted twice": ("%r", (str(PAYLOAD | {"said": "it's"}),)),
    "another bot's header": ("%s", ({"Authorization": "Bot MTAwMDAw.GaBcDe." + SECRET},)),
    "the token in a payload": ("%s", ({"op": 2, "d": {"token": TOKEN, "intents": 1}},)),
    "a gateway session": ("%s", ({"t": "READY", "d": {"session_id": SECRET}},)),
    "the token alone": ("logging in with %s", (TOKEN,)),
}

FORMS = pytest.mark.parametrize("form", ["text", "json"])


@pytest.fixture(autouse=True)
def _logging_as_before(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    return lambda: capsys.readouterr().err


def kept(line: str) -> str:
    assert TOKEN not in line
    assert SECRET not in line
    assert logs.HIDDEN in line
    return line


@FORMS
@pytest.mark.parametrize("record", PRINTED.values(), ids=PRINTED)
def test_no_token_comes_through(
    printed: Callable[[], str], form: LogFormat, record: tuple[str, tuple[object, ...]]
) -> None:
    logs.set_up(level="DEBUG", form=form, token=TOKEN)
    logging.getLogger("discord").debug(record[0], *record[1])
    kept(printed())


@FORMS
@pytest.mark.parametrize("secret", [TOKEN, f"{API}/interactions/100/{SECRET}/callback", repr(PAYLOAD)])
def test_no_token_comes_through_a_traceback(printed: Callable[[], str], form: LogFormat, secret: str) -> None:
    logs.set_up(level="INFO", form=form, token=TOKEN)
    try:
        try:
            raise ValueError(secret)
        except ValueError as cause:
            raise RuntimeError("later") from cause
    except RuntimeError:
        logging.getLogger("bot").exception("failed")
    assert "RuntimeError: later" in kept(printed())


@FORMS
def test_no_token_comes_through_an_uncaught_error(printed: Callable[[], str], form: LogFormat) -> None:
    logs.set_up(level="INFO", form=form, token=TOKEN)
    error = RuntimeError(f"with {TOKEN}")
    sys.excepthook(RuntimeError, error, None)
    assert "stopped by an error" in kept(printed())


@pytest.mark.parametrize(
    "value", [TOKEN, PAYLOAD, json.dumps(PAYLOAD), f"{API}/webhooks/100/{SECRET}", [TOKEN]]
)
def test_no_token_comes_through_an_extra(printed: Callable[[], str], value: object) -> None:
    logs.set_up(level="INFO", form="json", token=TOKEN)
    logging.getLogger("bot").info("with more", extra={"more": value})
    assert isinstance(json.loads(kept(printed())), dict)


def test_no_token_comes_through_a_name_of_a_logger(printed: Callable[[], str]) -> None:
    logs.set_up(level="INFO", form="json", token=TOKEN)
    logging.getLogger(f"discord.{TOKEN}").info("hello")
    kept(printed())


@FORMS
def test_what_is_no_secret_comes_through(printed: Callable[[], str], form: LogFormat) -> None:
    logs.set_up(level="INFO", form=form, token=None)
    logging.getLogger("bot").info("GET %s, “Größe”, Bot online", f"{API}/channels/100/messages/200")
    line = printed()
    assert f"GET {API}/channels/100/messages/200, “Größe”, Bot online" in line
    assert logs.HIDDEN not in line


def test_a_json_line_is_one_object_with_time_level_logger_message_and_extras(
    printed: Callable[[], str],
) -> None:
    logs.set_up(level="INFO", form="json", token=TOKEN)
    logging.getLogger("bot.errors").warning('two\nlines and a "quote"', extra={"guild_id": 7, "who": {1}})
    (line,) = printed().splitlines()
    told = json.loads(line)
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "WARNING",
        "logger": "bot.errors",
        "message": 'two\nlines and a "quote"',
        "guild_id": 7,
        "who": "{1}",
    }


def test_records_below_the_level_are_left_out(printed: Callable[[], str]) -> None:
    logs.set_up(level="WARNING", form="text", token=TOKEN)
    logging.getLogger("bot").info("unheard")
    assert printed() == ""


def test_warnings_are_log_records_too(printed: Callable[[], str]) -> None:
    logs.set_up(level="INFO", form="json", token=TOKEN)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"never await {TOKEN}", stacklevel=1)
    told = json.loads(kept(printed()))
    assert (told["level"], told["logger"]) == ("WARNING", "py.warnings")
