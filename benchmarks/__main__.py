"""Runs every benchmark, or those that are named, each in a process of its own: `make bench`.

With `--page`, what they print goes into `docs/benchmarks.md` as well.
"""

import argparse
import subprocess
import sys

import discord

from benchmarks import page

ALL = ("answers", "start", "start_votes", "memory", "spoilers", "votes", "board", "pictures", "due")


def run(name: str) -> str:
    """Run one and print what it prints, as it comes; all of it.

    Raises:
        CalledProcessError: it failed.
    """
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:  # noqa: S603  our own
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return "".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *ALL], help=", ".join(ALL))
    parser.add_argument("--page", action="store_true", help="write the figures into docs/benchmarks.md")
    asked = parser.parse_args()
    print("Medians; a ratio is to the floor, or to the smallest, of the same run.\n")
    for name in asked.names or ALL:
        printed = run(name)
        if asked.page:
            text = page.PAGE.read_text(encoding="utf-8")
            text = page.filled(text, name, page.figures(name, printed, discord.utils.utcnow().date()))
            page.PAGE.write_text(page.filled(text, page.MACHINE, page.machine()), encoding="utf-8")


if __name__ == "__main__":
    main()
