"""Logging: one line of JSON per event on standard error, including the libraries' warnings."""

from __future__ import annotations

import logging
import secrets
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog

from services.domain.trace import correlation, trace_id_of, watched

_PROCESS = secrets.token_hex(6)  # the reference of events that belong to no turn, job or message


def set_up(level: str) -> None:
    """Send our events and the libraries' warnings to standard error, each with the id of its turn or job."""
    traced = structlog.processors.format_exc_info if level == "DEBUG" else _without_words
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _with_ref,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        traced,
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


def _without_words(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The event with kind and origin of each error in its chain, without messages, which may quote what was typed."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    error = sys.exc_info()[1] if given is True else error
    if error is not None:
        event["exception"] = "\n".join(_frames(error))
    return event


def _frames(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _frames(cause)
    for one in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _frames(one)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} in {frame.name}"
    yield type(error).__name__


def _with_ref(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The event with the reference that remote systems also get, unless it has one, and with its trace's id."""
    ref = event.setdefault("ref", correlation.get() or _PROCESS)
    if watched() and ref != _PROCESS:
        event["trace_id"] = trace_id_of(ref)
    return event
