"""Pages of a list as Azure writes them: `top`, `skip`, `maxpagesize`, `nextLink` and the count of records.

https://github.com/microsoft/api-guidelines/blob/vNext/azure/Guidelines.md#collections. The page size without
`maxpagesize` and the largest one are not documented; 100 and 1,000 stand in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

from services.sandbox.operator.call import Answer, Call, Json, OperatorError, flag
from services.sandbox.operator.filters import parse_filter

DEFAULT, LARGEST = 100, 1_000
ItemT = TypeVar("ItemT")


def page_of(call: Call, items: Iterable[ItemT], total: int, view: Callable[[ItemT], Json]) -> Answer:
    """The asked page of `items` shown by `view`; without a filter only the page's own items are built."""
    matches = parse_filter(call.request.query.get("filter"))
    if matches is None:
        return _page(call, items, total, view)
    found = [shown for shown in map(view, items) if matches(shown)]
    return _page(call, found, len(found), lambda shown: shown)


def _page(call: Call, items: Iterable[ItemT], total: int, view: Callable[[ItemT], Json]) -> Answer:
    skip = _whole(call, "skip", 0, 0)
    size = min(_whole(call, "maxpagesize", DEFAULT, 1), LARGEST)
    top = _whole(call, "top", total, 0)
    stop = min(skip + top, total)
    end = min(skip + size, stop)
    body: Json = {"value": [view(item) for item in islice(items, skip, max(end, skip))]}
    if end < stop:
        body["nextLink"] = _next_link(call, end, stop - end)
    headers = {"x-ms-record-count": str(total)} if flag(call.request, "countRecords") else {}
    return Answer(body, headers=headers)


def _next_link(call: Call, skip: int, top: int) -> str:
    asked_top = {"top": str(top)} if "top" in call.request.query else {}
    return str(call.request.url.update_query({"skip": str(skip), **asked_top}))


def _whole(call: Call, name: str, default: int, least: int) -> int:
    text = call.request.query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10) or int(text) < least:
        message = f"'{name}' is a whole number from {least}."
        raise OperatorError(400, message, "InvalidQueryParameterValue", target=name)
    return int(text)
