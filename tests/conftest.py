"""Fixtures for every test: a town of its own, and marks that skip what this machine lacks (or fail, where required)."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.collecting import collected
from tests.support.town import Town, town

# No test is judged by time: a busy machine must not make a property fail.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

REQUIRED = os.environ.get("SWITCHBOARD_TESTS_REQUIRE", "").split()


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    """A fresh world and a fresh bot."""
    async with town(tmp_path) as here:
        yield here


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests that can't run here, unless they are required."""
    missing = {
        "browser": not _chromium(),
        "postgres": not _postgres(),
        "clients": not _installed("clients"),
        "playground": not _installed("playground"),
    }
    names = {"browser": "chromium", "postgres": "postgres", "clients": "clients", "playground": "playground"}
    for item in items:
        for mark, gone in missing.items():
            if gone and item.get_closest_marker(mark) and names[mark] not in REQUIRED:
                item.add_marker(pytest.mark.skip(reason=f"{names[mark]} isn't here"))


def pytest_collection_finish() -> None:
    """Let the garbage collector handle only what the tests create."""
    collected()


def _chromium() -> bool:
    return shutil.which("chromium") is not None


def _installed(folder: str) -> bool:
    """Whether what the tests of this folder need of npm is installed: `make test-clients`, `make test-playground`."""
    return shutil.which("node") is not None and (Path(__file__).parent / folder / "node_modules").is_dir()


def _postgres() -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", 5432)) == 0
