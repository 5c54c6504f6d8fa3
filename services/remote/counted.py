"""Lists that are paged by number, read whole although they change meanwhile.

When a record goes, all that follow move up: the one that stood first on the next page now stands on the page before it,
and is missed. So each page reaches back into the one before. A page that has none of that one's records leaves a gap.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from services.remote.paging import Page, need_other, numbered, total_of
from services.remote.transport import Remote, Reply

T = TypeVar("T")
_MAX_PAGES = 10_000
_MAX_WALKS = 4  # readings of one list
_OVERLAP = 50  # one record in so many of a page is on the page before it, too


async def counted(
    remote: Remote,
    path: str,
    kind: TypeAdapter[T],
    params: Mapping[str, object],
    per_page: int,
    *,
    key: Callable[[T], Hashable],
    most: int = 0,
) -> AsyncIterator[T]:
    """Every record of a list that is paged by `page` (from 0) and `perPage`, with the total in a header.

    With `most` the first ones only. A list that changed while it was read is read again; RemoteUnreadable when it is
    never read whole: missing records must not count as deleted.
    """

    def ask(page: int, size: int) -> Awaitable[Reply[Page[T]]]:
        return numbered(remote, path, kind, params, page, size)

    for _ in range(_MAX_WALKS):
        walk = _Walk(remote, ask, key, per_page, most)
        reply = await walk.to_the_end()
        if walk.settled:
            break
    if not walk.whole:
        raise remote.unreadable(walk.fault, reply)
    for record in walk.found.values():
        yield record


@dataclass(slots=True)
class _Walk(Generic[T]):
    """One reading of a list from its first page to its last."""

    remote: Remote
    ask: Callable[[int, int], Awaitable[Reply[Page[T]]]]
    key: Callable[[T], Hashable]
    per_page: int
    most: int
    found: dict[Hashable, T] = field(default_factory=dict)
    before: tuple[T, ...] = ()
    end: int = 0  # the place behind the last record that was read
    shift: int = 0  # by how many places what was read has moved on meanwhile
    totals: list[int] = field(default_factory=list)
    gap: bool = False
    overlapping: bool = True

    async def to_the_end(self) -> Reply[Page[T]]:
        """The answer with which the list ended."""
        page, size = 0, self.per_page
        for _ in range(_MAX_PAGES):
            reply = await self.ask(page, size)
            if self._take(reply, page, size):
                return reply
            page, size = self._next(page)
        raise self.remote.unreadable("a list without an end", reply)

    def _take(self, reply: Reply[Page[T]], page: int, size: int) -> bool:
        """Whether the list ends with this page."""
        need_other(self.remote, reply, self.before)
        items, total = reply.value.items, total_of(reply)
        start = page * size if self.overlapping else self.end
        if self.before and start < self.end:
            self._compare(items, start)
        self.found.update((self.key(item), item) for item in items)
        self.before, self.end = items, start + len(items)
        self.totals += [] if total is None else [total]
        if len(items) < size:  # the last page, or the server's pages are smaller than what was asked for
            self.overlapping = False
        enough = bool(self.most) and self.end >= self.most
        return enough or not items or (len(items) < size if total is None else self.end >= total)

    def _compare(self, items: tuple[T, ...], start: int) -> None:
        """Find where this page continues the previous one."""
        places = {self.key(item): start + n for n, item in enumerate(items)}
        for back, item in enumerate(reversed(self.before), start=1):
            if (place := places.get(self.key(item))) is not None:
                self.shift += place - (self.end - back)
                return
        self.gap = True

    def _next(self, page: int) -> tuple[int, int]:
        """The page to ask for, and its size: the one that reaches furthest while it overlaps what was read."""
        back = self.per_page // _OVERLAP
        if not (self.overlapping and back):
            return page + 1, self.per_page
        sizes = range(self.per_page, self.per_page // 2, -1)
        size = max(sizes, key=lambda size: ((self.end - back) // size + 1) * size)
        return (self.end - back) // size, size

    @property
    def settled(self) -> bool:
        """Whether nothing was missed: at most, records were added meanwhile and shifted the rest back."""
        if not self.totals or self._cut:
            return not self.gap
        growth = self.totals[-1] - self.totals[0]
        return not self.gap and 0 <= self.shift <= growth and len(self.found) == self.totals[-1] - self.shift

    @property
    def whole(self) -> bool:
        """Whether no record is missing that was there all the time."""
        return not self.gap and (not self.totals or self._cut or len(self.found) >= self._least)

    @property
    def fault(self) -> str:
        """Why it isn't whole, in a few words."""
        if self.gap:
            return "a list that changes too fast to be read"
        return f"a list of {len(self.found)} where {self._least} were announced"

    @property
    def _least(self) -> int:
        return self.totals[-1] - max(self.shift, 0)

    @property
    def _cut(self) -> bool:
        return bool(self.most) and self.end >= self.most
