"""The table of what the store asks for: every must-have once, each held by tests that there are."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import ROOT, text_of

_LAST = 26
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")]
    for line in text_of("docs/store-validation.md").splitlines()
    if re.match(r"\| \d", line)
]


def test_no_must_have_is_missing_and_none_is_there_twice() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, _LAST + 1))


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_is_held_by_a_test_or_says_who_does_it(row: list[str]) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row[3])
    assert named or row[3] in ("by hand", "does not apply")
    for file, name in named:
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{name}"
