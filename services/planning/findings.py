"""A finding of one request, with the place it is about."""

from __future__ import annotations

from services.domain.change import Change
from services.domain.line import Number, Source
from services.domain.number import display
from services.domain.phrases import tr
from services.domain.plan import Finding, Severity


def error(change: Change, code: str, message: str, fix: str, column: str, value: str) -> Finding:
    """Something that stops the plan of this line."""
    return Finding(Severity.ERROR, code, message, fix, change.row, tr(column), value, change.key)


def warning(change: Change, code: str, message: str, fix: str, column: str, value: str) -> Finding:
    """Something to know of this line before it is approved."""
    return Finding(Severity.WARNING, code, message, fix, change.row, tr(column), value, change.key)


def in_use(change: Change, number: Number, source: Source) -> Finding:
    """That something else than an account uses the number in Teams, where it has to be freed first."""
    why = tr("{e164} is used by {source} in Teams.", e164=display(number.e164), source=tr(source.value))
    fix = tr("Free it in the Teams admin centre first.")
    return error(change, "number.in_use", why, fix, "Number", number.e164)
