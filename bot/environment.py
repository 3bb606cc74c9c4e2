"""What the process is started with: the one place that reads the environment and `.env`."""

import os
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from bot.settings import SettingsError


def read() -> Mapping[str, str | None]:
    """The environment, over what `.env` in the working directory says.

    Raises:
        SettingsError: `.env` is no file, cannot be read, or has lines that set nothing.
    """
    file = Path(".env")
    if not file.is_file() and (file.exists() or file.is_symlink()):
        raise SettingsError((".env is not a file; put the settings into one of that name.",))
    try:
        text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError((f".env cannot be read ({error}); it must be a text file in UTF-8.",)) from None
    lines = list(parse_stream(StringIO(text)))
    wrong = [line.original for line in lines if line.error or (line.key and line.value is None)]
    if wrong:
        # The parser counts empty lines before a line as part of it.
        places = [w.line + w.string[: len(w.string) - len(w.string.lstrip())].count("\n") for w in wrong]
        raise SettingsError(tuple(f".env, line {place}, must be like NAME=value." for place in places))
    return {**dotenv_values(stream=StringIO(text)), **os.environ}
