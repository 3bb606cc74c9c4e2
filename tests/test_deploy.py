"""What is deployed and cannot be built by the tests: by its linters, and by what no linter knows."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from asyncio.subprocess import DEVNULL, create_subprocess_exec
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest
from aiohttp import web

from bot import health
from bot.settings import VARIABLES, Settings
from db.database import sqlite_path
from tests import hardened

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")


def lines(instruction: str) -> list[str]:
    """What follows an instruction in the Dockerfile, in order."""
    return re.findall(rf"^{instruction}\s+(.*)$", DOCKERFILE, re.MULTILINE)


def image_environment() -> Mapping[str, str]:
    return dict(pair.split("=", 1) for line in lines("ENV") for pair in line.split())


async def is_healthy(port: str) -> bool:
    """What the image's health check says where that is the port of the settings."""
    (found,) = re.findall(r"CMD (\[.*\])$", lines("HEALTHCHECK")[0])
    _, *arguments = json.loads(found)
    # A Docker that goes through a proxy tells each container of it; that is no way to the container itself.
    env = {**os.environ, "ENCORE_METRICS_PORT": port, "http_proxy": "http://127.0.0.1:1"}
    asked = await create_subprocess_exec(sys.executable, *arguments, env=env, stdout=DEVNULL, stderr=DEVNULL)
    return await asked.wait() == 0


def clean(*command: object, found: str | None = None) -> None:
    """Run a linter, which must have nothing to say; skip where it is not `found` on this machine."""
    program = shutil.which(str(command[0])) if found is None else found
    if program is None:
        pytest.skip(f"no {command[0]} on this machine")
    told = subprocess.run(  # noqa: S603  the linters that the tests name
        [program, *map(str, command[1:])], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, ""), told.stdout + told.stderr


def test_hadolint_has_nothing_to_say_about_the_dockerfile() -> None:
    clean(BIN / "hadolint", "Dockerfile")


def test_the_compose_file_is_one() -> None:
    clean(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml")


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / hardened.UNIT.name
    text = hardened.UNIT.read_text(encoding="utf-8")
    # What it starts and reads has to be there: it is, in another place.
    unit.write_text(text.replace("/opt/encore/.venv/bin/python", sys.executable), encoding="utf-8")

    clean("systemd-analyze", "verify", "--man=no", unit)


def test_systemd_calls_the_unit_well_protected() -> None:
    clean("systemd-analyze", "--no-pager", "security", "--offline=true", "--threshold=20", hardened.UNIT)


def test_the_image_has_a_python_that_the_project_takes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    least = re.fullmatch(r">=(\d+)\.(\d+)", project["requires-python"])
    images = [re.match(r"python:(\d+)\.(\d+)-slim( AS \w+)?$", line) for line in lines("FROM")]

    assert least
    assert len({image and image.group(1, 2) for image in images}) == 1, "what is installed is for one Python"
    for image in images:
        assert image
        assert tuple(map(int, image.group(1, 2))) >= tuple(map(int, least.groups()))


def test_what_the_image_copies_is_there_and_reaches_the_build() -> None:
    sources = [line.split()[0] for line in lines("COPY") if not line.startswith("--from")]
    ignored, *let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()

    assert sources
    assert ignored == "*"
    for source in sources:
        assert (ROOT / source).exists()
        assert f"!{source}" in let_in
    stages = re.findall(r"^FROM .* AS (\w+)$", DOCKERFILE, re.MULTILINE)
    assert re.findall(r"^--from=(\w+)", "\n".join(lines("COPY")), re.MULTILINE) == stages


def test_the_image_has_all_that_the_bot_imports_of_the_project() -> None:
    copied = {line.split()[0] for line in lines("COPY")}

    assert {"bot", "cogs", "db"} <= copied


def test_the_image_runs_as_nobody_in_particular_and_may_write_where_its_state_is() -> None:
    (user,) = lines("USER")
    made = DOCKERFILE.index("useradd")

    assert int(user) > 0
    assert f"--uid {user} " in DOCKERFILE[made:]
    assert DOCKERFILE.index("\nUSER ") > DOCKERFILE.rindex("\nRUN "), "what builds the image is root"
    settings = Settings.from_env(image_environment())
    volumes = lines("VOLUME")
    assert f"--home-dir {volumes[0]} --create-home" in DOCKERFILE
    assert lines("WORKDIR")[-1] == volumes[0]
    assert str(sqlite_path(settings.database_url).parent) == volumes[0]


def test_what_is_deployed_sets_nothing_that_the_bot_does_not_know() -> None:
    composed = re.findall(r"^ +(ENCORE_\w+):", COMPOSE, re.MULTILINE)

    for name in (*image_environment(), *hardened.environment(), *composed):
        assert name in VARIABLES or name.startswith(("PYTHON", "PATH"))
    Settings.from_env(hardened.environment())


async def test_the_health_check_asks_at_the_port_of_the_settings_whether_the_bot_is_ready() -> None:
    async def answer(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        return web.Response(status=status)

    asked: list[str] = []
    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    await web.TCPSite(runner, health.LOOPBACK, 0).start()
    port = runner.addresses[0][1]
    try:
        for status in (200, 503):
            assert await is_healthy(f" {port} ") == (status == 200)
    finally:
        await runner.cleanup()

    assert asked == ["/ready", "/ready"]
    assert not await is_healthy(str(port))
    assert await is_healthy(""), "there is no page that could be asked"


def test_the_volume_of_compose_holds_the_database_and_the_rest_is_read_only() -> None:
    (url,) = re.findall(r"^ +ENCORE_DATABASE_URL: (\S+)", COMPOSE, re.MULTILINE)
    (name, mounted) = re.findall(r"^ +- (\w+):(/\S+)$", COMPOSE, re.MULTILINE)[0]

    assert sqlite_path(url).parent == Path(mounted)
    assert re.search(rf"^volumes:\n  {name}:$", COMPOSE, re.MULTILINE)
    assert re.search(r"^ +read_only: true$", COMPOSE, re.MULTILINE)


def test_the_state_directory_of_the_unit_holds_the_database() -> None:
    settings = Settings.from_env(hardened.environment())
    (state,) = hardened.settings("StateDirectory")
    (folder,) = hardened.settings("WorkingDirectory")
    (python, *rest) = hardened.settings("ExecStart")[0].split()

    assert PurePosixPath(folder) == PurePosixPath("/var/lib") / state
    assert sqlite_path(settings.database_url).parent == Path(folder)
    assert rest == ["-m", "bot"]
    assert PurePosixPath(python).parents[2] == PurePosixPath(hardened.environment()["PYTHONPATH"])
