"""The house rules that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.client import EXTENSIONS

ROOT = Path(__file__).parent.parent
CODE = sorted(path for folder in ("bot", "cogs", "db") for path in (ROOT / folder).rglob("*.py"))
ALL = CODE + sorted(path for folder in ("tests", "benchmarks") for path in (ROOT / folder).rglob("*.py"))
SQL = re.compile(r"\b(SELECT|INSERT INTO|DELETE FROM|UPDATE \w+ SET)\b")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_a_file_is_short_enough_to_hold_in_mind(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 250, "past 250 lines a file is asking to be two"
    long = [f.name for f in _functions(path) if (f.end_lineno or f.lineno) - f.lineno >= 45]
    assert long == []


@pytest.mark.parametrize("path", [p for p in CODE if p.relative_to(ROOT).parts[0] != "db"], ids=_name)
def test_sql_lives_in_db(path: Path) -> None:
    assert SQL.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_a_module_says_in_one_line_what_it_is_for(path: Path) -> None:
    first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()[:1]

    assert first
    assert first[0].endswith((".", "?"))


def _uses(path: Path, name: str) -> bool:
    """Whether code names it, as a name, an attribute or an import."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        name in (getattr(node, "id", None), getattr(node, "attr", None))
        or (isinstance(node, ast.alias) and node.name == name)
        for node in ast.walk(tree)
    )


def test_what_sees_every_secret_serves_the_index_of_titles_alone() -> None:
    assert [_name(p) for p in CODE if _uses(p, "INDEXER")] == ["bot/domain/spoilers.py", "bot/search.py"]


def test_only_the_spoiler_rule_opens_what_is_sealed() -> None:
    inside = [
        _name(path)
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr == "_value")
        or (isinstance(node, ast.Constant) and node.value in {"_value", "_Sealed__value"})
    ]

    assert set(inside) == {"bot/domain/spoilers.py"}


def test_every_feature_is_loaded() -> None:
    features = {f"cogs.{path.stem}" for path in (ROOT / "cogs").iterdir() if not path.name.startswith("_")}

    assert features == set(EXTENSIONS)


def test_lock_files_pin_every_package_by_hash_and_name_no_index() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*--(index|extra-index|find-links|trusted)", text, re.MULTILINE)
        for requirement in text.replace("\\\n", " ").splitlines():
            assert re.match(r"\S+==\S+ .*--hash=sha256:", requirement), requirement


def test_what_goes_online_is_locked_alike_everywhere() -> None:
    pins = {
        path.stem: set(re.findall(r"^(\S+==\S+)", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in (ROOT / "requirements").glob("*.txt")
    }

    assert pins["online"] < pins["demo"] < pins["dev"]
