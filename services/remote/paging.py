"""Long lists, page by page, as one stream of records."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
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
_OVERLAP = 50  # one record in so many of a page that was skipped to is on the page before it, too
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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the next page is asked for; `asked` is None behind a link, which holds all that is asked.

    `back` is how many records a page that is reached by `$skip` has in common with the one before, `anew` whether the
    list was begun a second time.
    """

    path: str
    asked: Mapping[str, object] | None
    back: int
    skip: int = 0
    anew: bool = False

    def skipping(self, first: _Place, came: int) -> _Place:
        """The request for what follows a page of `came` records that has no link; it is made like the first one."""
        skip = self.skip + came - self.back
        return replace(self, path=first.path, asked={**(first.asked or {}), "$skip": skip}, skip=skip)


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
    Such a page reaches back into the one before: where records went meanwhile, none is skipped unseen.
    """
    given = _Given(key)
    first = _Place(path, params, back=skip_by // _OVERLAP if key is not None else 0)
    at, before = first, _none(kind)
    for _ in range(_MAX_PAGES):
        try:
            reply = await remote.call(
                "GET",
                at.path,
                Linked(kind),
                params=at.asked,
                headers=headers,
                repeatable=True,
                buckets=buckets,
                cost=cost,
                moving=moving,
            )
        except RemoteRefused as refused:
            if at.asked is not None or at.anew or key is None or refused.status not in _LINK_EXPIRED:
                raise
            at, before = replace(first, anew=True), _none(kind)
            continue
        page = reply.value
        need_other(remote, reply, before)
        if at.skip and given.apart(before, page.items):
            if at.anew:
                raise remote.unreadable("a list that changes too fast to be read", reply)
            at, before = replace(first, anew=True), _none(kind)
            continue
        for item in given.new(page.items):
            yield item
        before = page.items
        if page.next:
            at = replace(at, path=remote.local(page.next), asked=None, skip=0)
        elif skip_by and len(page.items) >= skip_by:
            at = at.skipping(first, len(page.items))
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

    def apart(self, before: Iterable[T], items: Iterable[T]) -> bool:
        """Whether there may be records between these two pages, of which the second one should reach into the first."""
        key = self._key
        return key is not None and {key(item) for item in before}.isdisjoint(map(key, items))


async def one_page(
    remote: Remote, path: str, kind: TypeAdapter[T], params: Mapping[str, object], page: int, per_page: int
) -> tuple[tuple[T, ...], int]:
    """The records of one page of a list that is paged by number (from 0), and how many the whole list has."""
    reply = await numbered(remote, path, kind, params, page, per_page)
    items, total = reply.value.items, total_of(reply)
    return items, total if total is not None else page * per_page + len(items)


async def numbered(
    remote: Remote, path: str, kind: TypeAdapter[T], params: Mapping[str, object], page: int, per_page: int
) -> Reply[Page[T]]:
    """The answer with one page (from 0) of such a list."""
    asked = {**params, "page": page, "perPage": per_page}
    return await remote.call("GET", path, Plain(kind), params=asked, repeatable=True)


def _none(_kind: TypeAdapter[T]) -> tuple[T, ...]:
    return ()


def total_of(reply: Reply[Any]) -> int | None:
    """How many records the whole list has, where the answer says so."""
    text = reply.headers.get(_TOTAL, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def need_other(remote: Remote, reply: Reply[Page[T]], before: tuple[T, ...]) -> None:
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
