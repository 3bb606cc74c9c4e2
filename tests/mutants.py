"""`make mutants`: change the domain in some 2,000 ways, one at a time, and name those no test noticed."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPY = ROOT / ".mutants"
"""Where the changes are made. `mutmut show <name>` there prints one."""

CONFTEST = """
from hypothesis import settings

settings.register_profile("mutants", derandomize=True, deadline=None, max_examples=12, database=None)
settings.load_profile("mutants")
"""
SETTINGS = """
[tool.pytest.ini_options]
asyncio_mode = "auto"
filterwarnings = ["ignore"]

[tool.mutmut]
source_paths = ["bot/domain"]
only_mutate = ["bot/domain/*"]
also_copy = ["bot", "db", "tests"]
pytest_add_cli_args = ["-q", "-x", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = ["tests/domain"]
"""


def main(wanted: list[str]) -> int:
    """Try the mutants that `wanted` names, `bot.domain.tally*`, or all. 0 where that could be done."""
    shutil.rmtree(COPY, ignore_errors=True)
    for name in ("bot", "db", "tests"):
        shutil.copytree(ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__"))
    (COPY / "tests/conftest.py").write_text(CONFTEST, encoding="utf-8")
    (COPY / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    mutmut = Path(sys.executable).with_name("mutmut")
    code = subprocess.run([mutmut, "run", "--max-children", "1", *wanted], cwd=COPY, check=False).returncode  # noqa: S603
    subprocess.run([mutmut, "results"], cwd=COPY, check=False)  # noqa: S603
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
