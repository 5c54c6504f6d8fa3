"""A finding of one request, with the place it is about."""

from __future__ import annotations

from services.domain.change import Change
from services.domain.plan import Finding, Severity


def error(change: Change, code: str, message: str, fix: str, column: str, value: str) -> Finding:
    """Something that stops the plan of this line."""
    return Finding(Severity.ERROR, code, message, fix, change.row, column, value, change.key)


def warning(change: Change, code: str, message: str, fix: str, column: str, value: str) -> Finding:
    """Something to know of this line before it is approved."""
    return Finding(Severity.WARNING, code, message, fix, change.row, column, value, change.key)
