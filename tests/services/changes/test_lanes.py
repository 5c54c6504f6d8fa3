"""A line at work: when a read that shows it moved is believed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.changes.lanes import Row
from services.store.ledger import Entry
from tests.store.rows import some_lines


def a_row() -> Row:
    return Row(some_lines(1)[0], Entry(1))


@given(st.lists(st.booleans(), max_size=12))
def test_a_line_moved_only_when_three_reads_in_a_row_say_so(reads: list[bool]) -> None:
    row, now = a_row(), 0.0
    for no, moved in enumerate(reads):
        now += 1.0
        doubted = row.suspects(moved, now)
        assert (moved and not doubted) == (reads[: no + 1][-3:] == [True, True, True])


def test_a_doubt_asks_for_a_read_that_is_newer_than_itself() -> None:
    row = a_row()
    assert row.suspects(True, 5.0)
    assert row.suspect == 5.0
    assert row.suspects(True, 6.0)
    assert row.suspect == 6.0
    assert not row.suspects(False, 7.0)
    assert row.suspect == 0.0
