"""Even time goes forward and hardly faster or slower than time does, however the wall clock is set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.store.slewed_clock import SlewedClock


class Machine:
    """A wall clock that somebody sets, and a steady one."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.off = 1e9

    def even(self) -> SlewedClock:
        return SlewedClock(lambda: self.off + self.passed, lambda: self.passed)


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(-1e6, 1e6)), max_size=40))
def test_no_wait_is_over_much_too_soon_or_late(happened: list[tuple[float, float]]) -> None:
    machine = Machine()
    even, before = machine.even(), 1e9
    for seconds, step in happened:
        machine.passed += seconds
        machine.off += step
        now = even.now()
        assert 0.9 * seconds - 1e-3 <= now - before <= 1.1 * seconds + 1e-3
        before = now


@pytest.mark.parametrize("step", [-600.0, 600.0])
def test_it_comes_to_the_wall_clocks_time_by_and_by(step: float) -> None:
    machine = Machine()
    even = machine.even()
    machine.off += step
    assert even.now() == pytest.approx(1e9)
    for _ in range(70):
        machine.passed += 100.0
        even.now()
    assert even.now() == pytest.approx(machine.off + machine.passed)
