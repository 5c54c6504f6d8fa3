"""Logging: one line of JSON an event on standard error, the libraries' warnings, too."""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from services.domain.trace import correlation, trace_id_of, watched

_PROCESS = secrets.token_hex(6)  # the reference of what no turn, job or message asked for


def set_up(level: str) -> None:
    """Send our events and the libraries' warnings to standard error, each with the id of its turn or job."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _with_ref,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    _of_libraries(shared)


def _of_libraries(shared: list[structlog.typing.Processor]) -> None:
    """https://www.structlog.org/en/stable/standard-library.html#rendering-using-structlog-based-formatters-within-logging"""
    last: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared], processors=last
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


def _with_ref(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The event with the id that remote systems hear, too, unless it names one itself; and that of its trace."""
    ref = event.setdefault("ref", correlation.get() or _PROCESS)
    if watched() and ref != _PROCESS:
        event["trace_id"] = trace_id_of(ref)
    return event
