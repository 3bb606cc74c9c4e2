"""The command line: `python -m bot` and what can follow it."""

import argparse
import re
from pathlib import Path

ABOUT = (
    "Encore, a bot for watching together. Without a COMMAND it starts:"
    " on Discord where there is a token, else as the offline demo."
)
DEMO_PORT = 8026
"""Where the demo's page is, unless that is taken."""
LAST_PORT = 65535


def read() -> argparse.Namespace:
    """What the command line asks for; a wrong one ends the program with a sentence and exit code 2.

    `command` is empty where none is named, then the bot starts.
    """
    parser = argparse.ArgumentParser(prog="python -m bot", description=ABOUT)
    parser.set_defaults(command="", port=DEMO_PORT, fresh=False)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    demo = commands.add_parser("demo", help="the offline demo in the browser, with or without a token")
    demo.add_argument("--fresh", action="store_true", help="begin with an empty demo database")
    demo.add_argument(
        "--port",
        type=_port,
        default=DEMO_PORT,
        help=f"port on 127.0.0.1 (default {DEMO_PORT}), any where that is taken",
    )
    commands.add_parser("check", help="verify settings, catalogue and database, and say what is wrong")
    for name, what in (
        ("backup", "copy the database into FILE while the bot runs, and verify the copy"),
        ("restore", "put the backup FILE in the database's place; the bot must not run"),
        ("export", "write every row into FILE, one JSON object a line"),
    ):
        commands.add_parser(name, help=what).add_argument("file", type=Path, metavar="FILE")
    commands.choices["restore"].add_argument(
        "--force", action="store_true", help="even where there is a database: that one is kept beside it"
    )
    doctor = commands.add_parser(
        "doctor", help="look the database over, also while the bot runs; exit code 1 if anything is wrong"
    )
    doctor.add_argument("--fix", action="store_true", help="mend what can be mended; the bot must not run")
    return parser.parse_args()


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 (any) to {LAST_PORT}")
    return int(text)
