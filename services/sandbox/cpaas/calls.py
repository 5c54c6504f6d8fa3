"""The organisation's call history, sorted by time and filtered by extension, direction and span of time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.cpaas.operation import Answer, Call, Operation, query
from services.sandbox.cpaas.paging import PAGING, page_of
from services.sandbox.cpaas.schemas import CallView

_ORDERS = ("ASC", "DESC")
_DIRECTIONS = ("inbound", "outbound")


def _list(call: Call[None]) -> Answer:
    ext_key, direction = call.query("extKey"), _one_of(call, "direction", _DIRECTIONS)
    since, until = _moment(call, "from"), _moment(call, "to")
    newest_first = _one_of(call, "sort", _ORDERS) == "DESC"
    found = [
        entry
        for entry in call.organisation.calls
        if (ext_key is None or entry["extKey"] == ext_key)
        and (direction is None or entry["direction"] == direction)
        and (since is None or _started(entry) >= since)
        and (until is None or _started(entry) < until)
    ]
    found.sort(key=_started, reverse=newest_first)
    return page_of(call, found, len(found), dict)


def _started(entry: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(entry["startedAt"])


def _one_of(call: Call[None], name: str, allowed: tuple[str, ...]) -> str | None:
    text = call.query(name)
    if text is not None and text not in allowed:
        raise CpaasError("request.invalid", f"{name} is one of {', '.join(allowed)}.")
    return text


def _moment(call: Call[None], name: str) -> datetime | None:
    text = call.query(name)
    try:
        found = datetime.fromisoformat(text) if text is not None else None
    except ValueError:
        found = None
    if text is not None and (found is None or found.tzinfo is None):
        raise CpaasError("request.invalid", f"{name} is a moment with its zone, such as 2026-01-05T01:02:03Z.")
    return found


OPERATIONS: tuple[Operation[None], ...] = (
    Operation(
        "listCalls",
        "GET",
        "/v1/calls",
        "Calls by when they started",
        _list,
        list[CallView],
        parameters=(
            query("extKey", "only this extension's calls"),
            query("direction", "only calls of this direction", enum=list(_DIRECTIONS)),
            query("from", "only calls that started then or later", format="date-time"),
            query("to", "only calls that started before", format="date-time"),
            query("sort", "oldest (ASC) or newest (DESC) first", enum=list(_ORDERS), default="ASC"),
            *PAGING,
        ),
        refuses=("request.invalid",),
    ),
)
