"""A line at work: when a look that shows it moved is believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.execution.lanes import LineTask
from services.store.ledger import LedgerEntry
from services.timing.pace import MAX_LOOKS, Pace
from tests.store.rows import some_lines

PACE = Pace()


def a_row() -> LineTask:
    return LineTask(some_lines(1)[0], LedgerEntry(1))


@given(st.lists(st.booleans(), max_size=20))
def test_a_line_moved_only_when_seven_looks_in_a_row_say_so(looks: list[bool]) -> None:
    row, now = a_row(), 0.0
    for no, moved in enumerate(looks):
        now = max(now + 1.0, row.again)
        doubted = row.suspects(moved, now, PACE)
        assert (moved and not doubted) == (no + 1 >= MAX_LOOKS and all(looks[no + 1 - MAX_LOOKS : no + 1]))
        if moved and not doubted:
            return


def test_lists_are_asked_twice_then_the_object_itself() -> None:
    row, now, own = a_row(), 0.0, []
    while row.suspects(True, now, PACE):
        own.append(row.wants_itself_read)
        now = row.again
    assert own == [False, True, True, True, True, True]


def test_it_takes_as_long_as_lists_may_lag_to_be_believed() -> None:
    row, now = a_row(), 0.0
    while row.suspects(True, now, PACE):
        now = row.again
    assert now == pytest.approx(PACE.lag)


def test_looks_that_come_too_soon_count_once() -> None:
    row = a_row()
    assert all(row.suspects(True, 100.0 + hurry / 10, PACE) for hurry in range(40))
    assert row.doubts == 1


def test_a_doubt_asks_for_a_read_that_is_newer_than_itself() -> None:
    row = a_row()
    assert row.suspects(True, 5.0, PACE)
    assert row.suspect == 5.0
    assert row.suspects(True, 11.0, PACE)
    assert row.suspect == 11.0
    assert not row.suspects(False, 12.0, PACE)
    assert row.suspect == 0.0
