"""Keeps answers to writes by the caller's key, so that a repeated request repeats the answer and not the effect."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was sent; `fingerprint` identifies the request it answered."""

    fingerprint: str
    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Replays:
    """The kept answers by caller (`cpaas:<organisation>`, `operator:<application>`) and the caller's key."""

    kept: dict[tuple[str, str], StoredAnswer] = field(default_factory=dict)
