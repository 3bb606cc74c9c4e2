"""`python -m tests.faults`: makes all faults happen, and writes what was seen to docs/faults.md."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import discord

from tests.faults import page

HERE = Path(__file__).parent


def main() -> int:
    """Run the suite; where all of it passed, write the page. The exit code is that of pytest."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "seen"
        file.touch()
        code = subprocess.run(  # noqa: S603  pytest, and nothing that anybody gave
            [
                *(sys.executable, "-m", "pytest", str(HERE), "--numprocesses", "auto", "--dist", "loadgroup"),
                f"--ignore={HERE}/test_page.py",
            ],
            env=os.environ | {"ENCORE_FAULTS_SEEN": str(file)},
            check=False,
        ).returncode
        if code:
            print("Not all is as expected: docs/faults.md stays as it was.", file=sys.stderr)
            return code
        found = page.known()
        text = page.written(found, page.seen_in(file), now=discord.utils.utcnow()) + page.kept()
    page.PAGE.write_text(text, encoding="utf-8")
    print(f"{len(found)} faults, all as expected: docs/faults.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
