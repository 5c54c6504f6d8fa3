"""Wrong keys: so many a person, a tenant and overall, in a sliding window."""

from __future__ import annotations

from services.timing.tries import WINDOW_SECONDS, KeyTries


class Now:
    """A clock that is set."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        """What it shows."""
        return self.at


def made(tries: KeyTries, tenant: str, people: list[str]) -> int:
    """How many of these may try."""
    return sum(not tries.begin(tenant, who).wait for who in people)


def test_a_person_has_five_tries_and_then_waits() -> None:
    now = Now()
    tries = KeyTries(now)
    assert made(tries, "t", ["p"] * 1_220) == 5
    now.at += 60
    assert tries.begin("t", "p").wait == WINDOW_SECONDS - 60
    now.at += WINDOW_SECONDS - 60
    assert made(tries, "t", ["p"] * 9) == 5


def test_a_tenant_has_ten_whoever_tries() -> None:
    tries = KeyTries(Now())
    assert made(tries, "t", [f"p{no}" for no in range(1_220)]) == 10
    assert made(tries, "other", ["p"]) == 1


def test_everybody_together_has_a_hundred() -> None:
    tries = KeyTries(Now())
    assert sum(made(tries, f"t{no}", ["p"]) for no in range(1_220)) == 100


def test_a_right_try_is_taken_back() -> None:
    tries = KeyTries(Now())
    for _ in range(50):
        right = tries.begin("t", "p")
        assert not right.wait
        tries.take_back(right)


def test_administrators_are_told_at_the_third() -> None:
    tries, told = KeyTries(Now()), []
    for no in range(8):
        tries.begin("t", f"p{no}")
        told.append(tries.alarms("t"))
    assert told.index(True) == 2
    assert sum(told) == 1
