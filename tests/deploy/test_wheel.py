"""The wheel is the same wherever and whenever it is built, with the rights that `make wheel` gives files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
MASK = 0o022
BORN = 1_700_000_000  # seconds; any moment that both builds are told


def built(sources: Path, age: float) -> Path:
    """The wheel of a copy of the sources that has its own folder and times."""
    sources.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, sources)
    for name in ("bot", "cards", "services", "manifest"):
        shutil.copytree(
            ROOT / name, sources / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules", "*.pyc")
        )
    for path in sources.rglob("*"):
        path.chmod((0o777 if path.is_dir() else 0o666) & ~MASK)
        os.utime(path, (age, age))
    made = sources.with_suffix(".out")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-cache-dir", "--wheel-dir", made, "."]
    subprocess.run(
        [*map(str, command)], cwd=sources, check=True, umask=MASK, env={**os.environ, "SOURCE_DATE_EPOCH": str(BORN)}
    )
    (wheel,) = made.iterdir()
    return wheel


@pytest.mark.slow
def test_built_twice_the_wheel_has_the_same_bytes_and_all_that_is_ours(tmp_path: Path) -> None:
    one, two = built(tmp_path / "one", 1e9), built(tmp_path / "another", 1.5e9)
    assert one.name == two.name
    assert one.read_bytes() == two.read_bytes()
    with ZipFile(one) as wheel:
        there = set(wheel.namelist())
    code = {
        path.relative_to(ROOT).as_posix()
        for name in ("bot", "cards", "services")
        for path in (ROOT / name).rglob("*.py")
    }
    assert code <= there
    assert {"bot/language/weights.json", "manifest/manifest.json"} <= there
    assert not {name for name in there if name.startswith(("tests/", "bench/", "tools/")) or "node_modules" in name}
