"""Sample cards of the call history."""

from __future__ import annotations

from datetime import datetime

from cards.calls import calls
from services.domain.phrases import tr
from tests.cards.said import said, today
from tests.cards.samples import LONG, NASTY, Cards


def _on(hour: int, minute: int) -> str:
    """A time some days ago, as the program writes it."""
    there = datetime(2026, 11, 23, hour, minute)
    return tr("{day} {there:%b %Y %H:%M}", day=there.day, there=there)


ROWS = (
    calls.CallRow("+65 9123 4567", "inbound", "answered", today("14:05"), "100 · Wei Ling", 61),
    calls.CallRow("+65 6234 5678", "outbound", "answered", today("13:35"), "100 · Wei Ling", 3_785),
    calls.CallRow(said("hidden number"), "inbound", "missed", _on(16, 2), "102 · Alice"),
    calls.CallRow(said("ext 101"), "outbound", "noAnswer", _on(9, 30), "102 · Alice"),
)
LINES = (("100", "100 · Front desk · Wei Ling"), ("102", "102 · Alice"))


def usual() -> Cards:
    """A page of calls, as admins and as readers see it."""
    covered = calls.CallRow("+65 9123 ••••", "inbound", "voicemail", today("14:05"), "100 · Wei Ling", 12)
    return {
        "calls": calls.calls(calls.CallsPage(ROWS, 2, 3, 24, "100", "", "", LINES)),
        "calls_covered": calls.calls(calls.CallsPage([covered], total=1, day="2026-11-24", masked=True)),
    }


def empty() -> Cards:
    """No calls."""
    return {"calls": calls.calls(calls.CallsPage([]))}


def huge() -> Cards:
    """Long texts in every place."""
    row = calls.CallRow(LONG, NASTY, LONG, LONG, LONG, 10**9)
    many = [(str(no), LONG) for no in range(16)]
    return {
        "calls": calls.calls(calls.CallsPage([row] * 40, 2, 10**6, 10**7, "3", "inbound", "2026-11-24", many, True))
    }
