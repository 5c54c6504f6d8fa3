"""Long lists, page by page, as one stream of records."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import pydantic.dataclasses
from pydantic import AliasChoices, Field, TypeAdapter

from services.domain.errors import RemoteRefused
from services.remote.bucket import Bucket
from services.remote.transport import Remote, Reply
from services.remote.wire import OK

T = TypeVar("T")
_TOTAL = "x-pagination-total-count"
_MAX_INLINE_RECORDS = 50  # records; more are read in a thread
_MAX_PAGES = 10_000
# How a link to the next page is refused that isn't good any more. It is the server's own, so nothing else is wrong.
_LINK_EXPIRED = frozenset({400, 410})  # https://learn.microsoft.com/graph/paging


@pydantic.dataclasses.dataclass(frozen=True, slots=True)
class _Wire:
    """A collection as OData and Azure write it. Graph's samples wrap even a single object, so both forms are read."""

    value: list[Any] | dict[str, Any]
    next: Annotated[str | None, Field(validation_alias=AliasChoices("@odata.nextLink", "nextLink"))] = None

    @property
    def items(self) -> list[Any]:
        return self.value if isinstance(self.value, list) else [self.value]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list: its records, and the link to the next page where it names one."""

    items: tuple[T, ...]
    next: str | None = None


_WIRE = TypeAdapter(_Wire)
_LIST = TypeAdapter(list[Any])


@dataclass(frozen=True, slots=True)
class Linked(Generic[T]):
    """The shape of a page that names the next one."""

    kind: TypeAdapter[T]
    statuses: frozenset[int] = OK

    async def read(self, body: object) -> Page[T]:
        """The page; ValidationError when it is none, or when one of its records isn't what was asked for."""
        page = _WIRE.validate_python(body)
        return Page(await _records(self.kind, page.items), page.next)


@dataclass(frozen=True, slots=True)
class Plain(Generic[T]):
    """The shape of a page that is a list and nothing else."""

    kind: TypeAdapter[T]
    statuses: frozenset[int] = OK

    async def read(self, body: object) -> Page[T]:
        """The page; ValidationError when it is none, or when one of its records isn't what was asked for."""
        return Page(await _records(self.kind, _LIST.validate_python(body)))


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
    moving: bool = False,
    key: Callable[[T], Hashable] | None = None,
) -> AsyncIterator[T]:
    """Every record of a collection whose pages name the next one; RemoteUnreadable when they lead in a circle.

    With `skip_by` (the page size asked for) a full page without a next link is followed by `$skip`: Graph's number list
    documents `$skip` and shows no next link
    (https://learn.microsoft.com/graph/api/teamsadministration-telephonenumbermanagementroot-list-numberassignments).
    """
    given = _Given(key)
    where = path
    asked: Mapping[str, object] | None = params
    seen, before, begun_anew = 0, _none(kind), False
    for _ in range(_MAX_PAGES):
        try:
            reply = await remote.call(
                "GET",
                where,
                Linked(kind),
                params=asked,
                headers=headers,
                repeatable=True,
                buckets=buckets,
                cost=cost,
                moving=moving,
            )
        except RemoteRefused as refused:
            if asked is not None or begun_anew or key is None or refused.status not in _LINK_EXPIRED:
                raise
            where, asked, seen, before, begun_anew = path, params, 0, _none(kind), True
            continue
        page = reply.value
        _need_other(remote, reply, before)
        for item in given.new(page.items):
            yield item
        seen, before = seen + len(page.items), page.items
        if page.next:
            where, asked = remote.local(page.next), None
        elif skip_by and len(page.items) >= skip_by:
            where, asked = path, {**params, "$skip": seen}
        else:
            return
    raise remote.unreadable("a list without an end", reply)


class _Given(Generic[T]):
    """The records that were given so far, by their keys: what moves while a list is read comes on two pages."""

    def __init__(self, key: Callable[[T], Hashable] | None) -> None:
        self._key = key
        self._keys: set[Hashable] = set()

    def new(self, items: Iterable[T]) -> Iterator[T]:
        """Those that weren't given yet; all of them where records have no key."""
        for item in items:
            if self._key is None:
                yield item
            elif (key := self._key(item)) not in self._keys:
                self._keys.add(key)
                yield item


async def counted(
    remote: Remote, path: str, kind: TypeAdapter[T], params: Mapping[str, object], per_page: int
) -> AsyncIterator[T]:
    """Every record of a list that is paged by `page` (from 0) and `perPage`, with the total in a header.

    RemoteUnreadable when the list ends before its total is reached: missing records must not count as deleted.
    """
    seen, before = 0, _none(kind)
    for page in range(_MAX_PAGES):
        reply = await _page(remote, path, kind, params, page, per_page)
        items, total = reply.value.items, _total(reply)
        _need_other(remote, reply, before)
        for item in items:
            yield item
        seen, before = seen + len(items), items
        if (total is None and len(items) < per_page) or (total is not None and seen >= total):
            return
        if not items:
            raise remote.unreadable(f"a list of {seen} where {total} were announced", reply)
    raise remote.unreadable("a list without an end", reply)


async def one_page(
    remote: Remote, path: str, kind: TypeAdapter[T], params: Mapping[str, object], page: int, per_page: int
) -> tuple[tuple[T, ...], int]:
    """The records of one page of such a list (from 0), and how many the whole list has."""
    reply = await _page(remote, path, kind, params, page, per_page)
    items, total = reply.value.items, _total(reply)
    return items, total if total is not None else page * per_page + len(items)


async def _page(
    remote: Remote, path: str, kind: TypeAdapter[T], params: Mapping[str, object], page: int, per_page: int
) -> Reply[Page[T]]:
    asked = {**params, "page": page, "perPage": per_page}
    return await remote.call("GET", path, Plain(kind), params=asked, repeatable=True)


def _none(_kind: TypeAdapter[T]) -> tuple[T, ...]:
    return ()


def _total(reply: Reply[Any]) -> int | None:
    text = reply.headers.get(_TOTAL, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _need_other(remote: Remote, reply: Reply[Page[T]], before: tuple[T, ...]) -> None:
    """Raise for a page that repeats: it would repeat for ever."""
    if before and reply.value.items == before:
        raise remote.unreadable("the same page of a list twice", reply)


async def _records(kind: TypeAdapter[T], items: list[Any]) -> tuple[T, ...]:
    """The records of a page; a long one is parsed in a thread, so that others go on meanwhile."""
    if len(items) <= _MAX_INLINE_RECORDS:
        return _read(kind, items)
    return await asyncio.to_thread(_read, kind, items)


def _read(kind: TypeAdapter[T], items: list[Any]) -> tuple[T, ...]:
    return tuple(kind.validate_python(item) for item in items)
