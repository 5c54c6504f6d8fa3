"""The image and the compose file: what can be told of them without a container engine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config import PREFIX, Settings, load
from tests.bot.test_config import REAL

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
STEPS = re.findall(r"(?m)^([A-Z]+) (.+)$", DOCKERFILE.replace("\\\n", " "))
STAGES = re.split(r"(?m)^FROM ", DOCKERFILE)[1:]


def composed() -> dict[str, Any]:
    """The compose file."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return found


def names(text: str) -> set[str]:
    """The settings that a text names."""
    return set(re.findall(rf"{PREFIX}[A-Z_]+", text))


def test_every_setting_that_is_named_is_one() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert names(DOCKERFILE) | names((ROOT / "compose.yaml").read_text(encoding="utf-8")) <= known


def test_the_image_runs_as_nobody_in_particular_and_installs_nothing_where_it_runs() -> None:
    assert len(STAGES) == 2
    assert "RUN" not in STAGES[1]
    assert re.search(r"(?m)^USER 10001:10001$", STAGES[1])
    assert all("-slim" in stage.split("\n")[0] for stage in STAGES)
    health = json.loads(re.findall(r"HEALTHCHECK .*CMD (\[.*\])", DOCKERFILE)[0])
    compile(health[2], "healthcheck", "exec")
    assert "/readyz" in health[2]


def test_its_settings_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in re.findall(rf"({PREFIX}[A-Z_]+)=(\S+)", STAGES[1]):
        monkeypatch.setenv(name, value)
    settings = load(**REAL)
    assert (settings.host, settings.metrics_port) == ("0.0.0.0", 9100)
    assert f"127.0.0.1:{settings.metrics_port}/readyz" in STAGES[1]
    assert str(settings.port) in dict(STEPS)["EXPOSE"]


def test_one_answers_two_work_and_none_may_write() -> None:
    services = composed()["services"]
    assert set(services) == {"database", "serve", "worker"}
    assert services["worker"]["deploy"]["replicas"] == 2
    for name in ("serve", "worker"):
        one = services[name]
        assert one["command"] == [name]
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert one["security_opt"] == ["no-new-privileges:true"]
        assert one["depends_on"]["database"]["condition"] == "service_healthy"
        assert one["environment"]["SWITCHBOARD_DATABASE_URL"].startswith("postgresql://")
    assert services["serve"]["environment"]["SWITCHBOARD_JOBS"] == "0"
    assert all(port.startswith("127.0.0.1:") for port in services["serve"]["ports"])
    assert "ports" not in services["database"]


def test_no_secret_stands_in_the_file() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"PASSWORD: (.+)", text)) == {"${POSTGRES_PASSWORD:?set it in .env}"}


@pytest.mark.slow
def test_the_steps_of_the_image_make_a_program_that_runs(tmp_path: Path) -> None:
    """The steps of the first stage, in a folder of their own in the place of the image's."""
    source, home = tmp_path / "src", tmp_path / "opt"
    source.mkdir()
    for copied in re.findall(r"(?m)^COPY (?!--)(.+)$", STAGES[0]):
        *what, where = copied.split()
        for one in what:
            if (ROOT / one).is_dir():
                shutil.copytree(
                    ROOT / one, source / where, ignore=shutil.ignore_patterns("node_modules", "__pycache__")
                )
            else:
                shutil.copy(ROOT / one, source / where)
    clean = {"PATH": f"{Path(sys.executable).resolve().parent}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    for step in re.findall(r"(?m)^RUN (.+)$", STAGES[0]):
        subprocess.run(step.replace("/opt/switchboard", str(home)), shell=True, check=True, cwd=source, env=clean)
    shutil.rmtree(source)
    made = {**clean, **{f"{PREFIX}{name.upper()}": str(value) for name, value in REAL.items() if name != "_env_file"}}
    subprocess.run([home / "bin" / "switchboard", "manifest"], check=True, cwd=tmp_path, env=made)
    assert (tmp_path / "switchboard.zip").exists()
    page = "from bot.config import load; from bot.web.pages import rendered; print(rendered(load(), 'privacy'))"
    shown = subprocess.run(
        [home / "bin" / "python", "-c", page], check=True, cwd=tmp_path, env=made, capture_output=True
    )
    assert b"What is stored" in shown.stdout
    subprocess.run(
        [home / "bin" / "python", "-c", "import bot.web.metrics, bot.serve, bot.worker"], check=True, env=made
    )
