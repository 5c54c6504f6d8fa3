"""docs/coverage.md names scenarios and pictures that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TABLE = (ROOT / "docs/coverage.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(test_\w+\.py)::(test_\w+)`", TABLE)))
STAGES = "".join((ROOT / "tests/browser" / name).read_text() for name in ("test_road.py", "test_guide.py"))
ROWS = [line for line in TABLE.splitlines() if line.startswith("|") and not line.startswith(("|---", "| The guide"))]


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_scenario_that_is_named_is_there(file: str, name: str) -> None:
    assert f"def {name}(" in (ROOT / "tests/scenarios" / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_every_sentence_has_its_scenario_and_its_pictures(row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split(" | ")]
    assert "::test_" in cells[3]
    shots = [part.split("–")[0].strip() for part in cells[4].strip("| ").split(",")]
    assert shots
    assert not [shot for shot in shots if f'"{shot}-' not in STAGES and shot not in _MADE]


# The pictures of the sections are numbered as they are made.
_MADE = {str(number) for number in range(61, 72)}
