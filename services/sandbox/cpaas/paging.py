"""Pages of a list: `page` from 0, `perPage` up to 1000, and the total in a header."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, TypeVar

from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.cpaas.operation import Answer, Call, query

TOTAL = "x-pagination-total-count"
LARGEST = 1_000
DEFAULT = 50

PAGING = (
    query("page", "which page, from 0", type="integer", minimum=0, default=0),
    query("perPage", "how many a page has", type="integer", minimum=1, maximum=LARGEST, default=DEFAULT),
)

ItemT = TypeVar("ItemT")


def page_of(call: Call[Any], items: Iterable[ItemT], total: int, view: Callable[[ItemT], object]) -> Answer:
    """The requested page of `items`, each shown by `view`; only the items of that page are built."""
    page = _whole(call, "page", 0, 0, None)
    size = _whole(call, "perPage", DEFAULT, 1, LARGEST)
    chosen = islice(items, page * size, (page + 1) * size)
    return Answer([view(item) for item in chosen], {TOTAL: str(total)})


def _whole(call: Call[Any], name: str, default: int, least: int, most: int | None) -> int:
    text = call.query(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10) or int(text) < least or (most and int(text) > most):
        limits = f"{least} to {most}" if most else f"from {least}"
        raise CpaasError("request.invalid", f"{name} is a whole number, {limits}.")
    return int(text)
