"""Log lines, as text or JSON, from which every token has been taken out."""

import hashlib
import json
import logging
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from bot.settings import LogFormat, LogLevel

HIDDEN = "(hidden)"

_request: ContextVar[str | None] = ContextVar("request", default=None)


def begin_request(interaction_id: int) -> str:
    """Name what this task logs from now on; six characters, the same for an id, to be shown to a member."""
    name = hashlib.blake2b(str(interaction_id).encode(), digest_size=3).hexdigest().upper()
    _request.set(name)
    return name


def current_request() -> str | None:
    """The name of what this task deals with, None outside interactions."""
    return _request.get()


# discord.py at DEBUG prints the URLs and payloads of interactions. Their tokens let anyone answer for
# fifteen minutes; a webhook's for as long as it stands.
_SECRETS = (
    re.compile(r"(/(?:interactions|webhooks)/\d+/)[\w.:%-]{8,}"),
    re.compile(r"""(['"](?:token|session_id)\\*['"]\s*:\s*\\*['"])[^'"\\]+"""),
    re.compile(r"((?:Bot|Bearer) )[\w-]+\.[\w-]+\.[\w-]+"),
    # A bot's token begins with its id, digits in base64: M, N or O.
    re.compile(r"()\b[MNO][\w-]{17,39}\.[\w-]{5,10}\.[\w-]{20,80}"),
)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class _Redacting(logging.Formatter):
    """Takes the bot's token and all interaction tokens out of the finished line, traceback included."""

    def __init__(self, token: str | None) -> None:
        super().__init__("%(asctime)s %(levelname)-8s %(name)s: %(message)s")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        name = current_request()
        return self._redacted(super().format(record) + (f" [{name}]" if name else ""))

    def _redacted(self, line: str) -> str:
        if self._token:
            line = line.replace(self._token, HIDDEN)
        for secret in _SECRETS:
            line = secret.sub(rf"\1{HIDDEN}", line)
        return line


class _Json(_Redacting):
    """One JSON object a line: time (UTC, ISO 8601), level, logger, message, exception, and any `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._redacted(record.getMessage()),
        }
        if name := current_request():
            line["request"] = name
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info:
            line["exception"] = self._redacted(self.formatException(record.exc_info))
        # Redacted before encoding too: JSON would put backslashes before the quotes the patterns look for.
        return self._redacted(json.dumps(line, default=str, ensure_ascii=False))


def set_up(*, level: LogLevel, form: LogFormat, token: str | None) -> None:
    """Send all log records to standard error, and uncaught exceptions and warnings with them."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Json(token) if form == "json" else _Redacting(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    logging.getLogger("aiosqlite").setLevel(logging.INFO)  # at DEBUG it prints what members wrote
    sys.excepthook = _log_uncaught


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("bot").critical("stopped by an error", exc_info=(kind, error, trace))
