"""Long lists, page by page, as one stream of records."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AliasChoices, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from services.remote.bucket import Bucket
from services.remote.transport import Remote

T = TypeVar("T")
_TOTAL = "x-pagination-total-count"
_IN_ONE_GO = 250
_LIST = TypeAdapter(list[Any])


@dataclass(frozen=True, slots=True)
class _Page:
    """A collection as OData and Azure write it. Graph's samples wrap even a single object, so both forms are read."""

    value: list[Any] | dict[str, Any] = Field(default_factory=list)
    next: Annotated[str | None, Field(validation_alias=AliasChoices("@odata.nextLink", "nextLink"))] = None

    @property
    def items(self) -> list[Any]:
        return self.value if isinstance(self.value, list) else [self.value]


_PAGE = TypeAdapter(_Page)


async def linked(
    remote: Remote,
    path: str,
    kind: TypeAdapter[T],
    params: Mapping[str, object],
    *,
    skip_by: int = 0,
    headers: Mapping[str, str] | None = None,
    buckets: tuple[Bucket, ...] | None = None,
    cost: int = 1,
) -> AsyncIterator[T]:
    """Every record of a collection whose pages name the next one.

    With `skip_by` (the page size asked for) a full page without a next link is followed by `$skip`: Graph's number list
    documents `$skip` and shows no next link
    (https://learn.microsoft.com/graph/api/teamsadministration-telephonenumbermanagementroot-list-numberassignments).
    """
    where: str | None = path
    asked: Mapping[str, object] | None = params
    seen = 0
    while where is not None:
        answer = await remote.call(
            "GET", where, params=asked, headers=headers, repeatable=True, buckets=buckets, cost=cost
        )
        page = remote.parse(_PAGE, answer.body, answer)
        for place, item in enumerate(page.items):
            await _breathe(place)
            yield remote.parse(kind, item, answer)
        seen += len(page.items)
        if page.next:
            where, asked = remote.local(page.next), None
        elif skip_by and len(page.items) >= skip_by:
            where, asked = path, {**params, "$skip": seen}
        else:
            where = None


async def counted(
    remote: Remote, path: str, kind: TypeAdapter[T], params: Mapping[str, object], per_page: int
) -> AsyncIterator[T]:
    """Every record of a list that is paged by `page` (from 0) and `perPage`, with the total in a header."""
    page, seen = 0, 0
    while True:
        asked = {**params, "page": page, "perPage": per_page}
        answer = await remote.call("GET", path, params=asked, repeatable=True)
        items = remote.parse(_LIST, answer.body, answer)
        for place, item in enumerate(items):
            await _breathe(place)
            yield remote.parse(kind, item, answer)
        seen, page = seen + len(items), page + 1
        total = answer.headers.get(_TOTAL, "")
        if not items or (seen >= int(total) if total.isdigit() else len(items) < per_page):
            return


async def one_page(
    remote: Remote, path: str, kind: TypeAdapter[T], params: Mapping[str, object], page: int, per_page: int
) -> tuple[tuple[T, ...], int]:
    """The records of one page of such a list (from 0), and how many the whole list has."""
    answer = await remote.call("GET", path, params={**params, "page": page, "perPage": per_page}, repeatable=True)
    items = tuple(remote.parse(kind, item, answer) for item in remote.parse(_LIST, answer.body, answer))
    total = answer.headers.get(_TOTAL, "")
    return items, int(total) if total.isdigit() else page * per_page + len(items)


async def _breathe(place: int) -> None:
    """Let others have their turn now and then: a page of a thousand records takes a while to read."""
    if place % _IN_ONE_GO == _IN_ONE_GO - 1:
        await asyncio.sleep(0)
