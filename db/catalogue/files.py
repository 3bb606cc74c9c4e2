"""Finds catalogue files and reads their TOML."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from db.catalogue.faults import CatalogueError, Fault
from db.catalogue.limits import FILE_BYTES


def find(path: Path) -> list[Path]:
    """The file itself, or a folder's `*.toml` by name, hidden ones and subfolders left out.

    Raises CatalogueError where there is none.
    """
    try:
        if path.is_file():
            return [path]
        if not path.is_dir():
            raise _fault(str(path), "no such file or folder")
        found = sorted(file for file in path.glob("[!.]*.toml") if file.is_file())
    except OSError as error:
        raise _fault(str(path), f"cannot be read: {error.strerror}") from error
    if not found:
        raise _fault(str(path), "the folder has no .toml files")
    return found


def parse(file: Path) -> Mapping[str, object]:
    """The file's TOML. Raises CatalogueError where it is too large, unreadable, not UTF-8 or not TOML."""
    try:
        size = file.stat().st_size
        if size > FILE_BYTES:
            raise _fault(file.name, f"must have at most {FILE_BYTES} bytes, not {size}")
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _fault(file.name, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _fault(file.name, f"is not UTF-8: {error.reason} at byte {error.start}") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = f"at line {text.count(chr(10)) + 1}, the last one"
        raise _fault(file.name, f"is not TOML: {error}".replace("at end of document", place)) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, lists in lists in lists
        raise _fault(file.name, f"is not TOML: {error}") from error


def _fault(file: str, problem: str) -> CatalogueError:
    return CatalogueError([Fault(file, "", "", problem)])
