"""`switchboard up`: each begins with a new world, and none takes another one's database away."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.up import fresh
from services.domain.errors import SettingWrong


def test_a_second_world_leaves_the_database_of_the_first_alone(tmp_path: Path) -> None:
    home = tmp_path / "var" / "up"
    first = fresh(home)
    (home / "switchboard.db").write_text("the first")
    with pytest.raises(SettingWrong, match="up already"):
        fresh(home)
    assert (home / "switchboard.db").read_text() == "the first"
    first.release()
    fresh(home).release()
    assert not (home / "switchboard.db").exists()  # a new world
