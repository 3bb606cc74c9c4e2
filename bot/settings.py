"""What the person who runs Encore can set, read from the environment once, at the start."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from bot.domain.quotas import DEFAULTS, LIMITS, Limit, Quotas

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
LogFormat = Literal["text", "json"]

DEFAULT_DATABASE_URL = "sqlite:///encore.db"

QUOTAS: Mapping[str, str] = {f"ENCORE_QUOTA_{name.upper()}": name for name in LIMITS}
"""The variable of each quota, `ENCORE_QUOTA_PANELS_PER_SERVER`, and its name in `bot.domain.quotas`."""

VARIABLES = (
    "DISCORD_TOKEN",
    "ENCORE_DATABASE_URL",
    "ENCORE_CATALOGUE",
    "ENCORE_LOG_LEVEL",
    "ENCORE_LOG_FORMAT",
    "ENCORE_DEV_GUILD",
    "ENCORE_METRICS_PORT",
    *QUOTAS,
)
"""Every variable that is read; `.env.example` and the README explain each."""


class SettingsError(Exception):
    """Settings that cannot be used. `sentences` has one a fault: the variable, its value, what is allowed."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Settings:
    """Checked settings. The token is kept out of the repr."""

    token: str | None = field(default=None, repr=False)
    database_url: str = DEFAULT_DATABASE_URL
    catalogue: Path | None = None
    log_level: LogLevel = "INFO"
    log_format: LogFormat = "text"
    dev_guild: int | None = None
    metrics_port: int | None = None
    quotas: Quotas = DEFAULTS

    @classmethod
    def from_env(cls, env: Mapping[str, str | None]) -> "Settings":
        """Read the variables from `env`. One that is missing or blank has its default.

        Raises:
            SettingsError: values that are not allowed, all of them at once.
        """
        given = {name: value.strip() for name, value in env.items() if value and value.strip()}
        faults: list[str] = []
        for name, (allowed, is_allowed) in _RULES.items():
            value = given.get(name)
            if value is not None and not is_allowed(value):
                faults.append(f"{name} ({_shown(name, value)}) must be {allowed}.")
        if faults:
            raise SettingsError(tuple(faults))
        catalogue = given.get("ENCORE_CATALOGUE")
        dev_guild = given.get("ENCORE_DEV_GUILD")
        return cls(
            token=given.get("DISCORD_TOKEN"),
            database_url=given.get("ENCORE_DATABASE_URL", DEFAULT_DATABASE_URL),
            catalogue=Path(catalogue) if catalogue else None,
            log_level=cast("LogLevel", given.get("ENCORE_LOG_LEVEL", "INFO").upper()),
            log_format=cast("LogFormat", given.get("ENCORE_LOG_FORMAT", "text").lower()),
            dev_guild=int(dev_guild) if dev_guild else None,
            metrics_port=int(port) if (port := given.get("ENCORE_METRICS_PORT")) else None,
            quotas=Quotas(**{QUOTAS[name]: int(given[name]) for name in QUOTAS if name in given}),
        )


def misspelt(env: Mapping[str, str | None]) -> tuple[str, ...]:
    """A sentence for each name that is none of ours but looks so: a slip does not go unnoticed."""
    sentences: list[str] = []
    for name in sorted(set(env) - set(VARIABLES)):
        near = _nearest(name.upper())
        if near or name.startswith("ENCORE_"):
            hint = f"; did you mean {near[0]}?" if near else "."
            sentences.append(f"{_TOKEN.sub('…', name)} is not a setting of Encore and is ignored{hint}")
    return tuple(sentences)


def _nearest(name: str) -> list[str]:
    """The variable that `name` is a slip of, if it is one."""
    if all(
        2 * (Counter(name) & Counter(known)).total() < _SLIP * (len(name) + len(known)) for known in VARIABLES
    ):
        return []  # too few letters in common, in whatever order
    from difflib import get_close_matches  # noqa: PLC0415  memory that only a slip needs

    return get_close_matches(name, VARIABLES, n=1, cutoff=_SLIP)


_SLIP = 0.85
"""Likeness of two names, 0 to 1, from which one may be a slip of the other."""

# Three parts of URL-safe base64: the bot's id, a time, a signature (Discord, "Authentication").
_TOKEN = re.compile(r"[\w-]{18,40}\.[\w-]{5,10}\.[\w-]{20,80}", re.ASCII)


def _shown(name: str, value: str) -> str:
    """A wrong value as it may be printed: nothing of a token, wherever it was put, nor of a password."""
    if name == "DISCORD_TOKEN" or _TOKEN.search(value):
        return "its value is not shown"
    return f"now {re.sub('.*@', '(hidden)@', value)[:80]!r}"


def _is_token(value: str) -> bool:
    return bool(_TOKEN.fullmatch(value))


def _is_database_url(value: str) -> bool:
    try:
        url = urlsplit(value)
    except ValueError:
        return False
    return url.scheme == "sqlite" and not url.netloc and len(url.path) > 1 and not url.query


def _is_path(value: str) -> bool:
    return "\0" not in value


def _is_level(value: str) -> bool:
    return value.upper() in get_args(LogLevel)


def _is_format(value: str) -> bool:
    return value.lower() in get_args(LogFormat)


def _is_snowflake(value: str) -> bool:
    return bool(re.fullmatch(r"[1-9][0-9]{16,18}", value)) and int(value) < 2**63


def _is_port(value: str) -> bool:
    return bool(re.fullmatch(r"[1-9][0-9]{0,4}", value)) and int(value) < 2**16


def _within(limit: Limit) -> tuple[str, Callable[[str], bool]]:
    def is_within(value: str) -> bool:
        return bool(re.fullmatch(r"[0-9]{1,9}", value)) and limit.least <= int(value) <= limit.most

    return f"a whole number from {limit.least} to {limit.most}, in the digits 0 to 9 alone", is_within


_RULES: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "DISCORD_TOKEN": (
        "the bot's token from the Discord developer portal, without “Bot ” before it",
        _is_token,
    ),
    "ENCORE_DATABASE_URL": (
        "sqlite:///file.db (relative) or sqlite:////folder/file.db (absolute)",
        _is_database_url,
    ),
    "ENCORE_CATALOGUE": ("a TOML file or a folder of them", _is_path),
    "ENCORE_LOG_LEVEL": (
        " or ".join((", ".join(get_args(LogLevel)[:-1]), get_args(LogLevel)[-1])),
        _is_level,
    ),
    "ENCORE_LOG_FORMAT": (" or ".join(get_args(LogFormat)), _is_format),
    "ENCORE_DEV_GUILD": ("a server's id, 17 to 19 digits", _is_snowflake),
    "ENCORE_METRICS_PORT": ("a port, 1 to 65535", _is_port),
    **{variable: _within(LIMITS[name]) for variable, name in QUOTAS.items()},
}
