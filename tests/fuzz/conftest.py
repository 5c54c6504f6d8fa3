"""One door for all tests of a module: opening it takes longer than a hundred knocks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fuzz.door import FuzzedDoor, fuzzed


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FuzzedDoor]:
    """The bot, connected, with a line and some cards out."""
    with fuzzed(tmp_path_factory.mktemp("door")) as opened:
        yield opened
