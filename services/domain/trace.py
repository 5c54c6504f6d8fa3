"""What belongs together: the id that one wish carries through turns, work, calls and messages, and spans of time.

The id is told to people as a reference and stands in every line of the log. Spans are only taken where somebody
watches (`watch_with`); everywhere else one costs a look at a variable. Their form is OpenTelemetry's:
https://opentelemetry.io/docs/specs/otel/trace/api/
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Protocol

correlation: ContextVar[str] = ContextVar("correlation", default="")

_TRACE_DIGITS, _SPAN_DIGITS = 32, 16  # https://www.w3.org/TR/trace-context/#traceparent-header-field-values
_NOTHING: Mapping[str, str] = {}

Attributes = Mapping[str, str] | Mapping[str, int] | Mapping[str, str | int]


class SpanKind(StrEnum):
    """Which side of a call a span tells of: https://opentelemetry.io/docs/specs/otel/trace/api/#spankind"""

    INTERNAL = "internal"  # neither of them
    SERVER = "server"  # whoever is asked: of a trace its first span
    CLIENT = "client"  # whoever asks


class TraceSpan(Protocol):
    """A piece of time that is being measured."""

    @property
    def headers(self) -> Mapping[str, str]:
        """What a call within it carries, so that whoever is called can go on with the trace."""
        ...

    def note(self, values: Attributes) -> None:
        """Add attributes; none of them names a person."""
        ...

    def link(self, ref: str) -> None:
        """Say that the work of this id is related."""
        ...


class Tracer(Protocol):
    """Takes spans, and hands them to whoever watches."""

    def span(self, name: str, kind: SpanKind, values: Attributes, began: float) -> AbstractContextManager[TraceSpan]:
        """A span from now, or from `began` (seconds since the epoch), to the end of the block."""
        ...


class _NoSpan:
    """What is measured while nobody watches: nothing."""

    headers = _NOTHING

    def note(self, _values: Attributes) -> None:
        """Nothing."""

    def link(self, _ref: str) -> None:
        """Nothing."""


_NO_SPAN = _NoSpan()
_tracer: Tracer | None = None


def watch_with(tracer: Tracer | None) -> None:
    """Have this process's spans taken from now on; None for no more."""
    global _tracer
    _tracer = tracer


def watched() -> bool:
    """Whether spans are taken."""
    return _tracer is not None


@contextmanager
def span(
    name: str, kind: SpanKind = SpanKind.INTERNAL, values: Attributes = _NOTHING, *, began: float = 0.0
) -> Iterator[TraceSpan]:
    """Measure the block as part of what `correlation` names; `values` are as in `TraceSpan.note`."""
    if _tracer is None:
        yield _NO_SPAN
        return
    with _tracer.span(name, kind, values, began) as taken:
        yield taken


@contextmanager
def following(ref: str) -> Iterator[None]:
    """Have what the block does belong to this id; to none of its own where it is empty."""
    token = correlation.set(ref)
    try:
        yield
    finally:
        correlation.reset(token)


def trace_id_of(ref: str) -> str:
    """The trace's id, 32 hexadecimal digits: the same in every process that knows the reference."""
    return hashlib.sha256(ref.encode()).hexdigest()[:_TRACE_DIGITS]


def root_id_of(ref: str) -> str:
    """The id of the trace's first span, 16 hexadecimal digits; what another process does for it hangs there."""
    return hashlib.sha256(ref.encode()).hexdigest()[_TRACE_DIGITS:][:_SPAN_DIGITS]
